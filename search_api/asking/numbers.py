"""Answers to the number of a document: the document that has it, then those that cite it."""

import re
from collections.abc import Iterable, Sequence

from index.types import Confidence
from ingest.language.folding import fold
from search_api.asking.asked import Asked
from search_api.asking.evidence import Said
from search_api.asking.statements import CitedAs, Citing, Listed, Statement, fact_cited, joined
from search_api.asking.told import told
from search_api.asking.types import MOST_QUOTES, Answer, by_document
from search_api.instruments.overview import citing_documents, mentioned
from search_api.instruments.records import InstrumentRecord

_WHAT = re.compile(r"\b(?:what|gi)\b")


def answer_by_number(asked: Asked) -> Answer:
    """Answer with what has a number as its own, what cites it, and what does not."""
    snapshot, reading = asked.snapshot, asked.reading
    records = instruments_named(asked)
    cited = documents_citing(asked, records)
    wanted = not reading.negated
    plans = tuple(
        Said(document.id, document.id in cited, tuple(dict.fromkeys(cited.get(document.id, ()))))
        for document in (*asked.documents, *asked.others)
        if document.id not in asked.scope.own
    )
    own = [snapshot.document(identity) for identity in snapshot.documents if identity in asked.scope.own]
    line: Statement | None = Listed(tuple(own))
    if records and _asks_otherwise(asked, records):
        line = None
    elif records and (reading.intent in ("plans", "count") or not own or _asks_who_cites(asked)):
        citing = tuple(document for document in asked.documents if document.id in cited)
        silent = tuple(d for d in asked.documents if d.id not in cited and d not in own)
        keys = tuple(record.key for record in records)
        negated = reading.negated and bool(silent)
        line = Citing(records[0].label, _subject(records), keys, citing, silent, negated=negated)
    if len(records) == 1 and reading.facts:
        line = _cited_as(asked, records[0], cited) or line
    _, result = asked.ranked("")
    shown = [passage for passages in cited.values() for passage in passages[:1]] if wanted else []
    quotes = asked.quotes_of(asked.query_of(reading.topic), shown)
    # "Quyết định 1120/QĐ-UBND quy định mức hỗ trợ bao nhiêu?": what cites it may say so.
    told_by = ((quote, words) for quote in quotes if not reading.facts and (words := told(asked, quote)))
    telling, line = next(told_by, (None, line))
    if telling:
        quotes = [telling, *(quote for quote in quotes if quote is not telling)]
    parts = by_document(snapshot, [*asked.openings(own), *quotes][:MOST_QUOTES])
    # "118/KH-UBND của Đông Hải": the number is of another province.
    elsewhere = bool(own) and not any(document.id in asked.scope.documents for document in own)
    sure: Confidence = "low" if elsewhere else "high"
    return asked.answered(parts, result, plans=plans, line=line, confidence=sure)


def _cited_as(asked: Asked, record: InstrumentRecord, cited: Iterable[str]) -> Statement | None:
    """Return what the documents that cite an instrument say of its day, issuer and type, where these are asked for."""
    documents = tuple(asked.snapshot.document(identity) for identity in cited)
    values = ((fact, fact_cited(fact, record)) for fact in asked.reading.facts)
    return joined(
        [
            CitedAs(fact, record.key, record.number if fact == "type" else record.label, documents, value)
            for fact, value in values
            if value
        ]
    )


def instruments_named(asked: Asked) -> list[InstrumentRecord]:
    """Return the instruments whose numbers a question names."""
    return [record for number in asked.reading.numbers for record in mentioned(asked.snapshot, number)]


def documents_citing(asked: Asked, records: Iterable[InstrumentRecord]) -> dict[str, list[str]]:
    """Return the documents asked about that cite one of some instruments, with the passages that do."""
    cited: dict[str, list[str]] = {}
    for record in records:
        for found in citing_documents(asked.snapshot, record, len(asked.snapshot.documents)):
            if found.document.id in asked.scope.documents:
                passages = (place.passage.id for place in found.citations if place.passage)
                cited.setdefault(found.document.id, []).extend(passages)
    return cited


def _subject(records: Sequence[InstrumentRecord]) -> str:
    """Return the words of a citation that say most about an instrument: its day and what it is about."""
    fullest = records[0].fullest
    if len(records) > 1 or fullest is None:
        return ""
    return fullest.subject_words or ""


def _asks_otherwise(asked: Asked, records: Sequence[InstrumentRecord]) -> bool:
    """True where it is not asked who has or cites a number, or what the number is of."""
    reading = asked.reading
    what = _WHAT.search(fold(asked.query.text)) and not _subject(records)
    return not reading.asks_for_documents and bool(reading.asks or what)


def _asks_who_cites(asked: Asked) -> bool:
    return asked.reading.intent == "instrument" and asked.reading.asks_which
