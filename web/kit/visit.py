"""The door of the pages: all that they may know of a request, read once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import QueryParams

from search_api.kit.addresses import path_of, root_of
from search_api.kit.callers import may_write
from search_api.writing import Composer
from web.kit.i18n import COOKIE, LANGUAGES, Language, choose_language, known_language, translations
from web.kit.i18n import PARAMETER as LANGUAGE
from web.kit.judging import PARAMETER as JUDGED
from web.kit.judging import Judging
from web.kit.parameters import basket_of
from web.kit.urls import Urls


@dataclass(frozen=True, slots=True)
class Visit:
    """A request as the pages know it: `path` lies under the root, `host` may have a port.

    `judging` is None where judging is switched off, `written_by` where no host writes summaries; `writes`
    says whether the visitor may add and remove documents.
    """

    language: Language
    urls: Urls
    query: QueryParams
    path: str
    scheme: str
    host: str
    judging: Judging | None
    written_by: str | None
    writes: bool

    @property
    def gettext(self) -> Callable[[str], str]:
        """The translation of a message into the language of the page."""
        return translations(self.language).gettext

    @property
    def base(self) -> str:
        """The address of the front page without its last slash, for links that leave the browser."""
        return f"{self.scheme}://{self.host}{self.urls.root}"

    def switches(self) -> list[tuple[Language, str]]:
        """Return the address of this page in each language."""
        pairs = self.query.multi_items()
        return [(language, self.urls.switch(self.path, pairs, language)) for language in LANGUAGES]


def visit_of(request: Request) -> Visit:
    """Return what the pages may know of a request; it needs no index."""
    query, state = request.query_params, request.app.state
    asked, browser = query.get(LANGUAGE, ""), request.headers.get("accept-language", "")
    composer: Composer | None = state.composer
    return Visit(
        language=choose_language(asked, request.cookies.get(COOKIE, ""), browser),
        urls=Urls(root_of(request.scope), known_language(asked), basket_of(query)),
        query=query,
        # The address itself would show a sign that is escaped there, such as "?", escaped twice.
        path=path_of(request.scope),
        scheme=request.url.scheme,
        host=request.url.netloc,
        judging=Judging.parse(query.get(JUDGED, "")) if state.desk else None,
        written_by=composer.endpoint.host if composer else None,
        writes=may_write(request),
    )


async def _here(request: Request) -> Visit:
    # Async, because nothing here waits: no thread is needed.
    return visit_of(request)


Here = Annotated[Visit, Depends(_here)]
