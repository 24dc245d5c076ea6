"""Sources: files on disk become text, within limits."""
