"""Topics of plans: the table of those that have a name, and where a text names one."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from index.glossary import load_glossary
from ingest.language.folding import strip_marks
from ingest.language.phrases import PhraseTable, word_forms, word_spans
from ingest.language.syllables import is_syllable
from ingest.language.tables import cell_items, read_table

# So many words on each side can make a term of a syllable.
_MOST_BESIDE = 3


@dataclass(frozen=True, slots=True)
class Topic:
    """Something that plans speak of, the terms that name it, and longer phrases that do not.

    A topic `found` in an index has no English name; its Vietnamese one is made of its terms.
    """

    key: str
    english: str
    vietnamese: str
    terms: tuple[str, ...]
    exceptions: tuple[str, ...] = ()
    found: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """Characters `start` to `end` of a text, which name the topic at position `topic`."""

    topic: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Sense:
    """What a phrase does: name the topic at a position, or keep words within it from naming it.

    `proper` for a name of one syllable, "Pháp"; `capital` for a longer one, "Nhật Bản"; `body` for the name of a body.
    """

    topic: int
    does: Literal["name", "except"]
    proper: bool = False
    capital: bool = False
    body: bool = False


@cache
def named_topics() -> tuple[Topic, ...]:
    """Return the topics of the table, in its order."""
    return tuple(
        Topic(
            key=row["key"],
            english=row["english"],
            vietnamese=row["vietnamese"],
            terms=cell_items(row["terms"]),
            exceptions=cell_items(row["exceptions"]),
        )
        for row in read_table("search_api.coverage", "topics.tsv")
    )


class TopicFinder:
    """Finds where texts name topics, by the letters of their terms.

    A term inside the name of a body counts only where the name begins with it, or it is a body itself: the
    "du lịch" of "Sở Văn hóa, Thể thao và Du lịch" says nothing of tourism. A name of one syllable counts only
    where it stands as one: the "Pháp" of "biện pháp", "Pháp luật" or "tiếng Pháp" is no country. A longer one
    begins with a capital: "cập nhật bản đồ" is not Japan. A text without any mark is compared without marks.
    """

    def __init__(self, topics: Sequence[Topic]) -> None:
        phrases = [(word_forms(term), sense) for term, sense in _senses(topics)]
        self._table = PhraseTable(phrases)
        self._bare = PhraseTable((bare, sense) for words, sense in phrases if (bare := _bare_words(words)))

    def topics_in(self, text: str) -> set[int]:
        """Return the positions of the topics that `text` names."""
        return {topic for topic, _, _ in self._places(text)}

    def mentions(self, text: str) -> list[Mention]:
        """Return the places where `text` names topics, in reading order."""
        spans = word_spans(text)
        return [
            Mention(topic, spans[first][0], spans[after - 1][1]) for topic, first, after in self._places(text)
        ]

    def _places(self, text: str) -> list[tuple[int, int, int]]:
        """Return topics with the words that name them."""
        forms = word_forms(text)
        found = list((self._bare if text.isascii() else self._table).places(forms))
        if not found:
            return []
        excepted = [(sense.topic, first, after) for sense, first, after in found if sense.does == "except"]
        bodies = list(_body_table().places(forms))
        spans = word_spans(text) if any(sense.proper or sense.capital for sense, _, _ in found) else []
        return [
            (sense.topic, first, after)
            for sense, first, after in found
            if sense.does == "name"
            and (not sense.proper or _stands_as_name(text, spans, forms, first))
            and (not sense.capital or text[spans[first][0]].isupper())
            and not any(t == sense.topic and f <= first and after <= a for t, f, a in excepted)
            and (sense.body or not any(f < first and after <= a for _, f, a in bodies))
        ]


def _stands_as_name(text: str, spans: Sequence[tuple[int, int]], forms: Sequence[str], place: int) -> bool:
    """True where the syllable at a place is a name by itself, and neither a common word nor part of a longer name."""
    start, end = spans[place]
    first = max(0, place - _MOST_BESIDE)
    beside = forms[first : place + _MOST_BESIDE + 1]
    if not text[start].isupper() or any(a <= place - first < b for _, a, b in _common_terms().places(beside)):
        return False
    before = text[spans[place - 1][0] : start] if place and forms[place - 1] else ""
    begins = place < 2 or not forms[place - 2][:1].isalnum()
    named = before[:1].isupper() and before[-1:] == " " and before.strip().isalpha() and not begins
    after = text[end : end + 2]
    return not (named or before.strip().lower() == "tiếng" or (after[:1] == " " and after[1:].isupper()))


@cache
def _common_terms() -> PhraseTable[None]:
    """Return the terms of the glossary that begin with a small letter, of two words or more."""
    terms = {name for entry in load_glossary() for name in entry.vietnamese if name.islower() and " " in name}
    return PhraseTable((word_forms(term), None) for term in sorted(terms))


def _senses(topics: Sequence[Topic]) -> Iterator[tuple[str, _Sense]]:
    for place, topic in enumerate(topics):
        yield from (
            (term, _Sense(place, "name", _is_proper(term), _is_long_name(term), _is_body(term)))
            for term in topic.terms
        )
        yield from ((phrase, _Sense(place, "except")) for phrase in topic.exceptions)


def _is_proper(term: str) -> bool:
    return term[:1].isupper() and is_syllable(term.lower())


def _is_long_name(term: str) -> bool:
    syllables = term.split()
    return len(syllables) > 1 and all(each[0].isupper() and each[1:].islower() for each in syllables)


def _is_body(term: str) -> bool:
    words = word_forms(term)
    return any(after - first == len(words) for _, first, after in _body_table().places(words))


def _bare_words(words: Sequence[str]) -> list[str]:
    """Return words without their marks; none for a syllable that could then be any of a dozen words."""
    bare = [strip_marks(word) for word in words]
    return bare if len(bare) > 1 or bare == list(words) else []


@cache
def _body_table() -> PhraseTable[None]:
    """Return the proper names of bodies in the glossary, also without commas, as some write them."""
    bodies = (entry for entry in load_glossary() if entry.kind == "body")
    names = [word_forms(name) for body in bodies for name in body.vietnamese if name[0].isupper()]
    return PhraseTable((words, None) for words in [*names, *map(_without_commas, names)])


def _without_commas(words: Iterable[str]) -> list[str]:
    return [word for word in words if word != ","]
