"""The one matcher of phrases: every place, the longest at a place, and phrases that lost their marks."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.language import phrases
from ingest.language.phrases import PhraseTable, WordForms, Words, longest, word_forms

TABLE = PhraseTable(
    (word_forms(phrase), phrase) for phrase in ("căn cứ", "ban", "ban chỉ đạo", "chỉ đạo cấp tỉnh")
)
WORDS = st.lists(st.sampled_from(["ban", "chỉ", "đạo", "cấp", "tỉnh", "căn", "cứ"]), max_size=12)


def test_of_phrases_over_one_another_the_first_and_longest_counts():
    assert list(longest(word_forms("Ban Chỉ đạo cấp tỉnh"), TABLE)) == [("ban chỉ đạo", 0, 3)]
    assert list(longest(word_forms("sở chỉ đạo cấp tỉnh"), TABLE)) == [("chỉ đạo cấp tỉnh", 1, 5)]


@given(WORDS)
def test_the_longest_are_places_none_over_another(words):
    places = list(TABLE.places(words))
    chosen = list(longest(words, TABLE))
    assert all(place in places for place in chosen)
    ends = [0, *(after for _, _, after in chosen)]
    assert all(first >= end for (_, first, _), end in zip(chosen, ends, strict=False))
    assert all(any(f <= first < after for _, f, after in chosen) for _, first, _ in places)


def test_a_mark_between_its_words_breaks_a_phrase():
    words = Words("Ban Chỉ đạo; ban, chỉ đạo cấp tỉnh")
    assert TABLE.at(words, 0) == (3, "ban chỉ đạo")
    assert TABLE.at(words, 3) == (1, "ban")
    assert TABLE.at(words, 1) == (0, None)
    assert TABLE.at(words, len(words)) == (0, None)


def test_only_a_loose_table_finds_phrases_whose_marks_were_lost():
    loose = PhraseTable([(["căn", "cứ"], "căn cứ"), (["ban"], "ban")], loose=True)
    assert loose.at(Words("cản cứ"), 0) == (2, "căn cứ")
    assert loose.at(Words("bàn"), 0) == (0, None)
    assert TABLE.at(Words("cản cứ"), 0) == (0, None)


def test_of_equal_phrases_the_first_counts():
    table = PhraseTable([(["ban"], 1), (["ban"], 2), (["chỉ", "đạo"], 3), (["chỉ", "đạo"], 4)])
    assert [value for value, _, _ in longest(["ban", "chỉ", "đạo"], table)] == [1, 3]


def test_of_two_tables_the_longer_phrase_counts_then_the_first_table():
    one = PhraseTable([(["ban"], "one"), (["chỉ", "đạo"], "one")])
    other = PhraseTable([(["ban"], "other"), (["chỉ", "đạo", "cấp"], "other")])
    assert list(longest(["ban", "chỉ", "đạo", "cấp"], one, other)) == [("one", 0, 1), ("other", 1, 4)]


def test_the_memory_of_forms_is_bounded(monkeypatch):
    monkeypatch.setattr(phrases, "_MOST_FORMS", 8)
    forms = WordForms(str.upper)
    assert [forms[f"a{number}"] for number in range(50)] == [f"A{number}" for number in range(50)]
    assert len(forms) <= 8
