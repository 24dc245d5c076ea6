"""Numbers as lists count: figures, letters, Roman numerals."""

from typing import Literal

Numeral = Literal["1", "a", "A", "i", "I"]

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_LARGEST_ROMAN = 3999


def numeral(number: int, form: Numeral) -> str:
    """Return a number in a form, in figures where the form has no word for it."""
    if form in ("a", "A") and number > 0:
        return _cased(_letters(number), form)
    if form in ("i", "I") and 0 < number <= _LARGEST_ROMAN:
        return _cased(_roman(number), form)
    return str(number)


def _cased(small: str, form: Numeral) -> str:
    return small.upper() if form.isupper() else small


def _letters(number: int) -> str:
    """Return z for 26, aa for 27."""
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("a") + letter) + letters
    return letters


def _roman(number: int) -> str:
    numerals = ""
    for value, letters in _ROMAN:
        count, number = divmod(number, value)
        numerals += letters * count
    return numerals
