"""Quoting: the basket of quotes and its files."""
