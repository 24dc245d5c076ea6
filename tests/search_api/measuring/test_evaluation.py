"""Evaluation: the measures by hand, malformed question files, and the promised quality."""

import json
import math
from pathlib import Path

import pytest

from index.errors import PlanSearchError
from search_api.measuring.evaluation import KnownQuestion, Relevant, contains, evaluate, read_questions
from tests.index_worlds import collect, write_plan
from tests.product import Product

SAMPLE_QUESTIONS = Path(__file__).parents[2] / "sample_questions.jsonl"
QUERY = "hộ dân trồng cây ăn quả"
FOREIGN = "how do black holes evaporate through Hawking radiation?"


@pytest.fixture(scope="module")
def orchard(tmp_path_factory):
    """Five provisions; the tests read off how the service ranks them."""
    folder = tmp_path_factory.mktemp("orchard")
    words = ["Hộ dân trồng bưởi.", "Hộ dân trồng cam.", "Xã trồng hoa.", "Thôn nuôi ong.", "Trường vẽ tranh."]
    collect(folder / "data", write_plan(folder / "a.txt", *words))
    return Product.open(folder / "data")


def ranked(service: Product, query: str = QUERY) -> list[Relevant]:
    """Return what names the passages of a query, best first."""
    found = service.search(query)
    return [Relevant(hit.document.source_file, hit.passage.text) for hit in (*found.hits, *found.further)]


def ask(identity: str, *relevant: Relevant, kind: str = "vi", query: str = QUERY) -> KnownQuestion:
    return KnownQuestion(identity, kind, query, relevant)


@pytest.mark.parametrize("place", [1, 2, 5])
def test_one_right_passage_counts_by_its_rank(orchard, place):
    values = evaluate(orchard.snapshot, [ask("a", ranked(orchard)[place - 1])]).rows["all"].values
    assert values == {
        "hit@1": float(place == 1),
        "hit@5": 1.0,
        "R@5": 1.0,
        "RR": pytest.approx(1 / place),
        "nDCG@10": pytest.approx(1 / math.log2(place + 1)),
    }


def test_several_right_passages_are_counted_by_hand(orchard):
    found = ranked(orchard)
    missing = Relevant("a.txt", "không có trong văn bản")
    values = evaluate(orchard.snapshot, [ask("a", found[0], found[2], missing)]).rows["all"].values
    ideal = 1 + 1 / math.log2(3)
    assert values["nDCG@10"] == pytest.approx((1 + 1 / math.log2(4)) / ideal)
    assert (values["hit@1"], values["R@5"], values["RR"]) == (1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    "relevant", [Relevant("a.txt", "không có"), Relevant("other.txt", "Hộ dân trồng bưởi.")]
)
def test_a_phrase_that_no_passage_of_the_file_has_is_a_miss(orchard, relevant):
    assert set(evaluate(orchard.snapshot, [ask("a", relevant)]).rows["all"].values.values()) == {0.0}


def test_means_are_taken_by_kind_and_over_all(orchard):
    best, second = ranked(orchard)[:2]
    questions = [ask("a", best), ask("b", second), ask("c", best, kind="en"), ask("n", kind="none")]
    rows = evaluate(orchard.snapshot, questions).rows
    assert {kind: (row.questions, row.values["hit@1"]) for kind, row in rows.items()} == {
        "all": (3, pytest.approx(2 / 3)),
        "vi": (2, 0.5),
        "en": (1, 1.0),
    }


def test_abstention_is_right_where_the_plans_do_not_speak(sample_service):
    spoken = "tàu mất kết nối quá 6 giờ phải gọi chủ tàu; quá 10 ngày thì mời về bờ"
    truth = Relevant("IUU_AKD_2023_ban_chot.txt", "tàu mất kết nối quá 6 giờ phải gọi")
    questions = [
        ask("silent and right", kind="none", query=FOREIGN),
        ask("speaks and wrong", kind="none", query=spoken),
        ask("silent and wrong", truth, kind="en", query=FOREIGN),
        ask("speaks and right", truth, query=spoken),
    ]
    report = evaluate(sample_service.snapshot, questions)
    assert (report.unanswerable, report.abstention_precision, report.abstention_recall) == (2, 0.5, 0.5)


def test_questions_without_an_answer_alone_can_be_measured(sample_service):
    report = evaluate(sample_service.snapshot, [ask("n", kind="none", query=FOREIGN)])
    assert (report.abstention_precision, report.abstention_recall) == (1.0, 1.0)
    assert report.rows["all"].questions == 0


def test_a_phrase_is_found_through_markup_and_broken_lines():
    assert contains("**2. Yêu cầu:** trồng\n  cây", "2. Yêu cầu: trồng cây")
    assert not contains("trồng cây", "trồng  hoa")


def line(**changes: object) -> str:
    whole = {"id": "q1", "kind": "vi", "query": "cây", "relevant": [{"source_file": "a", "phrase": "b"}]}
    return json.dumps({**whole, **changes}, ensure_ascii=False)


def without(name: str) -> str:
    return json.dumps({key: value for key, value in json.loads(line()).items() if key != name})


MALFORMED = {
    "no JSON": "{",
    "a list": "[1, 2]",
    "a number": "7",
    "a string": '"text"',
    "nested without end": "[" * 100_000,
    "no id": without("id"),
    "no kind": without("kind"),
    "no query": without("query"),
    "no relevant": without("relevant"),
    "blank query": line(query="  "),
    "query null": line(query=None),
    "nothing relevant": line(relevant=[]),
    "relevant is text": line(relevant=["a.txt"]),
    "no phrase": line(relevant=[{"source_file": "a.txt"}]),
    "phrase is a number": line(relevant=[{"source_file": "a.txt", "phrase": 5}]),
    "blank phrase": line(relevant=[{"source_file": "a.txt", "phrase": " "}]),
    "an id twice": line(),
}


@pytest.mark.parametrize("bad", MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_line_is_refused_by_file_and_number(tmp_path, bad):
    path = tmp_path / "questions.jsonl"
    path.write_text(f"{line()}\n\n{bad}\n", encoding="utf-8")
    with pytest.raises(PlanSearchError, match=r"questions\.jsonl, line 3: \w+"):
        read_questions(path)


@pytest.mark.parametrize("content", [b"", b"\n \n", b"\xff\xfe\x00"])
def test_a_file_without_questions_is_refused_by_name(tmp_path, content):
    path = tmp_path / "questions.jsonl"
    path.write_bytes(content)
    with pytest.raises(PlanSearchError, match=r"questions\.jsonl"):
        read_questions(path)


def test_a_missing_question_file_is_refused_by_name(tmp_path):
    with pytest.raises(PlanSearchError, match=r"nowhere\.jsonl"):
        read_questions(tmp_path / "nowhere.jsonl")


@pytest.mark.parametrize("separator", ["\u2028", "\x85", "\u2029"])
def test_only_a_line_feed_ends_a_line(tmp_path, separator):
    path = tmp_path / "questions.jsonl"
    path.write_text(line(query=f"trồng{separator}cây") + "\r\n", encoding="utf-8", newline="")
    assert [question.query for question in read_questions(path)] == [f"trồng{separator}cây"]


def test_a_byte_order_mark_is_no_part_of_the_first_question(tmp_path):
    path = tmp_path / "questions.jsonl"
    path.write_text(line(), encoding="utf-8-sig")
    assert [question.id for question in read_questions(path)] == ["q1"]


def test_the_sample_questions_are_found(sample_service):
    report = evaluate(sample_service.snapshot, read_questions(SAMPLE_QUESTIONS))
    assert report.rows["all"].values["hit@5"] >= 0.9


def test_every_sample_question_has_a_right_passage_in_the_samples(sample_service):
    passages = {d.source_file: sample_service.passages_of(d.id) for d in sample_service.documents()}
    for question in read_questions(SAMPLE_QUESTIONS):
        for truth in question.relevant:
            assert any(contains(p.text, truth.phrase) for p in passages[truth.source_file]), truth


def test_the_development_questions_are_found_in_the_real_plans(real_corpus, tmp_path):
    collect(tmp_path / "data", real_corpus)
    questions = read_questions(real_corpus.parent / "dev_questions.jsonl")
    values = evaluate(Product.open(tmp_path / "data").snapshot, questions).rows["all"].values
    assert values["hit@1"] >= 0.75
    assert values["hit@5"] >= 0.92
