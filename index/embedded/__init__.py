"""The engine on this machine: FAISS, tantivy and arrays find candidates."""
