"""The page before a search: what this is, examples, what the index holds."""

from fastapi import Request, Response

from search_api.kit.parameters import service_of
from web.asking.written_view import written_by
from web.kit.examples import examples
from web.kit.facets import alphabetical
from web.kit.forms import Restricted, form
from web.kit.parameters import Parameters
from web.kit.rendering import render, urls_of


def front_page(request: Request, parameters: Parameters, page: Restricted) -> Response:
    """Return the page before a search: what this is, examples, what the index holds."""
    service, urls = service_of(request), urls_of(request)
    facets = service.facets()
    view = {
        "examples": examples(service, urls),
        "manifest": service.manifest,
        "written_by": written_by(request),
        "facets": facets,
        "provinces": [
            (name, count, urls.documents(Parameters(province=name)))
            for name, count in alphabetical(facets.provinces).items()
        ],
    }
    return render(request, "kit/home.html", {**form(request, parameters, page), **view})
