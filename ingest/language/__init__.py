"""The language: folding, letters, phrases, labels; the tables of bodies, types of documents and provinces."""
