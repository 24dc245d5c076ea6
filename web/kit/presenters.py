"""Hits and documents as the templates show them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from markupsafe import Markup

from index.types import DocumentRecord, Hit, MatchKind
from search_api.kit.citations import cite, cite_in_english, quotation, subject
from web.kit.highlighting import highlight, runs
from web.kit.i18n import day
from web.kit.urls import Urls


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document's metadata, dates as dd/mm/yyyy; None where it does not say."""

    id: str
    title: str
    short: str
    type: str | None
    number: str | None
    issuer: str | None
    province: str | None
    year: int | None
    date: str | None
    signer: str | None
    source_file: str
    url: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Words of the query and the words of the passage that answer them."""

    query: str
    answers: tuple[str, ...]
    kind: MatchKind


@dataclass(frozen=True, slots=True)
class CitationView:
    """The official and the English citation of a quote, and the texts that copy the quote with each."""

    official: str
    english: str
    copied: str
    copied_english: str


@dataclass(frozen=True, slots=True)
class HitView:
    """A ranked passage as a card; `question` is what it was searched for, or empty."""

    rank: int
    passage_id: str
    document: DocumentView
    place: str
    section: tuple[str, ...]
    page: int | None
    text: Markup
    reasons: tuple[Reason, ...]
    citation: CitationView
    question: str
    url: str
    similar_url: str
    also_in: tuple[DocumentView, ...]


def document_view(record: DocumentRecord, urls: Urls, query: str = "") -> DocumentView:
    """Return a document as the templates show it."""
    metadata = record.metadata
    return DocumentView(
        id=record.id,
        title=metadata.title,
        short=short_title(record),
        type=metadata.type,
        number=metadata.number,
        issuer=metadata.issuer,
        province=metadata.province,
        year=metadata.year,
        date=day(metadata.date),
        signer=metadata.signer,
        source_file=record.source_file,
        url=urls.document(record.id, query),
    )


def short_title(document: DocumentRecord) -> str:
    """Return what a document is about, without the province that stands beside it on the page."""
    about, province = subject(document), document.metadata.province
    if province:
        named = rf"(?i:tỉnh|thành phố|tp\.?) ?(?i:{re.escape(province)})(?!\w| [A-ZĐ])"
        own = rf"[\s,]*(?i:trên địa bàn |của |tại )?{named}"
        about = re.sub(own, "", about).strip() or about
    return sentence_case(about)


def citation_view(document: DocumentRecord, place: str, text: str) -> CitationView:
    """Return the citations of the words `text` at a place of a document, and what their copies hold."""
    official, english = cite(document, place), cite_in_english(document, place)
    return CitationView(official, english, quotation(text, place, official), quotation(text, place, english))


def hit_view(hit: Hit, urls: Urls, query: str = "") -> HitView:
    """Return a hit as a card; `query` is marked again in the reader."""
    passage = hit.passage
    return HitView(
        rank=hit.rank,
        passage_id=passage.id,
        document=document_view(hit.document, urls, query),
        place=sentence_case(passage.place),
        section=passage.path,
        page=passage.page,
        text=highlight(passage.text, hit.matches),
        reasons=reasons(hit),
        citation=citation_view(hit.document, passage.place, passage.text),
        question=query,
        url=urls.passage(passage.document_id, passage.id, query),
        similar_url=urls.similar(passage.id),
        also_in=tuple(document_view(document, urls, query) for document in hit.also_in),
    )


def hit_views(hits: Iterable[Hit], urls: Urls, query: str = "") -> tuple[HitView, ...]:
    """Return hits as cards, in order."""
    return tuple(hit_view(hit, urls, query) for hit in hits)


def reasons(hit: Hit) -> tuple[Reason, ...]:
    """Return why a passage matched: each part of the query once, with all that answers it."""
    text = hit.passage.text
    found: dict[tuple[str, MatchKind], list[str]] = {}
    for run in runs(text, hit.matches):
        answers = found.setdefault((" ".join(run.queries), run.kind), [])
        words = text[run.start : run.end]
        if words not in answers:
            answers.append(words)
    return tuple(Reason(query, tuple(words), kind) for (query, kind), words in found.items())


def sentence_case(text: str) -> str:
    """Return `text` with its first letter as a capital."""
    return text[:1].upper() + text[1:]
