"""Quotation marks: which texts of a draft stand in quotation marks, also where marks are nested or missing."""

import re
from dataclasses import dataclass
from itertools import islice

from ingest.types import Span

FEWEST_WORDS = 4
_MARK = re.compile('[“”„«»"]')
_CLOSES_WORDS = frozenset("”»")
# What each mark closes where words end; a straight one, and “ as Germans have it, only where none begin.
_PARTNERS = {"”": '“„”"', "»": "«", "“": "„“", '"': '"“„'}
# Nobody nests quotations deeper.
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Quoted:
    """The texts between quotation marks, without these, in order, and the places of marks without a partner.

    What is quoted within a quotation is a part of it.
    """

    spans: tuple[Span, ...]
    unpaired: tuple[int, ...]


def find_quoted(text: str) -> Quoted:
    """Return the texts of four words or more that stand in quotation marks."""
    opened: list[int] = []
    pairs: list[Span] = []
    unpaired: list[int] = []
    for match in _MARK.finditer(text):
        place = match.start()
        partner = _partner(text, place, opened)
        if partner is not None:
            # What was opened since and never closed is no quotation.
            unpaired += opened[partner + 1 :]
            pairs.append(Span(opened[partner] + 1, place))
            del opened[partner:]
        elif text[place] not in _CLOSES_WORDS or _begins_words(text, place):
            opened.append(place)
        else:
            unpaired.append(place)
    told = (span for span in _outermost(pairs) if word_count(span.of(text)) >= FEWEST_WORDS)
    return Quoted(tuple(told), tuple(sorted([*unpaired, *opened])))


def word_count(text: str) -> int:
    """Return how many words a text has, as people count them: what stands between blanks."""
    return sum(any(map(str.isalnum, word)) for word in text.split())


def _partner(text: str, place: int, opened: list[int]) -> int | None:
    """Return which of the open marks the mark at `place` closes, None where it closes none."""
    mark, begins, ends = text[place], _begins_words(text, place), _ends_words(text, place)
    if (begins and not ends) or (mark == "“" and (begins or not ends)):
        return None
    wanted = _PARTNERS.get(mark, "")
    # A straight mark between two words closes what a straight one has opened.
    wanted = '"' if mark == '"' and begins else wanted
    last = islice(reversed(range(len(opened))), _DEEPEST)
    return next((number for number in last if text[opened[number]] in wanted), None)


def _ends_words(text: str, place: int) -> bool:
    """True where something stands right before a mark, and nothing that only opens."""
    before = text[place - 1 : place] if place else ""
    return bool(before) and not before.isspace() and before not in "([{“„«"


def _begins_words(text: str, place: int) -> bool:
    """True where a word stands right behind a mark, or a sign that words begin with."""
    after = text[place + 1 : place + 2]
    return after.isalnum() or (bool(after) and after in "([“„«…-–—+•")


def _outermost(pairs: list[Span]) -> list[Span]:
    outer: list[Span] = []
    for span in sorted(pairs, key=lambda span: (span.start, -span.end)):
        if not outer or span.start >= outer[-1].end:
            outer.append(span)
    return outer
