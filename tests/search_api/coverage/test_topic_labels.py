"""Passages are counted for topics as rightly as docs/coverage.md and the page say."""

import pytest

from benchmarks.topics import LABELS, Tally, counted, judged, tally
from search_api.coverage.evidence import JUDGED_PRECISION, JUDGED_RECALL
from search_api.coverage.topics import named_topics
from tests.index_worlds import collect
from tests.product import Product


@pytest.fixture(scope="module")
def real_service(real_corpus, tmp_path_factory) -> Product:
    """The product over the five real plans."""
    data = tmp_path_factory.mktemp("topics") / "data"
    collect(data, real_corpus)
    return Product.open(data)


def test_labels_name_topics_of_the_table_and_both_halves():
    keys = {topic.key for topic in named_topics()}
    for path in LABELS.glob("*_topics.jsonl"):
        labels = judged(path.name.removesuffix("_topics.jsonl"))
        assert {label.half for label in labels} == {"choose", "report"}
        assert all(label.speaks_of | label.unsure <= keys for label in labels)
        assert all(not label.speaks_of & label.unsure for label in labels)
        assert len({label.passage_id for label in labels}) == len(labels)


def test_every_judged_sample_passage_is_still_there(sample_service):
    records = sample_service.snapshot
    assert [label for label in judged("sample") if records.passage(label.passage_id) is None] == []


def test_nine_of_ten_counted_sample_passages_are_right_and_eight_of_ten_are_counted(sample_service):
    found = tally(sample_service.snapshot, judged("sample"), counted, "report")
    assert found.right > 50
    assert found.precision >= 0.9
    assert found.recall >= 0.8


def test_the_figures_on_the_page_are_those_of_all_passages_that_chose_no_term(sample_service, real_service):
    parts = [("sample", sample_service), ("real", real_service)]
    found = sum(
        (tally(service.snapshot, judged(name), counted, "report") for name, service in parts), Tally()
    )
    assert found.precision == pytest.approx(JUDGED_PRECISION, abs=0.01)
    assert found.recall == pytest.approx(JUDGED_RECALL, abs=0.01)
