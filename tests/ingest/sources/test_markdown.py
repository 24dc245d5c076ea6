"""Markdown: whole documents and remains of it, each line with its text as it is meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.markdown import read
from ingest.sources.source import Block


def blocks(text: str) -> tuple[Block, ...]:
    return read(text.encode()).blocks


def texts(text: str) -> list[str]:
    return [block.text for block in blocks(text)]


def cells(text: str) -> list[tuple[int, int, int, str]]:
    return [(b.cell.table, b.cell.row, b.cell.column, b.text) for b in blocks(text) if b.cell]


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("1\\. Sở Văn hóa chủ trì\\.", "1. Sở Văn hóa chủ trì."),
        ("\\- Xã báo cáo", "- Xã báo cáo"),
        ("a\\) Thôn niêm yết", "a) Thôn niêm yết"),
        ("Sở TT&amp;TT, dưới &lt; 500&nbsp;triệu, &quot;chuẩn&quot; &#8211;", 'Sở TT&TT, dưới < 500\xa0triệu, "chuẩn" –'),
        ("Xem [Kế hoạch số 20](https://a.invalid/20.pdf) kèm", "Xem Kế hoạch số 20 kèm"),
        ("Xem ![sơ đồ](so-do.png) kèm theo", "Xem kèm theo"),
        ("<https://hailam.invalid>", "https://hailam.invalid"),
        ("kinh phí `tạm ứng`, `a*b*c`", "kinh phí tạm ứng, a*b*c"),
        ("__đậm__ và _nghiêng_", "đậm và nghiêng"),
        ("**Điều 1.**Phạm vi", "Điều 1.Phạm vi"),
        ("**Mục tiêu bị cắt ở cuối trang", "Mục tiêu bị cắt ở cuối trang"),
        ("2\\*\\* là dấu sao", "2** là dấu sao"),
        ("tăng 2<sup>3</sup> lần, TTĐN<sup>12</sup>, 5 m<sup>2</sup>", "tăng 2³ lần, TTĐN¹², 5 m²"),
        ("năm qua<sup>(1)</sup>; H<sub>2</sub>O", "năm qua(1); H2O"),
        ("<u>Nơi nhận</u>:<span style='a'> </span>xã", "Nơi nhận: xã"),
        ("a <b và c> d, <rau>, <u1>, <b va c>", "a <b và c> d, <rau>, <u1>, <b va c>"),
        ("a < b, 5 > 3, x<y", "a < b, 5 > 3, x<y"),
        ("<script>alert(1)</script>rau", "rau"),
        ("<!DOCTYPE html>rau<?php a ?>", "rau"),
        ("#hashtag và #1", "#hashtag và #1"),
        ("* Sở Y tế: khám 5 * 3 * 2", "* Sở Y tế: khám 5 * 3 * 2"),
        ("+ tổ một", "+ tổ một"),
        ("- [ ] việc", "- [ ] việc"),
        ("3.2 tỷ đồng", "3.2 tỷ đồng"),
    ],
)  # fmt: skip
def test_markup_goes_and_the_text_stays(line, text):
    assert texts(line) == [text]


def test_lists_keep_their_labels_as_typed():
    typed = ["1. Một", "3. Ba", "a) A", "- gạch", "* sao", "đ) Đ"]
    assert texts("\n".join(typed)) == typed
    assert texts("1. Một\n   - hai\n\n     ba") == ["1. Một", "- hai", "ba"]


@pytest.mark.parametrize("rule", ["---", "***", "* * *", "_____", "=====", "- - -", "......"])
def test_a_drawn_line_stays_and_makes_no_heading(rule):
    found = blocks(f"Kết thúc trang\n{rule}\nđầu trang sau")
    assert [(block.text, block.style.level) for block in found] == [
        ("Kết thúc trang", 0), (rule, 0), ("đầu trang sau", 0),
    ]  # fmt: skip


def test_headings_have_levels():
    found = blocks("# KẾ HOẠCH\n### **I. Mục đích** ##\nrau\n<h2>Phụ lục</h2>\nhết")
    assert [(block.text, block.style.level) for block in found] == [
        ("KẾ HOẠCH", 1), ("I. Mục đích", 3), ("rau", 0), ("Phụ lục", 2), ("hết", 0),
    ]  # fmt: skip


def test_a_line_is_bold_or_italic_only_as_a_whole():
    found = blocks("**K/T TRƯỞNG BAN\nPHÓ TRƯỞNG BAN**\n\n*Hải Lâm*, ngày 5\n<i>ngày **6**</i>\n\nthường")
    assert [(block.text, block.style.bold, block.style.italic) for block in found] == [
        ("K/T TRƯỞNG BAN", True, False),
        ("PHÓ TRƯỞNG BAN", True, False),
        ("Hải Lâm, ngày 5", False, False),
        ("ngày 6", False, True),
        ("thường", False, False),
    ]


def test_styles_end_with_their_paragraph():
    assert [block.style.bold for block in blocks("<b>đậm\n\nthường")] == [True, False]


def test_gaps_and_pages_are_known():
    assert [(b.text, b.gap, b.page) for b in blocks("# A\nb\n\n**c**\n\f> d\n>\n> e")] == [
        ("A", True, 1), ("b", False, 1), ("c", True, 1), ("d", True, 2), ("e", True, 2),
    ]  # fmt: skip


def test_the_sign_before_a_number_is_no_quote_mark():
    assert texts("tỷ lệ\n> 90% xã\n\n> 1. Sở\n> trích") == ["tỷ lệ", "> 90% xã", "1. Sở", "trích"]


def test_comments_are_never_text():
    assert texts("a <!-- nội bộ --> b\n\n<!-- chưa\n\nduyệt -->\n\nc <!-- không hết") == [
        "a b", "c <!-- không hết",
    ]  # fmt: skip


def test_what_is_struck_out_is_left_out_and_told():
    source = read("4. ~~Sở Nội vụ~~ <del>Sở Y tế</del> Sở Tài chính bố trí".encode())
    assert [block.text for block in source.blocks] == ["4. Sở Tài chính bố trí"]
    assert [str(each) for each in source.warnings] == ["what is struck out was left out"]


def test_a_table_is_cells_and_its_rule_none():
    table = "| TT | **Việc** |\n|----|:---:|\n| 1 | Lắp loa<br>xã \\| phường |\n|| Đào tạo | thừa |\n\nhết"
    assert cells(table) == [
        (0, 0, 0, "TT"), (0, 0, 1, "Việc"),
        (0, 1, 0, "1"), (0, 1, 1, "Lắp loa"), (0, 1, 1, "xã | phường"),
        (0, 2, 1, "Đào tạo"), (0, 2, 2, "thừa"),
    ]  # fmt: skip
    found = blocks(table)
    assert [block.cell.header for block in found if block.cell] == [True, True, *[False] * 5]
    assert (found[1].style.bold, found[-1].kind, found[-1].text) == (True, "line", "hết")


def test_rows_without_a_head_or_with_tabs_are_lines():
    assert texts("| 1 | Rau |\n| 2 | Đỗ |\n\n1\tRau\t5") == ["| 1 | Rau |", "| 2 | Đỗ |", "1\tRau\t5"]


def test_an_html_table_is_cells_that_know_what_they_span():
    table = """<table border=1><thead><tr><td rowspan="2">Sở</td><td colspan=2>Quý</td></tr></thead>
<tr><th>I</th><td>II
III</td></tr>

<tr><td>Y tế</td><td></td><td><table><tr><td>trong</td></tr></table></td></tr></table>
hết"""
    assert cells(table) == [
        (0, 0, 0, "Sở"), (0, 0, 1, "Quý"), (0, 1, 1, "I"), (0, 1, 2, "II III"),
        (0, 2, 0, "Y tế"), (1, 0, 0, "trong"),
    ]  # fmt: skip
    found = [block.cell for block in blocks(table) if block.cell]
    assert [(cell.rows, cell.columns, cell.header) for cell in found[:4]] == [
        (2, 1, True), (1, 2, True), (1, 1, True), (1, 1, False),
    ]  # fmt: skip
    assert blocks(table)[-1].kind == "line"


def test_html_lists_have_the_labels_that_a_browser_shows():
    found = blocks("<ul><li>Hội <b>vận động</b></li><li>Đoàn\nra quân</li></ul><ol><li>a<li>b</ol>c")
    assert [(block.style.list_label, block.text) for block in found] == [
        ("-", "Hội vận động"), ("-", "Đoàn ra quân"), ("1.", "a"), ("2.", "b"), ("", "c"),
    ]  # fmt: skip


def test_a_list_that_is_never_closed_ends_with_its_paragraph():
    assert texts("<ul><li>a\n\nb\nc") == ["a", "b", "c"]


@pytest.mark.parametrize(
    "source", ["vườn<br>rau", "vườn<br/>rau", "<p>vườn</p><p>rau</p>", "<DIV a='b'>vườn</DIV>rau"]
)
def test_tags_that_break_a_line_keep_words_apart(source):
    assert texts(source) == ["vườn", "rau"]


def test_footnotes_are_raised_marks_and_blocks_of_their_own():
    found = blocks(
        "Kinh phí[^1] và đài[^luat].\n\n[^1]: Theo nghị định\nsố 5.\n[^luat]: Luật[^1]\n\n    sửa đổi.\n\nhết"
    )
    assert [(block.kind, block.mark, block.text) for block in found] == [
        ("line", "", "Kinh phí¹ và đài²."),
        ("footnote", "¹", "Theo nghị định số 5."),
        ("footnote", "²", "Luật¹ sửa đổi."),
        ("line", "", "hết"),
    ]


def test_fenced_text_is_text_as_it_stands():
    assert texts("a\n```\n**b** \\. <b>\n\n# c\n```\n**d**") == ["a", "**b** \\. <b>", "# c", "d"]


def test_a_fence_around_markdown_or_without_an_end_holds_markdown():
    assert texts("```markdown\n# a\n**b**\n```") == ["a", "b"]
    assert texts("~~~~~~~~\n**b**\n\n# c") == ["b", "c"]
    assert texts("```\n**a**\n~~~\n**b**") == ["a", "**b**"]


MARKED_UP = st.lists(
    st.sampled_from(
        ["**", "*", "__", "# ", "> ", "<sup>", "</sup>", "<br>", "<td>", "<table>", "</table>", "<li>", "<ol>",
         "| ", "|-|-|\n", "```\n", "[^1]", "[^1]: ", "](", "[", "<", ">", "&amp;", "\\", "\t", "\n", "\n\n", "\f"]
    )
    | st.text("rau đỗ,.12<>*_#", max_size=5)
).map("".join)  # fmt: skip


@given(MARKED_UP)
def test_words_are_never_lost(text):
    def letters(found: str) -> list[str]:
        return [c for c in found if c in "đỗ"]

    assert letters("".join(texts(text))) == letters(text)


@given(st.text())
def test_any_text_is_read(text):
    assert all(block.text == block.text.strip() for block in blocks(text))


@pytest.mark.parametrize(
    "seed", ["[", "![", "[a](", "*a_b", "<td>", "a|b\n-|-\n", "```\n", "<b>", "[^1]: ", "> "]
)
def test_hostile_markup_is_read_all_the_same(seed):
    assert blocks(seed * 2000) is not None
