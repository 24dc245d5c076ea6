"""The basket: quotes that a person gathers for a report, each named by a short reference."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from index.errors import InvalidQueryError
from index.snapshot import Snapshot
from index.types import DocumentRecord, PassageRecord
from ingest.types import Span

LARGEST_BASKET = 200
_REFERENCE = re.compile(r"(?P<passage>[0-9A-Za-z_-]{1,64})(?:\.(?P<start>\d{1,7})-(?P<end>\d{1,7}))?", re.A)


@dataclass(frozen=True, slots=True)
class Reference:
    """A passage, or the characters `span` of its text; written "1f2e…" or "1f2e….0-140"."""

    passage_id: str
    span: Span | None = None

    @classmethod
    def parse(cls, text: str) -> "Reference":
        """Read a reference; raises `InvalidQueryError` for what cannot be one."""
        match = _REFERENCE.fullmatch(text)
        if not match:
            raise InvalidQueryError(
                "%(text)r is not a quote: copy the whole link of the basket", text=text[:80]
            )
        if match["start"] is None:
            return cls(match["passage"])
        return cls(match["passage"], Span(int(match["start"]), int(match["end"])))

    @classmethod
    def of(cls, passage: PassageRecord, start: int, end: int) -> "Reference":
        """Return the reference to characters `start` to `end` of the document, within the passage."""
        span = Span(start - passage.start, end - passage.start)
        return cls(passage.id) if span == Span(0, len(passage.text)) else cls(passage.id, span)

    def __str__(self) -> str:
        return f"{self.passage_id}.{self.span.start}-{self.span.end}" if self.span else self.passage_id


@dataclass(frozen=True, slots=True)
class Entry:
    """A verbatim quote of the basket, with its place."""

    reference: Reference
    text: str
    passage: PassageRecord
    document: DocumentRecord


@dataclass(frozen=True, slots=True)
class Missing:
    """A reference to a passage that is no longer in the index."""

    reference: Reference


def read_references(texts: Iterable[str]) -> tuple[Reference, ...]:
    """Return references in order, each once.

    Raises `InvalidQueryError` for a malformed one, and for more than the basket holds.
    """
    references = tuple(dict.fromkeys(Reference.parse(text) for text in texts))
    if len(references) > LARGEST_BASKET:
        raise InvalidQueryError(
            "the basket holds at most %(most)d quotes, not %(count)d: export it and begin a new one, or remove some",
            most=LARGEST_BASKET,
            count=len(references),
        )
    return references


def look_up(snapshot: Snapshot, references: Iterable[Reference]) -> tuple[Entry | Missing, ...]:
    """Return what the references stand for today.

    Raises `InvalidQueryError` for characters that the passage does not have: a passage that
    changed has another id, so they never existed.
    """
    entries: list[Entry | Missing] = []
    for reference in references:
        passage = snapshot.find_passage(reference.passage_id)
        if passage is None:
            entries.append(Missing(reference))
        else:
            document = snapshot.document(passage.document_id)
            entries.append(Entry(reference, quoted(passage, reference), passage, document))
    return tuple(entries)


def quoted(passage: PassageRecord, reference: Reference) -> str:
    """Return the characters of a passage that a reference names; raises `InvalidQueryError`."""
    span = reference.span
    if span is None:
        return passage.text
    if not 0 <= span.start < span.end <= len(passage.text):
        raise InvalidQueryError(
            "%(reference)r names characters that its passage does not have: copy the whole link",
            reference=str(reference),
        )
    return span.of(passage.text)


def moved(references: tuple[Reference, ...], reference: Reference, steps: int) -> tuple[Reference, ...]:
    """Return the references with one of them `steps` further down, as far as there is room."""
    rest = [other for other in references if other != reference]
    if len(rest) == len(references):
        return references
    place = max(0, references.index(reference) + steps)
    return (*rest[:place], reference, *rest[place:])
