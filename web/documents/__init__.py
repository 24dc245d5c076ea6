"""Pages of documents: the list and the reader."""
