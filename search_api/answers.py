"""Answers: the best verbatim sentences of the best passages."""

import re
from dataclasses import dataclass
from typing import Literal

from index.searcher import Searcher
from index.term_matching import query_units
from index.types import Filters, Hit, SearchResult
from ingest.types import Span

MOST_QUOTES = 6
# A quote counts while its passage is near the best one; beyond that the list is only noise.
_NEAR_BEST = 0.6
_LONGEST_QUOTE = 420
_SENTENCE = re.compile(r"\S.*?(?:[.;!?…]+[\"'”’)]*(?=\s|$)|$)", re.S)
Status = Literal["answered", "no_evidence"]


@dataclass(frozen=True, slots=True)
class Quote:
    """A verbatim part of a passage; `start` and `end` count in the document's text."""

    text: str
    start: int
    end: int
    hit: Hit
    actor: str | None
    deadline: str | None


@dataclass(frozen=True, slots=True)
class Answer:
    """The quotes that answer a question, and the search that they come from."""

    question: str
    status: Status
    quotes: tuple[Quote, ...]
    result: SearchResult


def answer(searcher: Searcher, question: str, filters: Filters | None = None) -> Answer:
    """Return at most six verbatim quotes, or `no_evidence` where the plans do not speak of it."""
    result = searcher.search(question, filters, limit=MOST_QUOTES)
    if result.confidence == "none" or not result.hits:
        return Answer(result.query, "no_evidence", (), result)
    best = result.hits[0].signals.late
    quotes = [_quote(searcher, question, hit) for hit in result.hits if hit.signals.late >= _NEAR_BEST * best]
    return Answer(result.query, "answered", tuple(quotes), result)


def sentences(text: str) -> list[Span]:
    """Return the spans of the sentences of `text`, semicolons ending a sentence too."""
    return [Span(m.start(), m.end()) for m in _SENTENCE.finditer(text) if m.group().strip()]


def _quote(searcher: Searcher, question: str, hit: Hit) -> Quote:
    """Return the run of sentences of a passage that matches the question best."""
    text = hit.passage.text
    short = len(text) <= _LONGEST_QUOTE
    span = Span(0, len(text)) if short else _best_run(searcher, question, text)
    start = hit.passage.start + span.start
    quoted = span.of(text)
    record = searcher.generation.records.duty(hit.passage.row)
    deadlines = record.duty.deadlines if record else ()
    deadline = next(
        (text[d.span.start - hit.passage.start : d.span.end - hit.passage.start] for d in deadlines), None
    )
    return Quote(quoted, start, start + len(quoted), hit, record.actor if record else None, deadline)


def _best_run(searcher: Searcher, question: str, text: str) -> Span:
    """Return the best sentence, with its neighbours as long as the quote stays short."""
    spans = sentences(text)
    scores = sentence_scores(searcher, question, [span.of(text) for span in spans])
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


def sentence_scores(searcher: Searcher, question: str, texts: list[str]) -> list[float]:
    """Return how well each text matches the question, 0 … 1."""
    generation = searcher.generation
    units = query_units(generation.model, question, generation.token_weights)
    return [float(score) for score in generation.matcher.score_texts(units, texts)]
