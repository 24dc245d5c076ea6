"""Searching: ranked passages."""
