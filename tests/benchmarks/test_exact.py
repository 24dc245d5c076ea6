"""Brute force finds what search finds where search leaves nothing out."""

import pytest

from benchmarks.scale.exact import exact_keys, exact_nearest, found_nearest
from benchmarks.scale.plans import plans
from benchmarks.scale.vocabulary import planted
from index.records import whole_document
from index.scratch import snapshot_over
from ingest.reading.reader import read_document


@pytest.fixture(scope="module")
def snapshot():
    # Fewer passages than any source gives at most.
    read = (read_document(plan.text, f"{plan.place}.txt", str(plan.place)) for plan in plans(80, 5))
    with snapshot_over(list(map(whole_document, read))) as small:
        yield small


@pytest.mark.parametrize("one", planted()[:8], ids=lambda one: one.item)
def test_brute_force_agrees_with_a_search_that_leaves_nothing_out(snapshot, one):
    for question in (one.english, one.vietnamese):
        ranking = snapshot.searcher.rank(snapshot.searcher.read(question))
        assert len(ranking) == snapshot.manifest.passages
        assert exact_keys(snapshot, ranking).tolist() == ranking.ranked.keys[:10].tolist()


def test_the_nearest_vectors_are_those_of_the_index(snapshot):
    vector = snapshot.searcher.meaning(planted()[0].english)
    nearest = found_nearest(snapshot, snapshot.searcher.read(planted()[0].english), vector)
    assert exact_nearest(snapshot, vector).tolist() == nearest.tolist()
