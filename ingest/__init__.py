"""Room 1: a file becomes a `Document` with metadata, outline and passages."""
