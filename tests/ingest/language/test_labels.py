"""Labels: every style in use is read, and what only looks like a label is not."""

import pytest

from ingest.language.labels import RANKS, read_label, read_labels

STYLES = [
    ("I- MỤC ĐÍCH", "roman", "I", "MỤC ĐÍCH"),
    ("I. MỤC ĐÍCH", "roman", "I", "MỤC ĐÍCH"),
    ("II - Nhiệm vụ", "roman", "II", "Nhiệm vụ"),
    ("II- NHIỆM VỤ", "roman", "II", "NHIỆM VỤ"),
    ("III.- KINH PHÍ", "roman", "III", "KINH PHÍ"),
    ("IV/ TỔ CHỨC", "roman", "IV", "TỔ CHỨC"),
    ("VIII) Kết thúc", "roman", "VIII", "Kết thúc"),
    ("I MỤC TIÊU", "roman", "I", "MỤC TIÊU"),
    ("I -Mục tiêu", "roman", "I", "Mục tiêu"),
    ("A. MỤC TIÊU", "upper", "A", "MỤC TIÊU"),
    ("A.MỤC TIÊU", "upper", "A", "MỤC TIÊU"),
    ("Đ- KINH PHÍ", "upper", "Đ", "KINH PHÍ"),
    ("1. Trồng rau", "arabic", "1", "Trồng rau"),
    ("1- Trồng rau", "arabic", "1", "Trồng rau"),
    ("1-Trồng rau", "arabic", "1", "Trồng rau"),
    ("1) Trồng rau", "arabic", "1", "Trồng rau"),
    ("1/ Trồng rau", "arabic", "1", "Trồng rau"),
    ("12.Trồng rau", "arabic", "12", "Trồng rau"),
    ("2.4. Tưới nước", "decimal2", "2.4", "Tưới nước"),
    ("2.4 Tưới nước", "decimal2", "2.4", "Tưới nước"),
    ("2.4: Tưới nước", "decimal2", "2.4", "Tưới nước"),
    ("2.4.1. Tưới buổi sáng", "decimal3", "2.4.1", "Tưới buổi sáng"),
    ("2.4.1.3. Tưới gốc", "decimal4", "2.4.1.3", "Tưới gốc"),
    ("- Thu hoạch", "dash", "-", "Thu hoạch"),
    ("– Thu hoạch", "dash", "-", "Thu hoạch"),
    ("-Thu hoạch", "dash", "-", "Thu hoạch"),
    ("* Thu hoạch", "star", "*", "Thu hoạch"),
    ("• Thu hoạch", "star", "*", "Thu hoạch"),
    ("° Thu hoạch", "star", "*", "Thu hoạch"),
    ("‣ Thu hoạch", "star", "*", "Thu hoạch"),
    ("+ Thu hoạch", "plus", "+", "Thu hoạch"),
    ("Điều 5. Thời hạn", "article", "Điều 5", "Thời hạn"),
    ("Điều 5: Thời hạn", "article", "Điều 5", "Thời hạn"),
    ("Khoản 2. Người trồng", "clause", "Khoản 2", "Người trồng"),
    ("Khoản 2 Người trồng", "clause", "Khoản 2", "Người trồng"),
    ("Mục III. Công cụ", "division", "Mục III", "Công cụ"),
    ("MỤC 3 CÔNG CỤ", "division", "MỤC 3", "CÔNG CỤ"),
    ("Chương II", "chapter", "Chương II", ""),
    ("CHƯƠNG 2. CÔNG CỤ", "chapter", "CHƯƠNG 2", "CÔNG CỤ"),
    ("Phụ lục", "part", "Phụ lục", ""),
    ("PHỤ LỤC I", "part", "PHỤ LỤC I", ""),
    ("Phụ lục số 2", "part", "Phụ lục số 2", ""),
    ("Phần thứ nhất", "part", "Phần thứ nhất", ""),
    ("PHẦN THỨ NHẤT", "part", "PHẦN THỨ NHẤT", ""),
    ("PHẦN II", "part", "PHẦN II", ""),
    ("PART II. WORK", "part", "PART II", "WORK"),
    ("Article 5. Water", "article", "Article 5", "Water"),
    ("Điều17: Tưới nước", "article", "Điều17", "Tưới nước"),
    ("Tiểu mục 2. Tưới nước", "subdivision", "Tiểu mục 2", "Tưới nước"),
    ("I.2. Tưới nước", "decimal2", "I.2", "Tưới nước"),
    ("2.4/ Tưới nước", "decimal2", "2.4", "Tưới nước"),
    ("2.4.1- Tưới nước", "decimal3", "2.4.1", "Tưới nước"),
    ("a/ Tưới nước", "letter", "a", "Tưới nước"),
    ("b1) Tưới nước", "letter2", "b1", "Tưới nước"),
    ("III.phân tích", "roman", "III", "phân tích"),
    ("1.", "arabic", "1", ""),
    ("a)", "letter", "a", ""),
    ("-", "dash", "-", ""),
]


@pytest.mark.parametrize(("text", "mark", "label", "rest"), STYLES)
def test_every_label_style_is_read(text, mark, label, rest):
    found = read_label(text)
    assert found is not None
    assert (found.mark, found.text, text[found.length :]) == (mark, label, rest)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("I. Gieo", [("roman", (1,)), ("upper", (10,))]),
        ("C. Gieo", [("upper", (3,))]),
        ("i) Gieo", [("letter", (10,)), ("small roman", (1,))]),
        ("ii) Gieo", [("small roman", (2,))]),
        ("c - Gieo", [("letter", (3,)), ("upper", (3,))]),
        ("b- Gieo", [("letter", (2,)), ("upper", (2,))]),
        ("ii- Gieo", [("small roman", (2,))]),
        ("(2) Gieo", [("arabic", (2,))]),
        ("2.4.1. Gieo", [("decimal3", (2, 4, 1))]),
        ("Hai là, gieo", [("ordinal", (2,))]),
        ("Thứ ba, gieo", [("ordinal", (3,))]),
        ("Phần thứ tư", [("part", (4,))]),
        (". Gieo", [("star", ())]),
        ("IIII. Gieo", []),
        ("2024. Gieo", [("arabic", (2024,))]),
        ("Thứ hai lớp 6A trực", []),
    ],
)
def test_a_sign_has_all_its_readings(text, readings):
    assert [(label.mark, label.value) for label in read_labels(text)] == readings


def test_a_bracket_tells_two_series_apart():
    assert [read_labels(text)[0].style for text in ("1. Gieo", "1) Gieo", "(1) Gieo")] == [
        ("arabic", ""), ("arabic", ")"), ("arabic", "()"),
    ]  # fmt: skip


@pytest.mark.parametrize("letter", list("abcdđeghiklm"))
def test_vietnamese_letters_label_items(letter):
    found = read_label(f"{letter}) Thu hoạch")
    assert found is not None
    assert (found.mark, found.text) == ("letter", letter)


@pytest.mark.parametrize(
    "text",
    [
        "15/3/2024 là ngày thu hoạch",
        "15-3-2024 là ngày thu hoạch",
        "15.3.2024 là ngày thu hoạch",
        "30/9 là hạn nộp",
        "10/2024: thu hoạch",
        "II/2024 phải xong",
        "1,86 triệu cây giống",
        "3.500 cây giống",
        "1.640.000.000 đồng",
        "24/7 có người trực",
        "100% số lớp tham gia",
        "2024 là năm đầu",
        "12 tháng liền",
        "5 lớp học",
    ],
)
def test_dates_and_amounts_are_no_labels(text):
    assert read_label(text) is None


@pytest.mark.parametrize(
    "text", ["57-KL/TW của Bộ Chính trị", "18/KH-UBND ngày 21/1/2019", "6-KH/BCĐ về vườn rau"]
)
def test_a_document_number_at_the_start_of_a_line_is_no_label(text):
    assert read_label(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Điều 5 của Luật này áp dụng cho vườn rau",
        "Khoản 2 của Điều 5 áp dụng cho vườn rau",
        "Mục 3 của Kế hoạch này áp dụng cho vườn rau",
        "Phụ lục kèm theo Kế hoạch này ghi tên giống rau",
        "Chương trình trồng rau",
        "Phần lớn học sinh",
    ],
)
def test_a_reference_that_begins_a_sentence_is_no_label(text):
    assert read_label(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "V/v trồng rau",
        "Các lớp học",
        "Anh. Em",
        "-5 độ",
        "Q.TÂN HÒA",
        "x-quang",
        "a b c",
        "",
        "(1) Ghi chú",
        "¹ Ghi chú",
    ],
)
def test_words_and_footnote_marks_are_no_labels(text):
    assert read_label(text) is None


def test_capital_letters_of_one_series_have_one_rank():
    ranks = {read_label(f"{letter}. Trồng rau").rank for letter in "ABCDĐEGH"}
    assert len(ranks) == 1


def test_ranks_nest_as_in_administrative_documents():
    order = [
        "part",
        "chapter",
        "roman",
        "division",
        "article",
        "arabic",
        "clause",
        "decimal2",
        "letter",
        "dash",
        "plus",
    ]
    assert [RANKS[mark] for mark in order] == sorted(RANKS[mark] for mark in order)
