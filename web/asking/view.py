"""Answers as the templates show them: by document, and within it by why a quote is there."""

from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from search_api.asking.answers import Answer, Covers, DocumentAnswer
from search_api.asking.gloss import GlossTerm, gloss
from search_api.asking.quotes import Quote, ReasonKind
from search_api.quoting.basket import Reference
from web.kit.highlighting import highlight
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


def document_groups(answer: Answer, urls: Urls) -> tuple[DocumentGroup, ...]:
    """Return the documents of an answer with their quotes, numbered through from 1."""
    numbers = {id(quote): number for number, quote in enumerate(answer.quotes, 1)}
    return tuple(_document_group(answer, part, urls, numbers) for part in answer.documents)


def _document_group(
    answer: Answer, part: DocumentAnswer, urls: Urls, numbers: dict[int, int]
) -> DocumentGroup:
    question = answer.question
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
