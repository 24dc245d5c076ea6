"""Templates, and what every page needs: language, links, numbers."""

from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from web.kit.i18n import (
    COOKIE,
    LANGUAGES,
    Language,
    choose_language,
    explicit_language,
    moment,
    number,
    translations,
)
from web.kit.judging import judging_of
from web.kit.parameters import basket_of
from web.kit.urls import Urls

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
        "moment": partial(moment, language=language),
    }
    return templates


def urls_of(request: Request) -> Urls:
    """Return the builder of a request's links."""
    return Urls(_root(request), explicit_language(request), basket_of(request))


def gettext_of(request: Request) -> Callable[[str], str]:
    """Return the translation of a message into the language of a request."""
    return translations(choose_language(request)).gettext


def render(request: Request, template: str, view: View, status: int = 200) -> HTMLResponse:
    """Return a page in the language of the request; an explicit choice is remembered."""
    language = choose_language(request)
    page = environment(language).get_template(template)
    urls = urls_of(request)
    common = {"urls": urls, "switches": _switches(request, urls), "judging": judging_of(request)}
    html = page.render({**view, **common})
    headers = {"Content-Language": language, "Vary": "Accept-Language, Cookie"}
    response = HTMLResponse(html, status, headers)
    if explicit_language(request):
        _remember(response, request, language)
    return response


def render_xml(template: str, language: Language, view: View) -> str:
    """Return an XML document."""
    return environment(language).get_template(template).render(view)


def _switches(request: Request, urls: Urls) -> list[tuple[Language, str]]:
    """Return the address of this page in each language."""
    path = request.url.path.removeprefix(_root(request)) or "/"
    pairs = request.query_params.multi_items()
    return [(language, urls.switch(path, pairs, language)) for language in LANGUAGES]


def _remember(response: HTMLResponse, request: Request, language: Language) -> None:
    response.set_cookie(
        COOKIE,
        language,
        max_age=_COOKIE_SECONDS,
        path=_root(request) or "/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",
    )


def _root(request: Request) -> str:
    return str(request.scope.get("root_path", "")).rstrip("/")
