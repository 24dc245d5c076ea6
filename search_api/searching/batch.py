"""Many searches at once: each is answered as it would be alone, and one that cannot be stops no other."""

from typing import Annotated, Any

from fastapi import Request
from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    ValidatorFunctionWrapHandler,
    WrapValidator,
)

from index.errors import InvalidQueryError, PlanSearchError
from index.snapshot import Snapshot
from index.types import Filters
from search_api.kit.api_route import check_names
from search_api.kit.filters import LARGEST_LIMIT, LARGEST_OFFSET, spelt_filters
from search_api.kit.pages import page_of
from search_api.kit.parameters import Chosen, Typed, YearNumber
from search_api.kit.problems import Problem, kind_of, problem_of
from search_api.kit.schemas import Schema
from search_api.searching.schemas import SearchOut, search_out
from search_api.searching.search import Sort, search

LARGEST_BATCH = 50
# The list that a cursor goes on with: that of a search alone.
_PATH = "/api/v1/search"


class SearchIn(BaseModel):
    """A search: the parameters of `GET /search`."""

    model_config = ConfigDict(frozen=True)

    q: str = Field(description="Question, words or document number")
    province: Annotated[str | None, Typed] = None
    year: Annotated[YearNumber | None, Typed] = None
    type: Annotated[str | None, Typed] = None
    document_id: Annotated[str | None, Typed] = None
    limit: int = Field(10, ge=1, le=LARGEST_LIMIT)
    offset: int = Field(0, ge=0, le=LARGEST_OFFSET)
    cursor: Annotated[str | None, Typed] = None
    sort: Annotated[Sort | None, Chosen] = None

    def pairs(self) -> list[tuple[str, str]]:
        """Return the parameters that are set, as in an address."""
        return [(name, str(getattr(self, name))) for name in self.model_fields_set if getattr(self, name)]


def _read(value: Any, handler: ValidatorFunctionWrapHandler) -> object:  # noqa: ANN401 - anything that is sent
    """Return a search, or in its place why it cannot be read: the others are answered."""
    try:
        if isinstance(value, dict):
            check_names(map(str, value), sorted(SearchIn.model_fields))
        return handler(value)
    except PlanSearchError as error:
        return error
    except ValidationError as error:
        faults = (".".join(map(str, fault["loc"])) + f": {fault['msg']}" for fault in error.errors())
        told = "; ".join(faults)
        return InvalidQueryError(told)


class BatchIn(BaseModel):
    """Searches to be answered."""

    searches: list[Annotated[SearchIn, WrapValidator(_read)]] = Field(min_length=1, max_length=LARGEST_BATCH)


class BatchedOut(Schema):
    """What a search alone would have been answered: its status, and either its answer or its problem."""

    status: int
    answer: SearchOut | None
    problem: Problem | None


class BatchOut(Schema):
    """An answer for each search, in their order."""

    answers: list[BatchedOut]


def batch_out(snapshot: Snapshot, request: Request, batch: BatchIn) -> BatchOut:
    """Return the answer to each search of a batch, all from one snapshot."""
    return BatchOut(answers=[_batched(snapshot, request, wanted) for wanted in batch.searches])


def _batched(snapshot: Snapshot, request: Request, wanted: SearchIn | PlanSearchError) -> BatchedOut:
    try:
        return BatchedOut(status=200, answer=_answer(snapshot, wanted), problem=None)
    except PlanSearchError as error:
        problem = problem_of(request, kind_of(error), str(error))
        return BatchedOut(status=problem.status, answer=None, problem=problem)


def _answer(snapshot: Snapshot, wanted: SearchIn | PlanSearchError) -> SearchOut:
    """Return what a search alone is answered; raises what stands in the place of one that cannot be read."""
    if isinstance(wanted, PlanSearchError):
        raise wanted
    filters = Filters(wanted.province, wanted.year, wanted.type, wanted.document_id)
    page = page_of(_PATH, wanted.pairs(), snapshot.state, wanted.limit, wanted.offset, wanted.cursor)
    sort = wanted.sort or "relevance"
    found = search(snapshot, wanted.q, spelt_filters(snapshot, filters), page.limit, page.offset, sort)
    return search_out(snapshot, found, page.following(found.total))
