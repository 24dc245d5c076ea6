"""The outline: depths, kinds and labels as a reader of the plan sees them."""

from pathlib import Path

import pytest

from tests.conftest import SAMPLES
from tests.worlds import depths, document_of, outline, plan

EXPECTED = Path(__file__).parent / "expectations"
STEMS = sorted(path.name.removesuffix(".outline.tsv") for path in EXPECTED.glob("*.outline.tsv"))


def sample(name: str):
    return document_of(SAMPLES / name)


@pytest.mark.parametrize("stem", STEMS)
def test_real_plans_have_the_outline_that_a_reader_sees(stem, real_corpus):
    expected = (EXPECTED / f"{stem}.outline.tsv").read_text(encoding="utf-8").splitlines()
    document = document_of(real_corpus / f"{stem}.txt")
    found = ["\t".join(map(str, row)) for row in outline(document)]
    wrong = [pair for pair in zip(expected, found, strict=False) if pair[0] != pair[1]]
    assert len(found) == len(expected)
    assert len(wrong) <= 0.02 * len(expected), wrong


def test_parts_items_and_bullets_nest():
    document = plan(
        "I. TRỒNG",
        "1. Gieo",
        "a) Hạt cải.",
        "- Cải ngọt.",
        "+ Gói nhỏ.",
        "b) Hạt đỗ.",
        "2. Tưới.",
        "II. HÁI",
        "1. Rửa.",
    )
    assert depths(document) == [
        (1, "I"), (2, "1"), (3, "a"), (4, "-"), (5, "+"), (3, "b"), (2, "2"), (1, "II"), (2, "1"),
    ]  # fmt: skip


def test_decimals_stand_below_their_number():
    document = plan("1. Gieo", "1.1. Cải.", "1.2. Đỗ", "1.2.1. Đỗ xanh.", "2. Tưới", "2.1. Sáng.")
    assert depths(document) == [(1, "1"), (2, "1.1"), (2, "1.2"), (3, "1.2.1"), (1, "2"), (2, "2.1")]


def test_articles_stand_below_chapters_and_hold_clauses():
    document = plan(
        "Chương I", "Điều 1. Vườn", "1. Rào.", "2. Cổng.", "Chương II", "Điều 2. Nước", "Khoản 1. Giếng."
    )
    assert depths(document) == [
        (1, "Chương I"), (2, "Điều 1"), (3, "1"), (3, "2"), (1, "Chương II"), (2, "Điều 2"), (3, "Khoản 1"),
    ]  # fmt: skip


def test_capital_letters_divide_a_plan_into_equal_parts():
    document = plan(
        "A. TRỒNG",
        "Mỗi lớp hai luống.",
        "B. TƯỚI",
        "1. Sáng.",
        "C. HÁI",
        "1. Chiều.",
        "D. BÁN",
        "- Ở cổng trường.",
    )
    assert [label for depth, label in depths(document) if depth == 1] == ["A", "B", "C", "D"]


def test_a_sample_in_capital_letters_has_four_equal_parts():
    assert [row[2] for row in outline(sample("scan_0112.txt")) if row[0] == 1] == ["A", "B", "C", "D"]


def test_a_heading_with_provisions_is_a_section():
    document = plan("1. Gieo hạt", "- Cải ngọt.", "2. Tưới nước mỗi sáng.")
    assert [row[1] for row in outline(document)] == ["section", "provision", "provision"]


def test_a_heading_that_waits_for_its_text_is_a_section():
    document = plan("I. KINH PHÍ", "Nhà trường chi ba triệu đồng.", "II. CÔNG CỤ", "1. Cuốc.")
    assert outline(document)[:2] == [
        (1, "section", "I", "KINH PHÍ"), (2, "provision", "", "Nhà trường chi ba"),
    ]  # fmt: skip


def test_a_second_paragraph_belongs_to_the_item_above_it():
    document = plan("1. Gieo hạt vào tháng ba.", "Hạt do nhà trường mua.", "2. Tưới nước.")
    assert depths(document) == [(1, "1"), (2, ""), (1, "2")]
    assert document.nodes[0].kind == "provision"


def test_an_unlabelled_paragraph_never_stands_below_a_bullet():
    document = plan("1. Gieo hạt", "- Cải ngọt.", "Hạt do nhà trường mua.", "2. Tưới nước.")
    assert depths(document) == [(1, "1"), (2, "-"), (2, ""), (1, "2")]


def test_bullets_of_one_mark_are_brothers():
    document = plan("- Cải:", "+ Cải ngọt.", "+ Cải bẹ.", "- Đỗ:", "+ Đỗ xanh.")
    assert depths(document) == [(1, "-"), (2, "+"), (2, "+"), (1, "-"), (2, "+")]


def test_marks_may_nest_against_the_usual_order_within_a_document():
    document = plan("1. Gieo", "a) Hạt.", "b) Cây con.", "I. PHẦN BA", "1. Rau.", "a) Lá.")
    assert depths(document)[-3:] == [(1, "I"), (2, "1"), (3, "a")]


def test_what_is_put_in_place_of_an_item_keeps_its_number():
    document = plan(
        "I- Mục 6 được thay bằng mục sau:", "6- Thu hoạch rau", "Rau được chia đều.",
        "II- Mục 8 được thay bằng mục sau:", "8- Cất dụng cụ", "- Rửa sạch.",
    )  # fmt: skip
    assert depths(document) == [(1, "I"), (2, "6"), (3, ""), (1, "II"), (2, "8"), (3, "-")]


def test_a_series_of_one_item_may_begin_again_below_a_text():
    document = plan("I. Gieo", "(1) Cải ngọt;", "Mùa thu gieo như sau:", "(1) Cải bẹ;", "(2) Đỗ xanh.")
    assert depths(document) == [(1, "I"), (2, "1"), (3, ""), (2, "1"), (2, "2")]


def test_numbers_stand_below_a_decimal_of_a_number():
    document = plan("4. Tưới", "4.1. Giờ tưới", "1. Sáng.", "2. Chiều.", "4.2. Gàu", "1. Gàu nhỏ.", "5. Rào")
    assert depths(document) == [
        (1, "4"), (2, "4.1"), (3, "1"), (3, "2"), (2, "4.2"), (3, "1"), (1, "5"),
    ]  # fmt: skip


def test_a_dash_within_words_may_begin_a_page():
    first = "2. Vườn rau của trường được trồng theo kế hoạch phát triển kinh tế"
    document = plan("1. Rào", f"{first}\n1\n\f- xã hội của xã.\n2")
    assert [row[3] for row in outline(document, 20)] == ["Rào", f"{first[3:]} - xã hội của xã."]


def test_counted_words_stand_below_a_number():
    document = plan(
        "1. Mục tiêu", "Vườn xanh quanh năm.", "Một là, gieo đủ hạt.", "Hai là, tưới đều.", "2. Rào"
    )
    assert depths(document) == [(1, "1"), (2, ""), (2, "Một là"), (2, "Hai là"), (1, "2")]


def test_words_before_the_first_label_stand_at_the_top():
    document = plan("Căn cứ nhu cầu rau sạch, nhà trường lập kế hoạch như sau:", "I. GIEO", "1. Cải.")
    assert outline(document)[0] == (1, "provision", "", "Căn cứ nhu cầu")


@pytest.mark.parametrize(
    "closing",
    [
        "Trên đây là Kế hoạch trồng rau, các lớp thực hiện.",
        "Trong quá trình thực hiện, lớp nào vướng thì báo thầy phụ trách.",
        "Yêu cầu các lớp làm đúng hạn.",
        "Đề nghị các lớp làm đúng hạn.",
        "Giao thầy phụ trách theo dõi.",
        "Rau thu được chia đều cho các lớp./.",
    ],
)
def test_closing_words_stand_at_the_top(closing):
    document = plan("I. GIEO", "1. Cải.", "2. Đỗ.", closing)
    assert outline(document, 2)[-1] == (1, "provision", "", " ".join(closing.split()[:2]))
    assert document.passages[-1].place == "phần kết thúc"


def test_closing_words_right_below_a_heading_are_its_text():
    document = plan("I. GIEO", "1. Cải.", "II. CHIA RAU", "Rau thu được chia đều cho các lớp./.")
    assert depths(document)[-1] == (2, "")


def test_an_ordinary_last_paragraph_stays_below_its_item():
    document = plan("I. GIEO", "1. Cải.", "Hạt do nhà trường mua.")
    assert depths(document)[-1] == (3, "")


def test_a_line_in_capitals_without_label_is_a_heading():
    document = plan("1. Gieo hạt.", "QUY ĐỊNH CHUNG", "Mỗi lớp giữ sạch vườn.", "1. Rào.")
    assert outline(document)[1] == (1, "section", "", "QUY ĐỊNH CHUNG")


def test_a_markdown_heading_without_label_is_a_section():
    document = plan("## Gieo hạt", "- Cải ngọt.", "- Cải bẹ.")
    assert outline(document)[0] == (1, "section", "", "Gieo hạt")
    assert document.passages[0].path == ("Gieo hạt",)


def test_a_sentence_in_capitals_is_no_heading():
    document = plan("1. Gieo hạt.", "KHÔNG DẪM LÊN LUỐNG RAU.", "2. Tưới.")
    assert document.nodes[1].mark == ""


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("2. Yêu cầu: Rau sạch.", "2. Yêu cầu"),
        ("2. Rau phải sạch.", "2."),
        ("- Yêu cầu: Rau sạch.", ""),
        ("a) Hạn: tháng ba.", "a) Hạn"),
    ],
)
def test_the_words_before_a_colon_head_a_provision(text, heading):
    assert plan("1. Gieo.", text).nodes[1].heading == heading


def test_a_section_heading_is_its_whole_text_without_the_colon():
    assert plan("2. Yêu cầu chung:", "- Rau sạch.").nodes[0].heading == "2. Yêu cầu chung"


def test_an_article_with_a_title_heads_its_paragraph():
    document = plan("Điều 1. Tưới nước", "1. Sáng.", "Điều 2. Tập huấn", "Mỗi năm mở hai lớp cho học sinh.")
    assert outline(document)[2:] == [
        (1, "section", "Điều 2", "Tập huấn"),
        (2, "provision", "", "Mỗi năm mở hai"),
    ]


def test_recipients_and_signature_are_no_provisions():
    document = plan(
        "1. Gieo hạt.", "Nơi nhận:\n- Các lớp;\n- Lưu: VT.", "TM. NHÀ TRƯỜNG\nHIỆU TRƯỞNG", "Lê Thị Mận"
    )
    assert depths(document) == [(1, "1")]
    assert {span.name for span in document.named} >= {"recipients", "signature"}


@pytest.mark.parametrize("heading", ["PHỤ LỤC I", "Phụ lục I", "Phụ lục", "QUY CHẾ"])
def test_what_is_attached_after_the_signature_is_read_again(heading):
    document = plan(
        "1. Gieo hạt.",
        "Nơi nhận:\n- Lưu: VT.",
        "TM. NHÀ TRƯỜNG\nHIỆU TRƯỞNG",
        "Lê Thị Mận",
        heading,
        "1. Giống cải.",
        "2. Giống đỗ.",
        "3. Giống hành.",
    )
    assert [row[3] for row in outline(document)][-3:] == ["Giống cải.", "Giống đỗ.", "Giống hành."]


@pytest.mark.parametrize(
    "text", ["Nơi nhận rau là bếp ăn của trường.", "Nơi nhận hạt giống: kho của lớp 7A."]
)
def test_a_sentence_about_a_place_of_receipt_stays_in_the_body(text):
    document = plan("1. Gieo hạt.", text, "2. Tưới nước.")
    assert [label for _, label in depths(document)] == ["1", "", "2"]


def test_a_plan_without_labels_is_a_row_of_provisions():
    document = plan("Mỗi lớp trồng hai luống rau.", "Rau được chia đều.")
    assert [row[:3] for row in outline(document)] == [(1, "provision", "")] * 2
