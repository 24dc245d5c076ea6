"""Examples for the page before a search, taken from the documents that are served."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from index.snapshot import Snapshot
from index.types import DocumentRecord, PassageRecord
from ingest.language.folding import fold, strip_marks
from search_api.asking.gloss import gloss
from web.kit.parameters import Parameters
from web.kit.urls import Urls

ExampleKind = Literal["heading", "toneless", "english", "number", "province"]
# Reading a few documents, evenly spread, keeps the page quick over a large index.
_DOCUMENTS_READ = 8
_FEWEST_WORDS, _MOST_WORDS = 3, 9
_LABEL = re.compile(r"^(?:(?:điều|mục|phần|chương)?\s*[\dIVXa-zđ.]{1,6}[.)\-:]+\s*)+", re.I)


@dataclass(frozen=True, slots=True)
class Example:
    """A query that this index answers, and what it shows."""

    kind: ExampleKind
    query: str
    province: str
    url: str


def examples(snapshot: Snapshot, urls: Urls) -> tuple[Example, ...]:
    """Return at most one example of each kind."""
    records = _spread(list(snapshot.documents.values()))
    headings = list(_headings(snapshot, records))
    return tuple(_examples(headings, records, _cited_number(snapshot, records), urls))


def _examples(
    headings: list[tuple[str, DocumentRecord]],
    records: list[DocumentRecord],
    number: str | None,
    urls: Urls,
) -> Iterator[Example]:
    if headings:
        yield _example("heading", headings[0][0], "", urls)
    if len(headings) > 1:
        yield _example("toneless", strip_marks(headings[1][0]).lower(), "", urls)
    english = _in_english(heading for heading, _ in headings)
    if english:
        yield _example("english", english, "", urls)
    if number:
        yield _example("number", number, "", urls)
    for heading, record in headings[2:]:
        if record.metadata.province:
            yield _example("province", heading, record.metadata.province, urls)
            break


def _example(kind: ExampleKind, query: str, province: str, urls: Urls) -> Example:
    return Example(kind, query, province, urls.search(Parameters(q=query, province=province)))


def _headings(snapshot: Snapshot, records: Iterable[DocumentRecord]) -> Iterator[tuple[str, DocumentRecord]]:
    """Yield a telling heading of each document: a few words that no other document shares."""
    by_document = [(_own_headings(snapshot.passages_of(r.id)), r) for r in records]
    shared = Counter(fold(heading) for headings, _ in by_document for heading in set(headings))
    for headings, record in by_document:
        telling = [heading for heading in headings if shared[fold(heading)] == 1]
        if telling:
            yield telling[0], record


def _own_headings(passages: Iterable[PassageRecord]) -> list[str]:
    """Return the headings that are a phrase in ordinary case, without their labels."""
    lines = [_LABEL.sub("", line).strip(" :.;") for p in passages for line in p.path[1:]]
    return [line for line in dict.fromkeys(lines) if _is_phrase(line)]


def _is_phrase(line: str) -> bool:
    return _FEWEST_WORDS <= len(line.split()) <= _MOST_WORDS and not line.isupper()


def _in_english(headings: Iterable[str]) -> str | None:
    """Return the English of the longest term that the glossary knows in a heading."""
    terms = [term for heading in headings for term in gloss(heading)]
    return max(terms, key=lambda term: len(term.vietnamese)).english if terms else None


def _cited_number(snapshot: Snapshot, records: Iterable[DocumentRecord]) -> str | None:
    """Return the number that most of the documents cite."""
    cited = Counter(
        number for record in records for number in {i.number for i in snapshot.detail(record.id).instruments}
    )
    return min(cited, key=lambda number: (-cited[number], number), default=None)


def _spread(records: list[DocumentRecord]) -> list[DocumentRecord]:
    step = max(1, len(records) // _DOCUMENTS_READ)
    return records[::step][:_DOCUMENTS_READ]
