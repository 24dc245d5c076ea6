"""Every link of the pages."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal
from urllib.parse import quote, urlencode

from starlette.datastructures import QueryParams

from web.kit.i18n import PARAMETER, Language
from web.kit.parameters import FILTER_NAMES, QUOTE, Parameters, QueryFields
from web.kit.static_files import VERSION, version

# The results that a document is opened from, in its address.
BACK = "back"
# The passage that an address is about, where the server must know.
PASSAGE = "passage"
Pairs = Iterable[tuple[str, str]]
_NOTHING = Parameters()


@dataclass(frozen=True, slots=True)
class Urls:
    """Builds addresses under `root`, the path that the app is mounted at.

    `language` is set where the address chose it, and then every link keeps it: without cookies
    a reader stays in the language of the first link. So does `basket`: without script the quotes
    that a reader gathers travel with the address. `back` names the results that a document is opened from.
    """

    root: str
    language: Language | None
    basket: tuple[str, ...] = ()
    back: str = ""

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
        return self._page(f"/documents/{quote(document_id, safe='')}", [*_query(query), *self._back()])

    def passage(self, document_id: str, passage_id: str, query: str = "") -> str:
        """Return the permanent address of a passage in the reader."""
        return f"{self.document(document_id, query)}#p-{quote(passage_id, safe='')}"

    def passage_alone(self, document_id: str, passage_id: str) -> str:
        """Return the address of the reader that a passage is looked up in, which says so to others too."""
        address = self._page(f"/documents/{quote(document_id, safe='')}", [(PASSAGE, passage_id)])
        return f"{address}#p-{quote(passage_id, safe='')}"

    def file_page(self, document_id: str, page: int, passage_id: str = "") -> str:
        """Return the address of a page of the file beside its text, with the passage to mark there."""
        pairs = [(PASSAGE, passage_id)] if passage_id else []
        return self._page(f"/documents/{quote(document_id, safe='')}/pages/{page}", pairs)

    def within(self, path: str) -> str:
        """Return an address of the API, where the app is mounted."""
        return f"{self.root}{path}"

    def quote(self, document_id: str, passage_id: str, span: tuple[int, int], query: str = "") -> str:
        """Return the address of a quote in the reader: `span` is marked there, and the query's words."""
        pairs = [*_query(query), ("quote", f"{span[0]}-{span[1]}"), *self._back()]
        address = self._page(f"/documents/{quote(document_id, safe='')}", pairs)
        return f"{address}#p-{quote(passage_id, safe='')}"

    def returning(self, kind: Literal["search", "ask"], parameters: Parameters) -> "Urls":
        """Return addresses whose documents know the results that they are opened from."""
        return replace(self, back=f"{kind}?{urlencode(parameters.pairs())}")

    def results(self, back: str) -> str | None:
        """Return the address of the results that `back` names, or None where it names none."""
        kind, _, query = back.partition("?")
        build = {"search": self.search, "ask": self.ask}.get(kind)
        return build(Parameters.of(QueryParams(query))) if build else None

    def similar(self, passage_id: str) -> str:
        """Return the address of the nearest passages of other documents."""
        return self._page(f"/passages/{quote(passage_id, safe='')}/similar")

    def compare(self, document_ids: Iterable[str] = (), **fields: str) -> str:
        """Return the address of documents side by side, or of the page where one chooses them."""
        named = [(name, value) for name, value in fields.items() if value]
        return self._page("/compare", [*_compared(document_ids), *named])

    def compare_file(self, kind: str, document_ids: Iterable[str]) -> str:
        """Return the address of a comparison as a file: html or docx."""
        return self._page(f"/compare.{kind}", _compared(document_ids))

    def compare_json(self, document_ids: Iterable[str]) -> str:
        """Return the address of a comparison as JSON."""
        return f"{self.root}/api/v1/compare?{urlencode(_compared(document_ids))}"

    def basket_page(self, references: Iterable[str] | None = None) -> str:
        """Return the address of the basket, or of one that holds these quotes."""
        holder = self if references is None else replace(self, basket=tuple(references))
        return holder._page("/basket")

    def with_quote(self, reference: str) -> str:
        """Return the address of the basket with one more quote."""
        return f"{self.basket_page((*self.basket, reference))}#b-{reference}"

    def basket_file(self, kind: str) -> str:
        """Return the address of the basket as a file: txt, md or docx."""
        return self._page(f"/basket.{kind}")

    def check(self) -> str:
        """Return the address of the page on which drafts are checked."""
        return self._page("/check")

    def desk(self, part: str = "") -> str:
        """Return the address of the office desk, or of a part of it."""
        return self._page(f"/desk{part}")

    def desk_documents(self, page: int) -> str:
        """Return the address of a page of the documents at the office desk."""
        return f"{self._page('/desk', [('page', str(page))])}#documents"

    def feedback(self, *, undo: bool = False) -> str:
        """Return the address that a judgement is sent to, or the taking back of one."""
        return self._page("/feedback/undo" if undo else "/feedback")

    def duties(self, parameters: QueryFields = _NOTHING) -> str:
        """Return the address of the duties table."""
        return self._page("/duties", parameters.pairs())

    def duties_data(self, kind: str, pairs: Pairs) -> str:
        """Return the address of the duties table as data: JSON, or a .csv, .xlsx or .ics file."""
        return f"{self.root}/api/v1/duties{kind}?{urlencode([*pairs])}"

    def instruments(self, parameters: QueryFields = _NOTHING) -> str:
        """Return the address of the list of cited instruments."""
        return self._page("/instruments", parameters.pairs())

    def instruments_json(self, path: str, pairs: Pairs = ()) -> str:
        """Return the address of the JSON of instruments; `path` is that of the page."""
        query = urlencode([*pairs])
        return f"{self.root}/api/v1{path}" + (f"?{query}" if query else "")

    def instrument(self, key: str, page: str = "") -> str:
        """Return the address of one instrument; only the plans that cite it have further pages."""
        pairs = [("page", page)] if page not in ("", "1") else []
        return self._page(f"/instruments/{quote(key, safe='')}", pairs)

    def document_instruments(self, document_id: str) -> str:
        """Return the address of what a plan says it carries out."""
        return self._page(f"/documents/{quote(document_id, safe='')}/instruments")

    def coverage(self, parameters: QueryFields = _NOTHING) -> str:
        """Return the address of the coverage: topics by provinces, years or documents."""
        return self._page("/coverage", parameters.pairs())

    def coverage_passages(self, pairs: Pairs) -> str:
        """Return the address of the passages of one cell of the coverage."""
        return self._page("/coverage/passages", pairs)

    def coverage_data(self, kind: str, pairs: Pairs) -> str:
        """Return the address of the coverage as data: JSON, or a .csv file."""
        return f"{self.root}/api/v1/coverage{kind}?{urlencode([*pairs])}"

    def saved(self) -> str:
        """Return the address of the saved searches."""
        return self._page("/saved")

    def help(self) -> str:
        """Return the address of the help page."""
        return self._page("/help")

    def about(self) -> str:
        """Return the address of the page about this index."""
        return self._page("/about")

    def quality(self) -> str:
        """Return the address of the page about the quality of this index."""
        return self._page("/quality")

    def developers(self) -> str:
        """Return the address of the page about the API."""
        return self._page("/developers")

    def problems(self) -> str:
        """Return the address of the page about the problems that the API answers with."""
        return self._page("/problems")

    def kept_fields(self) -> list[tuple[str, str]]:
        """Return the names and values that every link and every form takes along."""
        language = [(PARAMETER, str(self.language))] if self.language else []
        return [*((QUOTE, reference) for reference in self.basket), *language]

    def action(self, path: str) -> str:
        """Return the address that a form sends its fields to."""
        return self.root + path

    def static(self, name: str) -> str:
        """Return the address of a static file; it changes with the file's content."""
        return f"{self.root}/static/{name}?{VERSION}={version(name)}"

    def opensearch(self) -> str:
        """Return the address of the OpenSearch description."""
        return f"{self.root}/opensearch.xml"

    def data_catalog(self) -> str:
        """Return the address of the catalogue of open data (DCAT)."""
        return self.within("/api/v1/catalog.jsonld")

    def download(self, kind: Literal["documents", "passages"]) -> str:
        """Return the address of all documents, or all passages, as JSON Lines."""
        return self.within(f"/api/v1/{kind}.jsonl")

    def feed(self, path: str, language: Language, parameters: Parameters = _NOTHING) -> str:
        """Return the address of the feed (Atom) of what a page shows; `path` is that of the page."""
        asked = [pair for pair in parameters.pairs() if pair[0] in ("q", *FILTER_NAMES)]
        return f"{self.root}/api/v1{path}.atom?{urlencode([*asked, (PARAMETER, language)])}"

    def search_json(self, parameters: Parameters) -> str:
        """Return the address of the same results as JSON."""
        return self._json("search", replace(parameters, as_typed=""))

    def ask_json(self, parameters: Parameters) -> str:
        """Return the address of the same answer as JSON."""
        return self._json("ask", replace(parameters, sort=""))

    def written(self, parameters: Parameters) -> str:
        """Return the address of an answer with its finished summary."""
        return self._page("/ask/written", parameters.pairs())

    def written_stream(self, parameters: Parameters) -> str:
        """Return the address that the sentences of a summary stream from."""
        return self._json("ask/written", replace(parameters, as_typed="", sort=""))

    def switch(self, path: str, pairs: Pairs, language: Language) -> str:
        """Return the address of the same page in another language."""
        kept = [pair for pair in pairs if pair[0] != PARAMETER]
        return f"{self.root}{quote(local_path(path))}?{urlencode([*kept, (PARAMETER, language)])}"

    def _back(self) -> list[tuple[str, str]]:
        return [(BACK, self.back)] if self.back else []

    def _json(self, name: str, parameters: Parameters) -> str:
        pairs = [pair for pair in parameters.pairs() if pair[0] != "page"]
        return f"{self.root}/api/v1/{name}?{urlencode(pairs)}"

    def _page(self, path: str, pairs: Pairs = ()) -> str:
        query = urlencode([*pairs, *self.kept_fields()])
        return f"{self.root}{path}" + (f"?{query}" if query else "")


def local_path(path: str) -> str:
    """Return a path with one slash before it: two would begin the name of another server."""
    return "/" + path.lstrip("/\\")


def _compared(document_ids: Iterable[str]) -> list[tuple[str, str]]:
    return [("d", identity) for identity in document_ids]


def _query(query: str) -> list[tuple[str, str]]:
    return [("q", query)] if query else []
