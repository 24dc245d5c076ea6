"""Scans: what a reader of paper reads, a poor scanner's tilt, noise and stamps notwithstanding."""

import struct
import zlib
from collections import Counter

import pytest
from PIL import Image

import ingest.sources.scan
from ingest.sources import pdf
from ingest.sources.errors import UnreadableError
from ingest.sources.recognition import tesseract
from ingest.sources.scan import read
from ingest.sources.source import Source
from tests.page_maker import BOLD, PdfMaker, picture
from tests.scanned import file, needs_tesseract, scanned, stamped

LEFT = ["ỦY BAN NHÂN DÂN", "XÃ ĐÔNG HẢI", "Số: 12/KH-UBND"]
RIGHT = [
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "Đông Hải, ngày 3 tháng 4 năm 2024",
]
BODY = """
Thực hiện nghị quyết của Hội đồng nhân dân xã về vườn rau trường
học, Ủy ban nhân dân xã ban hành kế hoạch trồng rau sạch tại các
trường tiểu học và trung học cơ sở trên địa bàn xã, cụ thể như sau:
1. Mỗi trường có ít nhất một vườn rau rộng từ năm mươi mét vuông
trở lên, có hàng rào, vòi tưới và biển tên từng luống; không dùng
thuốc trừ sâu hóa học dưới mọi hình thức.
2. Việc chăm sóc vườn không ảnh hưởng đến giờ học chính khóa; nhà
trường phân công lịch tưới nước, nhổ cỏ, bắt sâu theo tuần và công
khai trên bảng tin của trường.
3. Hội Nông dân xã hướng dẫn bón vôi, ủ phân từ lá khô; cung cấp hạt
giống rau muống, mồng tơi, cải ngọt, rau dền, đậu đũa, bầu, bí, mướp
phù hợp với từng mùa vụ.
4. Kinh phí mua giống là 185.500.000 đồng, lấy từ nguồn sự nghiệp
giáo dục; các lớp quyên góp thêm hạt giống và dụng cụ làm vườn.
5. Tổ công tác gồm bảy thành viên kiểm tra mỗi học kỳ một lần, chấm
điểm theo thang một trăm và báo cáo trước ngày 15 tháng 12.
""".strip().splitlines()


WIDE = 500


def words(texts: list[str]) -> Counter[str]:
    return Counter(" ".join(texts).split())


def found(source: Source, wanted: list[str]) -> float:
    """Return which share of the words was recognised, letter by letter."""
    words_wanted = words(wanted)
    return (words_wanted & words([b.text for b in source.blocks])).total() / words_wanted.total()


def letter() -> PdfMaker:
    maker = PdfMaker()
    maker.centred(150, 80, *LEFT)
    maker.centred(410, 80, *RIGHT)
    maker.text(250, 150, "KẾ HOẠCH", font=BOLD)
    maker.lines(70, 180, *BODY, pitch=18)
    return maker


def page(dpi: int = 150) -> Image.Image:
    return picture(letter().data(), dpi)


@pytest.fixture(scope="module")
def poor() -> Source:
    """What is read of a page tilted by 1.5°, noisy, blurred, at 150 dpi, with a stamp over its text."""
    return read(file(scanned(stamped(page(), 0.62, 0.6, 0.11)), dpi=(150, 150)))


@needs_tesseract
def test_nearly_all_words_of_a_poor_scan_are_read(poor):
    assert found(poor, [*LEFT, *RIGHT, "KẾ HOẠCH", *BODY]) >= 0.97


@needs_tesseract
def test_the_columns_of_a_letterhead_are_kept_apart(poor):
    cells = [(block.cell.column, block.text.split()[0]) for block in poor.blocks if block.cell]
    assert cells == [(column, line.split()[0]) for column, side in enumerate([LEFT, RIGHT]) for line in side]


@needs_tesseract
def test_pages_and_confidence_are_told(poor):
    assert poor.tool.startswith("Tesseract ")
    assert [(round(p.width), round(p.height), p.recognised) for p in poor.pages] == [(595, 842, True)]
    assert all(0 < block.confidence < 1 for block in poor.blocks)
    assert sum(block.confidence for block in poor.blocks) / len(poor.blocks) > 0.85


@needs_tesseract
def test_boxes_are_in_points_of_the_level_page(poor):
    line = next(block for block in poor.blocks if block.text == BODY[0])
    assert line.box.left == pytest.approx(70, abs=3)
    assert line.box.top < 180 < line.box.bottom
    assert line.page == 1


@needs_tesseract
def test_a_table_is_read_cell_by_cell():
    maker = PdfMaker(420, 200)
    maker.grid([40, 200, 380], [40, 80, 160])
    maker.text(50, 65, "Nội dung")
    maker.text(210, 65, "Người làm")
    maker.lines(50, 105, "Tưới rau mỗi", "buổi sáng", pitch=18)
    maker.text(210, 105, "Học sinh")
    source = read(file(scanned(picture(maker.data(), 200), angle=0.8), dpi=(200, 200)))
    assert [(b.cell.row, b.cell.column, b.text) for b in source.blocks] == [
        *[(0, 0, "Nội dung"), (0, 1, "Người làm")],
        *[(1, 0, "Tưới rau mỗi"), (1, 0, "buổi sáng"), (1, 1, "Học sinh")],
    ]


def note(*lines: str) -> Image.Image:
    """Return a small page."""
    maker = PdfMaker(WIDE, 40 + 18 * len(lines))
    maker.lines(30, 40, *lines, pitch=18)
    return picture(maker.data(), 200)


@needs_tesseract
@pytest.mark.parametrize("degrees", [90, 180, 270])
def test_a_page_on_its_side_or_head_is_turned_upright(degrees):
    lines = BODY[:5]
    source = read(file(note(*lines).rotate(degrees, expand=True), dpi=(200, 200)))
    assert found(source, lines) > 0.95
    assert source.pages[0].width == pytest.approx(WIDE, abs=2)


@needs_tesseract
def test_a_photograph_is_read_as_the_camera_was_held():
    exif = Image.Exif()
    exif[274] = 6
    source = read(file(note(*BODY[:3]).rotate(90, expand=True), "JPEG", exif=exif, quality=90))
    assert found(source, BODY[:3]) > 0.95


@needs_tesseract
def test_the_pages_of_one_tiff_are_the_pages_of_one_document():
    first, second = note("Mỗi lớp có hai luống rau"), note("Tổ trực nhật tưới rau")
    source = read(
        file(first.convert("1"), "TIFF", save_all=True, append_images=[second.convert("1")], dpi=(200, 200))
    )
    assert [(block.page, block.text) for block in source.blocks] == [
        *[(1, "Mỗi lớp có hai luống rau"), (2, "Tổ trực nhật tưới rau")]
    ]
    assert len(source.pages) == 2


@needs_tesseract
@pytest.mark.parametrize("dpi", [(0, 0), (72, 72), (2400, 2400)])
def test_a_resolution_that_cannot_be_is_not_believed(dpi):
    image = picture(letter().data(), 110).crop((0, 0, 909, 250))
    whole = Image.new("RGB", (909, 1286), "white")
    whole.paste(image, (0, 0))
    source = read(file(whole, "JPEG", dpi=dpi, quality=95))
    assert (round(source.pages[0].width), round(source.pages[0].height)) == (595, 842)


@needs_tesseract
def test_a_page_of_a_pdf_without_text_is_recognised_and_the_others_are_not():
    maker = PdfMaker()
    maker.lines(60, 100, *BODY)
    maker.page()
    maker.image(scanned(stamped(page(), 0.62, 0.6, 0.11)))
    source = pdf.read(maker.data())
    assert [page.recognised for page in source.pages] == [False, True]
    assert {block.confidence for block in source.blocks if block.page == 1} == {1.0}
    assert found(source, [*BODY, *BODY]) > 0.97
    assert [str(each) for each in source.warnings] == [
        "Page 2 was recognised from the image: an image without text"
    ]
    assert "Tesseract" in source.tool


@needs_tesseract
def test_an_image_without_text_is_refused():
    with pytest.raises(UnreadableError, match="no text"):
        read(file(Image.new("L", (800, 1100), 250)))


@pytest.fixture
def unasked():
    """As in a process that has not yet asked whether Tesseract is there."""
    tesseract.missing.cache_clear()
    yield
    tesseract.missing.cache_clear()


@needs_tesseract
@pytest.mark.parametrize("asked", [False, True])
def test_a_page_that_takes_too_long_is_left_out_with_the_reason(unasked, monkeypatch, asked):
    if asked:
        assert tesseract.missing() is None
    monkeypatch.setattr(tesseract, "TIMEOUT", 0.001)
    with pytest.raises(UnreadableError, match="took longer than"):
        read(file(note("Mỗi lớp có hai luống rau")))


def test_without_tesseract_the_packages_are_named(unasked, monkeypatch):
    monkeypatch.setattr(tesseract.shutil, "which", lambda _: None)
    with pytest.raises(UnreadableError, match="tesseract-ocr and tesseract-ocr-vie"):
        read(file(Image.new("L", (800, 1100), 250)))


@pytest.fixture
def with_tesseract(monkeypatch):
    """As if Tesseract were there, for what is refused before it is asked."""
    monkeypatch.setattr(tesseract, "missing", lambda: None)


@pytest.mark.usefixtures("with_tesseract")
def test_an_image_with_too_many_pixels_is_refused_before_it_is_opened():
    with pytest.raises(UnreadableError, match=r"pixels|bomb"):
        read(png_head(30_000, 30_000))


def png_head(width: int, height: int) -> bytes:
    """Return a PNG file that says how large it is, and holds nothing."""
    parts = [(b"IHDR", struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)), (b"IDAT", b""), (b"IEND", b"")]
    chunks = (
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.usefixtures("with_tesseract")
def test_the_limit_of_pixels_is_told_with_the_size(monkeypatch):
    monkeypatch.setattr(ingest.sources.scan, "MOST_PIXELS", 1000)
    with pytest.raises(UnreadableError, match=r"40 × 30.*1000.*200 to 300 dpi"):
        read(file(Image.new("L", (40, 30))))


@pytest.mark.usefixtures("with_tesseract")
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GIF89a" + b"\0" * 50,
        b"\x89PNG\r\n\x1a\n" + b"\0" * 60,
        file(Image.effect_noise((200, 200), 90))[:9000],
    ],
    ids=["empty", "gif", "no image", "cut off"],
)
def test_what_is_no_whole_image_is_refused(data):
    with pytest.raises(UnreadableError, match="damaged"):
        read(data)


@needs_tesseract
def test_the_strokes_of_roman_numerals_are_counted():
    maker = PdfMaker(420, 200)
    for number, label in enumerate(["I. MỤC TIÊU", "II. NỘI DUNG", "III. PHÂN CÔNG"]):
        maker.text(50, 40 + 30 * number, label, font=BOLD)
    source = read(file(scanned(picture(maker.data(), 200), angle=1.0), dpi=(200, 200)))
    assert [block.text.split()[0] for block in source.blocks] == ["I.", "II.", "III."]


@needs_tesseract
def test_bullets_far_from_their_words_are_read():
    maker = PdfMaker(420, 200)
    for number, line in enumerate(
        ["Trồng rau ở vườn trường.", "Tưới nước mỗi buổi sáng.", "Nhổ cỏ vào cuối tuần."]
    ):
        maker.text(40, 50 + 30 * number, "-")
        maker.text(76, 50 + 30 * number, line)
    source = read(file(scanned(picture(maker.data(), 200), angle=1.0), dpi=(200, 200)))
    assert [block.text.split()[0] for block in source.blocks] == ["-", "-", "-"]
