"""The same engine on Milvus: what finds passages, and the files that read them, are kept there."""
