"""Suggestions for the words that a person is typing: bodies, topics, numbers, documents, places."""

import heapq
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from index.snapshot import Snapshot
from ingest.language.folding import canonical, fold, one_line
from search_api.asking.actors import actors_of_plans
from search_api.coverage.topics import Topic, TopicFinder, named_topics
from search_api.instruments.overview import instruments
from search_api.kit.citations import document_url
from search_api.kit.filters import facets

Kind = Literal["body", "topic", "number", "document", "place"]
MOST_SUGGESTIONS = 8
# What is longer than any name is a question by itself.
LONGEST_START = 120
_WORD = re.compile(r"[^\W_]+")
_SEVERAL = re.compile(r"[,;]")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that the plans name; `url` is its own page, where it has one."""

    text: str
    kind: Kind
    url: str | None = None


@dataclass(frozen=True, slots=True)
class _Entry:
    """A suggestion with the forms it is found by: its words with and without marks, a space before each."""

    suggestion: Suggestion
    marked: str
    bare: str


def suggestions(snapshot: Snapshot, typed: str) -> tuple[Suggestion, ...]:
    """Return what begins with `typed`, then what has a word that does; shorter names first, at most 8.

    Marks and case may be missing; where they are typed, names that have them come first.
    """
    bare, marked = _key(fold(typed)), _key(canonical(typed))
    if not bare.strip() or len(typed) > LONGEST_START:
        return ()
    found = (entry for entry in snapshot.derived(_entries) if bare in entry.bare)
    best = heapq.nsmallest(
        MOST_SUGGESTIONS,
        found,
        key=lambda entry: (
            not entry.bare.startswith(bare),
            marked not in entry.marked,
            len(entry.bare),
            entry.marked,
        ),
    )
    return tuple(entry.suggestion for entry in best)


def _entries(snapshot: Snapshot) -> tuple[_Entry, ...]:
    """Return all that can be suggested, each name once."""
    entries: dict[str, _Entry] = {}
    for suggestion in _named(snapshot):
        marked = _key(canonical(suggestion.text))
        entries.setdefault(marked, _Entry(suggestion, marked, _key(fold(suggestion.text))))
    return tuple(entries.values())


def _named(snapshot: Snapshot) -> Iterator[Suggestion]:
    documents = snapshot.documents.values()
    for document in documents:
        url, number = document_url(document.id), document.metadata.number
        yield Suggestion(one_line(document.metadata.title), "document", url)
        if number:
            yield Suggestion(number, "number", url)
    for place in facets(snapshot).provinces:
        yield Suggestion(place, "place")
    for topic in _spoken_topics(snapshot):
        yield Suggestion(topic.vietnamese, "topic")
        yield Suggestion(topic.english, "topic")
    for body in snapshot.derived(actors_of_plans):
        if not _SEVERAL.search(body):
            yield Suggestion(body, "body")
    for record in instruments(snapshot).by_key.values():
        yield Suggestion(record.label, "number", f"/instruments/{record.key}")


def _spoken_topics(snapshot: Snapshot) -> list[Topic]:
    """Return the topics of the table that some passage names; reading ends where all are found."""
    topics, found = named_topics(), set[int]()
    finder = TopicFinder(topics)
    for passage in snapshot.every_passage():
        found |= finder.topics_in(passage.text)
        if len(found) == len(topics):
            break
    return [topics[place] for place in sorted(found)]


def _key(text: str) -> str:
    """Return the words of a text with a space before each, so that what is found begins a word."""
    return "".join(f" {word}" for word in _WORD.findall(text))
