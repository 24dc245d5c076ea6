"""Matches show the words of a passage that answer the words of the query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.highlights import MOST_MATCHES, whole_words
from ingest.language.folding import fold

QUERIES = [
    "tàu cá vi phạm vùng biển nước ngoài",
    "chau chay rung",
    "fishing vessels in foreign waters",
    "who pays for training of border guards?",
    "UBND cấp xã báo cáo trước ngày 20",
    "Sở TT&TT tập huấn cho phóng viên; báo chí đối ngoại",
    "🐟 d",
    "trẻ em trên mạng, child safety online",
]


@pytest.fixture(scope="module", params=QUERIES)
def result(request, sample_service):
    return sample_service.search(request.param, limit=30)


def test_a_match_reproduces_the_text_of_its_passage(result):
    for hit in result.hits:
        for match in hit.matches:
            assert 0 <= match.start < match.end <= len(hit.passage.text)
            assert hit.passage.text[match.start : match.end] == match.text


def test_matches_come_in_reading_order_and_do_not_overlap(result):
    for hit in result.hits:
        for left, right in zip(hit.matches, hit.matches[1:], strict=False):
            assert left.end <= right.start


def test_a_match_covers_whole_words(result):
    for hit in result.hits:
        text = hit.passage.text
        for match in hit.matches:
            assert whole_words(text, match.start, match.end) == (match.start, match.end)
            assert match.text == match.text.strip()


def test_a_match_is_not_a_swarm(result):
    assert all(len(hit.matches) <= MOST_MATCHES for hit in result.hits)


def test_a_word_match_holds_the_word_and_a_meaning_match_does_not(result):
    for hit in result.hits:
        for match in hit.matches:
            assert (match.kind == "word") == (fold(match.query) in fold(match.text))


def test_an_english_question_is_answered_by_vietnamese_words(sample_service):
    hits = sample_service.search("forest fire prevention", limit=5).hits
    meanings = [match for hit in hits for match in hit.matches if match.kind == "meaning"]
    assert any("rừng" in match.text or "cháy" in match.text for match in meanings)


def test_the_words_of_the_query_are_found_as_words(sample_service):
    best = sample_service.search("cháy rừng", limit=1).hits[0]
    assert any(match.kind == "word" for match in best.matches)


@given(st.text(st.sampled_from("ađ1 ,-ế\u0301\n"), min_size=1, max_size=20), st.data())
def test_widening_reaches_the_borders_of_the_words_and_no_further(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    begin, finish = whole_words(text, start, end)
    assert begin <= start
    assert end <= finish
    assert text[begin:start] == "" or text[begin:start].isalnum()
    assert text[end:finish] == "" or text[end:finish].isalnum()
    assert whole_words(text, begin, finish) == (begin, finish)
