"""Every sentence that an answer prints is proven by data: whatever is asked, in whatever combination."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import InvalidQueryError
from index.snapshot import Snapshot
from ingest.language.folding import fold, one_line, squash
from ingest.types import Span
from search_api.asking.answers import ask
from search_api.asking.statements import (
    LANGUAGES,
    Absent,
    CitedAs,
    Citing,
    Counted,
    FactOf,
    Grounds,
    Joined,
    Listed,
    Statement,
    Told,
    fact_of,
)
from search_api.measuring.asking import read_free_questions

QUESTIONS = read_free_questions(Path(__file__).parents[2] / "free_questions.jsonl")
ACTORS = [
    "Sở Ngoại vụ", "cơ quan báo chí", "Bộ đội Biên phòng", "UBND cấp xã", "Hội Nhà báo", "Ban Chỉ đạo",
    "press agencies", "the border guard", "schools", "Department of Finance", "Tổ tuần tra Hòn Sếu",
]  # fmt: skip
TOPICS = [
    "du lịch", "IUU", "tin giả", "phóng viên nước ngoài", "kiều bào", "loa truyền thanh", "báo cáo", "nhân quyền",
    "tourism", "forest fires", "foreign reporters", "children online", "kim cương", "space travel", "kinh phí",
    "Pháp", "Nhật Bản", "Germany", "Anh",
]  # fmt: skip
# Names of one syllable, which are parts of common words and of names of languages too.
COUNTRIES = {
    "Pháp": r"(?<!tiếng )\bPháp\b(?! luật)", "Nhật Bản": r"\bNhật Bản\b|(?<!Chủ )(?<!tiếng )\bNhật\b",
    "Germany": r"\bĐức\b", "Anh": r"(?<!tiếng )\bAnh\b",
}  # fmt: skip
PLACES = ["Hải Lâm", "Vân Sơn", "Đông Hải", "Phú Trà", "Hà Nội", "Thanh Giang", "Quang Ninh", ""]
TIMES = ["năm 2024", "of 2023", "2019", "hằng tháng", "trước ngày 20", "giai đoạn 2021 - 2025", ""]
NUMBERS = ["45/KH-UBND", "57-KL/TW", "999-KL/TW", "31-HD/BTGTU", "72/2015/NĐ-CP", "luật biên phòng", ""]
FRAMES = [
    "{actor} phải làm gì về {topic} ở {place} {time}?",
    "what must {actor} do about {topic} in {place}?",
    "ai chịu trách nhiệm {topic} ở {place}?",
    "who deals with {topic} in {place} {time}?",
    "khi nào {actor} {topic} {place}?",
    "by when must {actor} report on {topic} {time}?",
    "{topic} {place} bao nhiêu tiền {time}?",
    "how much for {topic} in {place}?",
    "kế hoạch nào {time} không nói đến {topic}?",
    "which plans of {place} mention {topic}?",
    "how many plans do not mention {topic}?",
    "có bao nhiêu tỉnh nói đến {topic} {time}",
    "so sánh {topic} của {place} và Vân Sơn",
    "who signed the {place} plan on {topic}?",
    "kế hoạch {number} ban hành ngày nào?",
    "which plans cite {number}?",
    "{number} nói gì về {topic}",
    "kế hoạch {place} căn cứ những văn bản nào?",
    "Which decree is the basis of the {place} plan {time}?",
    "list all documents of {place} {time}",
    "có bao nhiêu {topic} ở {place}?",
]
questions = st.builds(
    str.format,
    st.sampled_from(FRAMES),
    actor=st.sampled_from(ACTORS),
    topic=st.sampled_from(TOPICS),
    place=st.sampled_from(PLACES),
    time=st.sampled_from(TIMES),
    number=st.sampled_from(NUMBERS),
)


def is_true(statement: Statement, snapshot: Snapshot) -> bool:
    """Judge a statement by the documents alone, in other words than the product's own proof."""
    documents = snapshot.documents
    texts = {identity: snapshot.detail(identity).text for identity in documents}
    match statement:
        case Told():
            text = texts[statement.document.id]
            if statement.kind == "actor":
                return statement.words in text
            return statement.span.of(text) == statement.words
        case Joined():
            return all(is_true(part, snapshot) for part in statement.parts)
        case Counted():
            # Names of the topic stand in what is counted; its own words stand in no other document.
            words = one_line(fold(statement.topic))
            bounded = re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
            others = (
                one_line(fold(" ".join(p.text for p in snapshot.passages_of(d.id)))) for d in statement.silent
            )
            cited = (
                snapshot.passage(passage).document_id == d.id for d, passage in statement.spoken if passage
            )
            if country := COUNTRIES.get(statement.topic):
                assert all(re.search(country, texts[d.id]) for d, _ in statement.spoken)
            return all(cited) and not any(bounded.search(_without_bodies(text)) for text in others)
        case Citing():
            number = squash(statement.number)
            digits = re.sub(r"^\D+", "", number)
            return all(digits in squash(texts[d.id]) for d in statement.citing)
        case FactOf():
            return all(fact_of(statement.fact, documents[d.id]) for d in statement.documents)
        case Listed():
            return all(documents[d.id].metadata.title == d.metadata.title for d in statement.documents)
        case Grounds():
            return all(
                squash(label)[-8:] in squash(texts[statement.document.id]) for label in statement.labels
            )
        case CitedAs():
            return bool(statement.value)
        case Absent(kind="number"):
            return not any(squash(statement.value) in squash(text) for text in texts.values())
        case Absent(kind="place"):
            return not any(d.metadata.province == statement.value for d in documents.values())
        case Absent(kind="year"):
            return not any(str(d.metadata.year) == statement.value for d in documents.values())
    raise AssertionError(f"no rule for {statement!r}")


def _without_bodies(text: str) -> str:
    """Leave out names of bodies: "Sở Văn hóa, Thể thao và Du lịch" says nothing of tourism."""
    return re.sub(r"the thao(?:,)? va du lich|va du lich", " ", text)


def assert_proven(snapshot: Snapshot, question: str) -> None:
    try:
        answer = ask(snapshot, question)
    except InvalidQueryError:
        return
    if answer.line is not None:
        assert answer.line.is_proven(snapshot), question
        assert is_true(answer.line, snapshot), (question, answer.line.text("vi"))
        assert all(answer.line.text(language).strip() for language in LANGUAGES)
    for quote in answer.quotes:
        assert quote.text in quote.passage.text


@settings(max_examples=250)
@given(question=questions)
def test_every_line_of_recombined_questions_is_proven(sample_service, question):
    assert_proven(sample_service.snapshot, question)


@pytest.mark.parametrize("question", [each.question for each in QUESTIONS[::3]])
def test_every_line_of_the_free_questions_is_proven(sample_service, question):
    assert_proven(sample_service.snapshot, question)


def test_a_line_that_the_data_do_not_bear_out_is_not_proven(sample_service):
    snapshot = sample_service.snapshot
    document = next(iter(snapshot.documents.values()))
    passage = snapshot.passages_of(document.id)[0]
    said = Told("amount", "999 tỷ đồng", Span(passage.start, passage.start + 11), passage.id, document)
    assert not said.is_proven(snapshot)
    assert not Told("actor", "Sở Vũ trụ", Span(0, 9), passage.id, document).is_proven(snapshot)
    assert not Absent("number", "45/KH-UBND").is_proven(snapshot)
    assert not Absent("place", "Hải Lâm").is_proven(snapshot)
    assert not Listed((document,), total=3).is_proven(snapshot)
