"""The language: folding, letters, phrases, labels, provinces."""
