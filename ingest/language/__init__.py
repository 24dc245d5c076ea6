"""The language: letters, words and phrases, labels, and the tables of what bodies, documents and times are called."""
