"""Evidence: the value with most weight in all wins."""

from ingest.reading.fields.evidence import Candidate, best


def test_weights_of_equal_values_add_up():
    assert best([Candidate("a", 2), Candidate("b", 3), Candidate("a", 2)]) == "a"


def test_of_equals_the_first_counts_and_too_little_is_nothing():
    assert best([Candidate("a", 2), Candidate("b", 2)]) == "a"
    assert best([Candidate("a", 2)], least=3) is None
    assert best([Candidate("a", -1)]) is None
    assert best([]) is None
