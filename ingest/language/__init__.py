"""The language: folding, letters, phrases, labels, words of time; the tables of bodies, types of documents and provinces."""
