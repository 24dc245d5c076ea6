"""A checked draft as JSON."""

from pydantic import BaseModel, Field

from index.snapshot import Snapshot
from index.types import DocumentRecord
from ingest.types import Span
from search_api.checking.changes import Change, ChangeKind
from search_api.checking.check import Check
from search_api.checking.citations import Citation, CitationVerdict
from search_api.checking.citations import Field as CitationField
from search_api.checking.draft import LONGEST_DRAFT
from search_api.checking.quotations import Quotation, Verdict
from search_api.checking.shown import citation
from search_api.instruments.records import InstrumentRecord
from search_api.kit.citations import cite, document_url, passage_url
from search_api.kit.schemas import AlsoInOut, DocumentOut, IndexOut, Schema, document_out, index_out


class DraftIn(BaseModel):
    """A draft to be checked; it is neither kept nor logged."""

    text: str = Field(
        description=f"The text of the draft, at most {LONGEST_DRAFT} characters", max_length=LONGEST_DRAFT
    )


class WordsOut(Schema):
    """Words with their place; where there are none, the place at which they are missing."""

    text: str
    start: int
    end: int


class DraftDifferenceOut(Schema):
    """Words of the draft, and what the plan has in their place; offsets count in the draft and in the plan's text."""

    kind: ChangeKind = Field(
        description="What the changed words are about; `order` are the same words in another order, `capitals` "
        "the same in other capitals, `sign` are signs alone"
    )
    draft: WordsOut
    plan: WordsOut


class DraftQuotationOut(Schema):
    """A text of four words or more in quotation marks, and what became of it.

    `verbatim`: the document has these words. `altered`: it has them nearly, as `differences` say.
    `older_version`: an older version of a document has them, and the one in force (`current`) does not; then
    `differences` are from that one. `not_found`: no document has them, or anything near them.
    """

    text: str
    verdict: Verdict
    draft_start: int = Field(description="Where the text stands in the draft, in Unicode code points")
    draft_end: int
    passage_id: str | None = Field(
        description="The first passage that holds the words; null in titles and letterheads"
    )
    passage_ids: list[str] = Field(description="All passages that the words run over")
    document: DocumentOut | None
    start: int | None = Field(
        description="Where the words stand in the document's text, in Unicode code points; null where not found"
    )
    end: int | None
    place: str | None
    differences: list[DraftDifferenceOut]
    citation: str | None = Field(description="The citation to paste")
    citation_en: str | None
    url: str | None
    also_in: list[AlsoInOut] = Field(description="Other documents with the same words")
    current: DocumentOut | None = Field(description="For an older version, the document that is in force")
    cited: DocumentOut | None = Field(
        description="The document that the draft names nearest to the quotation, where it is one of these"
    )


class DisagreementOut(Schema):
    """What the draft says of a document, and what was found; dates are ISO 8601 where they are real."""

    field: CitationField
    said: str
    found: str


class DraftInstrumentOut(Schema):
    """What the documents cite by the number of a citation."""

    key: str
    label: str
    url: str


class DraftCitationOut(Schema):
    """A document that the draft cites by number, or a law by name.

    `right`: the number is known, and all that is said about it agrees. `mismatch`: something does not, as
    `differences` say; of the field `number` it is the number itself, where day and issuer are those of one
    document. `unknown`: no document here has or cites it.
    """

    text: str
    verdict: CitationVerdict
    start: int = Field(description="Where the citation stands in the draft, in Unicode code points")
    end: int
    document: DocumentOut | None
    instrument: DraftInstrumentOut | None
    differences: list[DisagreementOut]
    citation: str | None = Field(description="The right citation of the document, to paste")
    may_be: list[AlsoInOut] = Field(description="The documents that may be meant, where several are")


class CheckOut(Schema):
    """The quotations and the citations of a draft, each in order."""

    quotations: list[DraftQuotationOut]
    citations: list[DraftCitationOut]
    unpaired_marks: list[int] = Field(description="Where quotation marks stand that open or close nothing")
    index: IndexOut


def check_out(snapshot: Snapshot, checked: Check) -> CheckOut:
    """Return the JSON form of a checked draft."""
    return CheckOut(
        quotations=[_quotation_out(checked, quotation) for quotation in checked.quotations],
        citations=[_citation_out(checked, found) for found in checked.citations],
        unpaired_marks=[checked.draft.given_span(Span(at, at + 1)).start for at in checked.unpaired],
        index=index_out(snapshot),
    )


def _quotation_out(checked: Check, quotation: Quotation) -> DraftQuotationOut:
    own = checked.draft.given_span(quotation.span)
    document, passages = quotation.document, quotation.passages
    return DraftQuotationOut(
        text=own.of(checked.draft.given),
        verdict=quotation.verdict,
        draft_start=own.start,
        draft_end=own.end,
        passage_id=passages[0].id if passages else None,
        passage_ids=[passage.id for passage in passages],
        document=document_out(document) if document else None,
        start=quotation.place.start if quotation.place else None,
        end=quotation.place.end if quotation.place else None,
        place=passages[0].place if passages else None,
        differences=[_difference_out(checked, change) for change in quotation.changes],
        citation=citation(quotation),
        citation_en=citation(quotation, english=True),
        url=passage_url(passages[0]) if passages else document_url(document.id) if document else None,
        also_in=[_also(record) for record in quotation.also_in],
        current=document_out(quotation.current) if quotation.current else None,
        cited=document_out(quotation.cited) if quotation.cited else None,
    )


def _difference_out(checked: Check, change: Change) -> DraftDifferenceOut:
    own = checked.draft.given_span(change.draft)
    return DraftDifferenceOut(
        kind=change.kind,
        draft=WordsOut(text=own.of(checked.draft.given), start=own.start, end=own.end),
        plan=WordsOut(text=change.plan_words, start=change.plan.start, end=change.plan.end),
    )


def _citation_out(checked: Check, found: Citation) -> DraftCitationOut:
    own = checked.draft.given_span(found.span)
    document = found.document
    return DraftCitationOut(
        text=own.of(checked.draft.given),
        verdict=found.verdict,
        start=own.start,
        end=own.end,
        document=document_out(document) if document else None,
        instrument=_instrument_out(found.instrument) if found.instrument else None,
        differences=[
            DisagreementOut(field=one.field, said=one.said, found=one.found) for one in found.disagreements
        ],
        citation=cite(document, "") if document else None,
        may_be=[_also(record) for record in found.fits],
    )


def _instrument_out(record: InstrumentRecord) -> DraftInstrumentOut:
    return DraftInstrumentOut(key=record.key, label=record.label, url=f"/instruments/{record.key}")


def _also(record: DocumentRecord) -> AlsoInOut:
    return AlsoInOut(document_id=record.id, source_file=record.source_file, url=document_url(record.id))
