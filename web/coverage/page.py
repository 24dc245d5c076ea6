"""The coverage: what plans speak of, where nothing was found, and the passages behind a cell."""

from fastapi import APIRouter, Response

from index.errors import InvalidQueryError
from index.snapshot import Snapshot
from index.types import Hit
from search_api.coverage.evidence import JUDGED_PRECISION, JUDGED_RECALL
from search_api.coverage.matrix import UNSAID, Cell, Column, Coverage, coverage
from search_api.coverage.passages import near_passages, query_of, spoken_passages
from search_api.coverage.topics import Topic
from search_api.kit.filters import facets
from search_api.kit.parameters import Heavy
from search_api.searching.search import search
from web.coverage.parameters import CoverageParameters, explain_coverage
from web.coverage.picture import draw
from web.coverage.view import CoverageViews
from web.kit.facets import ActiveFilter, facet_groups, known_values
from web.kit.forms import check_page, pages_of
from web.kit.parameters import Parameters
from web.kit.presenters import hit_view, hit_views
from web.kit.rendering import render
from web.kit.visit import Here, Visit

PAGE_SIZE = 20
# Passages that are only near, or nearest where nothing was found.
NEAR_SHOWN = 5
NEAREST_SHOWN = 3

router = APIRouter()


@router.get("/coverage")
def matrix(visit: Here, snapshot: Heavy) -> Response:
    """Topics by provinces, years or documents: as a picture and as a table."""
    parameters, urls = CoverageParameters.of(visit.query).matrix(), visit.urls
    try:
        found = _coverage(snapshot, parameters)
    except InvalidQueryError as error:
        return _refused(visit, snapshot, parameters, error)
    view = CoverageViews(found, urls, visit.language).view()
    data = [*parameters.api_pairs(), ("lang", visit.language)]
    shown = {
        "problem": "",
        "matrix": view,
        "picture": draw(view),
        "documents": sum(len(column.documents) for column in found.columns),
        "csv": urls.coverage_data(".csv", data),
        "json": urls.coverage_data("", parameters.api_pairs()),
        "judged": (JUDGED_PRECISION, JUDGED_RECALL),
    }
    return render(visit, "coverage/coverage.html", {**_form(visit, snapshot, parameters), **shown})


@router.get("/coverage/passages")
def passages(visit: Here, snapshot: Heavy) -> Response:
    """The passages of one cell, or an honest word that there are none."""
    parameters, urls = CoverageParameters.of(visit.query), visit.urls
    try:
        found = _coverage(snapshot, parameters, everything=True)
        line, column, cell = found.find(parameters.topic, parameters.column)
        page = parameters.shared().page_number()
        shown = cell.spoken[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        check_page(page, len(shown))
    except InvalidQueryError as error:
        return _refused(visit, snapshot, parameters, error)
    views = CoverageViews(found, urls, visit.language)
    spoken = spoken_passages(snapshot, line.topic, shown, (page - 1) * PAGE_SIZE + 1)
    view = {
        "topic": views.topic(line.topic),
        "terms": line.topic.terms,
        "place": found.columns.index(column),
        "columns": views.columns,
        "cells": views.line(line).cells,
        "amount": views.amount(len(cell.spoken), len(cell.near)),
        "state": cell.state,
        "spoken": [(hit_view(passage.hit, urls), passage.headings) for passage in spoken],
        "near": hit_views(_near(snapshot, line.topic, cell) if page == 1 else (), urls),
        "nearest": hit_views(_nearest(snapshot, found, line.topic, column, cell), urls),
        "search": urls.search(_search(found, line.topic, column)),
        "matrix_url": urls.coverage(parameters.matrix()),
        "paging": pages_of(
            page,
            PAGE_SIZE,
            len(cell.spoken),
            lambda n: urls.coverage_passages(parameters.changed(page=str(n)).pairs()),
        ),
    }
    return render(visit, "coverage/coverage_passages.html", view)


def _coverage(snapshot: Snapshot, parameters: CoverageParameters, *, everything: bool = False) -> Coverage:
    wanted = "all" if everything else parameters.wanted()
    return coverage(snapshot, parameters.columns(), wanted, parameters.filters())


def _near(snapshot: Snapshot, topic: Topic, cell: Cell) -> tuple[Hit, ...]:
    return near_passages(snapshot, topic, cell.near[:NEAR_SHOWN])


def _nearest(
    snapshot: Snapshot, found: Coverage, topic: Topic, column: Column, cell: Cell
) -> tuple[Hit, ...]:
    """Return the nearest passages of a column in which nothing at all was found."""
    if cell.state != "nothing" or column.key == UNSAID:
        return ()
    filters = column.filters(found.by, found.filters)
    return search(snapshot, query_of(topic), filters, NEAREST_SHOWN).hits


def _search(found: Coverage, topic: Topic, column: Column) -> Parameters:
    """Return the search that shows whether a cell is right."""
    filters = column.filters(found.by, found.filters).values()
    return Parameters(topic.vietnamese, **{name: str(value) for name, value in filters.items() if value})


def _refused(
    visit: Visit, snapshot: Snapshot, parameters: CoverageParameters, error: InvalidQueryError
) -> Response:
    known = known_values(snapshot)
    problem = explain_coverage(error, parameters, known, visit.gettext)
    return render(
        visit, "coverage/coverage.html", {**_form(visit, snapshot, parameters), "problem": problem}, 422
    )


def _form(visit: Visit, snapshot: Snapshot, parameters: CoverageParameters) -> dict[str, object]:
    """Return what the form shows."""
    groups = facet_groups(facets(snapshot), parameters.shared())
    return {
        "parameters": parameters,
        "choices": {group.name: group.choices for group in groups},
        "active": [
            ActiveFilter(name, value, visit.urls.coverage(parameters.changed(**{name: ""})))
            for name, value in parameters.active_filters()
        ],
    }
