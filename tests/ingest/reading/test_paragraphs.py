"""Paragraphs: what pages and scanners cut apart is put together again."""

import pytest

from tests.worlds import outline, paragraphs_of, plan

CUT = "- Mỗi lớp trồng hai luống rau cải và giao cho bạn tổ trưởng"
REST = "tưới nước vào buổi sáng."


def texts(source: str) -> list[str]:
    return [paragraph.text for paragraph in paragraphs_of(source)]


@pytest.mark.parametrize(
    "gap",
    ["\n\n", "\n\n2\n\n", "\n\n- 2 -\n\n", "\n\f", "\n\n2\f", "\f2\n\n", "\n\nTrang 2/9\n\n", "\n-----\n\n"],
)
def test_a_page_break_inside_a_sentence_is_rejoined(gap):
    assert texts(CUT + gap + REST) == [f"{CUT} {REST}"]


def test_a_bare_page_number_is_kept_as_furniture():
    (paragraph,) = paragraphs_of(f"{CUT}\n\n2\n\n{REST}")
    assert [aside.text for line in paragraph.lines for aside in line.behind] == ["2"]


def test_a_page_number_before_the_first_paragraph_is_kept():
    (paragraph,) = paragraphs_of(f"1\n\n{CUT} {REST}")
    assert [aside.text for line in paragraph.lines for aside in line.behind] == ["1"]


def test_a_page_number_alone_is_not_lost():
    assert texts("7") == ["7"]


def test_a_finished_sentence_is_not_joined_to_the_next():
    assert len(texts("- Mỗi lớp trồng rau.\n\nbuổi sáng tưới nước.")) == 2


def test_a_heading_is_not_joined_to_the_sentence_below():
    assert texts("II. TRỒNG RAU\n\nMỗi lớp trồng hai luống.") == ["II. TRỒNG RAU", "Mỗi lớp trồng hai luống."]


@pytest.mark.parametrize(
    "heading",
    ["Điều 11. Tập huấn", "VIII. Kinh phí", "Mục 1. Truyền thông", "1.1.2. Tưới nước", "Chương I: Quy định"],
)
def test_the_label_of_a_heading_does_not_make_it_a_running_text(heading):
    assert texts(f"{heading}\n\nMỗi năm mở hai lớp.") == [heading, "Mỗi năm mở hai lớp."]


def test_a_cut_before_a_name_is_rejoined():
    first = "Hằng tuần, mỗi lớp cử hai bạn tưới nước; kết quả trồng rau của từng lớp được gửi cho"
    assert texts(f"{first}\n\nTrường Hoa Lê.") == [f"{first} Trường Hoa Lê."]


def test_hard_wrapped_lines_become_one_paragraph():
    lines = [
        "1. Mỗi lớp nhận hai luống đất cạnh hàng rào phía đông và tự chọn giống",
        "Cải Ngọt hoặc Mồng Tơi để gieo; hạt giống do nhà trường mua về cho các",
        "lớp, mỗi lớp một gói.",
    ]
    assert texts("\n".join(lines)) == [" ".join(lines)]


def test_a_hard_wrapped_document_number_does_not_cut_the_sentence():
    lines = [
        "Các lớp làm theo hướng dẫn trồng rau ban hành kèm theo Kế hoạch số",
        "18/KH-UBND ngày 21/01/2019 của tỉnh.",
    ]
    assert texts("\n".join(lines)) == [" ".join(lines)]


def test_a_hard_wrapped_date_does_not_cut_the_sentence():
    lines = [
        "Các lớp gieo hạt xong và gửi ảnh luống rau cho thầy phụ trách trước ngày",
        "15/3/2024 để chấm điểm.",
    ]
    assert texts("\n".join(lines)) == [" ".join(lines)]


def test_items_on_consecutive_lines_stay_apart():
    assert texts("a) Gieo hạt;\nb) tưới nước;\nđ) thu hoạch.") == [
        "a) Gieo hạt;",
        "b) tưới nước;",
        "đ) thu hoạch.",
    ]


FORMS = [
    ("¹", "¹ "),
    ("(1)", "(1) "),
    ("<sup>(1)</sup>", "<sup>(1)</sup> "),
    ("[1]", "[1] "),
    ("1", "1 "),
]


@pytest.mark.parametrize(("cited", "note"), FORMS)
def test_a_footnote_between_the_halves_of_a_sentence_goes_to_its_place(cited, note):
    source = f"- Trồng rau cải{cited} và giao cho\n\n{note}Giống của trường.\n\nbạn tổ trưởng tưới nước."
    (paragraph,) = paragraphs_of(source)
    assert paragraph.text.endswith("và giao cho bạn tổ trưởng tưới nước.")
    assert [n.text.endswith("Giống của trường.") for n in paragraph.footnotes] == [True]


@pytest.mark.parametrize(("cited", "note"), FORMS)
def test_a_footnote_cited_in_the_second_half_goes_to_its_place(cited, note):
    source = f"- Trồng rau cải và giao cho\n\n{note}Giống của trường.\n\nbạn tổ trưởng{cited} tưới nước."
    (paragraph,) = paragraphs_of(source)
    assert "giao cho bạn tổ trưởng" in paragraph.text
    assert len(paragraph.footnotes) == 1


@pytest.mark.parametrize(("cited", "note"), FORMS)
def test_a_footnote_at_the_foot_of_the_page_goes_to_the_paragraph_that_cites_it(cited, note):
    source = f"1. Gieo hạt{cited}.\n\n2. Tưới nước.\n\n{note}Vào tháng ba.\n\n3. Thu hoạch."
    assert [len(p.footnotes) for p in paragraphs_of(source)] == [1, 0, 0]


@pytest.mark.parametrize(("cited", "note"), FORMS)
def test_a_footnote_above_the_paragraph_that_cites_it_goes_there(cited, note):
    source = f"1. Gieo hạt.\n\n{note}Vào tháng ba.\n\n2. Tưới nước{cited}."
    assert [len(p.footnotes) for p in paragraphs_of(source)] == [0, 1]


def test_a_footnote_continued_on_the_next_page_is_rejoined():
    source = (
        "- Trồng rau cải¹ và giao cho\n\n¹ Giống của trường mua ở chợ và giữ trong\n\n2\n\n"
        "kho khô của lớp.\n\nbạn tổ trưởng tưới nước."
    )
    (paragraph,) = paragraphs_of(source)
    assert paragraph.text == "- Trồng rau cải¹ và giao cho bạn tổ trưởng tưới nước."
    assert [n.text for n in paragraph.footnotes] == [
        "¹ Giống của trường mua ở chợ và giữ trong kho khô của lớp."
    ]


def test_two_footnotes_go_to_their_own_paragraphs():
    source = "1. Gieo hạt¹.\n\n2. Tưới nước².\n\n¹ Tháng ba.\n\n² Buổi sáng."
    assert [[n.text for n in p.footnotes] for p in paragraphs_of(source)] == [
        ["¹ Tháng ba."],
        ["² Buổi sáng."],
    ]


def test_footnotes_numbered_anew_on_each_page_go_to_the_latest_citation():
    source = "1. Gieo hạt(1).\n\n(1) Tháng ba.\n\n2. Tưới nước(1).\n\n(1) Buổi sáng."
    assert [[n.text for n in p.footnotes] for p in paragraphs_of(source)] == [
        ["(1) Tháng ba."],
        ["(1) Buổi sáng."],
    ]


def test_a_numbered_paragraph_that_nothing_cites_is_no_footnote():
    assert texts("Có hai việc:\n\n(1) Gieo hạt.\n\n(2) Tưới nước.") == [
        "Có hai việc:",
        "(1) Gieo hạt.",
        "(2) Tưới nước.",
    ]


def test_a_page_may_begin_with_the_number_that_the_last_word_wants():
    (paragraph,) = paragraphs_of("1. Các lớp tưới rau theo khoản\n1\n\f3 và khoản 4 của nội quy.\n2\n")
    assert paragraph.text == "1. Các lớp tưới rau theo khoản 3 và khoản 4 của nội quy."


def test_an_item_in_brackets_is_no_footnote_of_a_plain_number():
    source = "Theo kế hoạch QH2 của trường.\n\n(1) Gieo hạt.\n\n(2) Tưới nước."
    assert [len(p.footnotes) for p in paragraphs_of(source)] == [0, 0, 0]


def test_a_number_that_no_word_carries_begins_no_footnote():
    source = "1. Gieo hạt vào tháng 1.\n\n2. Tưới nước.\n\n1 Gói hạt cho mỗi lớp."
    assert [len(p.footnotes) for p in paragraphs_of(source)] == [0, 0, 0]


def test_a_printing_mark_is_no_part_of_the_last_provision():
    document = plan("1. Các lớp gieo hạt.", "2. Báo kết quả cho thầy. P2")
    assert outline(document, 9)[-1] == (1, "provision", "2", "Báo kết quả cho thầy.")
    assert [n.span.of(document.text) for n in document.named if n.name == "printing mark"] == ["P2"]
