"""Instruments as the templates show them: in lists, with what cites them, and in a plan's chain."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from index.snapshot import Snapshot
from index.types import DocumentRecord, Match, PassageRecord
from ingest.instruments.authorities import Level
from search_api.instruments.chain import ChainLink
from search_api.instruments.overview import (
    CitedAt,
    CitingDocument,
    Relation,
    instruments,
    mentioned,
    named_at,
    of_document,
    plain_name,
)
from search_api.instruments.records import InstrumentRecord
from web.instruments.picture import box_lines
from web.kit.highlighting import highlight
from web.kit.i18n import day
from web.kit.parameters import Parameters, QueryFields
from web.kit.presenters import CitationView, DocumentView, citation_view, document_view, sentence_case
from web.kit.urls import Urls

# Plans that a row of the list names; the instrument's page has them all.
MOST_PLANS_NAMED = 6
MOST_MENTIONED = 3


@dataclass(frozen=True, slots=True)
class InstrumentParameters(QueryFields):
    """What a person asked of the list, as typed; the names are those of the API."""

    q: str = ""
    type: str = ""
    level: str = ""
    page: str = ""

    def on_page(self, number: int) -> "InstrumentParameters":
        """Return the parameters of another page of the same list."""
        return replace(self, page=str(number))

    def api_pairs(self) -> list[tuple[str, str]]:
        """Return the query string of the same list in the API."""
        return [(name, value) for name, value in self.pairs() if name != "page"]

    def shared(self) -> Parameters:
        """Return what the page has in common with the search."""
        return Parameters(q=self.q, page=self.page)


@dataclass(frozen=True, slots=True)
class InstrumentView:
    """An instrument; `documents` counts those that cite it, `citations` how often."""

    key: str
    label: str
    number: str
    name: str | None
    type: str | None
    issuer: str | None
    date: str | None
    level: Level
    place: str | None
    documents: int
    citations: int
    url: str
    own_url: str | None


@dataclass(frozen=True, slots=True)
class PlanLink:
    """A plan by its short name; `url` is that of what it cites."""

    label: str
    title: str
    url: str


@dataclass(frozen=True, slots=True)
class ListRow:
    """A row of the list; `more` plans cite it than are named."""

    instrument: InstrumentView
    plans: tuple[PlanLink, ...]
    more: int


@dataclass(frozen=True, slots=True)
class NameSource:
    """Where the name of an instrument was read."""

    title: str
    place: str | None
    url: str


@dataclass(frozen=True, slots=True)
class CitingPassage:
    """A passage with the citations in it marked."""

    id: str
    place: str
    text: Markup
    citation: CitationView
    url: str


@dataclass(frozen=True, slots=True)
class CitingView:
    """A document that cites an instrument; `elsewhere` counts citations in title and letterhead."""

    document: DocumentView
    passages: tuple[CitingPassage, ...]
    elsewhere: int


@dataclass(frozen=True, slots=True)
class RelationView:
    """Another instrument, and the words of a document that one carries out the other."""

    instrument: InstrumentView
    words: str
    document: DocumentView


@dataclass(frozen=True, slots=True)
class ChainView:
    """A link of a plan's chain; a citation in the title has no place."""

    instrument: InstrumentView
    words: str | None
    place: str | None
    url: str
    opening: bool
    under: tuple["ChainView", ...]


@dataclass(frozen=True, slots=True)
class CitedView:
    """An instrument that one document cites so many times."""

    instrument: InstrumentView
    times: int


class InstrumentViews:
    """Makes views of the instruments of one snapshot."""

    def __init__(self, snapshot: Snapshot, urls: Urls) -> None:
        self.snapshot = snapshot
        self.urls = urls

    def view(self, record: InstrumentRecord) -> InstrumentView:
        """Return an instrument."""
        return InstrumentView(
            key=record.key,
            label=record.label,
            number=record.number,
            name=plain_name(self.snapshot, record),
            type=record.type,
            issuer=record.issuer,
            date=day(record.date),
            level=record.level,
            place=record.place,
            documents=len(record.documents),
            citations=len(record.citations),
            url=self.urls.instrument(record.key),
            own_url=self.urls.document(record.document_id) if record.document_id else None,
        )

    def row(self, record: InstrumentRecord) -> ListRow:
        """Return a row of the list."""
        named = record.documents[:MOST_PLANS_NAMED]
        plans = tuple(self.plan(self.snapshot.document(identity)) for identity in named)
        return ListRow(self.view(record), plans, len(record.documents) - len(named))

    def mentioned(self, query: str) -> tuple[InstrumentView, ...]:
        """Return the instruments whose numbers stand in a query, the first few."""
        return tuple(self.view(record) for record in mentioned(self.snapshot, query)[:MOST_MENTIONED])

    def plan(self, document: DocumentRecord) -> PlanLink:
        """Return a plan by its short name."""
        label = ", ".join(box_lines(document))
        return PlanLink(label, document.metadata.title, self.urls.document_instruments(document.id))

    def plans(self, documents: Iterable[DocumentRecord]) -> tuple[DocumentView, ...]:
        """Return documents as a list of links."""
        return tuple(document_view(document, self.urls) for document in documents)

    def name_source(self, record: InstrumentRecord) -> NameSource | None:
        """Return where the name was read; None where it is the instrument's own title."""
        found = named_at(self.snapshot, record)
        if found is None:
            return None
        document = self.snapshot.document(found.citation.document_id)
        place = found.passage.place if found.passage else None
        return NameSource(document.metadata.title, place, self._place_url(found))

    def citing(self, found: CitingDocument) -> CitingView:
        """Return a document with the passages that cite, each once."""
        by_passage: dict[str, list[CitedAt]] = {}
        for cited in found.citations:
            by_passage.setdefault(cited.passage.id if cited.passage else "", []).append(cited)
        elsewhere = len(by_passage.pop("", []))
        passages = tuple(self._passage(found.document, cited) for cited in by_passage.values())
        return CitingView(document_view(found.document, self.urls), passages, elsewhere)

    def relations(self, relations: Sequence[Relation], key: str) -> tuple[RelationView, ...]:
        """Return the instruments at the other end of relations of the instrument called `key`."""
        read = instruments(self.snapshot).by_key
        return tuple(
            RelationView(
                self.view(read[relation.lower if relation.upper == key else relation.upper]),
                relation.words,
                document_view(self.snapshot.document(relation.document_id), self.urls),
            )
            for relation in relations
        )

    def link(self, link: ChainLink) -> ChainView:
        """Return a link of a chain with those under it."""
        passage = link.citation.passage
        return ChainView(
            instrument=self.view(link.record),
            words=link.words,
            place=passage.place if passage else None,
            url=self._place_url(link.citation),
            opening=link.opening,
            under=tuple(self.link(lower) for lower in link.under),
        )

    def cited(self, document_id: str) -> tuple[CitedView, ...]:
        """Return what a document cites, in order of first citation."""
        found = of_document(self.snapshot, document_id)
        return tuple(CitedView(self.view(record), len(citations)) for record, citations in found)

    def _passage(self, document: DocumentRecord, cited: Sequence[CitedAt]) -> CitingPassage:
        passage = next(found.passage for found in cited if found.passage)
        return CitingPassage(
            id=passage.id,
            place=sentence_case(passage.place),
            text=highlight(passage.text, [_mark(found, passage) for found in cited]),
            citation=citation_view(document, passage.place, passage.text),
            url=self.urls.passage(document.id, passage.id),
        )

    def _place_url(self, cited: CitedAt) -> str:
        document = cited.citation.document_id
        if cited.passage:
            return self.urls.passage(document, cited.passage.id)
        return self.urls.document(document)


def _mark(cited: CitedAt, passage: PassageRecord) -> Match:
    instrument = cited.citation.instrument
    start, end = instrument.span.start - passage.start, instrument.span.end - passage.start
    return Match(instrument.number, cited.citation.words, start, end, "word", 1.0)
