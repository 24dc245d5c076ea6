"""Which citations mean the same instrument, and what they say of it together.

A number is not an identity: every province has a plan 12/KH-UBND, every year a decision 81/QĐ-TTg.
Citations mean one instrument where number, province and year agree; what a citation leaves out
is taken from the document that cites, or from the only instrument that it fits.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import chain, count

from index.types import DocumentRecord
from ingest.instruments.authorities import Level, level_of, place_of
from ingest.language.folding import fold, squash
from ingest.types import Instrument, Metadata, Span

_YEAR_WITHIN = re.compile(r"/((?:19|20)\d{2})/")
_YEAR_OF_NAME = re.compile(r"^(\D.*) ((?:19|20)\d{2})$")
_WORD = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Citation:
    """An instrument as one document cites it: the words, and the subject that they give it."""

    document_id: str
    instrument: Instrument
    words: str
    subject: Span | None = None
    subject_words: str | None = None


@dataclass(frozen=True)
class InstrumentRecord:
    """One instrument with all its citations, in order of documents and places.

    Type, date and issuer are what most citations say. `place` is the province or district of a local one.
    `document_id` is set where the instrument is itself a document of the index.
    """

    key: str
    number: str
    type: str | None
    date: str | None
    issuer: str | None
    level: Level
    place: str | None
    citations: tuple[Citation, ...]
    document_id: str | None

    @cached_property
    def documents(self) -> tuple[str, ...]:
        """The ids of the documents that cite it."""
        return tuple(dict.fromkeys(citation.document_id for citation in self.citations))

    @cached_property
    def fullest(self) -> Citation | None:
        """The citation that says most about its subject, if any says something."""
        telling = [citation for citation in self.citations if citation.subject_words]
        return max(telling, key=lambda citation: len(citation.subject_words or ""), default=None)

    def answers_to(self, wanted: str) -> bool:
        """True where `wanted`, a slug, is the number, or the key without its year or place."""
        whole = wanted.startswith(slug(_series(self.number)))
        return wanted == slug(self.number) or (whole and self.key.startswith(f"{wanted}-"))

    @property
    def label(self) -> str:
        """Type and number: "Kết luận 57-KL/TW"; a law's name stands for both."""
        known = self.type and not self.number.startswith(self.type)
        return f"{self.type} {self.number}" if known else self.number


def slug(text: str) -> str:
    """Return `text` as a part of an address: "57- KL/TW" is 57-kl-tw."""
    return "-".join(_WORD.findall(fold(text)))


def instrument_records(
    citations: Iterable[Citation], documents: Mapping[str, DocumentRecord]
) -> tuple[InstrumentRecord, ...]:
    """Return the instruments that `citations` mean, in order of first citation.

    What a document says of itself is no citation.
    """
    series: dict[tuple[str, str], list[Citation]] = defaultdict(list)
    for citation in citations:
        metadata = documents[citation.document_id].metadata
        if not _is_own(citation.instrument, metadata):
            place = _place(citation, metadata)
            series[_squashed(_series(citation.instrument.number)), place or ""].append(citation)
    numbered = _by_number(documents)
    found: dict[str, InstrumentRecord] = {}
    for (_, place), same in series.items():
        for cluster in _clusters(same):
            record = _record(cluster, place, numbered)
            key = _free(record.key, slug(record.issuer or ""), found)
            # A document's id may have stood in for the place: it is none.
            found[key] = replace(record, key=key, place=None if place in documents else record.place)
    return tuple(found.values())


def _by_number(documents: Mapping[str, DocumentRecord]) -> dict[str, list[DocumentRecord]]:
    numbered: dict[str, list[DocumentRecord]] = defaultdict(list)
    for document in documents.values():
        numbered[_squashed(document.metadata.number or "")].append(document)
    return numbered


class _Cluster:
    """Citations that agree with one another, by their places in the series."""

    def __init__(self) -> None:
        self.citations: dict[int, Citation] = {}
        self.documents: set[str] = set()
        self.facts: dict[tuple[str, str | None, str | None], Instrument] = {}

    def add(self, place: int, citation: Citation) -> None:
        instrument = citation.instrument
        self.citations[place] = citation
        self.documents.add(citation.document_id)
        self.facts.setdefault((instrument.number, instrument.date, instrument.issuer), instrument)

    def admits(self, citation: Citation) -> bool:
        return all(_agree(citation.instrument, own) for own in self.facts.values())

    @property
    def year(self) -> str | None:
        return next((year for fact in self.facts.values() if (year := _year(fact))), None)


def _clusters(citations: Sequence[Citation]) -> list[_Cluster]:
    """Part the citations of one number and place; those that say more come first."""
    clusters: list[_Cluster] = []
    order = sorted(enumerate(citations), key=lambda item: _silence(item[1].instrument))
    for place, citation in order:
        home = _home(citation, [cluster for cluster in clusters if cluster.admits(citation)])
        if home is None:
            home = _Cluster()
            clusters.append(home)
        home.add(place, citation)
    return clusters


def _silence(instrument: Instrument) -> tuple[bool, bool, bool]:
    return (_year(instrument) is None, instrument.date is None, instrument.issuer is None)


def _home(citation: Citation, fitting: Sequence[_Cluster]) -> _Cluster | None:
    """Return where a citation belongs: what its document means elsewhere, or the only one that fits.

    Where several fit, those of no year: a citation is never given to one of them by chance.
    """
    near = [cluster for cluster in fitting if citation.document_id in cluster.documents]
    if len(near) == 1:
        return near[0]
    if len(fitting) == 1:
        return fitting[0]
    return next((cluster for cluster in fitting if not cluster.year), None)


def _agree(one: Instrument, other: Instrument) -> bool:
    """False where two citations of one number and place cannot mean the same instrument."""
    years = {_year(one), _year(other)} - {None}
    if len(years) > 1:
        return False
    if level_of(one.number, one.issuer) != "province" or (one.date and one.date == other.date):
        return True
    # Steering committees of a province number their papers apart: the issuer must not contradict.
    bodies = [_squashed(issuer) for issuer in (one.issuer, other.issuer) if issuer]
    return len(bodies) < 2 or bodies[0] in bodies[1] or bodies[1] in bodies[0]


def _record(
    cluster: _Cluster, place: str, numbered: Mapping[str, Sequence[DocumentRecord]]
) -> InstrumentRecord:
    citations = [citation for _, citation in sorted(cluster.citations.items())]
    instruments = [citation.instrument for citation in citations]
    number = max((instrument.number for instrument in instruments), key=len)
    issuer = _most(instrument.issuer for instrument in instruments)
    year = cluster.year
    written_year = "" if _YEAR_WITHIN.search(number) else year or ""
    return InstrumentRecord(
        key=slug(f"{_series(number)} {place} {written_year}"),
        number=number,
        type=_most(instrument.type for instrument in instruments),
        date=_most(instrument.date for instrument in instruments),
        issuer=issuer,
        level=level_of(number, issuer),
        place=place or None,
        citations=tuple(citations),
        document_id=_same_document(place, year, numbered.get(_squashed(number), ())),
    )


def _same_document(place: str, year: str | None, documents: Sequence[DocumentRecord]) -> str | None:
    """Return which of the documents of the same number the instrument is, where just one can be meant."""
    found = [
        document.id
        for document in documents
        if place in ("", document.metadata.province)
        and (not year or not document.metadata.date or document.metadata.date.startswith(year))
    ]
    return found[0] if len(found) == 1 else None


def _is_own(instrument: Instrument, metadata: Metadata) -> bool:
    """True where a document speaks of itself: its own number, and nothing that contradicts."""
    if not metadata.number or _squashed(metadata.number) != _squashed(instrument.number):
        return False
    place = place_of(instrument.issuer) if instrument.issuer else None
    elsewhere = place and metadata.province and _squashed(place) != _squashed(metadata.province)
    other_year = instrument.date and metadata.date and instrument.date[:4] != metadata.date[:4]
    return not (elsewhere or other_year)


def _place(citation: Citation, metadata: Metadata) -> str | None:
    """Return the province or district of a local instrument, else None.

    Where neither the citation nor the document names it, the document's id keeps the number apart.
    """
    instrument = citation.instrument
    if level_of(instrument.number, instrument.issuer) != "province":
        return None
    named = place_of(instrument.issuer) if instrument.issuer else None
    if named and metadata.province and _squashed(named) == _squashed(metadata.province):
        named = metadata.province
    return named or metadata.province or citation.document_id


@lru_cache(maxsize=1 << 16)
def _squashed(text: str) -> str:
    # The same numbers come back thousands of times.
    return squash(text)


def _series(number: str) -> str:
    """Return a number as it recurs each year: a law's name goes without its year."""
    match = _YEAR_OF_NAME.match(number)
    return match[1] if match else number


def _year(instrument: Instrument) -> str | None:
    match = _YEAR_WITHIN.search(instrument.number)
    if match:
        return match[1]
    named = _YEAR_OF_NAME.match(instrument.number)
    return named[2] if named else instrument.date[:4] if instrument.date else None


def _most(values: Iterable[str | None]) -> str | None:
    """Return the most frequent value, of equal ones the longest."""
    counts = Counter(value for value in values if value)
    return max(counts, key=lambda value: (counts[value], len(value)), default=None)


def _free(key: str, issuer: str, taken: Mapping[str, object]) -> str:
    """Return a key that no other instrument has."""
    candidates = chain([key, f"{key}-{issuer}"], (f"{key}-{number}" for number in count(2)))
    return next(candidate for candidate in candidates if candidate not in taken)
