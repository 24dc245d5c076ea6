"""Citations: whether what a draft says of a document that it cites is what the plans say of it."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Literal

from index.snapshot import Snapshot
from index.types import DocumentRecord
from ingest.instruments.numbers import codes_of
from ingest.language.folding import fold, squash
from ingest.types import Span
from search_api.checking.citing import Said, find_citations
from search_api.checking.issuers import named_place, same_body, same_place
from search_api.instruments.overview import instruments
from search_api.instruments.records import InstrumentRecord, slug

CitationVerdict = Literal["right", "mismatch", "unknown"]
Field = Literal["number", "type", "date", "year", "issuer", "province", "title"]
# Of the words of a subject so many stand in the title at least; of fewer words it tells nothing.
_SUBJECT_KEPT, _FEWEST_WORDS = 0.5, 3
# How many characters may lie between a quotation and the document that is named beside it, in a citation of
# hardly more than so many; what parts them counts as so many.
_FARTHEST, _LONGEST = 400, 1000
_PARTING, _CROSSED = (("\n\n", 300), ("\n", 150), (". ", 150), ("; ", 60)), 100
# What tells which of several documents with one number is meant.
_WHOSE: frozenset[Field] = frozenset({"issuer", "province"})


@dataclass(frozen=True, slots=True)
class Disagreement:
    """What a draft says of a document, and what was found."""

    field: Field
    said: str
    found: str


@dataclass(frozen=True, slots=True)
class Citation:
    """What became of a citation at `span` of the draft.

    `document` is the plan meant, None where it is none of these or may be several, which `fits` holds;
    `instrument` is what the plans cite by this number.
    """

    span: Span
    verdict: CitationVerdict
    document: DocumentRecord | None = None
    instrument: InstrumentRecord | None = None
    disagreements: tuple[Disagreement, ...] = ()
    fits: tuple[DocumentRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class _Known:
    """A document that the plans know: what they say of it, in as many ways as they say it."""

    number: str
    types: tuple[str, ...]
    dates: tuple[str, ...]
    years: tuple[str, ...]
    issuers: tuple[str, ...]
    places: tuple[str, ...]
    subjects: tuple[str, ...]
    province: str | None
    document: DocumentRecord | None = None
    instrument: InstrumentRecord | None = None


@dataclass(frozen=True, slots=True)
class _Register:
    """All that the plans know by number, squashed, and the plans by their dates."""

    by_number: dict[str, list[_Known]]
    by_date: dict[str, list[_Known]]


def check_citations(snapshot: Snapshot, text: str) -> list[Citation]:
    """Return the citations of a draft in order, each with what the plans say of it."""
    register = snapshot.derived(_register)
    return [_checked(snapshot, register, said) for said in find_citations(text)]


def _checked(snapshot: Snapshot, register: _Register, said: Said) -> Citation:
    known = register.by_number.get(squash(said.number)) or _named(snapshot, said)
    if not known:
        return _by_its_day(register, said)
    judged = [(candidate, tuple(_disagreements(said, candidate))) for candidate in known]
    judged = _meant(judged)
    fewest = min(len(found) for _, found in judged)
    fitting = [(candidate, found) for candidate, found in judged if len(found) == fewest]
    best, disagreements = fitting[0]
    documents = {one.document.id: one.document for one, _ in fitting if one.document}
    plans = tuple(record for identity, record in documents.items() if identity in snapshot.documents)
    several = len(plans) > 1
    return Citation(
        said.span,
        "mismatch" if fewest else "right",
        None if several else best.document,
        next((one.instrument for one, _ in fitting if one.instrument), None),
        () if several and not fewest else disagreements,
        plans if several else (),
    )


def _meant(
    judged: list[tuple[_Known, tuple[Disagreement, ...]]],
) -> list[tuple[_Known, tuple[Disagreement, ...]]]:
    """Return the plans that may be meant, by whose they are; else the cited documents; else all."""
    own = [one for one in judged if not any(found.field in _WHOSE for found in one[1])]
    plans = [one for one in own if one[0].document]
    return plans or own or judged


def _named(snapshot: Snapshot, said: Said) -> list[_Known]:
    """Return the laws that plans cite by this name, with or without its year."""
    if said.number[:1].isdigit():
        return []
    wanted = slug(said.number)
    found = instruments(snapshot).by_key.values()
    return [_of_instrument(record) for record in found if record.answers_to(wanted)]


def _by_its_day(register: _Register, said: Said) -> Citation:
    """Return a citation whose number nothing has: a slip, where day, issuer and kind of number are a plan's."""
    same = [
        known
        for known in register.by_date.get(said.date or "", ())
        if said.issuer
        and codes_of(known.number) == codes_of(said.number)
        and not any(_disagreements(said, known))
    ]
    if len(same) != 1:
        return Citation(said.span, "unknown")
    (known,) = same
    number = Disagreement("number", said.number, known.number)
    return Citation(said.span, "mismatch", known.document, None, (number,))


def _disagreements(said: Said, known: _Known) -> Iterator[Disagreement]:
    """Yield what a citation says otherwise than all that is known."""
    if said.type and known.types and said.type not in known.types:
        yield Disagreement("type", said.type, known.types[0])
    if said.date is not None and known.dates and said.date not in known.dates:
        yield Disagreement("date", said.date or said.date_words, known.dates[0])
    year = said.year or (said.date[:4] if said.date and not known.dates else None)
    if year and known.years and year not in known.years:
        yield Disagreement("year", year, known.years[0])
    if said.issuer and known.issuers and not _issued_by(said, known):
        yield Disagreement("issuer", said.issuer, known.issuers[0])
    place = named_place(said.issuer, english=said.english) if said.issuer else None
    if place and known.places and not any(same_place(place, other) for other in known.places):
        yield Disagreement("province", place, known.places[0])
    if said.subject and known.subjects and not any(_same_subject(said.subject, s) for s in known.subjects):
        yield Disagreement("title", said.subject, known.subjects[0])


def _issued_by(said: Said, known: _Known) -> bool:
    issuer = said.issuer or ""
    return any(same_body(issuer, found, known.province, english=said.english) for found in known.issuers)


def _same_subject(said: str, found: str) -> bool:
    """True where a subject may be the one found: all its numbers, and most of its words."""
    words, theirs = fold(said).split(), frozenset(_plain_words(found))
    own = list(_plain_words(" ".join(words)))
    if len(own) < _FEWEST_WORDS:
        return True
    kept = sum(word in theirs for word in own)
    return kept >= _SUBJECT_KEPT * len(own) and all(word in theirs for word in own if word.isdigit())


def _plain_words(text: str) -> Iterator[str]:
    return (word.strip(".,;:()“”\"'-–") for word in fold(text).split())


def _register(snapshot: Snapshot) -> _Register:
    """Read what the plans are known by, once for each snapshot."""
    by_number: defaultdict[str, list[_Known]] = defaultdict(list)
    by_date: defaultdict[str, list[_Known]] = defaultdict(list)
    # What is in force before earlier states of it.
    for record in sorted(snapshot.every_document, key=lambda record: record.id not in snapshot.documents):
        known = _of_document(record)
        if record.metadata.number:
            by_number[squash(record.metadata.number)].append(known)
            if record.id in snapshot.documents and record.metadata.date:
                by_date[record.metadata.date].append(known)
    for instrument in instruments(snapshot).by_key.values():
        by_number[squash(instrument.number)].append(_of_instrument(instrument))
    return _Register(dict(by_number), dict(by_date))


def _of_document(record: DocumentRecord) -> _Known:
    metadata = record.metadata
    year = metadata.year or (metadata.date[:4] if metadata.date else None)
    titled = metadata.title != PurePath(record.source_file).stem
    return _Known(
        number=metadata.number or "",
        types=_said_once([metadata.type]),
        dates=_said_once([metadata.date]),
        years=_said_once([str(year) if year else None]),
        issuers=_said_once([metadata.issuer]),
        places=_said_once([metadata.province, named_place(metadata.issuer or "")]),
        subjects=_said_once([metadata.title if titled else None]),
        province=metadata.province,
        document=record,
    )


def _of_instrument(record: InstrumentRecord) -> _Known:
    cited = [citation.instrument for citation in record.citations]
    dates = _said_once([record.date, *(one.date for one in cited)])
    issuers = _said_once([record.issuer, *(one.issuer for one in cited)])
    return _Known(
        number=record.number,
        types=_said_once([record.type, *(one.type for one in cited)]),
        dates=dates,
        years=_said_once(date[:4] for date in dates),
        issuers=issuers,
        places=_said_once([record.place, *map(named_place, issuers)]),
        subjects=_said_once(citation.subject_words for citation in record.citations),
        province=record.place,
        instrument=record,
    )


def _said_once(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value))


def nearest_document(
    text: str, span: Span, citations: Sequence[Citation], quoted: Sequence[Span]
) -> DocumentRecord | None:
    """Return the document that a draft names nearest to the quotation at `span`, or None where it names none near.

    All citations and all quotations of the draft are given in order: what another quotation parts from this
    one is rather about that.
    """
    first = bisect_left(citations, span.start - _FARTHEST - _LONGEST, key=lambda one: one.span.start)
    last = bisect_right(citations, span.end + _FARTHEST, key=lambda one: one.span.start)
    near = [
        (distance, citation.document)
        for citation in citations[first:last]
        if citation.document and (distance := _distance(text, span, citation.span, quoted)) <= _FARTHEST
    ]
    return min(near, key=lambda one: one[0])[1] if near else None


def _distance(text: str, quotation: Span, citation: Span, quoted: Sequence[Span]) -> int:
    """Return how far a citation is from a quotation; within it, it is farther than any."""
    start, end = min(quotation.end, citation.end), max(quotation.start, citation.start)
    if citation.start < quotation.end and quotation.start < citation.end:
        return _FARTHEST + 1
    between = text[start:end]
    crossed = bisect_left(quoted, end, key=lambda one: one.start)
    crossed -= bisect_right(quoted, start, key=lambda one: one.end)
    return len(between) + sum(cost for sign, cost in _PARTING if sign in between) + _CROSSED * max(0, crossed)
