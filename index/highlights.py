"""Why a passage matched: the words of the query and the characters that answer them."""

from collections.abc import Sequence
from typing import NamedTuple

from index.term_matching import QueryUnits, Window
from index.types import Match, MatchKind, PassageRecord
from ingest.language.folding import fold

LOWEST_STRENGTH = 0.30
LOWEST_WEIGHT = 0.15
MOST_MATCHES = 12


class Sought(NamedTuple):
    """The whole words of a query that a unit is of, also as they are compared, and what the unit weighs."""

    words: str
    folded: str
    weight: float


def sought(query: str, units: QueryUnits) -> list[Sought]:
    """Return what is sought in passages for each unit of a query."""
    spans = [whole_words(query, unit.start, unit.end) for unit in units.units]
    words = [query[start:end] for start, end in spans]
    return [Sought(own, fold(own), unit.weight) for own, unit in zip(words, units.units, strict=True)]


def find_matches(
    wanted: Sequence[Sought], passage: PassageRecord, windows: Sequence[Window]
) -> tuple[Match, ...]:
    """Return the matches of a query in a passage, in reading order, not overlapping.

    `windows` are the best ones of the units there. The strongest come first into the choice: a
    match inside a chosen one is left out.
    """
    found: list[Match] = []
    for unit, (first, last, strength) in zip(wanted, windows, strict=True):
        if strength < LOWEST_STRENGTH or unit.weight < LOWEST_WEIGHT:
            continue
        start, end = whole_words(passage.text, first, last)
        text = passage.text[start:end]
        kind: MatchKind = "word" if unit.folded in fold(text) else "meaning"
        found.append(Match(unit.words, text, start, end, kind, strength * unit.weight))
    return _chosen(found)


def whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a span to the borders of the words it touches."""
    while start > 0 and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while 0 < end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end


def _chosen(found: list[Match]) -> tuple[Match, ...]:
    chosen: list[Match] = []
    for match in sorted(found, key=lambda m: (-m.strength, m.start, m.end)):
        if len(chosen) < MOST_MATCHES and all(
            match.end <= other.start or match.start >= other.end for other in chosen
        ):
            chosen.append(match)
    return tuple(sorted(chosen, key=lambda m: m.start))
