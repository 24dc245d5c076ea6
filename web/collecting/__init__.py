"""The office desk as a page."""
