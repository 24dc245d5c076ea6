"""The evaluation of asking: what counts as right, and what a file of free questions must be."""

import json
from pathlib import Path

import pytest

from index.errors import PlanSearchError
from search_api.measuring.asking import MEASURES, FreeQuestion, evaluate_asking, is_free, read_free_questions
from search_api.measuring.quality import read_quality, store_questions
from tests.index_worlds import collect, write_plan
from tests.product import Product

FREE = Path(__file__).parents[2] / "free_questions.jsonl"
RIGHT = {"source_file": "a.txt", "phrase": "Thư viện huyện cho mượn sách miễn phí"}


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    folder = tmp_path_factory.mktemp("asking")
    plan = write_plan(
        folder / "a.txt", "Thư viện huyện cho mượn sách miễn phí.", "Trạm y tế xã tiêm phòng cho trẻ em."
    )
    collect(folder / "data", plan)
    return Product.open(folder / "data")


def measured(library, **fields):
    question = FreeQuestion.model_validate({"id": "q1", "kind": "topic", **fields})
    return evaluate_asking(library.snapshot, [question])


def test_a_right_first_quote_is_counted_and_a_wrong_one_named(library):
    asked = {"question": "mượn sách ở thư viện huyện", "first": [RIGHT]}
    assert measured(library, **asked).measures["first quote right"].share == 1.0
    wrong = measured(library, **asked | {"first": [{**RIGHT, "phrase": "Trạm y tế xã"}]})
    assert wrong.measures["first quote right"].share == 0.0
    assert wrong.wrong == {"first quote right": ["q1"]}


def test_which_documents_say_it_is_judged_both_ways(library):
    asked = {"question": "kế hoạch nào nói đến thư viện?", "kind": "plans"}
    assert measured(library, **asked, yes=["a.txt"]).measures["documents right"].share == 1.0
    assert measured(library, **asked, no=["a.txt"]).measures["documents right"].share == 0.0


def test_a_near_miss_must_not_be_sure(library):
    tally = measured(library, question="mượn sách ở thư viện huyện", kind="near").measures[
        "near misses not sure"
    ]
    assert (tally.right, tally.asked) == (0, 1)


def test_what_a_question_does_not_say_is_not_judged(library):
    found = measured(library, question="tiêm phòng cho trẻ em")
    assert found.measures["first quote right"].asked == found.measures["line given"].asked == 0
    assert set(found.measures) == set(MEASURES)


def test_the_free_questions_of_the_samples_come_in_two_halves_of_every_kind():
    halves = [{q.kind for q in read_free_questions(FREE, half)} for half in ("dev", "test")]
    assert halves[0] == halves[1]
    assert len(read_free_questions(FREE)) >= 300


@pytest.mark.parametrize(
    "line",
    ["no json", json.dumps({"id": "a"}), json.dumps({"id": "a", "kind": "x", "question": "?", "first": [1]})],
)
def test_a_malformed_line_is_named(tmp_path, line):
    file = tmp_path / "free.jsonl"
    file.write_text(json.dumps({"id": "a", "kind": "x", "question": "b"}) + "\n" + line, encoding="utf-8")
    with pytest.raises(PlanSearchError, match="line 2"):
        read_free_questions(file)


def test_stored_free_questions_measure_every_new_index(tmp_path):
    file = tmp_path / "free.jsonl"
    question = {"id": "a", "kind": "topic", "question": "mượn sách ở thư viện huyện", "first": [RIGHT]}
    file.write_text(json.dumps(question), encoding="utf-8")
    assert is_free(file)
    collect(tmp_path / "data", write_plan(tmp_path / "a.txt", "Thư viện huyện cho mượn sách miễn phí."))
    assert store_questions(Product.open(tmp_path / "data").folder, file) == 1
    collect(tmp_path / "data", write_plan(tmp_path / "b.txt", "Đội cứu hộ trực bãi tắm."))
    quality = read_quality(Product.open(tmp_path / "data").snapshot.quality)
    assert quality.asking.measures["first quote right"].share == 1.0
    assert quality.evaluation is None
