"""The quality gate: an index that answers stored questions worse is not served."""

import json

import pytest

from index.data_folder import DataFolder
from index.embedder import load_embedder
from index.errors import PlanSearchError
from search_api.collecting.collect import ingest, remove
from search_api.measuring.quality import QualityError, quality_gate, read_quality, store_questions
from tests.product import Product

HERBS = "1. Hội Nông dân hướng dẫn trồng cây thuốc dưới tán rừng tại ba xã vùng cao."
LAMPS = "1. Phòng Kinh tế thay đèn đường bằng đèn tiết kiệm điện trước ngày 30/9/2024."


def plan(words):
    return f"KẾ HOẠCH\nViệc cần làm\n\nThực hiện nhiệm vụ được giao, xã làm như sau:\n\n{words}\n"


@pytest.fixture
def folder(tmp_path):
    plans = tmp_path / "plans"
    plans.mkdir()
    (plans / "herbs.txt").write_text(plan(HERBS), encoding="utf-8")
    (plans / "lamps.txt").write_text(plan(LAMPS), encoding="utf-8")
    found = DataFolder.open_or_create(tmp_path / "data")
    ingest(found, [plans], load_embedder())
    return found


@pytest.fixture
def questions(tmp_path):
    lines = [
        {"id": "h", "kind": "vi", "query": "trồng cây thuốc",
         "relevant": [{"source_file": "herbs.txt", "phrase": "trồng cây thuốc dưới tán rừng"}]},
        {"id": "l", "kind": "en", "query": "street lamps",
         "relevant": [{"source_file": "lamps.txt", "phrase": "thay đèn đường"}]},
    ]  # fmt: skip
    path = tmp_path / "questions.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


def add(folder, name, words):
    path = folder.path.parent / "plans" / name
    path.write_text(plan(words), encoding="utf-8")
    return ingest(folder, [path.parent], load_embedder())


def test_without_stored_questions_there_is_no_gate(folder):
    assert quality_gate(folder, load_embedder(), 0.05) is None
    assert read_quality(Product.open(folder.path).snapshot.quality) is None


def test_a_new_index_is_measured_on_the_stored_questions(folder, questions):
    store_questions(folder, questions)
    add(folder, "fish.txt", "1. Chi cục Thủy sản thả cá giống xuống hồ vào tháng 6.")
    quality = read_quality(Product.open(folder.path).snapshot.quality)
    assert quality.questions == 2
    assert quality.evaluation.rows["all"].values["hit@5"] == 1.0


def test_an_index_that_loses_an_answer_is_refused_and_the_old_one_serves(folder, questions):
    store_questions(folder, questions)
    add(folder, "fish.txt", "1. Chi cục Thủy sản thả cá giống xuống hồ vào tháng 6.")
    served = Product.open(folder.path)
    before = served.snapshot.manifest.generation
    with pytest.raises(QualityError, match=r"hit@5 0\.500 instead of 1\.000"):
        add(folder, "herbs.txt", "1. Trạm Y tế khám sức khỏe cho người cao tuổi trong tháng 10.")
    assert served.snapshot.manifest.generation == before
    assert "cây thuốc" in served.search("trồng cây thuốc").hits[0].passage.text


def test_a_wide_margin_lets_it_pass(folder, questions):
    store_questions(folder, questions)
    add(folder, "fish.txt", "1. Chi cục Thủy sản thả cá giống xuống hồ vào tháng 6.")
    path = folder.path.parent / "plans" / "herbs.txt"
    path.write_text(plan("1. Trạm Y tế khám sức khỏe cho người cao tuổi."), encoding="utf-8")
    report = ingest(folder, [path.parent], load_embedder(), margin=1.0)
    assert report.manifest is not None


def test_what_a_person_removes_is_gone_also_where_an_answer_goes_with_it(folder, questions):
    store_questions(folder, questions)
    add(folder, "fish.txt", "1. Chi cục Thủy sản thả cá giống xuống hồ vào tháng 6.")
    service = Product.open(folder.path)
    herbs = next(d.id for d in service.documents() if d.source_file == "herbs.txt")
    remove(folder, herbs, load_embedder())
    assert herbs not in {d.id for d in service.documents()}


def test_a_malformed_question_file_is_not_stored(folder, tmp_path):
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"id": "x"}\n', encoding="utf-8")
    with pytest.raises(PlanSearchError, match="line 1"):
        store_questions(folder, bad)
    assert quality_gate(folder, load_embedder(), 0.05) is None
