"""Answers to what a plan as a whole costs, and who pays: what its section on money says."""

import re
from collections.abc import Iterator, Sequence

from index.types import PassageRecord
from ingest.language.folding import canonical, fold
from ingest.language.labels import label_end
from ingest.types import Span
from search_api.asking.amounts import amounts, clause_of, clause_span
from search_api.asking.asked import Asked
from search_api.asking.segments import segments
from search_api.asking.statements import Statement, Told, joined
from search_api.asking.types import MOST_QUOTES, Answer, by_document

_MONEY = "kinh phí"
_FINANCE = "tai chinh"
_BUDGET = "ngan sach"
_MONEY_BEFORE = re.compile(rf"{_MONEY}\s+", re.I)
# What is done with money, and that it is the whole of it: "được cấp bao nhiêu", "kinh phí cả giai đoạn".
_SPENDING_WORDS = (
    "cấp, được cấp, rót, chi, được chi, bố trí, được bố trí, hết, cần, dành, tổng, giai đoạn, "
    "lấy, nguồn, sources"
)
# In the words of a question, without marks.
_ASKS_SOURCE = re.compile(
    r"\b(?:nguon|tu dau|funded|financed|sources?|comes? from|who (?:pays?|funds?|finances?)|ai (?:chi|tra|tai tro))\b"
)
# More than these words are no answer at a glance.
_LONGEST_SOURCES = 240
_SPENDING = frozenset(map(fold, _SPENDING_WORDS.split(", ")))


def answer_budget(asked: Asked) -> Answer | None:
    """Answer with the sections on money of the plans that are asked for, None where something else is asked."""
    sections = [section for identity in _costed(asked) if (section := _on_money(asked, identity))]
    if not sections or sum(map(len, sections)) > MOST_QUOTES:
        return None
    _, result = asked.ranked(asked.reading.search)
    quotes = asked.quotes_of(asked.query, [passage.id for section in sections for passage in section])
    line = _line(asked, sections[0]) if len(sections) == 1 else None
    return asked.answered(by_document(asked.snapshot, quotes), result, line=line, confidence="high")


def asks_for_money_alone(asked: Asked, topic: str) -> bool:
    """True for a topic of nothing but "kinh phí", "ngân sách" and the like."""
    return bool(topic) and not _beside_money(asked, topic)


def money_passages(asked: Asked) -> dict[str, list[str]]:
    """Return the passages of the sections on money of the documents asked for, by document."""
    sections = {document.id: _on_money(asked, document.id) for document in asked.documents}
    return {identity: [passage.id for passage in found] for identity, found in sections.items() if found}


def _costed(asked: Asked) -> list[str]:
    """Return the documents of which the whole cost is asked for."""
    topic = _beside_money(asked, asked.reading.topic)
    if topic:
        called = asked.called(topic)
        return [document.id for document in asked.documents if document.id in called]
    return [d.id for d in asked.documents] if asked.scope.restricted else []


def _beside_money(asked: Asked, topic: str) -> str:
    """Return the words of a topic that are not of money, of a plan or of the frame."""
    left = [
        # "Kinh phí chuyển đổi số" is one term.
        _MONEY_BEFORE.sub("", segment.words)
        for segment in segments(topic, asked.vocabulary)
        if not segment.has("money", "plan", "count", "which")
        and not (segment.meaning and segment.meaning.year)
        and not asked.is_frame(segment.words)
        and fold(segment.words) not in _SPENDING
        and not fold(segment.words).startswith(_BUDGET)
    ]
    return " ".join(left)


def _on_money(asked: Asked, document_id: str) -> list[PassageRecord]:
    """Return what stands below a heading on money, else what begins with the word, else what finance has to pay."""
    passages = [p for p in asked.snapshot.passages_of(document_id) if p.kind == "provision"]
    headed = [p for p in passages if any(map(_is_on_money, p.path))]
    begins = headed or [p for p in passages if _is_on_money(p.text)]
    return begins or [p for p in passages if _is_paid(asked, p)]


def _is_paid(asked: Asked, passage: PassageRecord) -> bool:
    """True for "Sở Tài chính bố trí 9,45 tỷ đồng"."""
    duty = asked.snapshot.duty(passage.id)
    payer = bool(duty and duty.actor and _FINANCE in fold(duty.actor))
    return payer and bool(amounts(passage.text))


def _is_on_money(text: str) -> bool:
    return canonical(text[label_end(text) :]).lstrip().startswith(_MONEY)


def _line(asked: Asked, section: Sequence[PassageRecord]) -> Statement | None:
    """Return the sum that is asked for or, where it is asked where the money comes from, what says so."""
    if not _ASKS_SOURCE.search(fold(asked.query.text)):
        return _sum(asked, section)
    if sum(len(passage.text) for passage in section) > _LONGEST_SOURCES:
        return _sum(asked, section)
    return joined([_whole(asked, passage) for passage in section])


def _whole(asked: Asked, passage: PassageRecord) -> Told:
    """Return the words of a passage without its label and the mark at its end."""
    span = Span(label_end(passage.text), len(passage.text.rstrip(";. ")))
    return _told_of(asked, passage, span)


def _sum(asked: Asked, section: Sequence[PassageRecord]) -> Told | None:
    """Return the first sum of a section with its clause: the whole stands before its parts.

    A part that alone names the topic is what is asked for: "xúc tiến đầu tư 15,5 tỷ đồng".
    """
    topic = _beside_money(asked, asked.reading.topic)
    own = list(_sums_of(asked, topic, section)) if topic else []
    if len(own) == 1:
        return own[0]
    for passage in section:
        document = asked.snapshot.document(passage.document_id)
        for heading in passage.path:
            if found := amounts(heading):
                return Told("heading", found[0].of(heading), Span(0, 0), passage.id, document)
        if found := amounts(passage.text):
            return _told(asked, passage, found[0])
    return None


def _sums_of(asked: Asked, topic: str, section: Sequence[PassageRecord]) -> Iterator[Told]:
    """Yield the sums of a section whose clauses name a topic."""
    names = asked.names_of(topic)
    for passage in section:
        for amount in amounts(passage.text):
            if names.stand_in_title(clause_of(passage.text, amount)):
                yield _told(asked, passage, amount)


def _told(asked: Asked, passage: PassageRecord, amount: Span) -> Told:
    return _told_of(asked, passage, clause_span(passage.text, amount))


def _told_of(asked: Asked, passage: PassageRecord, span: Span) -> Told:
    document = asked.snapshot.document(passage.document_id)
    return Told("amount", span.of(passage.text), span.moved(passage.start), passage.id, document)
