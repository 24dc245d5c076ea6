"""Quotes: verbatim parts of passages, with what a report needs beside them."""

import re
from dataclasses import dataclass
from typing import Literal

from index.searcher import Query
from index.snapshot import Snapshot
from index.types import DocumentRecord, DutyRecord, Match, PassageRecord
from ingest.types import Deadline, Span

_LONGEST_QUOTE = 420
# In a text longer than a passage of a plan, sentences are weighed on each side of the best match only.
_WEIGHED_AROUND = 1500
_SENTENCE = re.compile(r"\S.*?(?:[.;!?…]+[\"'”’)]*(?=\s|$)|$)", re.S)

# Why a quote is in an answer: it speaks of the question; it gives the actor a duty on the topic; it
# speaks of the topic and binds everyone; it gives the actor a duty that does not name the topic; it
# speaks of the topic, but to another body; it gives a duty to the actor under another name, before or after
# the reorganisation of 2025; the document that it opens is asked about.
ReasonKind = Literal["topic", "duty_on_topic", "direction", "duty", "other_body", "other_name", "document"]


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim part of a passage; `start` and `end` count in the document's text."""

    text: str
    start: int
    end: int
    passage: PassageRecord
    document: DocumentRecord
    matches: tuple[Match, ...]
    record: DutyRecord | None
    reason: ReasonKind

    @property
    def actor(self) -> str | None:
        """The body that the provision gives a duty to, verbatim."""
        return self.record.actor if self.record else None

    @property
    def action(self) -> str | None:
        """What the body is to do, verbatim, where the quote holds it."""
        return self._quoted(self.record.duty.action) if self.record else None

    @property
    def partners(self) -> tuple[str, ...]:
        """Whom the body is to work with, verbatim, as far as the quote holds them."""
        found = (self._quoted(span) for span in self.record.duty.partners) if self.record else ()
        return tuple(words for words in found if words)

    @property
    def deadlines(self) -> tuple[Deadline, ...]:
        """The time limits that stand in the quote."""
        limits = self.record.duty.deadlines if self.record else ()
        return tuple(limit for limit in limits if self._quoted(limit.span))

    @property
    def deadline(self) -> str | None:
        """The first time limit in the quote, verbatim."""
        return next((self._quoted(limit.span) for limit in self.deadlines), None)

    @property
    def found_words(self) -> tuple[str, ...]:
        """The words of the quote that answer the question, each once, in order."""
        inside = (m for m in self.matches if self._holds(m.start, m.end))
        return tuple(dict.fromkeys(match.text for match in inside))

    def _holds(self, start: int, end: int) -> bool:
        """True where characters of the passage lie in the quote."""
        offset = self.passage.start
        return self.start <= offset + start and offset + end <= self.end

    def _quoted(self, span: Span | None) -> str | None:
        if span is None or not (self.start <= span.start and span.end <= self.end):
            return None
        return self.text[span.start - self.start : span.end - self.start]


class Quoter:
    """Cuts quotes from passages for one question; `marking` the words that answer it."""

    def __init__(self, snapshot: Snapshot, query: Query, *, marking: bool = True) -> None:
        self.snapshot = snapshot
        self.query = query
        self.marking = marking
        # What an abbreviation stands for finds the passage, but the words as typed choose the sentence.
        self._units = query.own_units()

    def quote(
        self, passage: PassageRecord, reason: ReasonKind, matches: tuple[Match, ...] | None = None
    ) -> Quote:
        """Return the run of sentences of a passage that answers the question best.

        `matches` are the words that answer it, where they are known already.
        """
        text = passage.text
        if matches is None:
            matches = self.snapshot.searcher.matches(self.query, passage)
        if len(text) <= _LONGEST_QUOTE:
            span = Span(0, len(text))
        else:
            span = _first_run(text) if reason == "document" else self._best_run(text, matches)
        start = passage.start + span.start
        return Quote(
            text=span.of(text),
            start=start,
            end=start + span.end - span.start,
            passage=passage,
            document=self.snapshot.document(passage.document_id),
            matches=matches if self.marking else (),
            record=self.snapshot.duty(passage.id),
            reason=reason,
        )

    def _best_run(self, text: str, matches: tuple[Match, ...]) -> Span:
        """Return the best sentence, with its neighbours as long as the quote stays short."""
        middle = max(matches, key=lambda match: match.strength).start if matches else 0
        near = [
            s
            for s in sentences(text)
            if s.end > middle - _WEIGHED_AROUND and s.start < middle + _WEIGHED_AROUND
        ]
        spans = near or sentences(text)
        scores = self.snapshot.searcher.score_texts(self._units, [span.of(text) for span in spans])
        first = last = max(range(len(spans)), key=lambda i: (scores[i], -i))
        while True:
            options = [i for i in (first - 1, last + 1) if 0 <= i < len(spans)]
            fitting = [
                i for i in options if spans[max(i, last)].end - spans[min(i, first)].start <= _LONGEST_QUOTE
            ]
            if not fitting:
                return Span(spans[first].start, spans[last].end)
            chosen = max(fitting, key=lambda i: (scores[i], -i))
            first, last = min(first, chosen), max(last, chosen)


def _first_run(text: str) -> Span:
    """Return the first sentence of a text, with those behind it as long as the quote stays short."""
    first, *others = sentences(text)
    last = first
    for span in others:
        if span.end - first.start > _LONGEST_QUOTE:
            break
        last = span
    return Span(first.start, last.end)


def sentences(text: str) -> list[Span]:
    """Return the spans of the sentences of `text`, semicolons ending a sentence too."""
    return [Span(m.start(), m.end()) for m in _SENTENCE.finditer(text) if m.group().strip()]
