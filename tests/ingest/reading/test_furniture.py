"""Furniture: what repeats on the pages goes, what only looks like it stays."""

import pytest

from ingest.reading.furniture import without_furniture
from tests.worlds import lines, outline, plan

HEAD = "Kế hoạch vườn rau của trường Hải Lâm"


def kept(source: str) -> list[str]:
    return [line.text for line in without_furniture(lines(source))]


def aside(source: str) -> list[tuple[str, str]]:
    return [(a.aside, a.text) for line in without_furniture(lines(source)) for a in line.behind]


def pages(*texts: str, head: str = HEAD, foot: str = "Trang {}/{}") -> str:
    """Return a text on pages, each but the first with a running head."""
    return "\f".join(
        "\n".join([*([head] if number > 1 else []), text, foot.format(number, len(texts))])
        for number, text in enumerate(texts, 1)
    )


def test_running_heads_and_numbers_of_pages_are_furniture():
    source = pages("Trồng rau ở", "vườn trường và", "tưới nước.")
    assert kept(source) == ["Trồng rau ở", "vườn trường và", "tưới nước."]
    assert {name for name, _ in aside(source)} == {"page furniture"}


def test_a_sentence_cut_by_head_and_foot_is_one_provision():
    document = plan(
        pages("I. GIEO\n1. Lớp 6A gieo hạt cải ở luống đầu và", "tưới nước mỗi sáng.", "2. Lớp 7A rào vườn.")
    )
    assert outline(document, 20)[1][3] == "Lớp 6A gieo hạt cải ở luống đầu và tưới nước mỗi sáng."
    assert [p.place for p in document.passages] == ["mục 1, phần I", "mục 2, phần I"]


def test_pages_are_also_known_by_their_numbers_alone():
    source = (
        f"1. Lớp 6A gieo hạt cải ở luống đầu và\n\n{HEAD}\nTrang 1/3\n\ntưới nước mỗi sáng.\n\n2. Rào vườn.\n\n"
        f"{HEAD}\nTrang 2/3\n\n3. Hái rau.\n\n{HEAD}\nTrang 3/3\n"
    )
    assert kept(source) == [
        "1. Lớp 6A gieo hạt cải ở luống đầu và", "tưới nước mỗi sáng.", "2. Rào vườn.", "3. Hái rau.",
    ]  # fmt: skip


def test_a_head_on_every_other_page_is_furniture():
    texts = [f"{number}. Lớp {number} gieo hạt." for number in range(1, 9)]
    source = "\f".join(
        f"{HEAD if number % 2 else 'Trường Hải Lâm'}\n{text}" for number, text in enumerate(texts)
    )
    assert HEAD not in kept(source)[1:]
    assert "Trường Hải Lâm" not in kept(source)[1:]


def test_a_heading_that_returns_in_some_parts_is_no_furniture():
    texts = ["Nhiệm vụ\nGieo.", "Kinh phí\nMua hạt.", "Rào vườn.", "Nhiệm vụ\nTưới.", "Hái.", "Bán.", "Chia."]
    assert kept("\f".join(texts)).count("Nhiệm vụ") == 2


def test_an_item_at_the_edge_of_every_page_is_no_furniture():
    assert kept("\f".join(["- Như trên;\nGieo."] * 5)).count("- Như trên;") == 5


def test_the_letterhead_of_the_first_page_stays():
    source = f"{HEAD}\nSố: 7/KH-THCS\n\n" + pages("Gieo.", "Tưới.", "Hái.")
    assert kept(source)[0] == HEAD


@pytest.mark.parametrize("number", ["2", "- 2 -", "Trang 2"])
def test_a_number_alone_is_furniture_where_it_stands_like_one(number):
    assert kept(f"Trồng rau ở\n\n{number}\n\nvườn trường.") == ["Trồng rau ở", "vườn trường."]


def test_numbers_that_count_on_through_the_text_are_those_of_pages():
    lines = [f"Lớp {n} gieo hạt cải ở vườn trường và tưới nước mỗi sáng." for n in range(60)]
    for page in (1, 2, 3):
        lines.insert(page * 15, str(page))
    assert not {"1", "2", "3"} & set(kept("\n".join(lines)))


def test_a_column_of_figures_is_no_furniture():
    source = "TT\nNội dung\n1\nGieo hạt\n2\nTưới nước\n3\nHái rau"
    assert kept(source) == source.split("\n")


def test_a_list_of_contents_is_named():
    entries = ["I. GIEO TRỒNG ........ 2", "1. Gieo ........ 2", "2. Tưới ........ 3", "II. HÁI ........ 5"]
    document = plan(
        "MỤC LỤC\n" + "\n".join(entries),
        "I. GIEO TRỒNG",
        "1. Gieo cải.",
        "2. Tưới rau.",
        "II. HÁI",
        "1. Rau.",
    )
    assert [row[2] for row in outline(document)] == ["I", "1", "2", "II", "1"]
    assert sum(named.name == "contents" for named in document.named) == 5


def test_contents_without_leaders_are_known_by_their_title():
    assert kept("MỤC LỤC\nPhần gieo trồng 2\nPhần hái rau 5\n\nTrồng rau.") == ["Trồng rau."]


def test_two_amounts_at_the_end_of_lines_are_no_contents():
    assert len(kept("Số luống rau 2\nSố lớp 5\nTrồng rau.")) == 3


def test_the_blanks_of_a_form_are_named():
    source = "Đơn xin hạt giống\nHọ và tên: ......................................\nTôi xin hai gói hạt."
    assert aside(source) == [("form blank", "Họ và tên: ......................................")]


def test_an_item_with_a_blank_stays_an_item():
    assert kept("1. Tên lớp: ..............................\n2. Rau.")[0].startswith("1. Tên lớp")


def test_a_text_of_nothing_but_furniture_is_text():
    assert kept("7") == ["7"]
