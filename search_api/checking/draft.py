"""The draft that is checked: its text in one form, and where each character of it came from."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from index.errors import InvalidQueryError
from ingest.language.folding import clean
from ingest.types import Span

LONGEST_DRAFT = 500_000
# A letter with its marks apart, a line end of two characters, and what is no character of a stored text.
_TAKEN_OUT = "\x00-\x08\x0b\x0d-\x1f\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff"
_UNUSUAL = re.compile(f"\r\n|(?:[^\u0300-\u036f]|\\A)(?:[{_TAKEN_OUT}]*[\u0300-\u036f])+|[{_TAKEN_OUT}]")


@dataclass(frozen=True, slots=True)
class _Piece:
    """Characters of the text from `start` on, and those that they were made of."""

    start: int
    source: Span


@dataclass(frozen=True, slots=True)
class Draft:
    """A draft as it came, `given`, and its `text` in the form in which plans are stored."""

    given: str
    text: str
    _pieces: tuple[_Piece, ...]

    def given_span(self, span: Span) -> Span:
        """Return the characters of `given` that characters of the text stand for."""
        start = self._given(span.start)
        return Span(start, self._given(span.end - 1, after=True) if span.end > span.start else start)

    def _given(self, place: int, *, after: bool = False) -> int:
        """Return where the character at `place` begins in `given`, or where it ends."""
        number = bisect_right(self._pieces, place, key=lambda piece: piece.start) - 1
        piece = self._pieces[number]
        following = self._pieces[number + 1 : number + 2]
        if after and following and place + 1 == following[0].start:
            return piece.source.end
        return min(piece.source.start + place - piece.start + after, piece.source.end)


def read_draft(given: str) -> Draft:
    """Return a draft to be checked; raises `InvalidQueryError` for an empty and for an over-long one."""
    if not given.strip():
        raise InvalidQueryError("the draft is empty: paste its text, or choose a file that has some")
    if len(given) > LONGEST_DRAFT:
        raise InvalidQueryError(
            "the draft has %(count)d characters, and at most %(most)d are checked at once: check it in parts",
            count=len(given),
            most=LONGEST_DRAFT,
        )
    return cleaned(given)


def cleaned(given: str) -> Draft:
    """Return a text in the form in which plans are stored, with the way back."""
    parts: list[str] = []
    pieces: list[_Piece] = []
    done = length = 0

    def take(words: str, source: Span) -> None:
        nonlocal length
        if words:
            parts.append(words)
            pieces.append(_Piece(length, source))
            length += len(words)

    for match in _UNUSUAL.finditer(given):
        take(given[done : match.start()], Span(done, match.start()))
        take(clean(match.group()), Span(*match.span()))
        done = match.end()
    take(given[done:], Span(done, len(given)))
    return Draft(given, "".join(parts), tuple(pieces) or (_Piece(0, Span(0, 0)),))
