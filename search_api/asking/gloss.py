"""Glosses: the English of the key terms of a Vietnamese text, from the glossary.

A wrong gloss is worse than none. So a term is told where it stands as a whole within a clause, written as
the glossary writes it, in no longer name, and where the glossary knows one sense of it only.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from operator import itemgetter

from index.glossary import Entry, load_glossary
from ingest.language.folding import canonical
from ingest.language.phrases import PhraseTable, longest

# Terms of one syllable have too many senses to be told without their sentence.
_SHORTEST_TERM = 2
MOST_TERMS = 8
# What a text is about: qualities and short verbs gloss every sentence alike.
_TOLD_KINDS = frozenset({"body", "role", "object", "place", "document", "event", "action"})
_GENERAL_TOPICS = frozenset({"general-verbs", "qualities", "questions", "time"})
_SHORTEST_ACTION, _SHORTEST_GENERAL = 3, 4
# A mark is a word too: "cơ quan, đơn vị" is no "cơ quan đơn vị", and no term runs on over a full stop.
_TOKEN = re.compile(r"[^\W_]+|[^\w\s]")
# Followed by a number they belong to that: "kế hoạch năm 2024" is no "kế hoạch năm".
_COUNTED = frozenset({"năm", "tháng", "quý", "ngày", "số", "khóa", "lần"})
_TYPOGRAPHIC = str.maketrans("“”„«»‘’–—−", '"""""\'\'---')


@dataclass(frozen=True, slots=True)
class GlossTerm:
    """A Vietnamese term as it stands in the text, and its usual English."""

    vietnamese: str
    english: str


@dataclass(frozen=True, slots=True)
class _Term:
    """A term of the glossary as it is written there, and its English; None where that is not sure."""

    written: tuple[str, ...]
    english: str | None

    @property
    def forms(self) -> list[str]:
        """The tokens in matching form."""
        return [_form(token) for token in self.written]


def gloss(text: str, limit: int = MOST_TERMS) -> tuple[GlossTerm, ...]:
    """Return the longest terms of `text` that the glossary knows in one sense, each once, in order.

    At most `limit`: of two terms the longer says more, and is kept.
    """
    tokens = _Tokens(text)
    found: dict[str, GlossTerm] = {}
    for english, first, after in tokens.terms():
        if english:
            words = tokens.of(first, after)
            found.setdefault(canonical(words), GlossTerm(words, english))
    kept = sorted(found, key=lambda key: -len(key.split()))[:limit]
    return tuple(term for key, term in found.items() if key in set(kept))


class _Tokens:
    """The words and marks of a text, and the terms of the glossary among them."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._places = [match.span() for match in _TOKEN.finditer(text)]
        self._written = [text[start:end] for start, end in self._places]
        self._forms = [_form(token) for token in self._written]

    def terms(self) -> Iterator[tuple[str | None, int, int]]:
        """Yield the longest terms in order, names before all others: the English and the tokens of each.

        A term that another one reaches over is left out: which of the two is meant is not sure.
        """
        names = [place for place in longest(self._forms, _names()) if self._is_written(place)]
        named = {token for _, first, after in names for token in range(first, after)}
        others = [place for place in longest(self._forms, _terms()) if named.isdisjoint(range(*place[1:]))]
        long = [(first, after) for _, first, after in _terms().places(self._forms) if after - first > 1]
        for place in sorted([*names, *others], key=itemgetter(1)):
            term, first, after = place
            reached = any(
                begin < after and first < end and not (first <= begin and end <= after) for begin, end in long
            )
            if (place in names or not reached) and self._is_written(place) and self._is_whole(first, after):
                yield term.english, first, after

    def of(self, first: int, after: int) -> str:
        """Return the characters of the tokens from `first` to before `after`."""
        return self._text[self._places[first][0] : self._places[after - 1][1]]

    def _is_written(self, place: tuple[_Term, int, int]) -> bool:
        """True where a term stands with the capitals of the glossary; its first letter may always be one."""
        term, first, after = place
        there = self._written[first:after]
        if all(token.isupper() for token in there if token.isalpha()):
            return True
        return _is_capital(there[0]) >= _is_capital(term.written[0]) and all(
            _is_capital(here) == _is_capital(token)
            for here, token in zip(there[1:], term.written[1:], strict=True)
        )

    def _is_whole(self, first: int, after: int) -> bool:
        """True where neither a capitalised name runs on over an end of the tokens, nor a time to its number."""
        counted = self._forms[after - 1] in _COUNTED and "".join(self._forms[after : after + 1]).isdigit()
        return not (counted or self._runs_on(first) or self._runs_on(after))

    def _runs_on(self, border: int) -> bool:
        """True where the words on both sides of a border are capitalised and only a blank parts them."""
        if not 0 < border < len(self._forms):
            return False
        before, here = self._written[border - 1], self._written[border]
        gap = self._text[self._places[border - 1][1] : self._places[border][0]]
        return gap.isspace() and _is_capital(here) and _is_capital(before) and not before.isupper()


@cache
def _terms() -> PhraseTable[_Term]:
    """Return all terms of the glossary, so that no shorter one is told of a part of one that is not."""
    return PhraseTable((term.forms, term) for term in _glossary_terms())


@cache
def _names() -> PhraseTable[_Term]:
    """Return the terms that are names: not only their first word is capitalised."""
    names = (term for term in _glossary_terms() if any(map(_is_capital, term.written[1:])))
    return PhraseTable((term.forms, term) for term in names)


@cache
def _glossary_terms() -> tuple[_Term, ...]:
    """Return the terms of the glossary, with English where they are the usual term of entries of one sense."""
    usual: dict[str, list[Entry]] = defaultdict(list)
    for entry in load_glossary():
        usual[canonical(entry.vietnamese[0])].append(entry)
    told = ((entries[0].vietnamese[0], _english(entries)) for entries in usual.values())
    others = ((term, None) for entry in load_glossary() for term in entry.vietnamese[1:])
    return tuple(_Term(tuple(_TOKEN.findall(term)), english) for term, english in (*told, *others))


def _form(token: str) -> str:
    return canonical(token.translate(_TYPOGRAPHIC))


def _english(entries: Sequence[Entry]) -> str | None:
    """Return the first English that all entries of a usual term have, None for several senses.

    Also for a term that is not worth telling.
    """
    shared = set.intersection(*(set(entry.english) for entry in entries))
    syllables = len(entries[0].vietnamese[0].split())
    if any(entry.kind not in _TOLD_KINDS or syllables < _shortest(entry) for entry in entries):
        return None
    return next((term for term in entries[0].english if term in shared), None)


def _shortest(entry: Entry) -> int:
    """Return how many syllables a term of an entry needs to be worth telling."""
    if entry.topic in _GENERAL_TOPICS:
        return _SHORTEST_GENERAL
    return _SHORTEST_ACTION if entry.kind == "action" else _SHORTEST_TERM


def _is_capital(token: str) -> bool:
    return token[0].isupper()
