"""Segments of a question: the best cover of all its words by everything that words can name.

Bodies, provinces, years, document numbers, terms of the glossary and cues stand in one vocabulary, and
the cover that explains most wins: "báo" is never a newspaper in "chế độ báo cáo", because the longer
term leaves no word over.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, reduce
from itertools import chain

from index.glossary import Entry, load_glossary
from index.snapshot import Snapshot
from ingest.instruments.numbers import NUMBER
from ingest.language.document_types import english_types, type_codes
from ingest.language.folding import squash, strip_marks
from ingest.language.phrases import PhraseTable, Words, keys_of
from ingest.language.provinces import provinces, spellings
from search_api.asking.actors import actor_phrases, actors_of_plans, name_keys
from search_api.asking.cues import Sense, cue_phrases
from search_api.asking.english import is_english_question
from search_api.instruments.overview import instruments

# What comes before the codes: "72/2015" of 72/2015/NĐ-CP.
_FIGURES = re.compile(r"(\d+)(?:/\d{4})?")
# Behind figures that are no number of a document, or not all of it: "kế hoạch 5 năm", the codes of another.
_GOES_ON = re.compile(
    r"\s?[/-]\s?\w|\s{1,3}(?:(?:năm|nam)(?!\s{1,3}(?:19|20)\d\d)|ngày|ngay|tháng|thang|tuần|tuan|giờ|gio|years?|months?|weeks?|days?)(?!\w)",
    re.I,
)
_YEAR = re.compile(r"(?<![\w/.-])(?:19|20)\d\d(?![\w/]|[-.]\d)")
_LAW_YEAR = re.compile(r"(?<!\s)\s+(?:năm\s+)?((?:19|20)\d\d)$")
# Longer phrases explain more than their words one by one.
_POWER = 2.0
# A document number or a year is nothing else, however long the words around it.
_CERTAIN = 100.0
# A syllable without marks can be any of a dozen words.
_LONGEST_SYLLABLE = 4


@dataclass(frozen=True, slots=True)
class Meaning:
    """What words can be: a cue, a body by its `names`, a province, an instrument, terms, a year, a number.

    `spellings` are their words as the vocabulary spells them, each in matching form.
    """

    senses: frozenset[Sense] = frozenset()
    names: tuple[str, ...] = ()
    place: str | None = None
    entries: tuple[Entry, ...] = ()
    year: int | None = None
    number: str | None = None
    spellings: tuple[tuple[str, ...], ...] = ()

    def joined(self, other: "Meaning") -> "Meaning":
        """Return both meanings of the same words."""
        return Meaning(
            self.senses | other.senses,
            self.names or other.names,
            self.place or other.place,
            (*self.entries, *other.entries),
            self.year or other.year,
            self.number or other.number,
            (*self.spellings, *other.spellings),
        )


@dataclass(frozen=True, slots=True)
class Segment:
    """Words of a question, from character `start` to `end`, and what they are; no meaning for others."""

    words: str
    start: int
    end: int
    meaning: Meaning | None

    def has(self, *senses: Sense) -> bool:
        """True where the words are a cue in one of the senses."""
        return self.meaning is not None and not self.meaning.senses.isdisjoint(senses)

    @property
    def spellings(self) -> tuple[tuple[str, ...], ...]:
        """The words as the vocabularies that know them spell them."""
        return self.meaning.spellings if self.meaning else ()


@dataclass(frozen=True, slots=True)
class _Entry:
    """A phrase of the vocabulary: its words with their marks, and what it means."""

    keys: tuple[str, ...]
    meaning: Meaning

    @property
    def spelt(self) -> Meaning:
        """What it means, with its spelling: made when it is asked for, as there are many phrases."""
        return replace(self.meaning, spellings=(self.keys,))


Vocabulary = PhraseTable[_Entry]


def segments(text: str, *vocabularies: Vocabulary) -> tuple[Segment, ...]:
    """Return the segments of the best cover of `text`, in order; words that nothing names stand alone."""
    words = Words(text)
    if not len(words):
        return ()
    found = _candidates(words, (_common(), *vocabularies))
    cover = _best_cover(len(words), found)
    return tuple(
        Segment(words.written(first, after), words.starts[first], words.ends[after - 1], meaning)
        for first, after, meaning in cover
    )


def names_of_actors(actors: Mapping[str, tuple[str, ...]]) -> Vocabulary:
    """Return actors as a vocabulary: each name as typed, with the Vietnamese names of the same actor."""
    return PhraseTable(_actors(actors))


def own_vocabulary(snapshot: Snapshot) -> Vocabulary:
    """Return the names that the documents add: bodies, provinces, laws; take it as `snapshot.derived(…)`."""
    places = {d.metadata.province for d in snapshot.documents.values() if d.metadata.province}
    named = [record.number for record in instruments(snapshot).by_key.values() if record.number[:1].isalpha()]
    return PhraseTable(
        [
            *_actors(snapshot.derived(actors_of_plans)),
            *(_phrase(name, Meaning(place=place)) for place in places for name in _units(place)),
            *(_phrase(name, Meaning(number=number)) for number in named for name in _law_names(number)),
            *(_phrase(name, Meaning(number=number)) for name, number in _short_numbers(snapshot)),
        ]
    )


def _short_numbers(snapshot: Snapshot) -> Iterator[tuple[str, str]]:
    """Yield what people call a document by its kind and the figures of its number, "kết luận 57", "KH 216".

    With that number; only where one document, of the index or cited there, goes by that name.
    """
    own = ((d.metadata.type, d.metadata.number) for d in snapshot.documents.values())
    cited = ((record.type, record.number) for record in instruments(snapshot).by_key.values())
    meant: defaultdict[str, dict[str, str]] = defaultdict(dict)
    codes: defaultdict[str, list[str]] = defaultdict(list)
    for code, name in type_codes().items():
        codes[name].append(code)
    for kind, number in chain(own, cited):
        figures = _FIGURES.match(number or "")
        if kind and number and figures:
            names = [name for called in (kind, *codes[kind]) for name in (called, f"{called} số")]
            for name in (*names, english_types()[kind]):
                for written in {figures.group(), figures.group(1)}:
                    meant[f"{name} {written}"][squash(number)] = number
    for name, numbers in meant.items():
        if len(numbers) == 1:
            yield name, next(iter(numbers.values()))


@cache
def _common() -> Vocabulary:
    """Return the vocabulary that every index shares."""
    terms = (
        (term, Meaning(entries=(entry,)))
        for entry in load_glossary()
        if entry.topic != "questions"
        for term in (*entry.english, *entry.vietnamese, *entry.abbreviations)
    )
    return PhraseTable(
        [
            *(_phrase(phrase, Meaning(senses=senses)) for phrase, senses in cue_phrases()),
            *_actors(actor_phrases()),
            *(
                _phrase(name, Meaning(place=place))
                for spelling, place in spellings()
                if place in _provinces()
                for name in _units(spelling)
            ),
            *(_phrase(term, meaning) for term, meaning in terms),
        ]
    )


def _provinces() -> set[str]:
    """Return the provinces before and since the mergers; one dissolved long ago lives on in other names."""
    return {name for province in provinces() for name in (province.name, province.successor)}


def _law_names(law: str) -> Iterator[str]:
    """Yield what a law that the plans cite by name is called, with and without its year, in English too."""
    names = tuple(_without_year(law))
    yield from names
    yield from (english for name in names for english in _english_documents().get(tuple(keys_of(name)), ()))


@cache
def _english_documents() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Map the Vietnamese names of documents in the glossary, in matching form, to the English ones."""
    documents = (entry for entry in load_glossary() if entry.kind == "document")
    return {tuple(keys_of(name)): entry.english for entry in documents for name in entry.vietnamese}


def _without_year(law: str) -> Iterator[str]:
    """Yield the name of a law with its year, written in either way, and without it."""
    yield from dict.fromkeys((law, _LAW_YEAR.sub(r" năm \1", law), _LAW_YEAR.sub("", law)))


def _units(place: str) -> Iterator[str]:
    """Yield a province with and without what it is."""
    yield from (place, f"tỉnh {place}", f"thành phố {place}", f"{place} province", f"{place} city")


def _phrase(phrase: str, meaning: Meaning) -> tuple[list[str], _Entry]:
    keys = tuple(keys_of(phrase))
    return name_keys(keys), _Entry(keys, meaning)


def _actors(names: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[list[str], _Entry]]:
    return (_phrase(name, Meaning(names=same)) for name, same in names.items())


def _candidates(words: Words, vocabularies: Sequence[Vocabulary]) -> dict[tuple[int, int], Meaning]:
    """Return what the runs of words (first, after) can mean."""
    entries: defaultdict[tuple[int, int], list[_Entry]] = defaultdict(list)
    keys = name_keys(words.keys)
    unmarked = words.text.isascii() and not is_english_question(words.text)
    for vocabulary in vocabularies:
        for entry, first, after in vocabulary.places(keys):
            if entry.meaning.number and _GOES_ON.match(words.text, words.ends[after - 1]):
                continue
            if _is_typed(words, first, entry, keys, unmarked=unmarked):
                entries[first, after].append(entry)
    found = {place: _meaning(words.keys[slice(*place)], same) for place, same in entries.items()}
    for place, meaning in _figures(words):
        found[place] = meaning
    return found


def _meaning(typed: Sequence[str], entries: Sequence[_Entry]) -> Meaning:
    """Return what words can be; an English word of a vocabulary is no plural of another: "Laos" of "lao"."""
    alone = len(typed) == 1 and typed[0].isascii()
    exact = [entry for entry in entries if entry.keys == tuple(typed)] if alone else []
    return reduce(Meaning.joined, (entry.spelt for entry in (exact or entries)))


def _is_typed(words: Words, first: int, entry: _Entry, keys: Sequence[str], *, unmarked: bool) -> bool:
    """True where the words at `first` are those of an entry: a typed mark counts, one left out may be missing.

    A single syllable without marks is taken for itself, or for a cue of a question typed so.
    """
    wanted = entry.keys
    if len(wanted) == 1:
        typed = words.keys[first]
        sure = unmarked and (len(typed) > _LONGEST_SYLLABLE or bool(entry.meaning.senses))
        plural = typed.isascii() and keys[first] == wanted[0]
        return wanted[0] == typed or plural or (sure and typed == strip_marks(wanted[0]))
    # Of an English term only the last word has a plural: "schools report" is no "school report".
    last = first + len(wanted) - 1
    return all(
        words.keys[place] in (key, strip_marks(key)) or (place == last and key.isascii())
        for place, key in enumerate(wanted, first)
    )


def _figures(words: Words) -> Iterator[tuple[tuple[int, int], Meaning]]:
    """Yield document numbers and years, which no table holds."""
    text = words.text
    for match in [*NUMBER.finditer(text), *NUMBER.finditer(_in_capitals(text))]:
        yield _words_of(words, match.start(), match.end()), Meaning(number=text[match.start() : match.end()])
    for match in _YEAR.finditer(text):
        yield _words_of(words, match.start(), match.end()), Meaning(year=int(match.group()))


def _in_capitals(text: str) -> str:
    """Return `text` in capitals, each in its place: people type numbers as they please."""
    capitals = text.upper()
    return capitals if len(capitals) == len(text) else text


def _words_of(words: Words, start: int, end: int) -> tuple[int, int]:
    return bisect_left(words.ends, start + 1), bisect_left(words.starts, end)


def _best_cover(
    count: int, found: Mapping[tuple[int, int], Meaning]
) -> list[tuple[int, int, Meaning | None]]:
    """Return the runs of words that explain most together; a run of n words is worth n to the power."""
    ending: dict[int, list[int]] = {}
    for first, after in found:
        ending.setdefault(after, []).append(first)
    worth, begin = [0.0] * (count + 1), list(range(-1, count))
    for after in range(1, count + 1):
        worth[after] = worth[after - 1]
        for first in ending.get(after, ()):
            value = worth[first] + _worth(found[first, after], after - first)
            if value > worth[after]:
                worth[after], begin[after] = value, first
    cover, after = [], count
    while after:
        cover.append(
            (
                begin[after],
                after,
                found.get((begin[after], after)) if worth[after] > worth[after - 1] else None,
            )
        )
        after = begin[after]
    return cover[::-1]


def _worth(meaning: Meaning, words: int) -> float:
    certain = _CERTAIN if meaning.number or meaning.year else 0.0
    return certain + float(words**_POWER)
