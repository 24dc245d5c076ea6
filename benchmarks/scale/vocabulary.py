"""The words that generated plans are made of: those of the glossary, by topic, and the provinces."""

import csv
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from index.glossary.entries import Entry, load_glossary
from ingest.language.folding import fold
from ingest.language.provinces import provinces

# So many of each a topic needs.
_FEWEST, _FEWEST_DOCUMENTS = 20, 10


@dataclass(frozen=True, slots=True)
class Planted:
    """An unusual provision, with a question in English and one in Vietnamese that only it answers.

    `item` is what stands in no other provision.
    """

    item: str
    provision: str
    english: str
    vietnamese: str


@dataclass(frozen=True, slots=True)
class Topic:
    """The Vietnamese words of one topic by what they are."""

    name: str
    actions: tuple[str, ...]
    objects: tuple[str, ...]
    roles: tuple[str, ...]
    bodies: tuple[str, ...]
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """All that a plan is made of."""

    topics: tuple[Topic, ...]
    bodies: tuple[str, ...]
    roles: tuple[str, ...]
    events: tuple[str, ...]
    provinces: tuple[tuple[str, str], ...]


@cache
def planted() -> tuple[Planted, ...]:
    """Return the provisions to be planted, in the order of their file."""
    path = Path(__file__).with_name("planted.tsv")
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    # Those of one wording far from each other, so that they do not stand in one plan.
    named = [[item.split("=") for item in row["items"].split("; ")] for row in rows]
    return tuple(
        Planted(
            items[place][0],
            _capital(row["provision"].format(item=items[place][0])),
            _capital(row["english"].format(item=items[place][1])),
            _capital(row["vietnamese"].format(item=items[place][0])),
        )
        for place in range(max(map(len, named)))
        for row, items in zip(rows, named, strict=True)
        if place < len(items)
    )


@cache
def vocabulary() -> Vocabulary:
    """Return the words of the glossary, without those that have what is planted in them."""
    kept = _Kept(fold(each.item) for each in planted())
    entries: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in load_glossary():
        entries[entry.topic].append(entry)
    topics = (
        Topic(
            name,
            kept.words(own, "action"),
            kept.words(own, "object"),
            kept.words(own, "role"),
            kept.words(own, "body"),
            kept.words(own, "document"),
        )
        for name, own in entries.items()
    )
    whole = load_glossary()
    return Vocabulary(
        tuple(topic for topic in topics if _says_enough(topic)),
        kept.words(whole, "body"),
        kept.words(whole, "role"),
        kept.words(whole, "event"),
        tuple((province.name, province.kind) for province in provinces()),
    )


def _says_enough(topic: Topic) -> bool:
    """Return True where plans about a topic need not say the same again and again."""
    return (
        min(len(topic.actions), len(topic.objects)) >= _FEWEST and len(topic.documents) >= _FEWEST_DOCUMENTS
    )


class _Kept:
    """Gives the first Vietnamese word of each entry, where it has none of some others in it."""

    def __init__(self, others: Iterable[str]) -> None:
        self._others = tuple(others)

    def words(self, entries: Iterable[Entry], kind: str) -> tuple[str, ...]:
        found = (entry.vietnamese[0] for entry in entries if entry.kind == kind)
        return tuple(word for word in dict.fromkeys(found) if not self._is_planted(fold(word)))

    def _is_planted(self, folded: str) -> bool:
        return any(other in folded for other in self._others)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
