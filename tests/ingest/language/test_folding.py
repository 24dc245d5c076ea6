"""Folding: texts that people take for equal are equal, and stored text is only cleaned."""

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.language.folding import canonical, clean, fold, one_line, squash, strip_marks

LETTERS = "aàáảãạăằắẳẵặâầấẩẫậeèéẻẽẹêềếểễệiìíỉĩịoòóỏõọôồốổỗộơờớởỡợuùúủũụưừứửữựyỳýỷỹỵđbcdghklmnpqrstvx"
VIETNAMESE = st.text(LETTERS + LETTERS.upper() + " -/.,0123456789\n")
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]))


@given(ANY_TEXT)
@example("e\u200b\u0302")
@example("\r\x00\n")
def test_cleaning_twice_changes_nothing_more(text):
    assert clean(clean(text)) == clean(text)


@given(ANY_TEXT)
@example("e\u200b\u0302")
def test_cleaned_text_is_nfc_without_control_characters(text):
    cleaned = clean(text)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert not [c for c in cleaned if unicodedata.category(c) == "Cc" and c not in "\t\n\f"]


@pytest.mark.parametrize("separator", ["\v", "\x85", "\u2028", "\u2029"])
def test_line_separators_of_word_processors_keep_words_apart(separator):
    assert clean(f"vườn{separator}rau").split() == ["vườn", "rau"]


def test_clean_removes_zero_width_and_bidirectional_characters():
    assert clean("kế\u200b hoạch\u202e số\ufeff 5\u00ad") == "kế hoạch số 5"


def test_clean_keeps_form_feeds_and_unifies_line_ends():
    assert clean("một\r\nhai\rba\fbốn\u00a0năm") == "một\nhai\nba\fbốn năm"


def test_clean_keeps_capitals_and_marks():
    assert clean("Thuỷ sản ĐÔNG HẢI") == "Thuỷ sản ĐÔNG HẢI"


@given(VIETNAMESE)
def test_folding_twice_changes_nothing_more(text):
    assert fold(fold(text)) == fold(text)
    assert canonical(canonical(text)) == canonical(text)
    assert squash(squash(text)) == squash(text)


@given(VIETNAMESE)
def test_composed_and_decomposed_text_fold_alike(text):
    decomposed = unicodedata.normalize("NFD", text)
    assert canonical(decomposed) == canonical(text)
    assert fold(decomposed) == fold(text)
    assert clean(decomposed) == clean(text)


@given(VIETNAMESE)
def test_folded_vietnamese_can_be_typed_on_any_keyboard(text):
    assert fold(text).isascii()
    assert fold(text) == fold(text.upper()) == fold(text.lower())


@given(VIETNAMESE)
def test_text_and_its_unmarked_form_fold_alike_word_by_word(text):
    assert len(fold(text).split()) == len(text.split())
    assert fold(strip_marks(text)) == fold(text)


@given(ANY_TEXT)
def test_any_text_can_be_folded(text):
    assert squash(text) == "".join(c for c in squash(text) if c.isalnum())


@given(ANY_TEXT)
def test_no_mark_of_any_script_is_left(text):
    bare = strip_marks(text)
    assert not any(map(unicodedata.combining, unicodedata.normalize("NFD", bare)))
    assert strip_marks(unicodedata.normalize("NFD", text)) == bare


def test_d_with_stroke_becomes_d():
    assert strip_marks("Đường đê") == "Duong de"


@pytest.mark.parametrize(
    ("old", "new"),
    [("hoà", "hòa"), ("thuỷ", "thủy"), ("Khoẻ", "khỏe"), ("uỷ", "ủy"), ("HOÁ", "hóa"), ("xoè", "xòe")],
)
def test_both_placements_of_the_tone_mark_are_one_word(old, new):
    assert canonical(old) == canonical(new) == new


def test_the_mark_of_quy_stays_because_its_u_belongs_to_q():
    assert canonical("Quý") == "quý"


def test_closed_syllables_keep_their_mark():
    assert canonical("hoàn toàn huỳnh") == "hoàn toàn huỳnh"


@pytest.mark.parametrize(
    ("one", "other"), [("kĩ", "kỹ"), ("lí", "lý"), ("mĩ", "mỹ"), ("tỉ", "tỷ"), ("hi", "hy")]
)
def test_i_and_y_are_one_sound_at_the_end_of_a_syllable(one, other):
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(("one", "other"), [("tai", "tay"), ("hai", "hay"), ("thúi", "thúy")])
def test_i_and_y_differ_after_a_vowel(one, other):
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(
    "number", ["57-KL/TW", "57- KL/TW", "57 - kl / tw", "57–KL/TW", "57.KL.TW", "57_KL_TW"]
)
def test_spellings_of_a_document_number_squash_alike(number):
    assert squash(number) == "57kltw"


def test_squash_reads_the_same_number_without_marks():
    assert squash("72/2015/NĐ-CP") == squash("72/2015/nd-cp") == "722015ndcp"


def test_one_line_joins_every_kind_of_white_space():
    assert one_line("  một\n\t hai \f ba ") == "một hai ba"
