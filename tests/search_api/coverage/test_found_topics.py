"""Topics that an index suggests: verbatim terms, always the same, none in a small one."""

import pytest

from ingest.language.folding import canonical
from search_api.coverage.clusters import FEWEST_PASSAGES, find_topics
from search_api.coverage.topics import TopicFinder, named_topics
from tests.index_worlds import collect, write_plan
from tests.product import Product

TOWN = [f"Chăm sóc vườn hoa công viên số {n}, tưới cây xanh đường phố, cắt tỉa thảm cỏ." for n in range(20)]
BUSES = [f"Tuyến xe buýt số {n} đón hành khách tại bến xe mỗi {n} phút." for n in range(20)]


@pytest.fixture(scope="module")
def found(sample_service):
    """The topics of the sample corpus."""
    return find_topics(sample_service.snapshot)


def test_a_found_topic_is_named_by_two_or_three_terms_that_stand_in_passages(found, sample_service):
    texts = [
        canonical("\n".join([*p.path, p.text]))
        for record in sample_service.documents()
        for p in sample_service.passages_of(record.id)
    ]
    assert len(found) >= 3
    for topic in found:
        assert topic.found
        assert 2 <= len(topic.terms) <= 3
        assert topic.vietnamese == " · ".join(topic.terms)
        assert all(any(canonical(term) in text for text in texts) for term in topic.terms)


def test_found_topics_have_keys_of_their_own(found):
    keys = [topic.key for topic in (*named_topics(), *found)]
    assert len(set(keys)) == len(keys)
    assert all(topic.key.startswith("found-") and topic.key.isascii() for topic in found)


def test_no_found_topic_repeats_a_topic_of_the_table(found):
    finder = TopicFinder(named_topics())
    for topic in found:
        shared = [finder.topics_in(term) for term in topic.terms]
        assert (
            max((sum(n in own for own in shared) for n in set().union(*shared)), default=0)
            <= len(topic.terms) / 2
        )


def test_the_same_index_suggests_the_same_topics(found, sample_data):
    again = Product.open(sample_data).snapshot
    assert find_topics(again) == found


def test_two_subjects_of_one_index_are_told_apart(tmp_path):
    plans = [
        write_plan(tmp_path / f"{name}.txt", *texts) for name, texts in (("town", TOWN), ("buses", BUSES))
    ]
    collect(tmp_path / "data", *plans)
    topics = find_topics(Product.open(tmp_path / "data").snapshot)
    for topic in topics:
        places = [{term in text for term in topic.terms} for texts in (TOWN, BUSES) for text in texts[:1]]
        assert {True, False} == set().union(*places)


def test_an_index_of_few_passages_suggests_nothing(tmp_path):
    collect(tmp_path / "data", write_plan(tmp_path / "plan.txt", *TOWN[: FEWEST_PASSAGES // 3]))
    assert find_topics(Product.open(tmp_path / "data").snapshot) == ()
