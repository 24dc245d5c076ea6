"""What the plans cite: the list with its picture, one instrument, and the chain of one plan."""

from collections.abc import Collection
from functools import partial

from fastapi import APIRouter, Response

from index.errors import InvalidQueryError
from index.snapshot import Snapshot
from ingest.instruments.authorities import LEVELS
from search_api.instruments.chain import chain
from search_api.instruments.overview import (
    carried_out,
    cited_together,
    citing_documents,
    instrument,
    instruments,
    list_instruments,
    others,
    plain_name,
)
from search_api.kit.filters import check_range
from search_api.kit.parameters import Served
from web.instruments.picture import WIDTH, draw
from web.instruments.view import InstrumentParameters, InstrumentViews
from web.kit.facets import alphabetical
from web.kit.forms import check_page, pages_of
from web.kit.parameters import Parameters
from web.kit.presenters import document_view
from web.kit.rendering import render
from web.kit.visit import Here, Visit

PAGE_SIZE = 50
CITING_PAGE_SIZE = 20
# Of the plans that do not cite an instrument so many are named, the rest is counted.
MOST_OTHERS = 60

router = APIRouter()


@router.get("/instruments")
def list_page(visit: Here, snapshot: Served) -> Response:
    """What the plans cite, as a picture and as a list."""
    parameters, urls, types = InstrumentParameters.of(visit.query), visit.urls, _types(snapshot)
    form = {"parameters": parameters, "types": types, "levels": LEVELS}
    try:
        page = parameters.shared().page_number()
        offset = (page - 1) * PAGE_SIZE
        check_range(PAGE_SIZE, offset)
        records = list_instruments(snapshot, parameters.type or None, parameters.level or None, parameters.q)
        shown = records[offset : offset + PAGE_SIZE]
        check_page(page, len(shown))
    except InvalidQueryError as error:
        problem = _explained(visit, error, parameters, types)
        return render(visit, "instruments/instruments.html", {**form, "problem": problem}, 422)
    views = InstrumentViews(snapshot, urls)
    documents = {document.id: document for document in snapshot.documents.values()}
    view = {
        "problem": "",
        "rows": [views.row(record) for record in shown],
        "picture": draw(records, documents, partial(plain_name, snapshot)) if page == 1 else None,
        "picture_width": WIDTH,
        "view": views.view,
        "plan": views.plan,
        "paging": pages_of(page, PAGE_SIZE, len(records), lambda n: urls.instruments(parameters.on_page(n))),
    }
    return render(visit, "instruments/instruments.html", {**form, **view})


@router.get("/instruments/{key:path}")
def instrument_page(visit: Here, snapshot: Served, key: str) -> Response:
    """One instrument: who cites it, in which words, and who does not."""
    urls, record = visit.urls, instrument(snapshot, key)
    page = Parameters.of(visit.query).page_number()
    offset = (page - 1) * CITING_PAGE_SIZE
    check_range(CITING_PAGE_SIZE, offset)
    citing = citing_documents(snapshot, record, CITING_PAGE_SIZE, offset)
    check_page(page, len(citing))
    views = InstrumentViews(snapshot, urls)
    lower, upper = carried_out(snapshot, record)
    not_citing = others(snapshot, record)
    view = {
        "instrument": views.view(record),
        "source": views.name_source(record),
        "total": len(snapshot.documents.values()),
        "citing": [views.citing(found) for found in citing],
        "carries_out": views.relations(lower, record.key),
        "carried_out_by": views.relations(upper, record.key),
        "together": [(views.view(other), times) for other, times in cited_together(snapshot, record)],
        "others": [
            (name, views.plans(documents[:MOST_OTHERS]), len(documents))
            for name, documents in (
                ("same_place", not_citing.same_place),
                ("same_issuers", not_citing.same_issuers),
                ("rest", not_citing.rest),
            )
        ],
        "search_url": urls.search(Parameters(q=record.number)),
        "paging": pages_of(
            page,
            CITING_PAGE_SIZE,
            len(record.documents),
            lambda n: urls.instrument(record.key, str(n)),
        ),
    }
    return render(visit, "instruments/instrument.html", view)


@router.get("/documents/{document_id}/instruments")
def chain_page(visit: Here, snapshot: Served, document_id: str) -> Response:
    """What one plan says it carries out, in order, and all that it cites."""
    urls, document = visit.urls, snapshot.document(document_id)
    views = InstrumentViews(snapshot, urls)
    links = [views.link(link) for link in chain(snapshot, document_id)]
    view = {
        "document": document_view(document, urls),
        "opening": [link for link in links if link.opening],
        "further": [link for link in links if not link.opening],
        "cited": views.cited(document_id),
    }
    return render(visit, "instruments/document_instruments.html", view)


def _types(snapshot: Snapshot) -> dict[str, int]:
    """Return the types of the cited instruments, with how many there are of each."""
    counts: dict[str, int] = {}
    for record in instruments(snapshot).by_key.values():
        if record.type:
            counts[record.type] = counts.get(record.type, 0) + 1
    return alphabetical(counts)


def _explained(
    visit: Visit, error: InvalidQueryError, parameters: InstrumentParameters, types: Collection[str]
) -> str:
    """Return what is wrong with the parameters in the reader's language."""
    _ = visit.gettext
    if parameters.type and parameters.type not in types:
        return _("Nothing in this index has “%s”. Remove that filter.") % parameters.type
    if parameters.level and parameters.level not in LEVELS:
        return _("Nothing in this index has “%s”. Remove that filter.") % parameters.level
    if parameters.page:
        return _("There is no page “%s”.") % parameters.page
    return error.told(_)
