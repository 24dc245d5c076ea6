"""The language: folding, letters, phrases, labels; the tables of bodies and provinces."""
