"""What the tools answer: parts of what the API says, because an agent reads all that it is given.

Each is read from the object of the API whose fields it has. Addresses begin with `site` of the context.
"""

from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    AliasChoices,
    AliasPath,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationInfo,
)

from index.types import Confidence
from search_api.asking.quotes import ReasonKind
from search_api.asking.types import Status
from search_api.checking.changes import ChangeKind
from search_api.checking.citations import CitationVerdict
from search_api.checking.quotations import Verdict
from search_api.comparing.comparison import RowKind
from search_api.comparing.differences import RunKind
from search_api.comparing.likeness import Likeness
from search_api.comparing.schemas import DifferenceOut, RunOut
from search_api.kit.citations import document_url


def _at_site(path: str, info: ValidationInfo) -> str:
    return f"{(info.context or {}).get('site', '')}{path}"


def _changed(difference: DifferenceOut | None) -> list[RunOut]:
    return [run for run in difference.runs if run.kind != "equal"] if difference else []


Link = Annotated[
    str, AfterValidator(_at_site), Field(description="Permanent address, to be given with a quotation")
]


class Told(BaseModel):
    """A part of what the API says."""

    model_config = ConfigDict(from_attributes=True)

    @classmethod
    def of(cls, said: object, site: str) -> Self:
        """Return this part of an object, or of objects by name, with addresses of a site."""
        return cls.model_validate(said, context={"site": site})


class Cited(Told):
    """Verbatim words of a document, with their citation."""

    quote: str = Field(
        validation_alias=AliasChoices("quote", "text"), description="Verbatim, never to be reworded"
    )
    citation: str = Field(description="Vietnamese official form, to be given with the quotation")
    citation_en: str
    url: Link
    passage_id: str
    document_id: str = Field(validation_alias=AliasChoices("document_id", AliasPath("document", "id")))
    section: list[str] = Field(description="Headings above it")


class Document(Told):
    """A document as it describes itself; null is what it does not say."""

    id: str
    title: str
    number: str | None
    type: str | None
    issuer: str | None
    province: str | None
    date: str | None = Field(description="ISO 8601 day of signing")
    url: Annotated[Link, BeforeValidator(document_url)] = Field(validation_alias=AliasChoices("url", "id"))


class Documents(Told):
    """The documents that pass the filters."""

    documents: list[Document]


class Found(Told):
    """Ranked passages; confidence "none" means that the plans do not speak of it."""

    confidence: Confidence
    total: int
    results: list[Cited]


class Quoted(Cited):
    """A quotation that answers; actor and deadline as the plan has them."""

    actor: str | None
    deadline: str | None
    reason: ReasonKind = Field(description="Why it is here")


class Line(Told):
    """What the data prove, in short."""

    text: str


class DocumentSays(Told):
    """Whether a document has what is asked for; null where that is not sure."""

    document: Document
    says: bool | None


class Answered(Told):
    """Quotations that answer a question; with "no_evidence" none does, and `nearest` are only near."""

    status: Status
    confidence: Confidence
    answer_line: Line | None
    answer: list[Quoted]
    plans: list[DocumentSays] = Field(description="For questions about documents, one entry a document")
    nearest: list[Cited]


class Read(Cited):
    """A passage in its document."""

    page: int | None
    before: str | None = Field(description="Id of the passage before it, null at the beginning")
    after: str | None = Field(description="Id of the passage after it, null at the end")


class Change(Told):
    """Words of the first text only (`left`), of the second only (`right`), or in place of each other."""

    kind: RunKind
    left: str
    right: str


Changes = Annotated[
    list[Change],
    BeforeValidator(_changed),
    Field(
        validation_alias=AliasChoices("changes", "difference"),
        description="What the second text says otherwise",
    ),
]


class SimilarPassage(Cited):
    """A near passage of another document; `changes` are from the passage asked about to this one."""

    likeness: Likeness
    changes: Changes


class Similar(Told):
    """How other documents put the same thing; likeness "none" means that none does."""

    likeness: Likeness
    results: list[SimilarPassage]


class Cell(Told):
    """What one document says in a row; where it has no passage here, `elsewhere` is what it has nearest."""

    document_id: str
    passage: Cited | None
    likeness: Likeness | None
    changes: Changes
    elsewhere: str | None = Field(description="Id of a passage")


class Row(Told):
    """A provision with its partners in the other documents, a cell a document."""

    number: int
    kind: RowKind
    likeness: Likeness | None
    cells: list[Cell]


class Compared(Told):
    """Documents side by side, a part of the rows; `total` counts the rows of the kind asked for."""

    documents: list[Document]
    counts: dict[RowKind, int]
    total: int
    rows: list[Row]


class Words(Told):
    """Words, empty where there are none."""

    text: str


class DraftChange(Told):
    """Words of the quotation, and what the plan has in their place."""

    kind: ChangeKind
    draft: Words
    plan: Words


class CheckedQuotation(Told):
    """A quotation, and what the plans say: `verbatim` alone may be quoted as it is."""

    text: str
    verdict: Verdict
    quote: str | None = Field(
        description="The words of the plan, verbatim; null where no plan has them or nearly"
    )
    differences: list[DraftChange]
    citation: str | None
    citation_en: str | None
    url: Link | None
    passage_id: str | None


class Disagreement(Told):
    """What the text says of a document, and what was found."""

    field: str
    said: str
    found: str


class CheckedCitation(Told):
    """A document named in the text, and whether what is said of it is right."""

    text: str
    verdict: CitationVerdict
    differences: list[Disagreement]
    citation: str | None


class Checked(Told):
    """The quotations and citations of a text, each in order."""

    quotations: list[CheckedQuotation]
    citations: list[CheckedCitation]
