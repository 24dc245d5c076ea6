"""Markup: paragraphs, headings, list items with their labels, table cells as a browser shows them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources import html
from ingest.sources.source import Block, Cell


def blocks(body: str) -> list[Block]:
    return list(html.read(f"<html><body>{body}</body></html>".encode()).blocks)


def texts(body: str) -> list[str]:
    return [block.text for block in blocks(body)]


def test_paragraphs_fold_their_white_space():
    assert texts("<p>Kế hoạch\n   trồng <b>cây</b>&nbsp;xanh</p>  <div>Điều 1<p>Điều 2</p>Điều 3</div>") == [
        "Kế hoạch trồng cây\xa0xanh", "Điều 1", "Điều 2", "Điều 3",
    ]  # fmt: skip


def test_breaks_make_lines():
    found = blocks("<p>UBND TỈNH<br>HẢI LÂM<br><br>Số: 12</p><p>một đoạn<br></p>")
    assert [(block.text, block.kind, block.gap) for block in found] == [
        ("UBND TỈNH", "line", False), ("HẢI LÂM", "line", False), ("Số: 12", "line", True),
        ("một đoạn", "paragraph", False),
    ]  # fmt: skip


def test_preformatted_text_keeps_its_lines():
    assert [(block.text, block.kind) for block in blocks("<pre>Điều 1.\n  a)  x\n\nHết</pre>")] == [
        ("Điều 1.", "line"), ("a)  x", "line"), ("Hết", "line"),
    ]  # fmt: skip


def test_headings_and_styles():
    one, two, three = blocks(
        '<h2 align="center">I. MỤC TIÊU</h2><p style="text-align:JUSTIFY"><b>Đậm</b> <i>và</i></p>'
        '<div style="text-transform: uppercase"><em><span style="font-weight:bold">hoa</span></em></div>'
    )
    assert (one.style.level, one.style.bold, one.style.align) == (2, True, "center")
    assert (two.style.level, two.style.bold, two.style.align) == (0, False, "justify")
    assert (three.style.bold, three.style.italic, three.style.capitals) == (True, True, True)


def test_lists_have_the_labels_that_are_shown():
    found = blocks(
        '<ol type="I" start="2"><li>a<ol style="list-style-type: lower-alpha"><li>b</li><li><p>c</p><p>d</p></li></ol>'
        '</li><li value="9">e</li><li>f</li></ol><ul><li>g</li></ul><ul style="list-style-type:none"><li>h</li></ul>'
        "<ol><li>i</li></ol><li>j</li>"
    )
    assert [(block.text, block.style.list_label) for block in found] == [
        ("a", "II."), ("b", "a."), ("c", "b."), ("d", ""), ("e", "IX."), ("f", "X."),
        ("g", "•"), ("h", ""), ("i", "1."), ("j", "•"),
    ]  # fmt: skip


def cells(body: str) -> list[tuple[str, Cell | None]]:
    return [(block.text, block.cell) for block in blocks(body)]


def test_tables_are_cells_in_their_places():
    table = (
        '<table border="1"><thead><tr><td>TT</td><td colspan="2">Đơn vị</td></tr></thead>'
        '<tbody><tr><td rowspan="2">1</td><td>Sở</td><td>4<br>ha</td></tr><tr><td>Ban</td><td></td></tr></tbody></table>'
    )
    assert cells(table) == [
        ("TT", Cell(0, 0, 0, header=True)), ("Đơn vị", Cell(0, 0, 1, 1, 2, header=True)),
        ("1", Cell(0, 1, 0, 2, 1)), ("Sở", Cell(0, 1, 1)), ("4", Cell(0, 1, 2)), ("ha", Cell(0, 1, 2)),
        ("Ban", Cell(0, 2, 1)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("table", "ruled"),
    [
        ("<table><tr><td>a<td>b</table>", False),
        ('<table border="0"><tr><td>a<td>b</table>', False),
        ('<table border="1"><tr><td>a<td>b</table>', True),
        ("<table style='border-collapse:collapse;border:none'><tr><td>a<td>b</table>", False),
        (
            "<table><tr><td style='border:solid windowtext 1.0pt'>a<td style='border-left:solid 1pt'>b</table>",
            True,
        ),
        ("<table><tr><th>a<td>b</table>", True),
    ],
)
def test_lines_around_cells(table, ruled):
    assert [cell.ruled for _, cell in cells(table)] == [ruled, ruled]


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td>a</td></tr><tr><td>b</td></tr></table>",
        "<table role='presentation'><tr><td>a</td><td>b</td></tr></table>",
    ],
)
def test_a_table_that_lays_out_the_page_is_none(table):
    assert cells(table) == [("a", None), ("b", None)]


def test_a_table_in_one_that_lays_out_the_page_is_the_first():
    assert cells("<table><tr><td>menu</td><td><table><tr><td>a<td>b</table></td></tr></table>") == [
        ("menu", None), ("a", Cell(0, 0, 0, ruled=False)), ("b", Cell(0, 0, 1, ruled=False)),
    ]  # fmt: skip


@pytest.mark.parametrize("span", ["0", "-1", "x", "99999999999"])
def test_spans_without_sense_are_bounded(span):
    found = cells(f'<table border=1><tr><td colspan="{span}" rowspan="{span}">a<td>b</table>')
    assert all(cell.columns <= 1000 and cell.rows == 1 for _, cell in found)


def test_what_is_not_shown_is_left_out():
    assert texts(
        "<script>x</script><style>x</style><nav>menu</nav><p hidden>x</p><div style='display : none'>x<p>y</p></div>sau"
        "<!-- x --><select><option>x</select><template><p>x</p></template>"
    ) == ["sau"]


def test_text_in_old_fonts_is_unicode():
    page = '<p><font face=".VnTimeH">kÕ ho¹ch</font> <span style="font-family: \'VNI-Times\', serif">Ñoàng Xoaøi</span></p>'
    found = blocks(page)
    assert [block.text for block in found] == ["KẾ HOẠCH Đồng Xoài"]


PIECES = st.sampled_from(
    [
        "<p>",
        "</p>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<li>",
        "<ol>",
        "</ol>",
        "<br>",
        "a",
        " ",
        "<b>",
        "</b>",
        "<pre>",
        "\n",
    ]
)


@given(st.lists(PIECES, max_size=30))
def test_any_markup_is_read_and_no_letter_lost(pieces):
    source = html.read(f"<body>x{''.join(pieces)}".encode())
    assert "".join(block.text for block in source.blocks).count("a") == pieces.count("a")
