"""The page before a search: what this is, examples, what the index holds."""

from fastapi import Response

from search_api.service import Service
from web.kit.examples import examples
from web.kit.facets import alphabetical
from web.kit.forms import Restricted, form
from web.kit.parameters import Parameters
from web.kit.rendering import render
from web.kit.visit import Visit


def front_page(visit: Visit, service: Service, parameters: Parameters, page: Restricted) -> Response:
    """Return the page before a search: what this is, examples, what the index holds."""
    facets = service.facets()
    view = {
        "examples": examples(service, visit.urls),
        "manifest": service.manifest,
        "written_by": visit.written_by,
        "facets": facets,
        "provinces": [
            (name, count, visit.urls.documents(Parameters(province=name)))
            for name, count in alphabetical(facets.provinces).items()
        ],
    }
    return render(visit, "kit/home.html", {**form(visit, service, parameters, page), **view})
