"""Instruments: cited documents, their authorities, subjects and grounds."""
