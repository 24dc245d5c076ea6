"""The bilingual glossary of Vietnamese public administration, one TSV file a topic."""

from index.glossary.entries import Entry, GlossaryError, glossary_files, load_glossary, read_topic

__all__ = ["Entry", "GlossaryError", "glossary_files", "load_glossary", "read_topic"]
