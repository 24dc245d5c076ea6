"""Glosses: the English of the key terms of a Vietnamese text, from the glossary."""

from dataclasses import dataclass
from functools import cache

from index.glossary import Entry, load_glossary
from ingest.language.folding import canonical
from ingest.language.phrases import PhraseTable, Words, longest

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
    words = Words(text)
    found: dict[str, GlossTerm] = {}
    for english, first, after in longest(words.keys, _terms()):
        term = GlossTerm(words.written(first, after), english)
        found.setdefault(canonical(term.vietnamese), term)
    kept = sorted(found, key=lambda key: -len(key.split()))[:limit]
    return tuple(term for key, term in found.items() if key in set(kept))


@cache
def _terms() -> PhraseTable[str]:
    """Return the Vietnamese terms that are told, each with the usual English of its first entry."""
    told = [entry for entry in load_glossary() if entry.kind in _TOLD_KINDS]
    # An entry whose usual term this is says more than one that has it as a variant.
    terms = [
        *((entry, term) for entry in told for term in entry.vietnamese[:1]),
        *((entry, term) for entry in told for term in entry.vietnamese[1:]),
    ]
    phrases = ((Words(term).keys, entry) for entry, term in terms)
    return PhraseTable(
        (words, entry.english[0]) for words, entry in phrases if len(words) >= _shortest(entry)
    )


def _shortest(entry: Entry) -> int:
    """Return how many syllables a term of an entry needs to be worth telling."""
    if entry.topic in _GENERAL_TOPICS:
        return _SHORTEST_GENERAL
    return _SHORTEST_ACTION if entry.kind == "action" else _SHORTEST_TERM
