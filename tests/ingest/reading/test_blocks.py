"""Blocks of a source as lines: paragraphs are whole, rows are lines, furniture is told by the file."""

import pytest

from ingest.reading.blocks import lines_of
from ingest.reading.reader import read_source
from ingest.sources.source import Block, Cell, Source, Style
from tests.ingest.reading.test_lossless import assert_text_placed
from tests.worlds import depths


def paragraph(text: str, **more) -> Block:
    return Block(text, "paragraph", **more)


def cell(
    text: str, row: int, column: int, table: int = 0, *, ruled: bool = True, header: bool = False
) -> Block:
    return Block(text, "cell", cell=Cell(table, row, column, ruled=ruled, header=header))


def source(*blocks: Block) -> Source:
    return Source(blocks, "test")


def read(*blocks: Block):
    (document,) = read_source(
        source(paragraph("KẾ HOẠCH"), paragraph("Trồng rau năm 2024"), *blocks), "vuon.docx"
    )
    assert_text_placed(document)
    return document


def test_each_line_knows_its_place_in_the_text():
    found = lines_of(
        source(Block(" Trồng   rau ", page=1), Block("ở vườn", page=1, gap=True), Block("trường", page=3))
    )
    assert found.text == "Trồng   rau\n\nở vườn\n\f\ftrường"
    for line in found.lines:
        assert found.text[line.runs[0].source_start :].startswith(line.text)
    assert [(line.page, line.blank_before) for line in found.lines] == [(1, True), (1, True), (3, True)]


def test_a_paragraph_of_a_word_processor_is_whole():
    document = read(
        paragraph("1. Lớp 6A gieo hạt cải ở luống đầu của vườn và"), paragraph("tưới nước mỗi sáng.")
    )
    assert [node.label for node in document.nodes] == ["1", ""]


def test_a_computed_label_is_read_and_shown():
    document = read(
        paragraph("Gieo trồng", style=Style(list_label="I.")), paragraph("Cải", style=Style(list_label="1.1.")),
        paragraph("Đỗ", style=Style(list_label="1.2.")),
    )  # fmt: skip
    assert depths(document) == [(1, "I"), (2, "1.1"), (2, "1.2")]
    assert document.nodes[1].span.of(document.text) == "1.1. Cải"


def test_headings_are_known_by_their_style():
    document = read(
        paragraph("Gieo trồng", style=Style(level=1)), paragraph("Mỗi lớp gieo hai luống."),
        paragraph("Thu hoạch", style=Style(level=1)), paragraph("Hái vào tháng năm."),
    )  # fmt: skip
    assert [(node.depth, node.kind) for node in document.nodes] == [(1, "section"), (2, "provision")] * 2


def test_capitals_of_a_font_make_a_heading():
    document = read(paragraph("quy định chung", style=Style(capitals=True)), paragraph("1. Rào vườn."))
    assert depths(document) == [(1, ""), (2, "1")]


def test_a_ruled_table_is_read_by_rows():
    document = read(
        paragraph("1. Việc:"), cell("TT", 0, 0, header=True), cell("Việc", 0, 1, header=True), cell("1", 1, 0),
        cell("Gieo cải", 1, 1), cell("và đỗ", 1, 1), cell("2", 2, 0), cell("Rào", 2, 1),
    )  # fmt: skip
    assert [p.span.of(document.text) for p in document.passages] == ["1 | Gieo cải và đỗ", "2 | Rào"]
    assert document.passages[0].path == ("1. Việc", "TT · Việc")
    assert document.passages[1].place == "dòng 2, bảng, mục 1"


def test_the_heads_of_a_table_again_on_the_next_page_are_furniture():
    head = [cell("TT", 0, 0, header=True), cell("Việc", 0, 1, header=True)]
    again = [cell("TT", 2, 0, header=True), cell("Việc", 2, 1, header=True)]
    document = read(*head, cell("1", 1, 0), cell("Gieo", 1, 1), *again, cell("2", 3, 0), cell("Rào", 3, 1))
    assert [p.span.of(document.text) for p in document.passages] == ["1 | Gieo", "2 | Rào"]
    assert ("page furniture", "TT | Việc") in [(n.name, n.span.of(document.text)) for n in document.named]


def test_a_table_that_is_only_layout_is_read_column_by_column():
    (document,) = read_source(
        source(
            cell("UBND TỈNH HẢI LÂM", 0, 0, ruled=False), cell("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 0, 1, ruled=False),
            cell("Số: 7/KH-UBND", 1, 0, ruled=False), cell("Hải Lâm, ngày 5 tháng 3 năm 2024", 1, 1, ruled=False),
            paragraph("KẾ HOẠCH"), paragraph("Trồng rau"), paragraph("1. Gieo."),
        ),
        "vuon.docx",
    )  # fmt: skip
    assert [n.span.of(document.text) for n in document.named][:2] == ["UBND TỈNH HẢI LÂM", "Số: 7/KH-UBND"]
    assert (document.metadata.number, document.metadata.date) == ("7/KH-UBND", "2024-03-05")


def test_heads_feet_and_remarks_of_the_file_are_named():
    document = read(Block("Trang 1", "footer"), Block("Xem lại", "annotation"), paragraph("1. Gieo."))
    assert [(n.name, n.span.of(document.text)) for n in document.named][-2:] == [
        ("page furniture", "Trang 1"), ("annotation", "Xem lại"),
    ]  # fmt: skip


def test_a_footnote_of_the_file_goes_to_the_paragraph_that_cites_it():
    document = read(
        paragraph("1. Gieo hạt¹."), paragraph("2. Tưới nước."), Block("Vào tháng ba.", "footnote", mark="1"),
    )  # fmt: skip
    note = next(p for p in document.passages if p.kind == "footnote")
    assert (note.place, note.span.of(document.text)) == ("mục 1, chú thích 1", "1 Vào tháng ba.")


def line(text: str, *, page: int = 1, gap: bool = False, **style) -> Block:
    return Block(text, page=page, gap=gap, style=Style(**({"align": "justify", "indent": 0.0} | style)))


FULL = "Mỗi lớp có hai luống rau cải, một luống đỗ xanh và một giàn mướp ở cuối vườn."


def test_a_sentence_that_ends_with_a_full_line_does_not_end_the_paragraph():
    document = read(line(f"1. {FULL}", gap=True), line("Cuối tuần cả lớp nhổ cỏ.", align="left"))
    assert [document.text[p.span.start : p.span.end] for p in document.passages] == [
        f"1. {FULL} Cuối tuần cả lớp nhổ cỏ."
    ]


@pytest.mark.parametrize("style", [{"indent": 28.0}, {"bold": True}, {"size": 11.0}])
def test_a_line_set_otherwise_begins_a_paragraph(style):
    document = read(line(f"1. {FULL}", gap=True), line("Cuối tuần cả lớp nhổ cỏ.", **style))
    assert len(document.passages) == 2


def test_a_full_line_at_the_foot_of_a_page_goes_on_with_a_name():
    cut = "1. Mỗi lớp có hai luống rau cải, một luống đỗ xanh và một giàn mướp do thầy"
    document = read(line(cut, gap=True), line("Nông Văn Rau trông coi.", page=2, gap=True))
    assert [document.text[p.span.start : p.span.end] for p in document.passages] == [
        f"{cut} Nông Văn Rau trông coi."
    ]


def test_the_foot_of_the_last_page_stands_below_the_signature():
    document = read(
        paragraph("1. Mỗi lớp có hai luống rau¹."), paragraph("2. Lớp 6A tưới."),
        paragraph("TM. NHÀ TRƯỜNG"), paragraph("HIỆU TRƯỞNG"), paragraph("Lê Thị Mận"),
        Block("1 Mỗi luống dài 5 m.", "footnote", mark="1"),
    )  # fmt: skip
    assert [note.of(document.text) for note in document.nodes[0].footnotes] == ["1 Mỗi luống dài 5 m."]
    assert document.metadata.signer == "Lê Thị Mận"


def test_what_an_annex_was_issued_with_may_stand_in_the_paragraph_of_its_title():
    centred = Style(align="center")
    document = read(
        paragraph("1. Ban hành quy chế."), paragraph("QUY CHẾ", gap=True, style=centred),
        paragraph("Trồng rau ở trường\n(Kèm theo Kế hoạch số 7/KH-UBND)", style=centred), paragraph("1. Gieo hạt."),
    )  # fmt: skip
    assert depths(document) == [(1, "1"), (1, ""), (2, "1")]


def test_a_title_in_two_lines_with_space_between_is_one():
    centred = {"align": "center", "bold": True, "capitals": True, "indent": None}
    document = read(
        line("Phần thứ nhất", gap=True, align="center"), line("VƯỜN RAU CỦA TRƯỜNG", gap=True, **centred),
        line("VÀ CỦA XÃ", gap=True, **centred), line("I. RÀO", gap=True),
    )  # fmt: skip
    assert depths(document) == [(1, "Phần thứ nhất"), (2, "I")]


@pytest.mark.parametrize("mark", ["¹", "(1)", "1"])
def test_a_footnote_goes_to_what_cites_it_however_its_mark_is_set(mark):
    document = read(
        paragraph("1. Mỗi lớp có hai luống rau¹."), paragraph("2. Lớp 6A tưới."),
        Block(f"{mark} Mỗi luống dài 5 m.", "footnote", mark=mark),
    )  # fmt: skip
    assert [len(node.footnotes) for node in document.nodes] == [1, 0]


def test_the_first_row_of_a_table_of_the_file_heads_it():
    texts = [("STT", "Việc", "Lớp"), ("1", "Gieo cải", "6A"), ("2", "Rào vườn", "7A")]
    document = read(
        *(cell(text, row, column) for row, line in enumerate(texts) for column, text in enumerate(line))
    )
    assert [passage.path for passage in document.passages] == [("STT · Việc · Lớp",)] * 2
