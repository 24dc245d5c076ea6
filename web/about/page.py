"""What this index holds, how well it answers, and how a browser adds it."""

from fastapi import APIRouter, Request, Response

from search_api.kit.parameters import service_of
from web.asking.written_view import written_by
from web.kit.i18n import choose_language
from web.kit.rendering import gettext_of, render, render_xml

router = APIRouter()


@router.get("/about")
def about(request: Request) -> Response:
    """What this index holds and how to read its answers."""
    manifest = service_of(request).manifest
    return render(request, "about/about.html", {"manifest": manifest, "written_by": written_by(request)})


@router.get("/quality")
def quality(request: Request) -> Response:
    """How the served index answers the stored questions."""
    service, _ = service_of(request), gettext_of(request)
    kinds = {
        "all": _("all answerable"),
        "en": _("English"),
        "vi": _("Vietnamese"),
        "nd": _("without tone marks"),
        "ab": _("abbreviations"),
        "id": _("document numbers"),
    }
    view = {"manifest": service.manifest, "quality": service.quality(), "kinds": kinds}
    return render(request, "measuring/quality.html", view)


@router.get("/opensearch.xml")
def opensearch(request: Request) -> Response:
    """The description by which a browser adds this search."""
    base = str(request.base_url).rstrip("/")
    content = render_xml("kit/opensearch.xml", choose_language(request), {"base": base})
    return Response(content, media_type="application/opensearchdescription+xml")
