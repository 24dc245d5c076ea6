"""What this index holds, how well it answers, and how a browser adds it."""

from fastapi import APIRouter, Response

from search_api.kit.parameters import Served
from search_api.measuring.quality import read_quality
from web.kit.rendering import render, render_xml
from web.kit.visit import Here

router = APIRouter()


@router.get("/about")
def about(visit: Here, snapshot: Served) -> Response:
    """What this index holds and how to read its answers."""
    view = {"manifest": snapshot.manifest, "written_by": visit.written_by}
    return render(visit, "about/about.html", view)


@router.get("/quality")
def quality(visit: Here, snapshot: Served) -> Response:
    """How the served index answers the stored questions."""
    _ = visit.gettext
    kinds = {
        "all": _("all answerable"),
        "en": _("English"),
        "vi": _("Vietnamese"),
        "nd": _("without tone marks"),
        "ab": _("abbreviations"),
        "id": _("document numbers"),
    }
    asking_measures = {
        "first quote right": _("first quotation right"),
        "line right": _("short answer right, where one is given"),
        "line given": _("short answer given"),
        "documents right": _("documents that say it, or not, told rightly"),
        "statements true": _("short answers proven by the documents"),
        "answerable answered": _("answerable questions answered"),
        "near misses not sure": _("near misses not answered as sure"),
        "slips mended": _("slips of typing mended"),
    }
    view = {
        "manifest": snapshot.manifest,
        "quality": read_quality(snapshot.quality),
        "kinds": kinds,
        "asking_measures": asking_measures,
    }
    return render(visit, "measuring/quality.html", view)


@router.get("/opensearch.xml")
def opensearch(visit: Here) -> Response:
    """The description by which a browser adds this search."""
    content = render_xml("kit/opensearch.xml", visit.language, {"base": visit.base})
    return Response(content, media_type="application/opensearchdescription+xml")
