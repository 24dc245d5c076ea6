"""What pdfium finds on a page of a PDF, with places counted from the upper left corner as shown."""

from typing import Any

# What pdfium hands out has no type in Python.
Handle = Any
