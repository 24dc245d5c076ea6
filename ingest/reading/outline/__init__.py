"""The outline: the most plausible reading of all labels together, and the tree that it makes."""
