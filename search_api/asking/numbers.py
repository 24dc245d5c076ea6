"""Answers to the number of a document: the document that has it, then those that cite it."""

from collections.abc import Sequence

from search_api.asking.asked import Asked
from search_api.asking.evidence import Said
from search_api.asking.statements import CitedAs, Citing, Listed, Statement
from search_api.asking.types import MOST_QUOTES, Answer, by_document
from search_api.instruments.overview import citing_documents, mentioned
from search_api.instruments.records import InstrumentRecord


def answer_by_number(asked: Asked) -> Answer:
    """Answer with what has a number as its own, what cites it, and what does not."""
    snapshot, reading = asked.snapshot, asked.reading
    records = [record for number in reading.numbers for record in mentioned(snapshot, number)]
    cited: dict[str, list[str]] = {}
    for record in records:
        for found in citing_documents(snapshot, record, len(snapshot.documents)):
            if found.document.id in asked.scope.documents:
                passages = (place.passage.id for place in found.citations if place.passage)
                cited.setdefault(found.document.id, []).extend(passages)
    wanted = not reading.negated
    plans = tuple(
        Said(document.id, document.id in cited, tuple(dict.fromkeys(cited.get(document.id, ()))))
        for document in (*asked.documents, *asked.others)
        if document.id not in asked.scope.own
    )
    own = [snapshot.document(identity) for identity in snapshot.documents if identity in asked.scope.own]
    line: Statement | None = Listed(tuple(own))
    if records and (reading.intent in ("plans", "count") or not own or _asks_who_cites(asked)):
        citing = tuple(document for document in asked.documents if document.id in cited)
        silent = tuple(d for d in asked.documents if d.id not in cited and d not in own)
        keys = tuple(record.key for record in records)
        negated = reading.negated and bool(silent)
        line = Citing(records[0].label, _subject(records), keys, citing, silent, negated=negated)
    fact = reading.fact
    if fact in ("date", "issuer") and len(records) == 1:
        value = records[0].date if fact == "date" else records[0].issuer
        documents = tuple(snapshot.document(identity) for identity in cited)
        line = CitedAs(fact, records[0].key, records[0].label, documents, value) if value else None
    _, result = asked.ranked("")
    shown = [passage for passages in cited.values() for passage in passages[:1]] if wanted else []
    quotes = [*asked.openings(own), *asked.quotes_of(asked.query_of(reading.topic), shown)]
    parts = by_document(snapshot, quotes[:MOST_QUOTES])
    return asked.answered(parts, result, plans=plans, line=line, confidence="high")


def _subject(records: Sequence[InstrumentRecord]) -> str:
    """Return the words of a citation that say most about an instrument: its day and what it is about."""
    fullest = records[0].fullest
    if len(records) > 1 or fullest is None:
        return ""
    return fullest.subject_words or ""


def _asks_who_cites(asked: Asked) -> bool:
    return asked.reading.intent == "instrument" and asked.reading.asks_which
