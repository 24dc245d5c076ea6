"""Pages about this index and how to use it."""
