"""The page before a question: what this is, examples, what the index holds."""

from fastapi import Response

from index.snapshot import Snapshot
from search_api.kit.filters import facets
from web.kit.examples import examples
from web.kit.facets import alphabetical
from web.kit.forms import form
from web.kit.parameters import Parameters
from web.kit.rendering import render
from web.kit.visit import Visit


def front_page(visit: Visit, snapshot: Snapshot, parameters: Parameters) -> Response:
    """Return the page before a question: what this is, examples, what the index holds; its box asks."""
    held = facets(snapshot)
    view = {
        "examples": examples(snapshot, visit.urls),
        "manifest": snapshot.manifest,
        "written_by": visit.written_by,
        "facets": held,
        "provinces": [
            (name, count, visit.urls.documents(Parameters(province=name)))
            for name, count in alphabetical(held.provinces).items()
        ],
    }
    return render(visit, "kit/home.html", {**form(visit, snapshot, parameters, "ask"), **view})
