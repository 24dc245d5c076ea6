"""The query string of the duties page, cleaned."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import get_args

from index.errors import InvalidQueryError
from search_api.duties.table import DeadlineWanted, DutyQuery, Sort, actor_key, checked_word
from web.kit.parameters import Parameters, QueryFields, explain

GROUPED = "actor"
# What restricts the table; the other fields only arrange it.
_FILTERS = (
    "actor", "topic", "province", "year", "type", "document_id", "deadline", "due_from", "due_to",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DutyParameters(QueryFields):
    """What a person asked of the table, as typed; the names are those of the API, and `group`."""

    actor: str = ""
    exact: str = ""
    topic: str = ""
    province: str = ""
    year: str = ""
    type: str = ""
    document_id: str = ""
    deadline: str = ""
    due_from: str = ""
    due_to: str = ""
    sort: str = ""
    group: str = ""
    page: str = ""

    @property
    def grouped(self) -> bool:
        """True where the rows stand under their actors."""
        return self.group == GROUPED

    def active_filters(self) -> list[tuple[str, str]]:
        """Return the filters that are set."""
        return [(name, value) for name, value in self.pairs() if name in _FILTERS]

    def changed(self, **values: str) -> "DutyParameters":
        """Return the parameters with other values, back on the first page."""
        return replace(self, **{"page": "", **values})

    def without(self, name: str) -> "DutyParameters":
        """Return the parameters without one filter."""
        return self.changed(**{name: "", **({"exact": ""} if name == "actor" else {})})

    def api_pairs(self) -> list[tuple[str, str]]:
        """Return the query string of the same rows in the API."""
        return [(name, value) for name, value in self.pairs() if name not in ("group", "page")]

    def shared(self) -> Parameters:
        """Return what the page has in common with the search, the topic as its query."""
        return Parameters(self.topic, self.province, self.year, self.type, self.document_id, self.page)

    def query(self) -> DutyQuery:
        """Return the rows that are asked for; raises `InvalidQueryError` for a value that is none."""
        return DutyQuery(
            actor=self.actor or None,
            exact=bool(self.exact),
            topic=self.topic or None,
            deadline=checked_word("deadline", self.deadline, get_args(DeadlineWanted))
            if self.deadline
            else None,
            due_from=_day("due_from", self.due_from),
            due_to=_day("due_to", self.due_to),
            filters=self.shared().filters(),
            sort=self.sort_order(),
        )

    def sort_order(self) -> Sort:
        """Return the order of the rows: by actor where they are grouped, else as asked for."""
        if self.grouped:
            return "-actor" if self.sort == "-actor" else "actor"
        return checked_word("sort", self.sort, get_args(Sort)) if self.sort else "document"


def explain_duties(
    error: InvalidQueryError,
    parameters: DutyParameters,
    known: dict[str, set[str]],
    gettext: Callable[[str], str],
) -> str:
    """Return what is wrong with the parameters in the reader's language."""
    _ = gettext
    for value in (parameters.due_from, parameters.due_to):
        if not _is_day(value):
            return _("“%s” is no date: write year, month and day, such as 2024-06-30.") % value
    if parameters.due_from and parameters.due_to and parameters.due_to < parameters.due_from:
        return _("The last day is before the first one.")
    if parameters.actor and not actor_key(parameters.actor):
        return _("Type a body or a part of its name.")
    return explain(error, parameters.shared(), known, gettext)


def _day(name: str, value: str) -> date | None:
    if not _is_day(value):
        raise InvalidQueryError("%(name)s must be an ISO 8601 day, not %(value)r", name=name, value=value)
    return date.fromisoformat(value) if value else None


def _is_day(value: str) -> bool:
    try:
        return not value or bool(date.fromisoformat(value))
    except ValueError:
        return False
