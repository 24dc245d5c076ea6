"""Comparing: similar provisions, and documents side by side."""
