"""Templates, and what every page needs: language, links, numbers."""

from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from web.kit.i18n import COOKIE, Language, day, moment, number, percent, translations
from web.kit.visit import Visit

TEMPLATE_FOLDER = Path(__file__).parent.parent / "templates"
# What a template shows, by name.
View = Mapping[str, object]
_COOKIE_SECONDS = 365 * 24 * 3600


@cache
def environment(language: Language) -> Environment:
    """Return the templates in one language."""
    templates = Environment(
        loader=FileSystemLoader(TEMPLATE_FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.install_gettext_translations(  # type: ignore[attr-defined]
        translations(language), newstyle=True
    )
    templates.globals |= {
        "language": language,
        "number": partial(number, language=language),
        "percent": partial(percent, language=language),
        "day": day,
        "moment": partial(moment, language=language),
    }
    return templates


def render(visit: Visit, template: str, view: View, status: int = 200) -> HTMLResponse:
    """Return a page in the language of the visit; an explicit choice is remembered."""
    page = environment(visit.language).get_template(template)
    common = {
        "urls": visit.urls,
        "switches": visit.switches(),
        "judging": visit.judging,
        "writes": visit.writes,
    }
    html = page.render({**view, **common})
    headers: dict[str, str] = {"Content-Language": visit.language}
    if visit.judging and visit.judging.reference:
        # It offers to take a judgement back.
        headers["Cache-Control"] = "no-store"
    response = HTMLResponse(html, status, headers)
    if visit.urls.language:
        _remember(response, visit, visit.urls.language)
    return response


def render_xml(template: str, language: Language, view: View) -> str:
    """Return an XML document."""
    return environment(language).get_template(template).render(view)


def _remember(response: HTMLResponse, visit: Visit, language: Language) -> None:
    response.set_cookie(
        COOKIE,
        language,
        max_age=_COOKIE_SECONDS,
        path=visit.urls.root or "/",
        secure=visit.scheme == "https",
        httponly=True,
        samesite="lax",
    )
