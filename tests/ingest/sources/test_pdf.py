"""PDF files: text in reading order, with its place and style; where it is bad, the image counts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

import ingest.sources.pdf
from ingest.messages import message
from ingest.sources.errors import UnreadableError
from ingest.sources.pdf import read
from ingest.sources.recognition import tesseract
from ingest.sources.source import Block, Cell, Source
from tests.locked_pdf import locked_pdf
from tests.page_maker import BOLD, ITALIC, PdfMaker, stream, width_of, written_page, written_pdf

MISSING = message(
    "Tesseract is not installed: install the Debian packages tesseract-ocr and tesseract-ocr-vie"
)
BODY = [
    "Mỗi lớp có hai luống rau cải và một luống đỗ xanh, do",
    "tổ trực nhật tưới vào buổi sáng; cuối tuần cả lớp nhổ cỏ,",
    "bắt sâu và ghi sổ theo dõi của vườn trường.",
]


def texts(source: Source) -> list[str]:
    return [block.text for block in source.blocks]


def places(source: Source) -> list[tuple[int, int, str]]:
    """Return row, column and text of what stands in cells."""
    return [(b.cell.row, b.cell.column, b.text) for b in source.blocks if b.cell]


def block(source: Source, text: str) -> Block:
    return next(block for block in source.blocks if block.text == text)


@pytest.fixture
def without_tesseract(monkeypatch):
    monkeypatch.setattr(tesseract, "missing", lambda: MISSING)


def test_lines_come_with_page_place_and_style():
    maker = PdfMaker()
    maker.text(60, 100, "Kế hoạch trồng rau", size=14, font=BOLD)
    maker.page()
    maker.text(80, 200, "Ghi chú của tổ", size=10, font=ITALIC)
    first, second = read(maker.data()).blocks
    assert (first.text, first.page, first.kind, first.confidence) == ("Kế hoạch trồng rau", 1, "line", 1.0)
    assert (first.style.bold, first.style.italic, first.style.size) == (True, False, 14.0)
    assert (second.page, second.style.bold, second.style.italic) == (2, False, True)
    assert first.box.left == pytest.approx(60, abs=1)
    assert first.box.top < 100 < first.box.bottom
    assert first.box.right < second.box.right + 200


def test_the_tool_and_the_pages_are_told():
    maker = PdfMaker(400, 300)
    maker.text(60, 100, "Vườn rau")
    source = read(maker.data())
    assert source.tool.startswith("pypdfium2 ")
    assert [(page.width, page.height, page.recognised) for page in source.pages] == [(400, 300, False)]


def test_the_order_is_that_of_the_page_not_of_the_file():
    maker = PdfMaker()
    for y, line in [(300, "ba"), (100, "một"), (200, "hai")]:
        maker.text(60, y, f"Dòng {line}")
    assert texts(read(maker.data())) == ["Dòng một", "Dòng hai", "Dòng ba"]


def test_parts_of_a_line_in_several_fonts_are_one_line():
    maker = PdfMaker()
    maker.text(60, 100, "1. Mục đích:", font=BOLD)
    maker.text(150, 100, "trồng rau sạch cho bếp ăn của trường")
    assert texts(read(maker.data())) == ["1. Mục đích: trồng rau sạch cho bếp ăn của trường"]
    assert not read(maker.data()).blocks[0].style.bold


def test_a_gap_is_where_more_space_than_between_lines_stands_above():
    maker = PdfMaker()
    maker.lines(60, 100, *BODY)
    maker.lines(60, 155, *BODY)
    assert [block.gap for block in read(maker.data()).blocks] == [False, False, False, True, False, False]


def letterhead(maker: PdfMaker) -> None:
    maker.lines(70, 80, "ỦY BAN NHÂN DÂN", "XÃ ĐÔNG HẢI", "Số: 12/KH-UBND")
    maker.lines(300, 80, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
    maker.text(300, 112, "Đông Hải, ngày 3 tháng 4 năm 2024")
    maker.text(260, 150, "KẾ HOẠCH", font=BOLD)
    maker.lines(70, 180, *BODY)


def test_the_columns_of_a_letterhead_come_one_after_the_other():
    maker = PdfMaker()
    letterhead(maker)
    source = read(maker.data())
    assert texts(source) == [
        *("ỦY BAN NHÂN DÂN", "XÃ ĐÔNG HẢI", "Số: 12/KH-UBND"),
        *("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"),
        *("Đông Hải, ngày 3 tháng 4 năm 2024", "KẾ HOẠCH", *BODY),
    ]
    assert [block.cell for block in source.blocks] == [
        *[Cell(0, 0, 0, ruled=False)] * 3,
        *[Cell(0, 0, 1, ruled=False)] * 3,
        *[None] * 4,
    ]


def test_the_name_below_the_place_for_a_signature_belongs_to_its_column():
    maker = PdfMaker()
    maker.lines(60, 100, *BODY)
    maker.lines(60, 180, "Nơi nhận:", "- Như trên;", "- Các tổ;", "- Lưu.")
    maker.centred(430, 180, "HIỆU TRƯỞNG", "(đã ký)")
    maker.centred(430, 270, "Trần Thị Mướp")
    cells = {b.text: b.cell and b.cell.column for b in read(maker.data()).blocks}
    assert cells["- Lưu."] == 0
    assert cells["Trần Thị Mướp"] == 1


def test_a_list_is_not_parted_at_its_labels():
    maker = PdfMaker()
    for number, line in enumerate(BODY):
        maker.text(60, 100 + 15 * number, f"{number + 1}.")
        maker.text(96, 100 + 15 * number, line)
    assert texts(read(maker.data())) == [f"{number}. {line}" for number, line in enumerate(BODY, 1)]


def test_a_form_is_read_line_by_line():
    maker = PdfMaker()
    for number, (label, value) in enumerate(
        [("Họ và tên:", "Trần Thị Mướp"), ("Chức vụ:", "Hiệu trưởng nhà trường")]
    ):
        maker.text(60, 100 + 15 * number, label)
        maker.text(180, 100 + 15 * number, value)
    assert texts(read(maker.data())) == ["Họ và tên: Trần Thị Mướp", "Chức vụ: Hiệu trưởng nhà trường"]


def test_alignment_is_told_by_the_margins():
    maker = PdfMaker()
    for number in range(4):
        maker.lines(60, 100 + 50 * number, *BODY)
    right = max(block.box.right for block in read(maker.data()).blocks)
    maker.centred((60 + right) / 2, 70, "KẾ HOẠCH NĂM")
    source = read(maker.data())
    assert block(source, "KẾ HOẠCH NĂM").style.align == "center"
    assert block(source, BODY[2]).style.align == "left"
    assert block(source, BODY[2]).style.indent == 0


def table() -> PdfMaker:
    maker = PdfMaker()
    maker.text(60, 100, "Phân công việc của vườn trường như sau:")
    maker.grid([60, 200, 400], [120, 150, 200])
    maker.text(70, 140, "Việc")
    maker.text(210, 140, "Người làm")
    maker.lines(70, 170, "Tưới rau mỗi", "buổi sáng")
    maker.text(210, 170, "Lớp 4A")
    maker.text(60, 230, "Bảng này có hai hàng.")
    return maker


def test_the_cells_of_a_table_with_drawn_lines_are_told():
    source = read(table().data())
    assert places(source) == [
        *[(0, 0, "Việc"), (0, 1, "Người làm")],
        *[(1, 0, "Tưới rau mỗi"), (1, 0, "buổi sáng"), (1, 1, "Lớp 4A")],
    ]
    assert texts(source)[0].startswith("Phân công")
    assert texts(source)[-1] == "Bảng này có hai hàng."
    assert all(block.cell.ruled for block in source.blocks if block.cell)


def test_lines_drawn_as_filled_boxes_make_a_table_too():
    rules = " ".join(f"{x} 600 0.5 100 re f" for x in (60, 200, 340)) + " ".join(
        f" 60 {y} 280 0.5 re f" for y in (600, 650, 700)
    )
    words = [(70, 670, "Viec"), (210, 670, "Nguoi lam"), (70, 620, "Tuoi rau"), (210, 620, "Lop 4A")]
    content = rules + "".join(f" BT /F 12 Tf {x} {y} Td ({word}) Tj ET" for x, y, word in words)
    cells = [(0, 0, "Viec"), (0, 1, "Nguoi lam"), (1, 0, "Tuoi rau"), (1, 1, "Lop 4A")]
    assert places(read(written_page(content))) == cells


@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_is_read_as_it_is_meant_to_be_held(degrees):
    upright = table()
    turned = table()
    turned.sheet.set_rotation(degrees)
    assert texts(read(turned.data())) == texts(read(upright.data()))
    assert read(turned.data()).pages[0].width == 595


def test_a_page_set_across_is_turned_upright():
    maker = PdfMaker()
    for number, line in enumerate(BODY):
        maker.text(100 + 15 * number, 700, line, turn=1)
    source = read(maker.data())
    assert texts(source) == BODY
    assert (source.pages[0].width, source.pages[0].height) == (842, 595)


def test_a_heading_that_runs_upwards_in_a_table_stays_in_its_cell():
    maker = table()
    maker.grid([400, 440], [120, 150, 200])
    maker.lines(415, 195, "Tổng số", turn=1, size=9)
    assert (1, 2, "Tổng số") in places(read(maker.data()))


def with_notes(size: float) -> Source:
    maker = PdfMaker()
    maker.lines(60, 100, *BODY)
    maker.rule(60, 700, 200, 700)
    maker.lines(60, 715, "1 Theo nghị quyết của xã.", "2 Rau cải, rau dền.", size=size, pitch=12)
    maker.text(300, 800, "5")
    return read(maker.data())


def test_small_lines_below_a_short_drawn_line_are_footnotes():
    assert [block.kind for block in with_notes(9).blocks] == [*["line"] * 3, *["footnote"] * 2, "line"]


def test_lines_of_the_usual_size_below_a_drawn_line_are_no_footnotes():
    assert {block.kind for block in with_notes(12).blocks} == {"line"}


TCVN3 = "BT /F 14 Tf 60 700 Td (KÕ ho¹ch n¨m) Tj ET BT /F 14 Tf 60 680 Td (\xad\xad ti\xaan, ®Çu t\xad - x©y) Tj ET"


@pytest.mark.parametrize("font", [".VnTime", "VnTime", "ABCDEF+.VnTime", ".VnTime,Bold"])
def test_text_in_a_font_of_an_old_encoding_is_unicode(font):
    source = read(written_page(TCVN3, font))
    assert texts(source) == ["Kế hoạch năm", "ưư tiên, đầu tư - xây"]
    assert source.blocks[0].style.bold == ("Bold" in font)


def test_a_font_that_makes_capitals_is_told():
    source = read(written_page(TCVN3, ".VnTimeH"))
    assert texts(source)[0] == "KẾ HOẠCH NĂM"
    assert source.blocks[0].style.capitals


def test_each_part_of_a_word_is_read_by_its_own_font():
    content = "BT /F 14 Tf 60 700 Td (QuyÕt) Tj /G 14 Tf (\xd5\xd5) Tj /F 14 Tf ( ®Þnh) Tj ET"
    assert texts(read(written_page(content, ".VnTime"))) == ["QuyếtÕÕ định"]


def test_a_letter_that_looks_like_a_hyphen_is_kept_at_the_end_of_a_line():
    content = "BT /F 14 Tf 60 700 Td (§Çu t\xad) Tj ET BT /F 14 Tf 60 684 Td (x©y dùng) Tj ET"
    assert texts(read(written_page(content, ".VnTime"))) == ["Đầu tư", "xây dựng"]


def test_letters_set_apart_are_words():
    maker = PdfMaker()
    maker.apart(60, 100, "QUYẾT ĐỊNH SỐ", space=3)
    maker.text(60, 130, "a b c")
    assert texts(read(maker.data())) == ["QUYẾT ĐỊNH SỐ", "a b c"]


def test_a_hyphen_at_the_end_of_a_line_is_kept():
    content = "BT /F 14 Tf 60 700 Td (So 5/KL-) Tj ET BT /F 14 Tf 60 684 Td (TW ngay) Tj ET"
    assert texts(read(written_page(content))) == ["So 5/KL-", "TW ngay"]


LINE = "BT /F 13 Tf 60 760 Td (So:            /KH-UBND) Tj ET BT /F 13 Tf 60 700 Td (Dong dau cua trang nay) Tj ET"


def noted(note: str, **more: str | bytes) -> Source:
    objects = {8: note} | {int(number[1:]): content for number, content in more.items()}
    return read(written_page(LINE, page="/Annots[8 0 R]", more=objects))


def test_a_number_typed_onto_the_page_stands_where_it_is_read():
    picture = stream(
        "BT /F 13 Tf 5 5 Td (45) Tj ET",
        "/Type/XObject/Subtype/Form/BBox[0 0 40 20]/Resources<</Font<</F 4 0 R>>>>",
    )
    note = "<</Type/Annot/Subtype/FreeText/Rect[85 755 125 775]/Contents(9)/DA(/F 12 Tf)/AP<</N 9 0 R>>>>"
    source = noted(note, _9=picture)
    assert [(b.kind, b.text) for b in source.blocks] == [
        *[("line", "So:"), ("annotation", "45"), ("line", "/KH-UBND")],
        ("line", "Dong dau cua trang nay"),
    ]
    assert block(source, "45").box.left == pytest.approx(90, abs=1)


def test_a_stamp_and_a_field_without_a_picture_give_their_text():
    stamp = "<</Type/Annot/Subtype/Stamp/Rect[85 600 185 620]/Contents(DA KY)>>"
    field = "<</Type/Annot/Subtype/Widget/FT/Tx/T(ngay)/V(3/4/2024)/Rect[85 600 185 620]/DA(/F 12 Tf)>>"
    for note, text in [(stamp, "DA KY"), (field, "3/4/2024")]:
        found = noted(note).blocks[-1]
        assert (found.kind, found.text, found.page) == ("annotation", text, 1)
        assert found.box.top >= 220
        assert found.box.bottom <= 244


@pytest.mark.parametrize(
    "note",
    [
        "<</Type/Annot/Subtype/Text/Rect[85 600 185 620]/Contents(y kien)>>",
        "<</Type/Annot/Subtype/FreeText/F 2/Rect[85 600 185 620]/Contents(an)/DA(/F 12 Tf)>>",
        "<</Type/Annot/Subtype/FreeText/Rect[85 -600 185 -580]/Contents(ngoai)/DA(/F 12 Tf)>>",
    ],
    ids=["comment", "hidden", "outside"],
)
def test_comments_and_hidden_notes_are_left_out(note):
    assert {block.kind for block in noted(note).blocks} == {"line"}


def test_text_outside_of_the_page_and_text_too_small_to_be_seen_are_left_out():
    maker = PdfMaker()
    maker.text(60, 100, "Vườn rau")
    maker.text(60, 900, "dưới trang")
    maker.text(60, 200, "rất nhỏ", size=0.4)
    assert texts(read(maker.data())) == ["Vườn rau"]


def test_a_watermark_comes_last_and_in_one_piece_with_nothing():
    content = "0.7 0.7 -0.7 0.7 100 300 cm BT /F 60 Tf (MAU) Tj ET"
    source = read(written_page(f"{LINE} q {content} Q"))
    assert texts(source)[-1] == "MAU"


def grey_page() -> Image.Image:
    return Image.new("RGB", (400, 566), (200, 200, 200))


def test_the_text_layer_of_a_scan_is_kept_where_it_is_good():
    maker = PdfMaker()
    maker.image(grey_page())
    maker.lines(60, 100, *BODY, *BODY, mode=3)
    source = read(maker.data())
    assert texts(source) == [*BODY, *BODY]
    assert source.pages[0].recognised


BAD_LAYERS = {
    "little text": ["Trang 1"],
    "no marks": [
        "Moi lop co hai luong rau cai va mot luong do xanh do to truc",
        "nhat tuoi vao buoi sang; cuoi tuan ca lop nho co, bat sau va",
        "ghi so theo doi cua vuon truong, bao cao thay giao phu trach",
    ],
    "no words": [
        "M6i lép c6 hai lu6ng rau cAi vA mQt lu8ng d6 xAnh dO t6 trUc",
        "nh4t tu0i vAo bu6i s4ng; cu6i tu4n c4 l0p nh6 c0, b4t s4u vA",
        "ghi s6 th3o d0i cUa vu0n tru0ng, b4o c4o th4y gi4o ph8 tr4ch",
    ],
    "private letters": ["M\ue012i l\ue034p có hai lu\ue045ng rau c\ue056i và m\ue067t lu\ue078ng đ\ue089"]
    * 4,
}


@pytest.mark.parametrize("name", BAD_LAYERS)
def test_a_bad_text_layer_is_not_taken(name, without_tesseract):
    maker = PdfMaker()
    maker.image(grey_page())
    maker.lines(60, 100, *BAD_LAYERS[name], mode=3)
    with pytest.raises(UnreadableError, match="tesseract-ocr and tesseract-ocr-vie"):
        read(maker.data())


def test_without_a_recogniser_only_the_pages_that_need_it_are_left_out(without_tesseract):
    maker = PdfMaker()
    maker.lines(60, 100, *BODY)
    for _ in range(2):
        maker.page()
        maker.image(grey_page())
    source = read(maker.data())
    assert texts(source) == BODY
    assert [str(each) for each in source.warnings] == [
        f"Pages 2–3 were left out: an image without text; {MISSING}"
    ]
    assert [page.recognised for page in source.pages] == [False, False, False]


def test_files_within_the_pdf_are_told_and_not_opened():
    maker = PdfMaker()
    maker.lines(60, 100, *BODY)
    maker.pdf.new_attachment("bang.xlsx").set_data(b"PK")
    assert any("other files, which were not opened: 1" in str(w) for w in read(maker.data()).warnings)


def test_javascript_is_not_run():
    action = {1: "<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert\\(1\\))>>>>"}
    assert len(read(written_page(LINE, more=action)).blocks) == 2


def test_a_pdf_that_needs_a_password_is_refused():
    with pytest.raises(UnreadableError, match="password"):
        read(locked_pdf(b"mat khau"))


def test_a_pdf_without_pages_is_told_apart_from_the_one_before():
    with pytest.raises(UnreadableError, match="password"):
        read(locked_pdf(b"mat khau"))
    with pytest.raises(UnreadableError, match="no pages"):
        read(written_pdf({1: CATALOGUE, 2: "<</Type/Pages/Kids[]/Count 0>>"}))


def test_a_pdf_that_only_restricts_what_may_be_done_is_read():
    assert texts(read(locked_pdf(b""))) == ["Vuon rau"]


def test_a_pdf_with_too_many_pages_is_refused_with_both_numbers(monkeypatch):
    monkeypatch.setattr(ingest.sources.pdf, "MOST_PAGES", 2)
    maker = PdfMaker()
    maker.page()
    maker.page()
    with pytest.raises(UnreadableError, match=r"3 pages.*2"):
        read(maker.data())


CATALOGUE = "<</Type/Catalog/Pages 2 0 R>>"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"%PDF-1.7\n",
        b"%PDF-1.7\n" + b"\xff\0" * 5000,
        written_pdf({1: CATALOGUE, 2: "<</Type/Pages/Kids[]/Count 0>>"}),
        written_pdf({1: CATALOGUE, 2: "<</Type/Pages/Kids[2 0 R]/Count 1>>"}),
        written_pdf({1: CATALOGUE, 2: "<</Type/Pages/Kids[3 0 R]/Count 999999999>>", 3: "<</Type/Page>>"}),
        written_pdf(
            {1: CATALOGUE, 2: "<</Type/Pages/Kids[3 0 R]/Count 1>>", 3: "<</Type/Pages/Kids[2 0 R]>>"}
        ),
        written_page(""),
    ],
    ids=["empty", "head", "noise", "no pages", "cycle", "false count", "long cycle", "blank"],
)
def test_a_pdf_without_anything_to_read_is_refused(data):
    with pytest.raises(UnreadableError):
        read(data)


WHOLE = written_page(LINE)


@settings(max_examples=100)
@given(st.integers(0, len(WHOLE)), st.binary(max_size=8), st.integers(0, 200))
def test_a_damaged_pdf_is_read_or_refused(place, noise, lost):
    try:
        source = read(WHOLE[:place] + noise + WHOLE[place + lost :])
    except UnreadableError:
        return
    assert all(block.text.strip() for block in source.blocks)


def test_raised_digits_belong_to_the_word_before_them():
    maker = PdfMaker()
    maker.text(60, 100, "Mỗi lớp hai luống")
    maker.text(60 + width_of("Mỗi lớp hai luống", 12), 96, "1", size=7)
    end = 60 + width_of("Mỗi lớp hai luống", 12) + width_of("1", 7)
    maker.text(end, 100, ", số 12")
    maker.text(60, 130, "1", size=7)
    maker.text(60 + width_of("1 ", 7), 134, "Luống rau cải")
    assert texts(read(maker.data())) == ["Mỗi lớp hai luống¹, số 12", "¹ Luống rau cải"]


def test_small_digits_above_another_line_are_not_raised():
    maker = PdfMaker()
    maker.text(300, 91, "7", size=7)
    maker.text(60, 100, "Mỗi lớp hai luống")
    assert "7" in " ".join(texts(read(maker.data()))).split()


def test_a_footnote_is_one_block_also_where_it_goes_on_below():
    maker = PdfMaker()
    for lines in (["1 Theo nghị quyết của", "xã về vườn rau"], ["và giàn mướp.", "2 Rau cải, rau dền."]):
        maker.lines(60, 100, *BODY)
        maker.rule(60, 700, 200, 700)
        maker.lines(60, 715, *lines, size=9, pitch=12)
        maker.page()
    notes = [(block.mark, block.text) for block in read(maker.data()).blocks if block.kind == "footnote"]
    assert notes == [
        ("1", "1 Theo nghị quyết của xã về vườn rau và giàn mướp."), ("2", "2 Rau cải, rau dền."),
    ]  # fmt: skip


def test_a_gap_is_told_where_most_paragraphs_have_one_line():
    maker = PdfMaker()
    heights = [100, 121, 142, 163, 184, 199, 220, 241, 256]
    for number, y in enumerate(heights):
        maker.text(60, y, f"Dòng thứ {number}")
    gaps = [block.gap for block in read(maker.data()).blocks]
    assert gaps == [False, True, True, True, True, False, True, True, False]


def test_a_ruled_table_is_cells_and_a_letterhead_is_lines():
    kinds = {(block.kind, block.cell.ruled) for block in read(table().data()).blocks if block.cell}
    assert kinds == {("cell", True)}
    maker = PdfMaker()
    maker.lines(60, 60, "UBND XÃ HẢI LÂM", "Số: 7/KH-UBND")
    maker.lines(320, 60, "CỘNG HÒA XÃ HỘI", "Độc lập - Tự do")
    assert {block.kind for block in read(maker.data()).blocks} == {"line"}


def test_labels_far_from_their_words_are_no_column():
    maker = PdfMaker()
    maker.lines(60, 100, "Điều 9.", "Khoản 1.", pitch=21)
    maker.lines(130, 100, "Tưới nước", "Mỗi lớp tưới luống của mình", pitch=21)
    assert texts(read(maker.data())) == ["Điều 9. Tưới nước", "Khoản 1. Mỗi lớp tưới luống của mình"]
