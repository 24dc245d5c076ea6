"""Filters restrict each source before it ranks: what is found is what comparing every passage gives."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.embedded import dense
from index.engine import Scope
from index.lexical_terms import query_terms
from index.searcher import TERM_CANDIDATES_KEPT
from index.types import Filters

QUERIES = ("phòng cháy chữa cháy", "truong hoc", "kinh phí", "chuyển đổi số của tỉnh", "report every month")
BEST = 10
# Each is compared with every passage.
EXAMPLES = 25
CHOICES = st.tuples(st.integers(0, 14), st.integers(0, 7), st.sets(st.integers(0, 14), max_size=4))


@pytest.fixture(scope="module")
def snapshot(sample_service):
    return sample_service.snapshot


def filters_of(snapshot, number: int, kinds: int, among: set[int]) -> Filters:
    """Return some of the values of one document as filters, or a choice of documents as well."""
    documents = list(snapshot.documents.values())
    metadata = documents[number % len(documents)].metadata
    return Filters(
        province=metadata.province if kinds & 1 else None,
        year=metadata.year if kinds & 2 else None,
        type=metadata.type if kinds & 4 else None,
        among=frozenset(documents[n % len(documents)].id for n in among) if among else None,
    )


def rows_that_pass(snapshot, filters: Filters):
    """Return for each passage whether it passes; in the embedded engine a key is a row."""
    records = snapshot.generation.records
    passes = np.zeros(records.count(), bool)
    passes[records.keys_within(d.id for d in records.documents.values() if filters.admits(d))] = True
    return passes


@settings(max_examples=EXAMPLES)
@given(CHOICES, st.sampled_from(QUERIES))
def test_of_words_the_best_that_pass_are_found_with_the_scores_that_they_have_without_filters(
    snapshot, chosen, query
):
    filters, lexical = filters_of(snapshot, *chosen), snapshot.generation.engine.lexical
    passes, many, terms = rows_that_pass(snapshot, filters), lexical.size + 1, query_terms(query)
    every = lexical.scores(terms, Scope(), many)
    wanted = {row: score for row, score in every.items() if passes[row]}
    assert lexical.scores(terms, Scope(filters), many) == pytest.approx(wanted)
    found = lexical.scores(terms, Scope(filters), BEST)
    assert sorted(found.values(), reverse=True) == pytest.approx(
        sorted(wanted.values(), reverse=True)[: len(found)]
    )
    assert bool(found) == bool(wanted)


@pytest.mark.parametrize("few", [0, dense.FEW], ids=["within FAISS", "one by one"])
@settings(max_examples=EXAMPLES)
@given(chosen=CHOICES, query=st.sampled_from(QUERIES))
def test_of_vectors_the_nearest_that_pass_are_found(snapshot, few, chosen, query):
    passes = rows_that_pass(snapshot, filters_of(snapshot, *chosen))
    vector = snapshot.searcher.embedder.embed_query(query)
    vectors = snapshot.generation.engine.dense
    cosines = vectors.vectors(np.arange(len(vectors.rows))) @ vector
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dense, "FEW", few)
        found = vectors.nearest(vector, passes, BEST)
    assert passes[found].all()
    np.testing.assert_allclose(cosines[found], np.sort(cosines[passes])[::-1][:BEST], atol=1e-5)


@settings(max_examples=EXAMPLES)
@given(CHOICES, st.sampled_from(QUERIES))
def test_every_result_passes_and_none_that_passes_is_lost_to_one_that_does_not(snapshot, chosen, query):
    filters = filters_of(snapshot, *chosen)
    found = snapshot.searcher.found(snapshot.searcher.rank(snapshot.searcher.read(query), filters))
    passes = rows_that_pass(snapshot, filters)
    rows = snapshot.generation.records.keys_of(found)
    assert passes[rows].all()
    # So few that all are ranked.
    assert np.count_nonzero(passes) > TERM_CANDIDATES_KEPT or len(rows) == np.count_nonzero(passes)
