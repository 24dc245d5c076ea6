"""Tables: cells in reading order, each with its place, its span and the lines around it."""

import pytest

from tests.docx_files import blocks, cell, drawn_box, p, row, style, table, texts


def places(body: str, **parts: str) -> dict[str, tuple[int, ...]]:
    """Return table, row, column, rows and columns of each text in a cell."""
    cells = {block.text: block.cell for block in blocks(body, **parts)}
    return {text: (c.table, c.row, c.column, c.rows, c.columns) for text, c in cells.items() if c}


def test_cells_come_in_rows_with_their_places():
    body = p("Bảng") + table(row("Việc", "Hạn"), row("Trồng rau", "tháng 5")) + p("Hết")
    found = blocks(body)
    assert [b.text for b in found] == ["Bảng", "Việc", "Hạn", "Trồng rau", "tháng 5", "Hết"]
    assert [b.kind for b in found] == ["paragraph", *["cell"] * 4, "paragraph"]
    assert places(body)["tháng 5"] == (0, 1, 1, 1, 1)


def test_a_cell_of_two_paragraphs_is_two_blocks_of_one_place():
    first, second = blocks(table(row(cell("Cải", "Đỗ"))))
    assert (first.text, second.text, first.cell) == ("Cải", "Đỗ", second.cell)


def test_cells_span_columns_and_rows():
    joined, goes_on = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(
        row(cell("STT", look=joined), cell("Diện tích", look='<w:gridSpan w:val="2"/>')),
        row(cell("", look=goes_on), "Rau", "Đỗ"),
        row(cell("", look='<w:vMerge w:val="continue"/>'), "1", "2"),
        row(cell("Tổng", look=joined), "3", "4"),
    )
    found = places(body)
    assert found["STT"] == (0, 0, 0, 3, 1)
    assert found["Diện tích"] == (0, 0, 1, 1, 2)
    assert found["Đỗ"] == (0, 1, 2, 1, 1)
    assert found["Tổng"] == (0, 3, 0, 1, 1)


def test_a_joined_cell_with_text_of_its_own_is_a_cell():
    body = table(
        row(cell("Người nhận", look='<w:vMerge w:val="restart"/>')),
        row(cell("Ký tên", look='<w:vMerge w:val="continue"/>')),
    )
    assert places(body) == {"Người nhận": (0, 0, 0, 1, 1), "Ký tên": (0, 1, 0, 1, 1)}


def test_a_row_may_begin_further_right():
    assert places(table(row("Rau", look='<w:gridBefore w:val="2"/>')))["Rau"] == (0, 0, 2, 1, 1)


@pytest.mark.parametrize("span", ["999999999", "1000000000", "-4", "nhiều", ""])
def test_a_senseless_span_is_bounded(span):
    found = places(table(row(cell("Rau", look=f'<w:gridSpan w:val="{span}"/>'), "Đỗ")))
    assert found["Rau"][4] == found["Đỗ"][2] <= 63


def test_a_table_in_a_cell_has_a_number_of_its_own_and_stands_where_its_cell_stands():
    inner = table(row("Cải", "Đỗ"))
    body = table(row("Rau", cell("gồm", inner, "và cả"), "Hạn")) + table(row("Sau"))
    assert texts(body) == ["Rau", "gồm", "Cải", "Đỗ", "và cả", "Hạn", "Sau"]
    found = places(body)
    assert [found[text][:3] for text in ("gồm", "Cải", "Đỗ", "và cả", "Hạn", "Sau")] == [
        (0, 0, 1), (1, 0, 0), (1, 0, 1), (0, 0, 1), (0, 0, 2), (2, 0, 0),
    ]  # fmt: skip


def test_a_text_box_in_a_cell_belongs_to_the_cell():
    (first, boxed) = blocks(table(row("Trống", cell(p(drawn_box("Dấu"))))))
    assert (boxed.text, boxed.kind, boxed.cell.column) == ("Dấu", "cell", 1)
    assert first.cell.column == 0


def test_rows_that_are_repeated_on_each_page_are_headers():
    body = table(row("Việc", look="<w:tblHeader/>"), row("Rau", look='<w:tblHeader w:val="0"/>'), row("Đỗ"))
    assert [block.cell.header for block in blocks(body)] == [True, False, False]


def test_rows_and_cells_that_revisions_took_away_or_that_are_hidden_are_left_out():
    body = table(
        row("Rau", cell("Bỏ", look="<w:cellDel/>"), "Đỗ"),
        row("Dòng bỏ", look="<w:del/>"),
        row("Dòng ẩn", look="<w:hidden/>"),
        row("Dòng mới", look="<w:ins/>"),
    )
    assert places(body) == {"Rau": (0, 0, 0, 1, 1), "Đỗ": (0, 0, 1, 1, 1), "Dòng mới": (0, 1, 0, 1, 1)}


def test_rows_and_cells_in_content_controls_are_kept():
    def control(inner: str) -> str:
        return f'<w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent>{inner}</w:sdtContent></w:sdt>'

    body = table(control(row("Rau")), f"<w:tr>{control(cell('Đỗ'))}</w:tr>")
    assert places(body) == {"Rau": (0, 0, 0, 1, 1), "Đỗ": (0, 1, 0, 1, 1)}


def sides(*names: str, val: str = "single") -> str:
    """Return lines on some sides."""
    return "".join(f'<w:{name} w:val="{val}" w:sz="4"/>' for name in names)


ALL = sides("top", "left", "bottom", "right", "insideH", "insideV")


def ruled(body: str, **parts: str) -> list[bool]:
    """Return for each block whether lines are drawn around its cell."""
    return [block.cell.ruled for block in blocks(body, **parts)]


def test_a_table_without_lines_is_not_ruled():
    assert ruled(table(row("UBND TỈNH HẢI LÂM", "CỘNG HÒA"))) == [False, False]


def test_a_table_with_lines_is_ruled():
    assert ruled(table(row("Rau", "Đỗ"), look=f"<w:tblBorders>{ALL}</w:tblBorders>")) == [True, True]


def test_lines_are_inherited_from_the_table_style():
    styles = style("Ke", f"<w:tblPr><w:tblBorders>{ALL}</w:tblBorders></w:tblPr>", "table")
    styles += style("KeCon", type_="table", based_on="Ke")
    assert ruled(table(row("Rau"), look='<w:tblStyle w:val="KeCon"/>'), styles=styles) == [True]


def test_lines_of_the_default_table_style_hold_where_no_style_is_named():
    styles = style("Ke", f"<w:tblPr><w:tblBorders>{ALL}</w:tblBorders></w:tblPr>", "table", default=True)
    assert ruled(table(row("Rau")), styles=styles) == [True]


def test_a_table_may_switch_the_lines_of_its_style_off():
    styles = style("Ke", f"<w:tblPr><w:tblBorders>{ALL}</w:tblBorders></w:tblPr>", "table")
    off = ALL.replace("single", "nil")
    look = f'<w:tblStyle w:val="Ke"/><w:tblBorders>{off}</w:tblBorders>'
    assert ruled(table(row("Rau"), look=look), styles=styles) == [False]


def test_lines_of_the_cell_itself_go_first():
    own = cell("Rau", look=f"<w:tcBorders>{sides('top', 'start', 'bottom', 'end')}</w:tcBorders>")
    bare = cell(
        "Đỗ", look=f"<w:tcBorders>{sides('top', 'left', 'bottom', 'right', val='none')}</w:tcBorders>"
    )
    assert ruled(table(row(own, "Ngô"))) == [True, False]
    assert ruled(table(row(bare, "Ngô"), look=f"<w:tblBorders>{ALL}</w:tblBorders>")) == [False, True]


def test_a_line_below_a_name_makes_no_ruled_cell():
    named = cell("SỞ CÔNG THƯƠNG", look=f"<w:tcBorders>{sides('bottom')}</w:tcBorders>")
    assert ruled(table(row(named, "CỘNG HÒA"))) == [False, False]


def test_inner_lines_do_not_stand_on_the_outer_sides():
    body = table(
        row("Rau", "Đỗ"),
        row("Cải", "Ngô"),
        row("Bí", "Bầu"),
        look=f"<w:tblBorders>{sides('insideH')}</w:tblBorders>",
    )
    assert ruled(body) == [False, False, True, True, False, False]


def test_lines_may_be_those_of_one_row():
    except_ = f"<w:tblPrEx><w:tblBorders>{ALL}</w:tblBorders></w:tblPrEx>"
    body = table(row("Rau"), row("Đỗ").replace("<w:tr>", f"<w:tr>{except_}"))
    assert ruled(body) == [False, True]
