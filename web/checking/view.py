"""A checked draft as the page shows it."""

from dataclasses import dataclass

from markupsafe import Markup

from index.snapshot import Snapshot
from index.types import DocumentRecord
from search_api.checking.check import Check
from search_api.checking.citations import Citation, CitationVerdict, Disagreement
from search_api.checking.quotations import Quotation, Verdict
from search_api.checking.shown import citation, pieces
from search_api.kit.citations import cite, cite_in_english
from web.comparing.difference_view import marked
from web.kit.i18n import Language, day
from web.kit.presenters import CitationView, DocumentView, document_view
from web.kit.urls import Urls

# Of the draft around a quotation mark without its partner.
_AROUND = 60


@dataclass(frozen=True, slots=True)
class QuotationView:
    """A quotation of the draft: `text` shows what differs; `copied` is what to paste instead, the plan's words."""

    verdict: Verdict
    text: Markup
    document: DocumentView | None
    place: str
    url: str
    citation: CitationView | None
    also_in: tuple[DocumentView, ...]
    current: DocumentView | None
    cited_otherwise: DocumentView | None


@dataclass(frozen=True, slots=True)
class CitationOfDraftView:
    """A citation of the draft, what does not agree, and the right one to copy where it is of a document here."""

    verdict: CitationVerdict
    text: str
    disagreements: tuple[Disagreement, ...]
    document: DocumentView | None
    instrument_url: str
    right: str
    right_english: str
    may_be: tuple[DocumentView, ...]


@dataclass(frozen=True, slots=True)
class CheckView:
    """Quotations and citations in order, how many are in order, and what stands around unpaired marks."""

    quotations: tuple[QuotationView, ...]
    citations: tuple[CitationOfDraftView, ...]
    verbatim: int
    right: int
    unpaired: tuple[str, ...]


def check_view(snapshot: Snapshot, checked: Check, urls: Urls, language: Language) -> CheckView:
    """Return a checked draft for the page."""
    quotations = tuple(_quotation(snapshot, checked, one, urls, language) for one in checked.quotations)
    citations = tuple(_citation(checked, one, urls) for one in checked.citations)
    text = checked.draft.text
    return CheckView(
        quotations,
        citations,
        sum(one.verdict == "verbatim" for one in quotations),
        sum(one.verdict == "right" for one in citations),
        tuple(text[max(0, place - _AROUND) : place + _AROUND].strip() for place in checked.unpaired),
    )


def _quotation(
    snapshot: Snapshot, checked: Check, quotation: Quotation, urls: Urls, language: Language
) -> QuotationView:
    document, cited = quotation.document, quotation.cited
    elsewhere = (
        cited and document and cited.id not in (document.id, quotation.current and quotation.current.id)
    )
    return QuotationView(
        verdict=quotation.verdict,
        text=marked(pieces(snapshot, checked, quotation), language),
        document=document_view(document, urls) if document else None,
        place=quotation.passages[0].place if quotation.passages else "",
        url=_url(quotation, urls),
        citation=_to_paste(snapshot, quotation, document) if document else None,
        also_in=tuple(document_view(record, urls) for record in quotation.also_in),
        current=document_view(quotation.current, urls) if quotation.current else None,
        cited_otherwise=document_view(cited, urls) if cited and elsewhere else None,
    )


def _url(quotation: Quotation, urls: Urls) -> str:
    """Return the address of the words in the reader, marked there as far as they stand in one passage."""
    document, place = quotation.document, quotation.place
    if document is None or place is None:
        return ""
    if not quotation.passages:
        return urls.document(document.id)
    first = quotation.passages[0]
    span = max(place.start, first.start), min(place.end, first.end)
    return urls.quote(document.id, first.id, span)


def _to_paste(snapshot: Snapshot, quotation: Quotation, document: DocumentRecord) -> CitationView:
    """Return the citations, and what copies hold: the words of the document, never those of the draft."""
    official, english = citation(quotation) or "", citation(quotation, english=True) or ""
    words = quotation.place.of(snapshot.text(document.id)) if quotation.place else ""
    return CitationView(official, english, f"“{words}”\n{official}", f"“{words}”\n{english}")


def _citation(checked: Check, found: Citation, urls: Urls) -> CitationOfDraftView:
    document = found.document
    return CitationOfDraftView(
        verdict=found.verdict,
        text=" ".join(found.span.of(checked.draft.text).split()),
        disagreements=tuple(_in_days(one) for one in found.disagreements),
        document=document_view(document, urls) if document else None,
        instrument_url=urls.instrument(found.instrument.key) if found.instrument else "",
        right=cite(document, "").removeprefix(", ") if document else "",
        right_english=cite_in_english(document, "").removeprefix(", ") if document else "",
        may_be=tuple(document_view(record, urls) for record in found.fits),
    )


def _in_days(one: Disagreement) -> Disagreement:
    """Return a disagreement with days as documents write them."""
    if one.field != "date":
        return one
    return Disagreement(one.field, day(one.said) or one.said, day(one.found) or one.found)
