"""Checking: the quotations and citations of a draft, held against the plans."""
