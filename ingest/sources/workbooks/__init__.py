"""Spreadsheet files as sheets of cells, each kind by the library that tells most of it."""
