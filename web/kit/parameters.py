"""The query string of the search, ask and documents pages, cleaned."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Self, get_args

from starlette.datastructures import QueryParams

from index.errors import InvalidQueryError
from index.searcher import LONGEST_QUERY
from index.types import Filters
from ingest.types import Span
from search_api.kit.filters import cleaned
from search_api.quoting.basket import read_references
from search_api.searching.search import Sort

# The quotes of a basket that travels with the address, one value a quote.
QUOTE = "p"
FILTER_NAMES = ("province", "year", "type", "document_id")


@dataclass(frozen=True, slots=True)
class QueryFields:
    """The query string of a page as fields of text; the empty string stands for what is not set."""

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Self:
        """Read the query string; unknown names are dropped."""
        return cls(**{field.name: cleaned(query.get(field.name, "")) for field in fields(cls)})

    def pairs(self) -> list[tuple[str, str]]:
        """Return the names and values that are set, for a query string; page 1 goes unsaid."""
        values = [(field.name, str(getattr(self, field.name))) for field in fields(self)]
        return [(name, value) for name, value in values if value and (name, value) != ("page", "1")]


@dataclass(frozen=True, slots=True)
class Parameters(QueryFields):
    """What a person asked for, as typed."""

    q: str = ""
    province: str = ""
    year: str = ""
    type: str = ""
    document_id: str = ""
    page: str = ""
    as_typed: str = ""
    sort: str = ""

    def active_filters(self) -> list[tuple[str, str]]:
        """Return the filters that are set."""
        return [(name, value) for name, value in self.pairs() if name in FILTER_NAMES]

    def without(self, name: str) -> "Parameters":
        """Return the parameters without one filter, back on the first page."""
        return replace(self, **{name: "", "page": ""})

    def without_filters(self) -> "Parameters":
        """Return the bare query."""
        return Parameters(q=self.q)

    def on_first_page(self) -> "Parameters":
        """Return the parameters without a page."""
        return replace(self, page="")

    def on_page(self, number: int) -> "Parameters":
        """Return the parameters of another page of the same results."""
        return replace(self, page=str(number))

    def sorted_by(self, sort: Sort) -> "Parameters":
        """Return the parameters of the same results in another order, back on the first page."""
        return replace(self, sort="" if sort == "relevance" else sort, page="")

    def order(self) -> Sort:
        """Return the order of results; raises `InvalidQueryError` for one that there is not."""
        if self.sort not in ("", *get_args(Sort)):
            raise InvalidQueryError("there is no order %(sort)r", sort=self.sort)
        return "date" if self.sort == "date" else "relevance"

    def filters(self) -> Filters:
        """Return the filters; raises `InvalidQueryError` for a year that is not a number."""
        return Filters(
            province=self.province or None,
            year=_whole_number("year", self.year) if self.year else None,
            type=self.type or None,
            document_id=self.document_id or None,
        )

    def page_number(self) -> int:
        """Return the page, from 1; raises `InvalidQueryError` for anything else."""
        page = _whole_number("page", self.page) if self.page else 1
        if page < 1:
            raise InvalidQueryError("page must be 1 or more, not %(page)d", page=page)
        return page


def explain(
    error: InvalidQueryError,
    parameters: Parameters,
    known: dict[str, set[str]],
    gettext: Callable[[str], str],
) -> str:
    """Return what is wrong with the parameters in the reader's language.

    `known` holds the values that each filter can take. The error's own message is the last resort.
    """
    for name, value in parameters.active_filters():
        if value not in known[name]:
            return gettext("Nothing in this index has “%s”. Remove that filter.") % value
    if len(parameters.q) > LONGEST_QUERY:
        return gettext("The query is too long: the limit is %d characters.") % LONGEST_QUERY
    if parameters.q and not any(character.isalnum() for character in parameters.q):
        return gettext("Type a question, a few words or a document number.")
    if parameters.page:
        return gettext("There is no page “%s”.") % parameters.page
    return error.told(gettext)


def basket_of(query: QueryParams) -> tuple[str, ...]:
    """Return the quotes that the address carries; one that cannot be read is told by the basket only."""
    try:
        return tuple(map(str, read_references(query.getlist(QUOTE))))
    except InvalidQueryError:
        return ()


def quoted_span(value: str) -> Span | None:
    """Return the characters that a link to a quote names ("120-240"), or None where it names none."""
    match = re.fullmatch(r"([0-9]{1,9})-([0-9]{1,9})", value)
    return Span(int(match[1]), int(match[2])) if match else None


def _whole_number(name: str, value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        raise InvalidQueryError("%(name)s must be a number, not %(value)r", name=name, value=value)
    return int(value)
