"""Every link of the pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from web.i18n import PARAMETER, Language
from web.parameters import Parameters
from web.static_files import version

Pairs = Iterable[tuple[str, str]]
_NOTHING = Parameters()


@dataclass(frozen=True, slots=True)
class Urls:
    """Builds addresses under `root`, the path that the app is mounted at.

    `language` is set where the address chose it, and then every link keeps it: without cookies
    a reader stays in the language of the first link.
    """

    root: str
    language: Language | None

    def home(self) -> str:
        """Return the address of the front page."""
        return self._page("/")

    def search(self, parameters: Parameters) -> str:
        """Return the address of search results."""
        return self._page("/search", parameters.pairs())

    def ask(self, parameters: Parameters) -> str:
        """Return the address of an answer."""
        return self._page("/ask", parameters.pairs())

    def documents(self, parameters: Parameters = _NOTHING) -> str:
        """Return the address of the list of documents."""
        return self._page("/documents", parameters.pairs())

    def document(self, document_id: str, query: str = "") -> str:
        """Return the address of the reader, with the words to mark there."""
        return self._page(f"/documents/{quote(document_id, safe='')}", _query(query))

    def passage(self, document_id: str, passage_id: str, query: str = "") -> str:
        """Return the permanent address of a passage in the reader."""
        return f"{self.document(document_id, query)}#p-{quote(passage_id, safe='')}"

    def similar(self, passage_id: str) -> str:
        """Return the address of the nearest passages of other documents."""
        return self._page(f"/passages/{quote(passage_id, safe='')}/similar")

    def about(self) -> str:
        """Return the address of the page about this index."""
        return self._page("/about")

    def quality(self) -> str:
        """Return the address of the page about the quality of this index."""
        return self._page("/quality")

    def action(self, path: str) -> str:
        """Return the address that a form sends its fields to."""
        return self.root + path

    def static(self, name: str) -> str:
        """Return the address of a static file; it changes with the file's content."""
        return f"{self.root}/static/{name}?v={version(name)}"

    def opensearch(self) -> str:
        """Return the address of the OpenSearch description."""
        return f"{self.root}/opensearch.xml"

    def search_json(self, parameters: Parameters) -> str:
        """Return the address of the same results as JSON."""
        pairs = [pair for pair in parameters.pairs() if pair[0] != "page"]
        return f"{self.root}/api/v1/search?{urlencode(pairs)}"

    def switch(self, path: str, pairs: Pairs, language: Language) -> str:
        """Return the address of the same page in another language."""
        kept = [pair for pair in pairs if pair[0] != PARAMETER]
        return f"{self.root}{quote(path)}?{urlencode([*kept, (PARAMETER, language)])}"

    def _page(self, path: str, pairs: Pairs = ()) -> str:
        kept = [(PARAMETER, self.language)] if self.language else []
        query = urlencode([*pairs, *kept])
        return f"{self.root}{path}" + (f"?{query}" if query else "")


def _query(query: str) -> list[tuple[str, str]]:
    return [("q", query)] if query else []
