"""Where the text stands in the file: pages, boxes, and how surely they were recognised."""

from ingest.reading.reader import read_source
from ingest.sources.source import Block, Box, Cell, Page, Source
from ingest.types import FilePage, FilePlace
from tests.ingest.reading.test_parts import letterhead


def line(text: str, page: int, top: float, sure: float = 1.0) -> Block:
    return Block(text, "line", page, box=Box(70, top, 300, top + 12), confidence=sure)


def read(*blocks: Block, pages: int = 2):
    source = Source(blocks, "pdfium", (Page(595, 842), Page(595, 842, recognised=True))[:pages])
    (document,) = read_source(source, "vuon.pdf")
    return document


def stands(document, words: str) -> list[FilePlace]:
    at = document.text.index(words)
    return [place for place in document.layout.places if place.span.start <= at < place.span.end]


def test_each_line_of_a_paragraph_keeps_its_box_and_page():
    document = read(
        line("KẾ HOẠCH", 1, 50),
        line("Trồng rau năm 2024", 1, 64),
        line("1. Lớp 6A gieo hạt cải ở luống đầu của vườn và tưới nước mỗi sáng, rồi nhổ cỏ", 1, 700),
        line("quanh luống vào chiều thứ sáu.", 2, 60),
    )
    (first,), (second,) = stands(document, "1. Lớp 6A"), stands(document, "quanh luống")
    assert (first.page, first.box) == (1, (70, 700, 300, 712))
    assert (second.page, second.box) == (2, (70, 60, 300, 72))
    (passage,) = (p for p in document.passages if p.kind == "provision")
    assert passage.span.start <= first.span.start < second.span.end <= passage.span.end


def test_the_row_of_a_table_stands_in_the_box_around_its_cells():
    def cell(text: str, row: int, column: int) -> Block:
        box = Box(100.0 * column, 20.0 * row, 100.0 * column + 80, 20.0 * row + 15)
        return Block(text, "cell", 1, box=box, cell=Cell(0, row, column))

    cells = [cell(words, row, column) for row, words_ in enumerate(
        [("Việc", "Cơ quan chủ trì"), ("Gieo hạt cải", "Lớp 6A")]
    ) for column, words in enumerate(words_)]  # fmt: skip
    document = read(line("KẾ HOẠCH", 1, 0), line("Trồng rau", 1, 14), *cells, pages=1)
    (place,) = stands(document, "Gieo hạt cải")
    assert place.box == (0, 20, 180, 35)


def test_a_page_tells_how_surely_its_words_were_recognised():
    document = read(
        line("KẾ HOẠCH", 1, 0),
        line("Trồng rau", 1, 14),
        line("1. Gieo hạt", 2, 20, 0.9),
        line("nhổ cỏ", 2, 40, 0.6),
    )
    assert document.layout.tool == "pdfium"
    assert document.layout.pages == (
        FilePage(595, 842),
        FilePage(595, 842, recognised=True, confidence=0.794),
    )


def test_a_file_without_pages_has_no_layout():
    (document,) = read_source(
        Source((Block("KẾ HOẠCH"), Block("1. Gieo hạt")), "text", (Page(595, 842),)), "a"
    )
    assert document.layout.pages == document.layout.places == ()


def test_the_second_document_of_a_file_has_its_own_places():
    whole = letterhead("31/KH-UBND") + "1. Cải.\n" + letterhead("88/KH-UBND")
    lines = [line(text, 1, 20.0 * number) for number, text in enumerate(whole.split("\n"))]
    found = read_source(Source((*lines, line("1. Đỗ.", 2, 0)), "pdfium", (Page(595, 842),) * 2), "hai.pdf")
    assert [stands(each, words)[0].page for each, words in zip(found, ("1. Cải", "1. Đỗ"), strict=True)] == [
        1,
        2,
    ]
