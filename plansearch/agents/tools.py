"""The tools: each reads, and calls the use case behind the API."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field
from starlette.requests import Request

from index.errors import PlanSearchError
from index.live import LiveIndex
from index.snapshot import Snapshot
from index.types import Filters
from plansearch.agents.schemas import Answered, Checked, Compared, Documents, Found, Read, Similar
from search_api.asking.answers import ask
from search_api.asking.schemas import ask_out
from search_api.checking.check import check
from search_api.checking.schemas import DraftQuotationOut, check_out
from search_api.comparing.comparison import RowKind, compare
from search_api.comparing.schemas import compare_out, similar_out
from search_api.comparing.similar import similar_provisions
from search_api.documents.listing import list_documents
from search_api.kit.callers import caller_of
from search_api.kit.filters import LARGEST_LIMIT, check_range, cleaned, spelt_filters
from search_api.kit.schemas import document_out, passage_out
from search_api.searching.schemas import search_out
from search_api.searching.search import search

Question = Annotated[
    str, Field(description="In Vietnamese (also without tone marks) or English, or a document number")
]
Province = Annotated[str | None, Field(description="Only documents of this province")]
Year = Annotated[int | None, Field(description="Only documents of this year")]
Type = Annotated[str | None, Field(description='Only documents of this type, as "Kế hoạch"')]
DocumentId = Annotated[str | None, Field(description="Only this document")]
PassageId = Annotated[str, Field(description="As `passage_id` of another answer")]
# Bounds are described only: the use cases say them in words.
Limit = Annotated[
    int,
    Field(description="How many results", json_schema_extra={"minimum": 1, "maximum": LARGEST_LIMIT}),
]
Offset = Annotated[int, Field(description="How many results to skip", json_schema_extra={"minimum": 0})]


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands behind one call: the index as the one who asks may see it, and where its pages are."""

    snapshot: Snapshot
    site: str

    def filters(
        self, province: str | None, year: int | None, kind: str | None, document_id: str | None = None
    ) -> Filters:
        """Return what a call restricts documents to, spelt as they spell it."""
        place, type_, document = (cleaned(value or "") or None for value in (province, kind, document_id))
        return spelt_filters(self.snapshot, Filters(place, year, type_, document))


class Tools:
    """The tools over whatever is served; over HTTP what they find is what the key of the request may see.

    `site` is where the pages are for agents on this machine, empty for nowhere: then addresses are paths.
    """

    def __init__(self, index: LiveIndex, site: str = "") -> None:
        self._index, self._site = index, site.rstrip("/")

    def search(
        self,
        context: Context,
        query: Question,
        province: Province = None,
        year: Year = None,
        type: Type = None,  # noqa: A002 - as the API calls it
        document_id: DocumentId = None,
        limit: Limit = 5,
    ) -> Found:
        """Find passages of Vietnamese government plans by meaning, words or document number, nearest first."""
        with self._asked(context) as asked:
            filters = asked.filters(province, year, type, document_id)
            found = search(asked.snapshot, query, filters, limit)
            return Found.of(search_out(asked.snapshot, found), asked.site)

    def ask(
        self,
        context: Context,
        question: Question,
        province: Province = None,
        year: Year = None,
        type: Type = None,  # noqa: A002 - as the API calls it
        document_id: DocumentId = None,
    ) -> Answered:
        """Answer a question with verbatim quotations, or say that the plans have no evidence."""
        with self._asked(context) as asked:
            found = ask(asked.snapshot, question, asked.filters(province, year, type, document_id))
            return Answered.of(ask_out(asked.snapshot, found), asked.site)

    def read_passage(self, context: Context, passage_id: PassageId) -> Read:
        """Read one passage whole, with the ids of the passages before and after it."""
        with self._asked(context) as asked:
            passage = asked.snapshot.passage(passage_id)
            said = passage_out(asked.snapshot.document(passage.document_id), passage)
            ids = [None, *(each.id for each in asked.snapshot.passages_of(passage.document_id)), None]
            place = ids.index(passage.id)
            return Read.of({**dict(said), "before": ids[place - 1], "after": ids[place + 1]}, asked.site)

    def similar_passages(self, context: Context, passage_id: PassageId, limit: Limit = 5) -> Similar:
        """Find how other documents put the same thing as a passage, with the differing words."""
        with self._asked(context) as asked:
            found = similar_provisions(asked.snapshot, passage_id, limit)
            return Similar.of(similar_out(asked.snapshot, found), asked.site)

    def compare_documents(
        self,
        context: Context,
        document_ids: Annotated[list[str], Field(description="Two to six; the first leads the order")],
        kind: Annotated[
            RowKind | None,
            Field(
                description="Only provisions that all, some, or only one of the documents have, or have elsewhere"
            ),
        ] = None,
        limit: Limit = 20,
        offset: Offset = 0,
    ) -> Compared:
        """Set documents side by side: provisions aligned by meaning, differing words, what only one says."""
        with self._asked(context) as asked:
            check_range(limit, offset)
            said = compare_out(asked.snapshot, compare(asked.snapshot, document_ids))
            rows = [row for row in said.rows if kind in (None, row.kind)]
            part = {"rows": rows[offset : offset + limit], "total": len(rows)}
            return Compared.of({**dict(said), **part}, asked.site)

    def check_quotations(
        self,
        context: Context,
        text: Annotated[str, Field(description="A quotation, or a text with quotations in quotation marks")],
    ) -> Checked:
        """Check quotations and citations against the plans: whether each is verbatim, and the right words."""
        with self._asked(context) as asked:
            checked = check(asked.snapshot, text)
            if not (checked.quotations or checked.citations):
                checked = check(asked.snapshot, f"“{text}”")
            said = check_out(asked.snapshot, checked)
            quotations = [{**dict(one), "quote": _words(asked.snapshot, one)} for one in said.quotations]
            return Checked.of({"quotations": quotations, "citations": said.citations}, asked.site)

    def list_documents(
        self,
        context: Context,
        province: Province = None,
        year: Year = None,
        type: Type = None,  # noqa: A002 - as the API calls it
    ) -> Documents:
        """List the documents that there are, with the ids that other tools take."""
        with self._asked(context) as asked:
            records = list_documents(asked.snapshot, asked.filters(province, year, type))
            return Documents.of({"documents": [document_out(record) for record in records]}, asked.site)

    @contextmanager
    def _asked(self, context: Context) -> Iterator[Asked]:
        """Take what stands behind a call; an expected error is told to the agent in its own words."""
        request: Request | None = context.request_context.request
        try:
            if request is None:
                yield Asked(self._index.snapshot(), self._site)
            else:
                site = str(request.base_url).rstrip("/")
                yield Asked(self._index.snapshot(caller_of(request).allowed), site)
        except PlanSearchError as error:
            raise ToolError(str(error)) from error


def _words(snapshot: Snapshot, quotation: DraftQuotationOut) -> str | None:
    """Return the words of the plan that a quotation is of, None where it is of none."""
    if quotation.document is None or quotation.start is None:
        return None
    return snapshot.text(quotation.document.id)[quotation.start : quotation.end]
