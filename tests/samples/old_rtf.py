"""A plan as it was typed before Unicode: RTF with the fonts .VnTime and .VnTimeH of TCVN3."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby

from tests.old_encodings import as_bytes, typed
from tests.samples.layout import Columns, Item, Part

_HEAD = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl"
    r"{\f0\froman\fcharset0 .VnTime;}{\f1\froman\fcharset0 .VnTimeH;}}"
)
# Twentieths of a point from the left margin: where the first of two columns ends, and the text.
_FIRST, _WHOLE = 3500, 9071
_RULED = "".join(rf"\clbrdr{side}\brdrs" for side in "tlbr")
_WORD = re.compile(r"\S+\s*")
# The encoding has no letters for these.
_PLAIN = str.maketrans("–“”’", "-\"\"'")


def written(parts: Iterable[Part]) -> bytes:
    """Return a plan as an RTF file; its labels are typed."""
    lines = [_HEAD, *(line for part in parts for line in _part(part)), "}"]
    return "\n".join(lines).encode("ascii")


def _part(part: Part) -> Iterator[str]:
    if isinstance(part, Columns):
        yield _row((r"\par ".join(map(_words, side)) for side in (part.left, part.right)), (_FIRST, _WHOLE))
        return
    for item in part:
        if item.cells:
            count = len(item.cells)
            ends = [_WHOLE * place // count for place in range(1, count + 1)]
            yield _row(map(_words, item.cells), ends, _RULED)
        else:
            yield rf"\pard\q{'c' if item.centred else 'j'} {_paragraph(item)}\par"


def _paragraph(item: Item) -> str:
    before, mark, after = item.parted
    note = rf"{{\footnote\pard {{\super\chftn}} {_words(item.words_of_note)}}}"
    return _words(before) + (rf"{{\super\chftn}}{note}" if mark else "") + _words(after)


def _row(cells: Iterable[str], ends: Iterable[int], lines: str = "") -> str:
    places = "".join(rf"{lines}\cellx{end}" for end in ends)
    return rf"\trowd{places} " + "".join(rf"\pard\intbl {cell}\cell " for cell in cells) + r"\row\pard"


def _words(text: str) -> str:
    """Return text in runs of the two fonts: capitals are small letters in the one that shows them so."""
    letters = [pair for word in _WORD.findall(text.translate(_PLAIN)) for pair in _letters(word)]
    runs = groupby(letters, key=lambda pair: pair[0])
    return "".join(
        f"{{\\f{int(capitals)} {''.join(_escaped(letter) for _, letter in run)}}}" for capitals, run in runs
    )


def _letters(word: str) -> Iterator[tuple[bool, str]]:
    """Yield the letters of a word, and whether the font makes a capital of each: the encoding has few itself."""
    for letter in word:
        capital = word.isupper() or typed(letter, "TCVN3") is None
        yield capital, letter.lower() if capital else letter


def _escaped(letter: str) -> str:
    (byte,) = as_bytes(typed(letter, "TCVN3"))
    sign = chr(byte)
    if sign in "\\{}":
        return f"\\{sign}"
    return sign if sign.isascii() else f"\\'{byte:02x}"
