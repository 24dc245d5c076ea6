"""Reading: a text becomes a document with furniture, parts, outline, passages and metadata."""
