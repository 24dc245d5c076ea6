"""Answers from what documents say of themselves: who signed, when, the number, the issuer."""

from index.types import DocumentRecord
from ingest.language.folding import fold
from search_api.asking.asked import Asked
from search_api.asking.evidence import Said
from search_api.asking.intents import Fact
from search_api.asking.numbers import answer_by_number, documents_citing, instruments_named
from search_api.asking.statements import FactOf, Listed, fact_of, joined
from search_api.asking.types import MOST_QUOTES, Answer, by_document

# Facts of more documents than these are a list, not an answer.
_MOST_FACTS = 4
# What citations say of an instrument; who signed, and the number, are asked of the plan that carries it out.
_OF_INSTRUMENTS: tuple[Fact, ...] = ("date", "issuer", "title", "type", "year", "province")


def answer_fact(asked: Asked) -> Answer:
    """Answer what the documents asked about say of themselves."""
    fact = asked.reading.fact
    _, result = asked.ranked(asked.reading.topic)
    signed = _signed_by(asked)
    if signed:
        parts = by_document(asked.snapshot, asked.openings(signed[:MOST_QUOTES]))
        return asked.answered(parts, result, line=Listed(tuple(signed)), confidence="high")
    if asked.reading.numbers and not asked.scope.own and fact in _OF_INSTRUMENTS:
        return answer_by_number(asked)
    found = _meant(asked)
    telling = tuple(d for d in found if fact and fact_of(fact, d))
    plans = tuple(Said(document.id, document in telling, ()) for document in found)
    if not fact or not telling or len(telling) > _MOST_FACTS:
        return asked.unanswered(result, plans=plans if len(found) <= MOST_QUOTES else ())
    parts = by_document(asked.snapshot, asked.openings(telling))
    line = joined([FactOf(each, telling) for each in asked.reading.facts])
    return asked.answered(parts, result, plans=plans, line=line, confidence="high")


def _signed_by(asked: Asked) -> list[DocumentRecord]:
    """Return the documents that the person signed whom a question names: "Lò Văn Thiệp ký văn bản nào?"."""
    if asked.reading.fact != "signer":
        return []
    words = f" {fold(asked.reading.topic)} "
    return [d for d in asked.documents if d.metadata.signer and f" {fold(d.metadata.signer)} " in words]


def _meant(asked: Asked) -> list[DocumentRecord]:
    """Return the documents that a question means by kind, place, year, what they cite and are about."""
    kinds = asked.reading.kinds
    documents = [d for d in asked.documents if d.metadata.type in kinds] or asked.documents
    if asked.reading.numbers and not asked.scope.own:
        cited = documents_citing(asked, instruments_named(asked))
        documents = [document for document in documents if document.id in cited]
    topic = asked.reading.topic
    if not topic or len(documents) < 2:
        return documents
    called = asked.called(topic) or asked.meant(topic)
    return [document for document in documents if document.id in called]
