"""How Word writes the number of a list item, a page or a note."""

from collections.abc import Callable

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_ORDINAL_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_NOTE_SIGNS = "*†‡§"
_VIETNAMESE = ("", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_VIETNAMESE_LAST = {1: "mốt", 5: "lăm"}
# No list is so long; a longer number is not worth a longer label.
_LARGEST = 32_767


def counted(number: int, form: str) -> str:
    """Return a number in one of Word's number formats; in digits where the format is not known."""
    if form == "none":
        return ""
    write = _FORMS.get(form)
    return write(number) if write and 0 < number <= _LARGEST else str(number)


def _roman(number: int) -> str:
    written = ""
    for size, letters in _ROMAN:
        written += letters * (number // size)
        number %= size
    return written


def _letter(number: int) -> str:
    """Return a … z, then aa, bb …: Word knows no other letters, in no language."""
    repeats, letter = divmod(number - 1, 26)
    return chr(ord("a") + letter) * (repeats + 1)


def _ordinal(number: int) -> str:
    teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teen else _ORDINAL_ENDINGS.get(number % 10, 'th')}"


def _vietnamese(number: int) -> str:
    """Return a number below a hundred in words."""
    tens, ones = divmod(number, 10)
    if tens > 9:
        return str(number)
    if tens < 2:
        return ("mười " if tens else "") + ("lăm" if tens and ones == 5 else _VIETNAMESE[ones])
    return f"{_VIETNAMESE[tens]} mươi {_VIETNAMESE_LAST.get(ones, _VIETNAMESE[ones])}"


def _sign(number: int) -> str:
    repeats, sign = divmod(number - 1, len(_NOTE_SIGNS))
    return _NOTE_SIGNS[sign] * (repeats + 1)


_FORMS: dict[str, Callable[[int], str]] = {
    "decimalZero": lambda number: f"{number:02}",
    "upperRoman": lambda number: _roman(number).upper(),
    "lowerRoman": _roman,
    "upperLetter": lambda number: _letter(number).upper(),
    "lowerLetter": _letter,
    "ordinal": _ordinal,
    "vietnameseCounting": lambda number: _vietnamese(number).strip(),
    "chicago": _sign,
}
