"""Instruments: what the plans cite, which plans cite it and which do not, and what carries out what."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from index.errors import NotFoundError, UnknownValueError
from index.snapshot import Snapshot
from index.types import DocumentRecord, PassageRecord
from ingest.instruments.authorities import LEVELS, kind_of_body
from ingest.instruments.grounds import Ground, read_grounds
from ingest.instruments.subjects import find_subject
from ingest.language.folding import squash
from ingest.language.phrases import PhraseTable
from ingest.types import Instrument, Span
from search_api.instruments.records import Citation, InstrumentRecord, instrument_records, slug
from search_api.kit.filters import spelt

MOST_TOGETHER = 12
_SHOWN_OF_A_KEY = 80
_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Relation:
    """One document's words that `upper` carries out `lower`; keys of instruments."""

    upper: str
    lower: str
    document_id: str
    words: str
    span: Span


@dataclass(frozen=True, slots=True)
class Instruments:
    """The instruments that the documents of a generation cite."""

    by_key: Mapping[str, InstrumentRecord]
    # By the words of the number.
    by_number: PhraseTable[InstrumentRecord]
    # The key of each citation, by document and place.
    keys: Mapping[tuple[str, int], str]
    of_document: Mapping[str, tuple[str, ...]]
    relations: tuple[Relation, ...]


@dataclass(frozen=True, slots=True)
class CitedAt:
    """A citation in its passage; without one in title or letterhead."""

    citation: Citation
    passage: PassageRecord | None


@dataclass(frozen=True, slots=True)
class CitingDocument:
    """A document with its citations of one instrument, in order."""

    document: DocumentRecord
    citations: tuple[CitedAt, ...]


@dataclass(frozen=True, slots=True)
class Others:
    """The documents that do not cite an instrument, by how near they stand to those that do."""

    same_place: tuple[DocumentRecord, ...]
    same_issuers: tuple[DocumentRecord, ...]
    rest: tuple[DocumentRecord, ...]


def instruments(snapshot: Snapshot) -> Instruments:
    """Return what the documents cite, read once for each snapshot."""
    return snapshot.derived(_read)


def list_instruments(
    snapshot: Snapshot,
    kind: str | None = None,
    level: str | None = None,
    words: str = "",
) -> list[InstrumentRecord]:
    """Return the instruments that pass the filters, the most cited first.

    `words` are looked for in number, issuer and subject, without regard to marks. Raises
    `UnknownValueError` for a type or level that none has.
    """
    records = list(instruments(snapshot).by_key.values())
    types = {record.type for record in records if record.type}
    kind = spelt(kind, types)
    _check("type", kind, types)
    _check("level", level, LEVELS)
    wanted = squash(words)
    found = [
        record
        for record in records
        if kind in (None, record.type)
        and level in (None, record.level)
        and (not wanted or wanted in _searched(record))
    ]
    return sorted(found, key=lambda record: (-len(record.documents), -len(record.citations), record.key))


def instrument(snapshot: Snapshot, key: str) -> InstrumentRecord:
    """Return the instrument of a key or number; raises `NotFoundError` where it is none or several."""
    found = instruments(snapshot).by_key
    wanted = slug(key)
    if wanted in found:
        return found[wanted]
    same = [record for record in found.values() if wanted and record.answers_to(wanted)]
    if len(same) == 1:
        return same[0]
    shown = key if len(key) <= _SHOWN_OF_A_KEY else key[:_SHOWN_OF_A_KEY] + "…"
    if same:
        keys = ", ".join(record.key for record in same[:_MOST_NAMED])
        raise NotFoundError(f"several instruments go by {shown!r}: name one of {keys}")
    raise NotFoundError(f"no document here cites {shown!r}; `plansearch instruments` lists what is cited")


def mentioned(snapshot: Snapshot, query: str) -> list[InstrumentRecord]:
    """Return the instruments whose numbers stand in a query, however they are typed."""
    places = instruments(snapshot).by_number.places(slug(query).split("-"))
    return list({record.key: record for record, _, _ in places}.values())


def plain_name(snapshot: Snapshot, record: InstrumentRecord) -> str | None:
    """Return what an instrument is about: its title where the index holds it, else a citation's words."""
    if record.document_id:
        return snapshot.document(record.document_id).metadata.title
    return record.fullest.subject_words if record.fullest else None


def named_at(snapshot: Snapshot, record: InstrumentRecord) -> CitedAt | None:
    """Return the citation that gives an instrument its name; None where its own title does, or none."""
    citation = None if record.document_id else record.fullest
    if citation is None:
        return None
    return CitedAt(citation, passage_at(snapshot.passages_of(citation.document_id), citation))


def citing_documents(
    snapshot: Snapshot, record: InstrumentRecord, limit: int, offset: int = 0
) -> list[CitingDocument]:
    """Return the documents that cite an instrument, each with its citations and their passages."""
    shown = record.documents[offset : offset + limit]
    return [
        CitingDocument(snapshot.document(identity), _cited_at(snapshot, identity, record))
        for identity in shown
    ]


def others(snapshot: Snapshot, record: InstrumentRecord) -> Others:
    """Return the documents that do not cite an instrument: whether they should is not for us to say."""
    citing = {snapshot.document(document_id) for document_id in record.documents}
    places = {record.place} if record.place else {document.metadata.province for document in citing}
    kinds = {_kind(document) for document in citing}
    groups: dict[str, list[DocumentRecord]] = {"place": [], "kind": [], "rest": []}
    for document in snapshot.documents.values():
        if document in citing or document.id == record.document_id:
            continue
        near = document.metadata.province and document.metadata.province in places
        alike = _kind(document) and _kind(document) in kinds
        groups["place" if near else "kind" if alike else "rest"].append(document)
    return Others(tuple(groups["place"]), tuple(groups["kind"]), tuple(groups["rest"]))


def cited_together(snapshot: Snapshot, record: InstrumentRecord) -> list[tuple[InstrumentRecord, int]]:
    """Return the instruments that most documents cite beside this one, with the number of documents."""
    read = instruments(snapshot)
    counts = Counter(key for document in record.documents for key in read.of_document[document])
    del counts[record.key]
    return [(read.by_key[key], times) for key, times in counts.most_common(MOST_TOGETHER)]


def carried_out(snapshot: Snapshot, record: InstrumentRecord) -> tuple[list[Relation], list[Relation]]:
    """Return what an instrument carries out, and what carries it out, as the citing documents say."""
    down: dict[str, Relation] = {}
    up: dict[str, Relation] = {}
    for relation in instruments(snapshot).relations:
        if relation.upper == record.key:
            down.setdefault(relation.lower, relation)
        if relation.lower == record.key:
            up.setdefault(relation.upper, relation)
    return list(down.values()), list(up.values())


def of_document(snapshot: Snapshot, document_id: str) -> list[tuple[InstrumentRecord, tuple[CitedAt, ...]]]:
    """Return the instruments that a document cites with its citations, in order of the first.

    Raises `NotFoundError` where the document is unknown.
    """
    snapshot.document(document_id)
    read = instruments(snapshot)
    records = (read.by_key[key] for key in read.of_document.get(document_id, ()))
    return [(record, _cited_at(snapshot, document_id, record)) for record in records]


def _cited_at(snapshot: Snapshot, document_id: str, record: InstrumentRecord) -> tuple[CitedAt, ...]:
    passages = snapshot.passages_of(document_id)
    citations = (citation for citation in record.citations if citation.document_id == document_id)
    return tuple(CitedAt(citation, passage_at(passages, citation)) for citation in citations)


def _read(snapshot: Snapshot) -> Instruments:
    """Read the citations of all documents."""
    read = list(snapshot.of_each_document(_cited))
    citations = [citation for cited in read for citation in cited.citations]
    nested = [each for cited in read for each in cited.nested]
    records = instrument_records(citations, snapshot.documents)
    keys = {(c.document_id, c.instrument.span.start): r.key for r in records for c in r.citations}
    cited_by: dict[str, dict[str, None]] = defaultdict(dict)
    for citation in citations:
        if key := keys.get((citation.document_id, citation.instrument.span.start)):
            cited_by[citation.document_id][key] = None
    return Instruments(
        by_key={record.key: record for record in records},
        by_number=PhraseTable((slug(record.number).split("-"), record) for record in records),
        keys=keys,
        of_document={document_id: tuple(found) for document_id, found in cited_by.items()},
        relations=tuple(_relations(nested, keys)),
    )


class _Cited(NamedTuple):
    """What one document cites, and which of it stands under which, with the words that say so."""

    citations: tuple[Citation, ...]
    nested: tuple[tuple[str, Ground, str], ...]


def _cited(document_id: str, text: str, cited: tuple[Instrument, ...]) -> _Cited:
    """Read the citations of one document."""
    grounds = (ground for ground in read_grounds(text, cited) if ground.under and ground.words)
    return _Cited(
        tuple(_citation(document_id, text, instrument) for instrument in cited),
        tuple((document_id, ground, ground.words.of(text)) for ground in grounds if ground.words),
    )


def _citation(document_id: str, text: str, instrument: Instrument) -> Citation:
    subject = find_subject(text, instrument)
    words = instrument.span.of(text)
    return Citation(document_id, instrument, words, subject, subject.of(text) if subject else None)


def _relations(
    nested: Iterable[tuple[str, Ground, str]], keys: Mapping[tuple[str, int], str]
) -> Iterator[Relation]:
    for document_id, ground, words in nested:
        upper = keys.get((document_id, ground.under.span.start)) if ground.under else None
        lower = keys.get((document_id, ground.instrument.span.start))
        if upper and lower and upper != lower:
            yield Relation(upper, lower, document_id, words, ground.instrument.span)


def passage_at(passages: Sequence[PassageRecord], citation: Citation) -> PassageRecord | None:
    """Return the passage that holds a citation's words; None in title or letterhead."""
    span = citation.instrument.span
    place = bisect_right(passages, span.start, key=lambda passage: passage.start) - 1
    passage = passages[place] if place >= 0 else None
    return passage if passage and passage.start <= span.start and span.end <= passage.end else None


def _kind(document: DocumentRecord) -> str | None:
    return kind_of_body(document.metadata.issuer or "")


def _searched(record: InstrumentRecord) -> str:
    subject = record.fullest.subject_words if record.fullest else None
    return squash(" ".join(filter(None, (record.label, record.issuer, subject))))


def _check(name: str, value: str | None, known: Iterable[str]) -> None:
    if value is not None and value not in known:
        values = ", ".join(sorted(set(known)))
        raise UnknownValueError(
            "%(name)s %(value)r is not among the cited instruments; known: %(known)s",
            name=name,
            value=value,
            known=values,
        )
