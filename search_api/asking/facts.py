"""Answers from what documents say of themselves: who signed, when, the number, the issuer."""

import re
from collections.abc import Collection

from index.types import DocumentRecord
from ingest.language.folding import fold
from ingest.types import Metadata
from search_api.asking.asked import Asked
from search_api.asking.evidence import Said
from search_api.asking.intents import Fact
from search_api.asking.numbers import answer_by_number, documents_citing, instruments_named
from search_api.asking.passages import answer_by_topic
from search_api.asking.statements import FactOf, Listed, fact_of, joined
from search_api.asking.types import MOST_QUOTES, Answer, by_document

# Facts of more documents than these are a list, not an answer.
_MOST_FACTS = 4
# What citations say of an instrument; who signed, and the number, are asked of the plan that carries it out.
_OF_INSTRUMENTS: tuple[Fact, ...] = ("date", "issuer", "title", "type", "year", "province")

# Somebody may sign in two: "PHÓ BÍ THƯ THƯỜNG TRỰC kiêm TRƯỞNG BAN CHỈ ĐẠO".
_OFFICES = re.compile(r",\s|\skiêm\s", re.I)
_COMMITTEE = ("ubnd", "uy ban nhan dan")


def answer_fact(asked: Asked) -> Answer:
    """Answer what the documents asked about say of themselves."""
    fact = asked.reading.fact
    _, result = asked.ranked(asked.reading.topic)
    signed = _signed_by(asked)
    if signed:
        offices = tuple(d for d in signed if d.metadata.office) if fact == "office" else ()
        said = FactOf("office", offices) if offices else Listed(tuple(signed))
        parts = by_document(asked.snapshot, asked.openings(signed[:MOST_QUOTES]))
        return asked.answered(parts, result, line=said, confidence="high")
    if asked.reading.numbers and not asked.scope.own and fact in _OF_INSTRUMENTS:
        return answer_by_number(asked)
    if fact == "office" and not asked.scope.restricted:
        # "Chức vụ trưởng ban": nobody who signed is named.
        return answer_by_topic(asked)
    found = _meant(asked)
    telling = tuple(d for d in found if fact and fact_of(fact, d))
    plans = tuple(Said(document.id, document in telling, ()) for document in found)
    if not fact or not telling or len(telling) > _MOST_FACTS:
        return asked.unanswered(result, plans=plans if len(found) <= MOST_QUOTES else ())
    parts = by_document(asked.snapshot, asked.openings(telling))
    line = joined([FactOf(each, telling) for each in asked.reading.facts])
    return asked.answered(parts, result, plans=plans, line=line, confidence="high")


def answer_holder(asked: Asked) -> Answer | None:
    """Answer who holds an office, by the documents signed in it: "ai là chủ tịch UBND thành phố Cần Thơ?"."""
    topic = asked.reading.topic
    if not topic:
        return None
    called = frozenset(map(fold, (topic, *asked.names_of(topic).alone)))
    holding = [d for d in asked.documents if d.metadata.office and _is_office(called, d.metadata)]
    if not 0 < len(holding) <= _MOST_FACTS:
        return None
    _, result = asked.ranked(topic)
    parts = by_document(asked.snapshot, asked.openings(holding))
    return asked.answered(parts, result, line=FactOf("signer", tuple(holding)), confidence="high")


def _is_office(called: Collection[str], metadata: Metadata) -> bool:
    """True where folded words are one of the offices of who signed a document, if with the body that issued it."""
    offices = [fold(office) for office in _OFFICES.split(metadata.office or "") if office]
    issuer = fold(metadata.issuer or "")
    return any(
        words.startswith(office) and words.removeprefix(office).strip().replace(*_COMMITTEE) in issuer
        for words in called
        for office in offices
    )


def _signed_by(asked: Asked) -> list[DocumentRecord]:
    """Return the documents that the person signed whom a question names: "Lò Văn Thiệp ký văn bản nào?"."""
    if asked.reading.fact not in ("signer", "office"):
        return []
    words = f" {fold(asked.query.text)} "
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
