"""Cells of files for a spreadsheet."""

import re
from datetime import date
from typing import Literal

FileLanguage = Literal["vi", "en"]
Value = str | int | date | None
# With these a spreadsheet would read a cell as a formula (also in their full-width forms).
_FORMULA = re.compile(r"^[=+\-@\t\r＝＋－＠]")


def csv_cell(value: Value) -> Value:
    """Return a value as CSV holds it: a day by ISO 8601, what looks like a formula as text."""
    text = value.isoformat() if isinstance(value, date) else value
    return f"'{text}" if isinstance(text, str) and _FORMULA.match(text) else text
