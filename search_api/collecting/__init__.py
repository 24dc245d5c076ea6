"""Collecting: files become documents of the index, or leave it."""
