"""Word files as wholes: order of reading, notes, pages, running heads; and files made to do harm."""

import contextlib
import io
import struct
import tracemalloc
import zipfile
from collections.abc import Callable

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from ingest.sources import docx as reader
from ingest.sources.docx import read
from ingest.sources.errors import UnreadableError
from ingest.sources.source import Page
from ingest.sources.word import package
from ingest.sources.word.names import W
from tests.docx_files import (
    blocks,
    cell,
    cites,
    drawn_box,
    endnote,
    footnote,
    members,
    p,
    packed,
    part,
    r,
    row,
    source,
    style,
    table,
    texts,
    vml_box,
    word_file,
)

BREAK = r('<w:br w:type="page"/>')
RENDERED = "<w:lastRenderedPageBreak/>"


def test_a_file_of_another_library_is_read():
    made = docx.Document()
    made.add_heading("Kế hoạch trồng rau", level=1)
    made.add_paragraph("Giao Sở Nông nghiệp", style="List Number")
    made.add_paragraph("chủ trì", style="List Bullet")
    grid = made.add_table(2, 2, style="Table Grid")
    grid.cell(1, 1).text = "tháng 5"
    stream = io.BytesIO()
    made.save(stream)
    found = read(stream.getvalue())
    assert [b.text for b in found.blocks] == [
        "Kế hoạch trồng rau",
        "Giao Sở Nông nghiệp",
        "chủ trì",
        "tháng 5",
    ]
    heading, numbered, dashed, last = found.blocks
    assert (heading.style.level, numbered.style.list_label, dashed.style.list_label) == (1, "1.", "-")
    assert (last.cell.row, last.cell.column, last.cell.ruled) == (1, 1, True)
    assert (found.pages, found.warnings) == ((), ())


def test_an_empty_file_has_no_blocks():
    assert source("").blocks == ()


# Notes


def test_notes_stand_below_the_paragraph_that_cites_them_by_their_mark():
    body = p("Rau", cites(2), " và đỗ", cites(3), ".") + p("Tiếp")
    found = blocks(body, footnotes=footnote(2, "Rau cải.") + footnote(3, "Đỗ xanh."))
    assert [(b.kind, b.mark, b.text) for b in found] == [
        ("paragraph", "", "Rau¹ và đỗ²."),
        ("footnote", "1", "Rau cải."),
        ("footnote", "2", "Đỗ xanh."),
        ("paragraph", "", "Tiếp"),
    ]


def test_notes_of_a_table_stand_below_it():
    body = table(row(cell(p("Rau", cites(2))), "Đỗ")) + p("Tiếp")
    assert texts(body, footnotes=footnote(2, "Rau cải.")) == ["Rau¹", "Đỗ", "Rau cải.", "Tiếp"]


def test_endnotes_have_marks_of_their_own():
    body = p("Rau", cites(2), " và đỗ", cites(2, "endnote"))
    found = blocks(body, footnotes=footnote(2, "Cải."), endnotes=endnote(2, "Xanh."))
    assert [(b.text, b.mark) for b in found] == [("Rau¹ và đỗⁱ", ""), ("Cải.", "1"), ("Xanh.", "i")]


def test_a_mark_that_the_author_typed_stays():
    typed = '<w:r><w:footnoteReference w:id="2" w:customMarkFollows="1"/><w:t>*</w:t></w:r>'
    found = blocks(
        p("Rau", typed) + p("Đỗ", cites(3)), footnotes=footnote(2, "* Cải.") + footnote(3, "Xanh.")
    )
    assert [(b.text, b.mark) for b in found] == [("Rau*", ""), ("* Cải.", "*"), ("Đỗ¹", ""), ("Xanh.", "1")]


def test_a_note_that_is_cited_twice_comes_once():
    assert texts(p("Rau", cites(2)) + p("Đỗ", cites(2)), footnotes=footnote(2, "Cải.")) == [
        "Rau¹",
        "Cải.",
        "Đỗ²",
    ]


def test_separators_and_notes_that_nothing_cites_are_left_out():
    notes = f'<w:footnote w:type="separator" w:id="0">{p(r("<w:separator/>"))}</w:footnote>' + footnote(
        5, "Thừa."
    )
    deleted = f"<w:del>{cites(5)}</w:del>"
    assert texts(p("Rau", deleted), footnotes=notes) == ["Rau"]


def test_a_note_that_is_not_there_is_cited_all_the_same():
    assert texts(p("Rau", cites(9))) == ["Rau¹"]


def test_notes_begin_where_the_settings_say():
    settings = '<w:footnotePr><w:numFmt w:val="lowerLetter"/><w:numStart w:val="3"/></w:footnotePr>'
    found = blocks(p("Rau", cites(2)), footnotes=footnote(2, "Cải."), settings=settings)
    assert found[1].mark == "c"


@pytest.mark.parametrize(
    ("restart", "marks"), [("continuous", "1234"), ("eachSect", "1212"), ("eachPage", "1212")]
)
def test_notes_begin_anew_with_the_section_or_the_page(restart, marks):
    section = f'<w:sectPr><w:footnotePr><w:numRestart w:val="{restart}"/></w:footnotePr></w:sectPr>'
    body = p("Rau", cites(2), cites(3), look=section) + p("Đỗ", cites(4), cites(5)) + section
    found = blocks(body, footnotes="".join(footnote(name, "Chú") for name in (2, 3, 4, 5)))
    assert "".join(b.mark for b in found if b.kind == "footnote") == marks


def test_a_table_in_a_note_keeps_its_cells():
    note = f'<w:footnote w:id="2">{p("Xem:")}{table(row("Rau", "Đỗ"))}</w:footnote>'
    found = blocks(p("Bảng", cites(2)), footnotes=note)
    assert [(b.kind, b.mark, b.cell and b.cell.column) for b in found[1:]] == [
        ("footnote", "1", None), ("footnote", "1", 0), ("footnote", "1", 1),
    ]  # fmt: skip


# Pages


def pages(body: str, **parts: str) -> list[int | None]:
    """Return the pages of the blocks."""
    return [block.page for block in blocks(body, **parts)]


def test_a_file_that_says_nothing_of_pages_has_none():
    assert pages(p("Một") + p("Hai") + "<w:sectPr/>") == [None, None]


def test_breaks_begin_pages():
    body = p("Một", BREAK) + p("Hai") + p(BREAK) + p("Ba") + p("Bốn", look="<w:pageBreakBefore/>")
    assert pages(body) == [1, 2, 3, 4]


def test_a_paragraph_is_on_the_page_on_which_its_text_begins():
    body = p(BREAK, "Hai") + p("vẫn hai, ", r(RENDERED, "sang ba")) + p("Ba")
    assert pages(body) == [2, 2, 3]


def test_a_break_that_was_printed_counts_once():
    body = p("Một", BREAK) + p(r(RENDERED, "Hai")) + p(r("vẫn hai ", RENDERED, "ba")) + p("Ba")
    assert pages(body) == [1, 2, 2, 3]


def test_the_first_paragraph_begins_no_second_page():
    assert pages(p("Một", look="<w:pageBreakBefore/>") + p(BREAK, "Hai")) == [1, 2]


@pytest.mark.parametrize(("kind", "page"), [("nextPage", 2), ("oddPage", 2), ("continuous", 1)])
def test_sections_begin_pages_as_the_next_one_says(kind, page):
    section = '<w:sectPr><w:type w:val="continuous"/></w:sectPr>'
    last = f'<w:sectPr><w:type w:val="{kind}"/></w:sectPr>'
    assert pages(p("Một", look=section) + p("Hai") + p(BREAK, "Sau") + last) == [1, page, page + 1]


def test_cells_of_a_row_begin_on_one_page_and_the_next_row_where_the_longest_ends():
    long = cell(p("Rau"), p(r(RENDERED, "cải")))
    body = table(row(long, "Đỗ"), row("Ngô", long), row("Bí", "Bầu"))
    assert dict(zip(texts(body), pages(body), strict=True)) == {
        "Rau": 2,
        "cải": 3,
        "Đỗ": 1,
        "Ngô": 2,
        "Bí": 3,
        "Bầu": 3,
    }


def test_a_row_that_begins_a_page_does_so_in_all_its_cells():
    body = table(row("Một", "Một"), row(cell(p(r(RENDERED, "Hai"))), "Hai", cell(p("Hai"))))
    assert pages(body) == [1, 1, 2, 2, 2]


def test_breaks_aside_begin_no_page_of_the_text():
    body = p("Một", vml_box(p(BREAK, "khung")), cites(2)) + p("Cũng một") + p(BREAK, "Hai")
    assert pages(body, footnotes=footnote(2, r(RENDERED, "chú"))) == [1, 2, 1, 1, 2]


def test_pages_have_the_size_of_their_section():
    portrait = '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr>'
    landscape = '<w:sectPr><w:pgSz w:w="16838" w:h="11906"/></w:sectPr>'
    found = source(p("Một", look=portrait) + p("Hai") + landscape)
    assert found.pages == (Page(595.3, 841.9), Page(841.9, 595.3))


# Running heads


def sections(*references: str, look: str = "") -> str:
    return f"<w:sectPr>{''.join(references)}{look}</w:sectPr>"


def head(name: str, which: str = "default", kind: str = "header") -> str:
    return f'<w:{kind}Reference w:type="{which}" r:id="{name}"/>'


def test_heads_come_first_and_feet_last_each_text_once():
    first = sections(head("header1"), head("footer1", kind="footer"))
    last = sections(head("header2"), head("header1"), head("footer1", kind="footer"))
    found = source(
        p("Một", look=first) + p("Hai") + last,
        header1=p("SỞ CÔNG THƯƠNG"),
        header2=p("SỞ CÔNG THƯƠNG"),
        footer1=p("Trang 1"),
    )
    assert [(b.kind, b.text, b.page) for b in found.blocks] == [
        ("header", "SỞ CÔNG THƯƠNG", None), ("paragraph", "Một", 1), ("paragraph", "Hai", 2), ("footer", "Trang 1", None),
    ]  # fmt: skip


def test_a_table_in_a_head_keeps_its_cells():
    found = blocks(p("Rau") + sections(head("header1")), header1=table(row("Trái", "Phải")))
    assert [(b.kind, b.cell and b.cell.column) for b in found] == [
        ("header", 0),
        ("header", 1),
        ("paragraph", None),
    ]


@pytest.mark.parametrize(
    ("which", "look", "settings", "shown"),
    [
        ("first", "", "", False),
        ("first", "<w:titlePg/>", "", True),
        ("even", "", "", False),
        ("even", "", "<w:evenAndOddHeaders/>", True),
    ],
)
def test_heads_that_no_page_shows_are_left_out(which, look, settings, shown):
    body = p("Rau") + sections(head("header1", which), look=look)
    assert ("ĐẦU TRANG" in texts(body, header1=p("ĐẦU TRANG"), settings=settings)) is shown


def test_a_head_that_is_not_there_is_left_out():
    assert texts(p("Rau") + sections(head("header7"))) == ["Rau"]


# Everything once

# A text ends with a sign, in whose place each gets a number of its own.
TEXT = st.text(alphabet="abcđêơư ", max_size=8).map(lambda words: f"{words}#")
NOTE = "<w:note/>"
PARAGRAPHS = st.one_of(
    TEXT.map(p),
    st.tuples(TEXT, TEXT).map(lambda two: p(*two)),
    st.tuples(TEXT, TEXT).map(lambda two: p(two[0], drawn_box(two[1]))),
    st.tuples(TEXT, TEXT).map(lambda two: p(two[0], NOTE, two[1])),
    TEXT.map(lambda one: f"<w:sdt><w:sdtContent>{p(one)}</w:sdtContent></w:sdt>"),
)


def tables(content: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Return tables whose cells hold some content."""
    rows = st.lists(content.map(cell), min_size=1, max_size=2).map(lambda cells: row(*cells))
    return st.lists(rows, min_size=1, max_size=2).map(lambda found: table(*found))


BODIES = st.lists(st.recursive(PARAGRAPHS, tables, max_leaves=6), min_size=1, max_size=3).map("".join)


def told_apart(body: str, sign: str, write: Callable[[int], str]) -> str:
    """Return a body in which every occurrence of a sign is written as its number."""
    pieces = body.split(sign)
    return "".join(piece + write(number) for number, piece in enumerate(pieces[:-1])) + pieces[-1]


@given(BODIES)
def test_every_character_typed_comes_out_exactly_once(body):
    noted = told_apart(body, NOTE, cites)
    notes = "".join(footnote(number, "#") for number in range(body.count(NOTE)))
    written = told_apart(noted, "#", str)
    notes = told_apart(notes, "#", lambda number: f"chú{number}")
    typed = "".join(
        text.text or ""
        for root in (part("w:x", without_fallbacks(written)), part("w:x", notes))
        for text in etree.fromstring(root).iter(f"{W}t")
    )
    found = "".join(block.text for block in blocks(written, footnotes=notes))
    marks = str.maketrans("", "", "⁰¹²³⁴⁵⁶⁷⁸⁹ ")
    assert sorted(found.translate(marks)) == sorted(typed.translate(marks))


def without_fallbacks(body: str) -> str:
    """Return a body in which every text box is written once."""
    while "<mc:Fallback>" in body:
        before, _, rest = body.partition("<mc:Fallback>")
        body = before + rest.partition("</mc:Fallback>")[2]
    return body


# Forms of the package


def strict(data: bytes) -> bytes:
    """Return a part with the names of the strict form."""
    for name in (b"wordprocessingml", b"officeDocument", b"drawingml"):
        usual = b"http://schemas.openxmlformats.org/" + name + b"/2006/"
        data = data.replace(usual, b"http://purl.oclc.org/ooxml/" + name + b"/")
    return data


def test_the_strict_form_is_read():
    body = p(r("Rau", look="<w:b/>"), look='<w:jc w:val="start"/>', style="x")
    made = members(body, styles=style("x", '<w:rPr><w:sz w:val="13pt"/></w:rPr>'))
    types = made.pop("[Content_Types].xml")
    (block,) = read(
        packed({name: strict(data) for name, data in made.items()} | {"[Content_Types].xml": types})
    ).blocks
    assert (block.text, block.style.bold, block.style.align, block.style.size) == ("Rau", True, "left", 13.0)


def test_parts_may_lie_anywhere_in_the_package():
    made = members(p("Rau"), styles="")
    moved = {name.replace("word/document", "noi dung/van ban"): data for name, data in made.items()}
    moved["_rels/.rels"] = made["_rels/.rels"].replace(b"word/document.xml", b"/Noi Dung/van ban.xml")
    assert [b.text for b in read(packed(moved)).blocks] == ["Rau"]


def test_macros_are_told_and_not_read():
    found = read(packed(members(p("Rau")) | {"word/vbaProject.bin": b"\0" * 99}))
    assert [b.text for b in found.blocks] == ["Rau"]
    assert "macros" in str(found.warnings[0])


def test_text_in_another_format_is_told():
    assert "another format" in str(source(p("Rau") + '<w:altChunk r:id="rId7"/>').warnings[0])


# Damage and harm


def refusal(data: bytes) -> str:
    """Return why a file is not read."""
    with pytest.raises(UnreadableError) as error:
        read(data)
    return str(error.value)


def with_document(data: bytes) -> bytes:
    """Return a Word file whose text is some XML."""
    return packed(members("") | {"word/document.xml": data})


OLD_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def test_a_file_with_a_password_is_refused():
    assert "protected by a password" in refusal(OLD_CONTAINER + "EncryptedPackage".encode("utf-16-le"))


def test_a_file_of_the_old_format_is_refused():
    assert "old format" in refusal(OLD_CONTAINER + "WordDocument".encode("utf-16-le"))


def test_a_member_with_a_password_is_refused():
    data = bytearray(word_file(p("Rau")))
    for sign, offset in ((b"PK\1\2", 8), (b"PK\3\4", 6)):
        at = data.find(sign)
        while at >= 0:
            data[at + offset] |= 1
            at = data.find(sign, at + 4)
    assert "protected by a password" in refusal(bytes(data))


@pytest.mark.parametrize(
    "data", [b"", b"Rau", b"PK\3\4", word_file(p("Rau"))[:-30], word_file(p("Rau"))[:200]]
)
def test_a_broken_archive_is_refused(data):
    assert "damaged" in refusal(data)


def test_an_archive_with_a_wrong_sum_is_refused():
    data = word_file(p("Rau" * 50))
    at = data.find(b"word/document.xml") + len(b"word/document.xml") + 20
    assert "damaged" in refusal(data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :])


def test_a_part_packed_in_an_unknown_way_is_refused():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_LZMA) as archive:
        for name, data in members(p("Rau")).items():
            archive.writestr(name, data)
    assert "unknown way" in refusal(stream.getvalue())


def test_another_kind_of_package_is_refused():
    assert "no document" in refusal(packed({"a.txt": b"Rau"}))
    assert "another kind" in refusal(with_document(b"<workbook/>"))


@pytest.mark.parametrize("data", [b"", b"<w:document", b"<a>&b;</a>", b"<a><b></a>"])
def test_broken_xml_is_refused(data):
    assert "damaged" in refusal(with_document(data))


@pytest.mark.parametrize(
    "doctype",
    [
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>',
        # Whoever looked for these would say that they are not there.
        '<!DOCTYPE a SYSTEM "http://example.org/a.dtd">',
        '<!DOCTYPE a SYSTEM "file:///khong-co.dtd">',
        '<!DOCTYPE a [<!ENTITY x "rau">]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused(doctype, encoding):
    text = part("w:document", "<w:body/>").decode().partition("?>")[2]
    assert "document type" in refusal(with_document((doctype + text).encode(encoding)))


def test_entities_that_grow_are_refused():
    grown = "".join(f'<!ENTITY x{n} "{f"&x{n - 1};" * 10}">' for n in range(1, 9))
    attack = f'<!DOCTYPE a [<!ENTITY x0 "rau">{grown}]><a b="&x8;">&x8;</a>'
    refusal(with_document(attack.encode()))


def test_elements_nested_too_deeply_are_refused():
    assert "depth" in refusal(word_file("<w:sdt>" * 1000 + "</w:sdt>" * 1000))


def test_tables_nested_as_deeply_as_xml_may_be_are_read():
    body = p("Rau")
    for _ in range(80):
        body = table(row(cell(body)))
    assert texts(body) == ["Rau"]


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    bomb = packed(members("") | {"word/document.xml": b" " * 30_000_000})
    monkeypatch.setattr(zipfile.ZipFile, "open", refuse_document(zipfile.ZipFile.open))
    assert "far more than it should" in refusal(bomb)


def refuse_document(opened):
    """Return a way to open members that fails for the text."""

    def open_other(archive, info, *arguments):
        assert info.filename != "word/document.xml", "unpacked"
        return opened(archive, info, *arguments)

    return open_other


def test_a_bomb_that_lies_about_its_size_is_unpacked_no_further_than_it_says():
    data = packed(members("") | {"word/document.xml": b" " * 30_000_000})
    size = struct.pack("<I", 30_000_000)
    assert data.count(size) == 2
    lying = data.replace(size, struct.pack("<I", 300_000))
    tracemalloc.start()
    assert "damaged" in refusal(lying)
    assert tracemalloc.get_traced_memory()[1] < 3_000_000
    tracemalloc.stop()


def test_what_unpacks_to_more_than_the_bound_is_refused(monkeypatch):
    monkeypatch.setattr(package, "MOST_BYTES", 3_000)
    assert "unpacks to more than 3000 bytes" in refusal(word_file(p("Rau" * 2_000)))
    assert "unpacks to more than 3000 bytes" in refusal(word_file(p("Rau" * 300), styles=style("x" * 300)))


def test_more_elements_than_the_bound_are_refused(monkeypatch):
    monkeypatch.setattr(package, "MOST_NODES", 500)
    assert "more than 500 elements" in refusal(word_file("<w:p/>" * 500))


def test_more_members_than_the_bound_are_refused(monkeypatch):
    monkeypatch.setattr(package, "_MOST_MEMBERS", 50)
    many = {f"word/media/{n}.png": b"" for n in range(50)}
    assert "more than 50 parts" in refusal(packed(members(p("Rau")) | many))


def test_a_nesting_that_exhausts_the_stack_is_refused(monkeypatch):
    def exhausted(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(reader, "_story", exhausted)
    assert "too deeply" in refusal(word_file(p("Rau")))


def test_external_parts_are_never_read():
    made = members(p("Rau"), styles=style("x", "<w:rPr><w:b/></w:rPr>", default=True))
    (block,) = read(packed(made)).blocks
    assert block.style.bold
    described = "word/_rels/document.xml.rels"
    made[described] = made[described].replace(b'styles.xml"', b'styles.xml" TargetMode="External"')
    (block,) = read(packed(made)).blocks
    assert not block.style.bold


@given(st.data())
def test_odd_xml_is_read_or_refused(data):
    body = table(row(cell(p("Rau", cites(2), BREAK, drawn_box("hộp"), item=(1, 0))), "Đỗ"))
    sample = body + p("Tiếp", look='<w:ind w:left="72"/><w:jc w:val="both"/>') + sections(head("header1"))
    written = sample.encode()
    start = data.draw(st.integers(0, len(written) - 1))
    end = data.draw(st.integers(start, min(start + 60, len(written))))
    odd = written[:start] + data.draw(st.binary(max_size=5)) + written[end:]
    made = members(p("x"), footnotes=footnote(2, "chú"), header1=p("đầu"))
    document = made["word/document.xml"]
    made["word/document.xml"] = document.replace(
        document[document.find(b"<w:body>") + 8 : document.find(b"</w:body>")], odd
    )
    with contextlib.suppress(UnreadableError):
        read(packed(made))
