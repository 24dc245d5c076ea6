"""The scope of a question: the documents that its places, years and numbers leave."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from index.searcher import Query
from index.snapshot import Snapshot
from index.types import DocumentRecord, Filters
from ingest.language.folding import squash
from ingest.language.phrases import keys_of
from ingest.language.provinces import mergers
from search_api.asking.evidence import TopicNames
from search_api.asking.reading import Reading
from search_api.asking.statements import PERIOD, Absent, has_number
from search_api.asking.titles import bare_words, title_words

# A title means what a document is called by where it is so near to the one that means it best.
_NEARLY_BEST = 0.7
# Fewer words follow each other in many titles.
_LEAST_WORDS = 4


@dataclass(frozen=True, slots=True)
class Scope:
    """The documents that a question is about, by id; `own` those whose own number it names.

    `absent` is the first thing named that no document has; then there are no documents.
    """

    documents: frozenset[str]
    own: frozenset[str]
    absent: Absent | None
    restricted: bool = False

    def filters(self, given: Filters) -> Filters:
        """Return the filters of a search within it, `given` itself where it holds every document, or none.

        Where something is absent, the nearest passages are looked for everywhere.
        """
        if self.absent or not self.restricted:
            return given
        return Filters(**given.values(), among=self.documents)  # type: ignore[arg-type]


def scope_of(snapshot: Snapshot, reading: Reading, filters: Filters) -> Scope:
    """Return what a question restricts itself to, among the documents that pass the filters."""
    every = snapshot.documents.values()
    admitted = snapshot.derived(_ids)
    if filters.active:
        admitted = frozenset(document.id for document in every if filters.admits(document))
    numbered = (d for d in every if d.metadata.number) if reading.numbers else ()
    own = {d.id for d in numbered if _is_one_of(d.metadata.number or "", reading.numbers)}
    missing = next((number for number in reading.numbers if not has_number(snapshot, number)), None)
    if missing:
        return Scope(frozenset(), frozenset(own), Absent("number", missing))
    for kind, values, has in (
        ("place", reading.places, _is_of_place),
        ("year", tuple(map(str, reading.years)), _is_signed_in if reading.issued else _is_of_year),
    ):
        found = _with_any(every, values, has)
        if kind == "year" and not found:
            found = _with_any(every, values, _covers_year)
        if found is not None:
            of_document = reading.asks_for_documents or reading.fact or reading.described
            if not found and (kind == "place" or of_document):
                return Scope(frozenset(), frozenset(own), Absent(kind, values[0]))  # type: ignore[arg-type]
            admitted = admitted & found if found else admitted
    if own and (not reading.asks_for_documents or reading.intent == "compare"):
        admitted &= own
    return Scope(admitted, frozenset(own), None, restricted=len(admitted) < len(every))


def _ids(snapshot: Snapshot) -> frozenset[str]:
    """Return the ids of all documents; take it as `snapshot.derived(_ids)`."""
    return frozenset(snapshot.documents)


def titled(snapshot: Snapshot, documents: Collection[str], names: TopicNames) -> frozenset[str]:
    """Return those of some documents whose titles have every part of a name."""
    return names.stand_in_titles(snapshot.derived(title_words), documents)


def titled_in_order(snapshot: Snapshot, documents: Collection[str], words: str) -> frozenset[str]:
    """Return those of some documents whose titles have the words of a name one after the other, among others."""
    wanted = keys_of(words)
    if len(wanted) < _LEAST_WORDS:
        return frozenset()
    near = snapshot.derived(title_words).having(bare_words(words)).intersection(documents)
    return frozenset(i for i in near if _follow(wanted, keys_of(snapshot.document(i).metadata.title)))


def _follow(wanted: Sequence[str], words: Sequence[str]) -> bool:
    left = iter(words)
    return all(word in left for word in wanted)


def titled_nearly(snapshot: Snapshot, documents: Collection[str], query: Query) -> frozenset[str]:
    """Return those of some documents whose titles mean a name best, where one does at all."""
    near = snapshot.searcher.titled(query, documents)
    least = _NEARLY_BEST * max(near.values(), default=0.0)
    return frozenset(identity for identity, share in near.items() if share >= least)


def _with_any(
    every: Collection[DocumentRecord], values: tuple[str, ...], has: Callable[[DocumentRecord, str], bool]
) -> set[str] | None:
    """Return the documents that have one of the values, None where there are no values."""
    if not values:
        return None
    return {document.id for document in every if any(has(document, value) for value in values)}


def _is_one_of(number: str, numbers: tuple[str, ...]) -> bool:
    return squash(number) in map(squash, numbers)


def _is_of_place(document: DocumentRecord, place: str) -> bool:
    """True where a document is of a province, of one that became part of it, or of what it became part of."""
    own = document.metadata.province
    return own is not None and (own == place or place in mergers().get(own, ()))


def _is_signed_in(document: DocumentRecord, year: str) -> bool:
    metadata = document.metadata
    return metadata.date.startswith(year) if metadata.date else str(metadata.year) == year


def _is_of_year(document: DocumentRecord, year: str) -> bool:
    return str(document.metadata.year) == year


def _covers_year(document: DocumentRecord, year: str) -> bool:
    periods = (map(int, match.groups()) for match in PERIOD.finditer(document.metadata.title))
    return any(first <= int(year) <= last for first, last in periods)
