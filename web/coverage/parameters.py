"""The query string of the coverage pages, cleaned."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import get_args

from index.errors import InvalidQueryError
from index.types import Filters
from search_api.coverage.matrix import By, Wanted
from search_api.duties.table import checked_word
from web.kit.parameters import FILTER_NAMES, Parameters, QueryFields, explain


@dataclass(frozen=True, slots=True)
class CoverageParameters(QueryFields):
    """What a person asked of the coverage, as typed; the names are those of the API.

    `topic` and `column` name a cell, `page` is that of its passages.
    """

    by: str = ""
    topics: str = ""
    province: str = ""
    year: str = ""
    type: str = ""
    topic: str = ""
    column: str = ""
    page: str = ""

    def columns(self) -> By:
        """Return what the columns are; raises `InvalidQueryError` for another word."""
        return checked_word("by", self.by or "province", get_args(By))

    def wanted(self) -> Wanted:
        """Return which topics are wanted; raises `InvalidQueryError` for another word."""
        return checked_word("topics", self.topics or "all", get_args(Wanted))

    def filters(self) -> Filters:
        """Return what the documents are restricted to; raises `InvalidQueryError` for a bad year."""
        return self.shared().filters()

    def shared(self) -> Parameters:
        """Return what the page has in common with the search."""
        return Parameters(province=self.province, year=self.year, type=self.type, page=self.page)

    def matrix(self) -> "CoverageParameters":
        """Return the parameters of the whole matrix that a cell belongs to."""
        return replace(self, topic="", column="", page="")

    def changed(self, **values: str) -> "CoverageParameters":
        """Return the parameters with other values, back on the first page."""
        return replace(self, **{"page": "", **values})

    def active_filters(self) -> list[tuple[str, str]]:
        """Return the filters that are set."""
        return [(name, value) for name, value in self.pairs() if name in FILTER_NAMES]

    def api_pairs(self) -> list[tuple[str, str]]:
        """Return the query string of the same matrix in the API."""
        return self.matrix().pairs()


def explain_coverage(
    error: InvalidQueryError,
    parameters: CoverageParameters,
    known: dict[str, set[str]],
    gettext: Callable[[str], str],
) -> str:
    """Return what is wrong with the parameters in the reader's language."""
    _ = gettext
    if parameters.by and parameters.by not in get_args(By):
        return _("Columns can be provinces, years or documents, not “%s”.") % parameters.by
    if parameters.topics and parameters.topics not in get_args(Wanted):
        return _("Topics can be all, named or clusters, not “%s”.") % parameters.topics
    shared = parameters.shared()
    if all(value in known[name] for name, value in shared.active_filters()):
        if parameters.topic or parameters.column:
            return _("There is no such cell. The index may have changed: choose it from the table again.")
        if parameters.by == "document":
            return _("There are too many documents for columns. Set a filter, or compare provinces or years.")
    return explain(error, shared, known, gettext)
