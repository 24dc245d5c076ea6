"""The basket as its page shows it."""

from collections.abc import Iterable
from dataclasses import dataclass

from search_api.kit.citations import quotation
from search_api.quoting.basket import Entry, Missing
from search_api.quoting.exports import ExportWords, citations, markdown_of, text_of
from web.kit.presenters import CitationView, DocumentView, citation_view, document_view, sentence_case
from web.kit.urls import Urls


@dataclass(frozen=True, slots=True)
class EntryView:
    """A quote of the basket; `quoted` with `citations`, `plain` and `markdown` are what its copies hold."""

    reference: str
    document: DocumentView
    place: str
    section: tuple[str, ...]
    text: str
    citation: CitationView
    url: str
    quoted: str
    citations: tuple[str, ...]
    plain: str
    markdown: str
    missing: bool = False


@dataclass(frozen=True, slots=True)
class MissingView:
    """A quote whose passage is no longer in the index."""

    reference: str
    plain: str
    markdown: str
    missing: bool = True


def entry_views(
    entries: Iterable[Entry | Missing], urls: Urls, words: ExportWords, base: str
) -> tuple[EntryView | MissingView, ...]:
    """Return the quotes in order; `base` is the address that Markdown links begin with."""
    return tuple(_view(entry, urls, words, base) for entry in entries)


def _view(entry: Entry | Missing, urls: Urls, words: ExportWords, base: str) -> EntryView | MissingView:
    reference = str(entry.reference)
    plain, markdown = text_of(entry, words), markdown_of(entry, words, base)
    if isinstance(entry, Missing):
        return MissingView(reference, plain, markdown)
    passage = entry.passage
    return EntryView(
        reference=reference,
        document=document_view(entry.document, urls),
        place=sentence_case(passage.place),
        section=passage.path,
        text=entry.text,
        citation=citation_view(entry.document, passage.place, entry.text),
        url=_url(entry, urls),
        quoted=quotation(entry.text, passage.place),
        citations=citations(entry, words),
        plain=plain,
        markdown=markdown,
    )


def _url(entry: Entry, urls: Urls) -> str:
    """Return the address of the quote in the reader, a part of a passage marked there."""
    passage, span = entry.passage, entry.reference.span
    if span is None:
        return urls.passage(passage.document_id, passage.id)
    return urls.quote(passage.document_id, passage.id, (passage.start + span.start, passage.start + span.end))
