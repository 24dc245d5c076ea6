"""Instruments: the documents that plans cite by number or name, and what carries out what."""
