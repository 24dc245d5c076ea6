"""Documents: the list, one document, one passage."""
