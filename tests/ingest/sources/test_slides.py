"""Slides: text in the order of the shapes, with headings, lists, tables, diagrams and notes."""

import pytest

from ingest.sources import slides
from ingest.sources.errors import UnreadableError
from ingest.sources.source import Cell, Page
from tests.ingest.sources.packed import packed

NAMES = (
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:dgm="http://schemas.openxmlformats.org/drawingml/2006/diagram" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def deck(*contents: str, notes: str = "", diagram: str = "", second: str = "") -> bytes:
    """Return slides of shapes; the first has the notes and the diagram. They are shown from the last to the first."""
    numbers = range(len(contents))
    parts = {
        "ppt/presentation.xml": f"<p:presentation {NAMES}><p:sldIdLst>"
        + "".join(f'<p:sldId r:id="s{number}"/>' for number in reversed(numbers))
        + '</p:sldIdLst><p:sldSz cx="9144000" cy="6858000"/></p:presentation>',
        "ppt/_rels/presentation.xml.rels": links(
            {f"s{number}": ("slide", f"slides/slide{number}.xml") for number in numbers}
        ),
        "ppt/slides/_rels/slide0.xml.rels": links(
            {"n": ("notesSlide", "../notesSlides/n.xml"), "d": ("diagramData", "/ppt/diagrams/d.xml")}
        ),
        "ppt/notesSlides/n.xml": slide(shape(notes, "body") + shape("7", "sldNum")),
        "ppt/diagrams/d.xml": f"<dgm:dataModel {NAMES}>{diagram}</dgm:dataModel>",
    }
    return packed(parts | {f"ppt/slides/slide{number}.xml": slide(contents[number]) for number in numbers})


def links(targets: dict[str, tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="{name}" Type="{LINKS}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{listed}</Relationships>'


def slide(shapes: str, attributes: str = "") -> str:
    return f"<p:sld {NAMES} {attributes}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>"


def shape(text: str, role: str = "") -> str:
    """Return a shape with paragraphs, given as XML or as one line of text."""
    paragraphs = text if text.startswith("<a:p>") else paragraph(text)
    place = f'<p:nvPr><p:ph type="{role}"/></p:nvPr>' if role else ""
    return f"<p:sp><p:nvSpPr>{place}</p:nvSpPr><p:txBody>{paragraphs}</p:txBody></p:sp>"


def paragraph(text: str, setting: str = "", run: str = "") -> str:
    return f"<a:p>{setting}<a:r>{run}<a:t>{text}</a:t></a:r></a:p>"


def texts(data: bytes) -> list[str]:
    return [block.text for block in slides.read(data).blocks]


def test_slides_are_pages_in_the_order_in_which_they_are_shown():
    source = slides.read(deck(shape("Trang sau"), shape("Trang trước")))
    assert [(block.text, block.page) for block in source.blocks] == [("Trang trước", 1), ("Trang sau", 2)]
    assert source.pages == (Page(720, 540), Page(720, 540))


def test_a_title_is_a_heading_and_what_repeats_is_furniture():
    shapes = (
        shape("MỤC TIÊU", "title")
        + shape("Trồng cây")
        + shape("Sở Nông nghiệp", "ftr")
        + shape("3", "sldNum")
    )
    found = [(block.text, block.kind, block.style.level) for block in slides.read(deck(shapes)).blocks]
    assert found == [
        ("MỤC TIÊU", "paragraph", 1), ("Trồng cây", "paragraph", 0),
        ("Sở Nông nghiệp", "footer", 0), ("3", "footer", 0),
    ]  # fmt: skip


def test_shapes_in_groups_are_read_once_where_programs_differ():
    both = (
        f"<p:grpSp>{shape('trong nhóm')}</p:grpSp>"
        f"<mc:AlternateContent><mc:Choice>{shape('mới')}</mc:Choice><mc:Fallback>{shape('cũ')}</mc:Fallback>"
        "</mc:AlternateContent>"
    )
    assert texts(deck(both)) == ["trong nhóm", "mới"]


def test_numbers_and_bullets_are_computed_by_level():
    def item(text: str, level: int, mark: str) -> str:
        return paragraph(text, f'<a:pPr lvl="{level}">{mark}</a:pPr>')

    roman, letter = '<a:buAutoNum type="romanUcPeriod"/>', '<a:buAutoNum type="alphaLcParenR" startAt="4"/>'
    items = (
        item("một", 0, roman), item("trong một", 1, letter), item("nữa", 1, letter), item("hai", 0, roman),
        item("trong hai", 1, letter), item("gạch", 1, '<a:buChar char="-"/>'),
        item("dấu của phông chữ ký hiệu", 1, '<a:buChar char="&#xf0b7;"/>'),
        item("ngoặc", 0, '<a:buAutoNum type="arabicParenBoth"/>'),
        paragraph("không đánh số"), item("lại từ đầu", 0, '<a:buAutoNum type="arabicPlain"/>'),
    )  # fmt: skip
    found = slides.read(deck(shape("".join(items)))).blocks
    assert [block.style.list_label for block in found] == [
        "I.", "d)", "e)", "II.", "d)", "-", "•", "(1)", "", "1",
    ]  # fmt: skip


def test_tables_are_cells():
    cells = (
        f'<a:tr><a:tc gridSpan="2"><a:txBody>{paragraph("Đơn vị")}</a:txBody></a:tc><a:tc hMerge="1"/></a:tr>'
        f'<a:tr><a:tc rowSpan="2"><a:txBody>{paragraph("Sở")}{paragraph("Ban")}</a:txBody></a:tc>'
        f"<a:tc><a:txBody>{paragraph('12')}</a:txBody></a:tc></a:tr>"
    )
    table = f"<p:graphicFrame><a:tbl>{cells}</a:tbl></p:graphicFrame>"
    found = [(block.text, block.kind, block.cell) for block in slides.read(deck(table * 2)).blocks]
    assert found[:4] == [
        ("Đơn vị", "cell", Cell(0, 0, 0, 1, 2)),
        ("Sở", "cell", Cell(0, 1, 0, 2, 1)),
        ("Ban", "cell", Cell(0, 1, 0, 2, 1)),
        ("12", "cell", Cell(0, 1, 1)),
    ]
    assert {cell.table for _, _, cell in found} == {0, 1}


def test_diagrams_and_notes_are_read():
    frame = '<p:graphicFrame><dgm:relIds r:dm="d"/></p:graphicFrame>'
    source = slides.read(
        deck(frame, notes="Nói chậm", diagram=f"<dgm:t>{paragraph('Bước 1')}{paragraph('Bước 2')}</dgm:t>")
    )
    assert [(block.text, block.kind) for block in source.blocks] == [
        ("Bước 1", "paragraph"), ("Bước 2", "paragraph"), ("Nói chậm", "annotation"),
    ]  # fmt: skip


def test_style_is_that_of_all_the_text_of_a_paragraph():
    setting = '<a:pPr algn="ctr" indent="-12700"/>'
    bold = paragraph("đậm", setting, '<a:rPr b="1" sz="2400" cap="all"/>')
    half = "<a:p><a:r><a:rPr b='1'/><a:t>một </a:t></a:r><a:br/><a:r><a:t>nửa</a:t></a:r></a:p>"
    one, other = slides.read(deck(shape(bold + half))).blocks
    assert (one.style.bold, one.style.size, one.style.capitals, one.style.align, one.style.indent) == (
        True, 24, True, "center", -1,
    )  # fmt: skip
    assert (other.text, other.style.bold) == ("một \nnửa", False)


def test_text_in_old_fonts_is_unicode():
    old = paragraph("Ñoàng Xoaøi", run='<a:rPr><a:latin typeface="VNI-Avo"/></a:rPr>')
    assert texts(deck(shape(old))) == ["Đồng Xoài"]


def test_hidden_slides_are_told():
    members = {
        "ppt/presentation.xml": f'<p:presentation {NAMES}><p:sldIdLst><p:sldId r:id="s"/></p:sldIdLst></p:presentation>',
        "ppt/_rels/presentation.xml.rels": links({"s": ("slide", "slides/a.xml")}),
        "ppt/slides/a.xml": slide(shape("Ẩn"), 'show="0"'),
    }
    source = slides.read(packed(members))
    assert [block.text for block in source.blocks] == ["Ẩn"]
    assert "1 of 1 slides are hidden" in str(source.warnings[0])


@pytest.mark.parametrize(
    "bad",
    [
        '<!DOCTYPE p [<!ENTITY x SYSTEM "file:///etc/hostname">]><p:sld {names}>{shape}</p:sld>',
        '<!DOCTYPE p [<!ENTITY x "ha ha ha">]><p:sld {names}>{shape}</p:sld>',
    ],
)
def test_entities_are_not_replaced(bad):
    part = bad.format(names=NAMES, shape=shape("<a:p><a:r><a:t>trước&x;sau</a:t></a:r></a:p>"))
    members = {
        "ppt/presentation.xml": f'<p:presentation {NAMES}><p:sldIdLst><p:sldId r:id="s"/></p:sldIdLst></p:presentation>',
        "ppt/_rels/presentation.xml.rels": links({"s": ("slide", "slides/a.xml")}),
        "ppt/slides/a.xml": part,
    }
    assert "ha ha" not in "".join(texts(packed(members)))
    assert texts(packed(members)) == ["trước"]


@pytest.mark.parametrize(
    "members",
    [{}, {"ppt/presentation.xml": "<p:presentation"}, {"ppt/presentation.xml": "no XML"}],
)
def test_damage_is_told(members):
    with pytest.raises(UnreadableError, match="damaged"):
        slides.read(packed(members))
