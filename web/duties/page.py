"""The duties table: who must do what, by when."""

from fastapi import APIRouter, Response

from index.errors import InvalidQueryError
from index.snapshot import Snapshot
from search_api.duties.files import MOST_ROWS
from search_api.duties.table import all_actors, find_duties
from search_api.kit.filters import check_range, facets
from search_api.kit.parameters import Served
from web.duties.parameters import DutyParameters, explain_duties
from web.duties.view import DutyTable
from web.kit.facets import ActiveFilter, facet_groups, known_values
from web.kit.forms import check_page, pages_of
from web.kit.i18n import day
from web.kit.rendering import render
from web.kit.visit import Here, Visit

PAGE_SIZE = 50
_FOLDED = ("province", "year", "deadline", "due_from", "due_to", "sort")
# What the field for the actor proposes.
ACTORS_PROPOSED = 200

router = APIRouter()


@router.get("/duties")
def duties(visit: Here, snapshot: Served) -> Response:
    """The duties of the plans, by filters."""
    parameters, urls = DutyParameters.of(visit.query), visit.urls
    try:
        page = parameters.shared().page_number()
        offset = (page - 1) * PAGE_SIZE
        check_range(PAGE_SIZE, offset)
        found = find_duties(snapshot, parameters.query())
        rows = tuple(found.rows(offset, PAGE_SIZE))
        check_page(page, len(rows))
    except InvalidQueryError as error:
        problem = explain_duties(error, parameters, known_values(snapshot), visit.gettext)
        form = _form(visit, snapshot, parameters)
        return render(visit, "duties/duties.html", {**form, "problem": problem}, 422)
    table = DutyTable(rows, parameters, urls, visit.language)
    pairs = [*parameters.api_pairs(), ("lang", visit.language)]
    view = {
        "problem": "",
        "found": found,
        "reach": found.reach(),
        "groups": table.groups(found.actors() if parameters.grouped else (), len(found)),
        "other_duties": {
            other.note.other: urls.duties(parameters.changed(actor=other.note.other, exact=""))
            for other in found.others
            if other.document_of
        },
        "headings": table.headings(),
        "paging": pages_of(
            page, PAGE_SIZE, len(found), lambda n: urls.duties(parameters.changed(page=str(n)))
        ),
        "most_rows": MOST_ROWS,
        "feed": f"//{visit.host}{urls.duties_data('.ics', pairs)}",
        # Only files are in a language.
        "data": lambda kind: urls.duties_data(kind, pairs if kind else parameters.api_pairs()),
        "scheme": visit.scheme,
    }
    return render(visit, "duties/duties.html", {**_form(visit, snapshot, parameters), **view})


def _form(visit: Visit, snapshot: Snapshot, parameters: DutyParameters) -> dict[str, object]:
    """Return what the form shows."""
    return {
        "parameters": parameters,
        "active": _active_filters(visit, snapshot, parameters),
        # Fields that are not shown at first are shown where one of them is set.
        "narrowed": any(name in _FOLDED for name, _ in parameters.pairs()),
        "choices": {g.name: g.choices for g in facet_groups(facets(snapshot), parameters.shared())},
        "actors": all_actors(snapshot)[:ACTORS_PROPOSED],
    }


def _active_filters(visit: Visit, snapshot: Snapshot, parameters: DutyParameters) -> list[ActiveFilter]:
    _ = visit.gettext
    titles = {record.id: record.metadata.title for record in snapshot.documents.values()}
    kinds = {
        "any": _("with a deadline"),
        "date": _("with a date"),
        "period": _("with a period"),
        "recurring": _("recurring"),
    }

    def label(name: str, value: str) -> str:
        if name in ("due_from", "due_to"):
            return day(value) or value
        return titles.get(value, kinds.get(value, value)) if name in ("document_id", "deadline") else value

    return [
        ActiveFilter(name, label(name, value), visit.urls.duties(parameters.without(name)))
        for name, value in parameters.active_filters()
    ]
