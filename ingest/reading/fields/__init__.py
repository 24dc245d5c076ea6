"""Fields of the metadata: candidates from the places of a document, and the evidence for each."""
