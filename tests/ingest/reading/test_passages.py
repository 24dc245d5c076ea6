"""Passages: short enough to quote, under their path, with ids that last."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.reading.passages import LONGEST_PASSAGE
from ingest.reading.reader import read_document
from tests.worlds import TITLE, plan

LONG_TEXT = st.lists(
    st.text("abcđêơuxyz", min_size=1, max_size=12) | st.sampled_from(["Rau.", "cải;", "đỗ,", "gì?", "3.500", "7-KH/TU."]),
    min_size=200,
    max_size=700,
).map(" ".join)  # fmt: skip


def words_of(document) -> list[str]:
    return [passage.span.of(document.text) for passage in document.passages]


def ids(document) -> dict[str, str]:
    return {passage.span.of(document.text): passage.id for passage in document.passages}


@given(LONG_TEXT)
@settings(max_examples=25)
def test_a_long_provision_is_split_between_words_and_nothing_is_lost(text):
    document = plan(f"1. {text}")
    parts = words_of(document)
    assert " ".join(parts).split() == ["1.", *text.split()]
    assert all(len(part) <= LONGEST_PASSAGE for part in parts)


def test_a_long_provision_is_split_at_sentence_borders():
    sentence = "Mỗi lớp trồng hai luống rau cải ở vườn trường và tưới nước vào buổi sáng."
    parts = words_of(plan("1. " + " ".join([sentence] * 40)))
    assert len(parts) > 1
    assert all(part.endswith("buổi sáng.") for part in parts)


def test_parts_of_a_long_provision_have_about_equal_length():
    sentence = "Mỗi lớp trồng hai luống rau cải."
    lengths = [len(part) for part in words_of(plan("1. " + " ".join([sentence] * 60)))]
    assert min(lengths) > max(lengths) / 2


def test_a_word_longer_than_a_passage_stays_whole():
    word = "rau" * 700
    parts = words_of(plan(f"1. Trồng {word} vào tháng ba."))
    assert " ".join(parts).split() == ["1.", "Trồng", word, "vào", "tháng", "ba."]
    assert all(part == part.strip() for part in parts)


def test_a_label_is_never_a_passage_of_its_own():
    parts = words_of(plan("1. " + "trồng rau cải; " * 200))
    assert parts[0].startswith("1. trồng")


def test_parts_share_path_and_place():
    document = plan("I. GIEO", "1. Cải: " + "trồng rau cải; " * 200)
    assert len(document.passages) > 1
    assert {(p.path, p.place) for p in document.passages} == {(("I. GIEO", "1. Cải"), "mục 1, phần I")}


def test_a_passage_knows_its_whole_heading_path():
    document = plan("I. GIEO TRỒNG", "2. Tưới nước", "2.4. Buổi sáng: tưới gốc.")
    assert document.passages[-1].path == ("I. GIEO TRỒNG", "2. Tưới nước", "2.4. Buổi sáng")


def test_a_bare_heading_is_no_passage():
    assert words_of(plan("I. GIEO TRỒNG", "1. Rau cải.")) == ["1. Rau cải."]


def test_a_section_that_speaks_in_sentences_is_a_passage():
    document = plan("1. Các lớp trồng rau. Mỗi lớp chọn:", "- Rau cải.", "- Đỗ.")
    first = document.passages[0]
    assert (first.kind, first.span.of(document.text)) == ("heading", "1. Các lớp trồng rau. Mỗi lớp chọn:")


def test_a_footnote_is_a_passage_that_names_what_it_explains():
    document = plan("1. Gieo hạt¹.", "2. Tưới nước.", "¹ Vào tháng ba.")
    note = next(p for p in document.passages if p.kind == "footnote")
    assert note.note_of == document.passages[0].id
    assert note.place == "mục 1, chú thích ¹"


def test_a_source_ingested_again_keeps_all_ids():
    first, second = plan("1. Rau cải.", "2. Đỗ."), plan("1. Rau cải.", "2. Đỗ.")
    assert ids(first) == ids(second)


def test_the_same_text_has_the_same_ids_under_another_file_name():
    source = f"{TITLE}\n\n1. Rau cải.\n"
    assert ids(read_document(source, "a.txt")) == ids(read_document(source, "b/c.md"))


def test_the_same_words_in_another_document_have_another_id():
    source = f"{TITLE}\n\n1. Rau cải.\n"
    assert ids(read_document(source, "a.txt", "A")) != ids(read_document(source, "a.txt", "B"))
    assert ids(read_document(source, "a.txt")) != ids(read_document(source + "\n2. Đỗ.\n", "a.txt"))


def test_an_edit_elsewhere_keeps_the_ids_of_all_other_passages():
    before = ids(plan("I. GIEO", "1. Rau cải.", "2. Đỗ.", "3. Hành."))
    after = ids(plan("I. GIEO TRỒNG", "Lời nói đầu.", "1. Rau cải.", "2. Đỗ xanh.", "3. Hành."))
    assert {w: i for w, i in before.items() if w in after} == {
        w: after[w] for w in ("1. Rau cải.", "3. Hành.")
    }


def test_equal_words_have_different_ids_in_a_fixed_order():
    document = plan("I. GIEO", "- Báo cáo.", "II. TƯỚI", "- Báo cáo.")
    again = plan("I. GIEO", "- Báo cáo.", "II. TƯỚI", "- Báo cáo.", "- Nghỉ.")
    first, second = (p.id for p in document.passages)
    assert first != second
    assert [p.id for p in again.passages][:2] == [first, second]


def test_ids_can_stand_in_an_address():
    assert all(re.fullmatch(r"[0-9a-f]{16}", p.id) for p in plan("1. Rau cải.", "2. Đỗ.").passages)


@pytest.mark.parametrize(
    ("paragraphs", "place"),
    [
        (("IV. CÔNG VIỆC", "4. Các lớp", "- Gieo.", "- Tưới."), "gạch đầu dòng thứ hai, mục 4, phần IV"),
        (("A. CÔNG VIỆC", "2.4. Các lớp", "* Gieo."), "dấu sao thứ nhất, mục 2.4, phần A"),
        (("1. Các lớp", "đ) Gieo:", "+ Cải."), "dấu cộng thứ nhất, điểm đ, mục 1"),
        (("Điều 5. Các lớp", "Khoản 2. Gieo."), "Khoản 2, Điều 5"),
        (("1. Gieo hạt.", "Hạt do trường mua."), "đoạn 1, mục 1"),
        (("Nhà trường trồng rau như sau:",), "phần mở đầu"),
    ],
)
def test_the_place_is_said_as_people_say_it(paragraphs, place):
    assert plan(*paragraphs).passages[-1].place == place


def test_pages_come_from_form_feeds():
    document = plan("1. Gieo.", "2. Tưới.\f3. Hái.", "\f4. Bán.")
    assert [p.page for p in document.passages] == [1, 1, 2, 3]


def test_without_form_feeds_no_page_is_claimed():
    document = plan("1. Gieo.", "2", "2. Tưới.")
    assert [p.page for p in document.passages] == [None, None]


def test_a_passage_across_a_page_break_is_on_the_page_where_it_begins():
    document = plan("1. Mỗi lớp gieo hạt và\f\ntưới nước.")
    assert [(p.page, p.span.of(document.text)) for p in document.passages] == [
        (1, "1. Mỗi lớp gieo hạt và tưới nước.")
    ]
