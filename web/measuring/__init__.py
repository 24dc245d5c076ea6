"""Judging results on the pages."""
