"""Glosses: the English of the key terms of a Vietnamese text, from the glossary."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from index.glossary import Entry, load_glossary
from ingest.language.folding import canonical

_WORD = re.compile(r"[^\W_]+")
_LONGEST_TERM = 9
# Terms of one syllable have too many senses to be told without their sentence.
_SHORTEST_TERM = 2
MOST_TERMS = 8
# What a text is about: qualities and short verbs gloss every sentence alike.
_TOLD_KINDS = frozenset({"body", "role", "object", "place", "document", "event", "action"})
_GENERAL_TOPICS = frozenset({"general-verbs", "qualities", "questions", "time"})
_SHORTEST_ACTION, _SHORTEST_GENERAL = 3, 4


@dataclass(frozen=True, slots=True)
class GlossTerm:
    """A Vietnamese term as it stands in the text, and its usual English."""

    vietnamese: str
    english: str


def gloss(text: str, limit: int = MOST_TERMS) -> tuple[GlossTerm, ...]:
    """Return the longest terms of `text` that the glossary knows, each once, in order.

    At most `limit`: of two terms the longer says more, and is kept.
    """
    found: dict[str, GlossTerm] = {}
    for term in _terms(text):
        found.setdefault(canonical(term.vietnamese), term)
    kept = sorted(found, key=lambda key: -len(key.split()))[:limit]
    return tuple(term for key, term in found.items() if key in set(kept))


def _terms(text: str) -> Iterator[GlossTerm]:
    table = _table()
    words = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    keys = [canonical(text[start:end]) for start, end in words]
    at = 0
    while at < len(keys):
        for length in range(min(_LONGEST_TERM, len(keys) - at), _SHORTEST_TERM - 1, -1):
            english = table.get(tuple(keys[at : at + length]))
            if english:
                yield GlossTerm(text[words[at][0] : words[at + length - 1][1]], english)
                at += length
                break
        else:
            at += 1


@cache
def _table() -> dict[tuple[str, ...], str]:
    """Map each Vietnamese term, as canonical words, to the usual English of its first entry."""
    found: dict[tuple[str, ...], str] = {}
    told = [entry for entry in load_glossary() if entry.kind in _TOLD_KINDS]
    # An entry whose usual term this is says more than one that has it as a variant.
    for usual in (True, False):
        for entry in told:
            for term in entry.vietnamese[:1] if usual else entry.vietnamese[1:]:
                words = tuple(_WORD.findall(canonical(term)))
                if len(words) >= _shortest(entry):
                    found.setdefault(words, entry.english[0])
    return found


def _shortest(entry: Entry) -> int:
    """Return how many syllables a term of an entry needs to be worth telling."""
    if entry.topic in _GENERAL_TOPICS:
        return _SHORTEST_GENERAL
    return _SHORTEST_ACTION if entry.kind == "action" else _SHORTEST_TERM
