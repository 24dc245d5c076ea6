"""Answers as the templates show them: by document, and within it by why a quote is there."""

from dataclasses import dataclass, replace
from itertools import groupby

from markupsafe import Markup

from index.snapshot import Snapshot
from search_api.asking.gloss import GlossTerm, gloss
from search_api.asking.intents import Intent
from search_api.asking.quotes import Quote, ReasonKind
from search_api.asking.reading import PartKind, text_without
from search_api.asking.types import Answer, Covers, DocumentAnswer
from search_api.quoting.basket import Reference
from web.kit.highlighting import highlight
from web.kit.parameters import Parameters
from web.kit.presenters import CitationView, DocumentView, citation_view, document_view, sentence_case
from web.kit.urls import Urls


@dataclass(frozen=True, slots=True)
class QuoteView:
    """A verbatim quote with what a report needs beside it; `found` are the words that answer."""

    number: int
    passage_id: str
    reference: str
    place: str
    section: tuple[str, ...]
    text: Markup
    actor: str | None
    partners: tuple[str, ...]
    deadline: str | None
    found: tuple[str, ...]
    gloss: tuple[GlossTerm, ...]
    citation: CitationView
    url: str
    similar_url: str


@dataclass(frozen=True, slots=True)
class QuoteGroup:
    """The quotes of a document that are there for the same reason."""

    reason: ReasonKind
    quotes: tuple[QuoteView, ...]


@dataclass(frozen=True, slots=True)
class DocumentGroup:
    """What one document answers; without quotes, `url` leads to the actor's first duty."""

    document: DocumentView
    coverage: Covers | None
    groups: tuple[QuoteGroup, ...]
    url: str


@dataclass(frozen=True, slots=True)
class PartView:
    """A part of the question as it was read; `url` asks it again without that part."""

    kind: PartKind
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class ReadingView:
    """How a question was read: what is asked, its parts, and what was mended; `as_typed` reads it letter by letter."""

    intent: Intent
    parts: tuple[PartView, ...]
    slips: tuple[tuple[str, str], ...]
    as_typed: str


@dataclass(frozen=True, slots=True)
class LineView:
    """An answer line with links to what it rests on."""

    text: str
    language: str
    evidence: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PlanView:
    """A document that was asked for or not; `says` is None where that is not sure."""

    document: DocumentView
    says: bool | None
    url: str


def reading_view(answer: Answer, parameters: Parameters, urls: Urls) -> ReadingView:
    """Return how a question was read, each part with the question without it."""
    reading = answer.reading
    parts = tuple(
        PartView(part.kind, part.words, urls.ask(replace(parameters, q=rest)))
        for part in reading.parts
        if (rest := text_without(reading.text, part))
    )
    # Of a question that was given its marks, all its words are read otherwise.
    slips = (
        ((reading.typed, reading.marked),)
        if reading.marked
        else tuple((slip.typed, slip.read_as) for slip in reading.corrections)
    )
    return ReadingView(reading.intent, parts, slips, urls.ask(replace(parameters, as_typed="1")))


def line_view(answer: Answer, snapshot: Snapshot, urls: Urls) -> LineView | None:
    """Return the answer line, if there is one."""
    if answer.line is None:
        return None
    evidence = []
    for each in answer.line.evidence:
        passage = snapshot.passage(each.passage_id) if each.passage_id else None
        document = snapshot.document(passage.document_id if passage else each.document_id or "")
        name = document.metadata.province or document.metadata.number or document.metadata.title
        url = urls.passage(document.id, passage.id) if passage else urls.document(document.id)
        evidence.append((name, url))
    return LineView(answer.line.text(answer.language), answer.language, tuple(dict.fromkeys(evidence)))


def plan_views(answer: Answer, snapshot: Snapshot, urls: Urls) -> tuple[PlanView, ...]:
    """Return the documents that a question asks for, those first that say it, or do not where that is asked."""
    wanted = not answer.reading.negated
    order = {wanted: 0, None: 1, not wanted: 2}
    views = []
    for said in sorted(answer.plans, key=lambda said: order[said.says]):
        document = snapshot.document(said.document_id)
        first = said.passage_ids[0] if said.passage_ids else None
        url = urls.passage(document.id, first, answer.reading.topic) if first else urls.document(document.id)
        views.append(PlanView(document_view(document, urls), said.says, url))
    return tuple(views)


def document_groups(answer: Answer, urls: Urls) -> tuple[DocumentGroup, ...]:
    """Return the documents of an answer with their quotes, numbered through from 1."""
    numbers = {id(quote): number for number, quote in enumerate(answer.quotes, 1)}
    return tuple(_document_group(answer, part, urls, numbers) for part in answer.documents)


def _document_group(
    answer: Answer, part: DocumentAnswer, urls: Urls, numbers: dict[int, int]
) -> DocumentGroup:
    question = answer.reading
    groups = tuple(
        QuoteGroup(
            reason,
            tuple(
                _quote_view(quote, urls, numbers[id(quote)], question.topic, english=question.english)
                for quote in quotes
            ),
        )
        for reason, quotes in groupby(part.quotes, lambda quote: quote.reason)
    )
    document = document_view(part.document, urls, question.topic)
    first = part.example
    url = urls.passage(part.document.id, first.id, question.topic) if first else document.url
    return DocumentGroup(document, part.coverage, groups, url)


def _quote_view(quote: Quote, urls: Urls, number: int, topic: str, *, english: bool) -> QuoteView:
    passage = quote.passage
    return QuoteView(
        number=number,
        passage_id=passage.id,
        reference=str(Reference.of(passage, quote.start, quote.end)),
        place=sentence_case(passage.place),
        section=passage.path,
        text=highlight(quote.text, quote.matches, quote.start - passage.start),
        actor=quote.actor,
        partners=quote.partners,
        deadline=quote.deadline,
        found=quote.found_words,
        gloss=gloss(quote.text) if english else (),
        citation=citation_view(quote.document, passage.place, quote.text),
        url=urls.quote(passage.document_id, passage.id, (quote.start, quote.end), topic),
        similar_url=urls.similar(passage.id),
    )
