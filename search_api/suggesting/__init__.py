"""Suggestions: what the plans name, while a question is being typed."""
