"""Old office files: by LibreOffice where it is installed, else by kreuzberg, and the report says which."""

import sys
from types import SimpleNamespace

import pytest

import ingest.sources
from ingest.messages import message
from ingest.sources import libreoffice, office
from ingest.sources.errors import UnreadableError
from ingest.sources.libreoffice import LibreOffice
from ingest.sources.source import Block, Cell, Source
from tests.ingest.sources.packed import opendocument, packed

TITLE = "KẾ HOẠCH trồng cây của xã Hải Lâm"
TABLE = (
    "<table:table><table:table-row><table:table-cell><text:p>Trường</text:p></table:table-cell>"
    "<table:table-cell><text:p>Số cây</text:p></table:table-cell></table:table-row></table:table>"
)
ODT = opendocument("text", f"<text:p>{TITLE}</text:p><text:p/>{TABLE}<text:p>Hết.</text:p>")


def rtf(text: str) -> bytes:
    """Return text as a word processor writes it in RTF, each letter beyond ASCII by its number."""
    written = "".join(c if c.isascii() else f"\\u{ord(c)}?" for c in text)
    return f"{{\\rtf1\\ansi\\deff0{{\\fonttbl{{\\f0 Times New Roman;}}}}\\f0 {written}\\par}}".encode()


@pytest.fixture
def alone(monkeypatch):
    """A machine without LibreOffice."""
    monkeypatch.setattr(libreoffice, "installed", lambda: None)


def test_without_libreoffice_text_is_found_and_the_loss_told(alone):
    source = office.read(ODT, "odt")
    assert [block.text for block in source.blocks] == [TITLE, "Trường", "Số cây", "Hết."]
    assert source.tool.startswith("kreuzberg 4.")
    assert "install libreoffice-writer-nogui" in str(source.warnings[0])


def test_tables_are_cells_without_libreoffice(alone):
    cells = [(block.kind, block.cell) for block in office.read(ODT, "odt").blocks[1:3]]
    assert cells == [("cell", Cell(0, 0, 0)), ("cell", Cell(0, 0, 1))]


def test_rtf_is_read_line_by_line(alone):
    source = office.read(rtf("Điều 1. Trồng cây.\\par Điều 2. Tưới cây."), "rtf")
    assert [(block.text, block.kind) for block in source.blocks] == [
        ("Điều 1. Trồng cây.", "paragraph"), ("Điều 2. Tưới cây.", "paragraph"),
    ]  # fmt: skip


def test_old_fonts_are_read_together(alone):
    """Two words show no encoding; what stands below them does."""
    old = "kÕ ho¹ch\\par Trång c©y ph©n t¸n ®Õn n¨m 2031 trªn ®Þa bµn toµn tØnh vµ c¸c huyÖn."
    assert [block.text for block in office.read(rtf(old), "rtf").blocks] == [
        "kế hoạch", "Trồng cây phân tán đến năm 2031 trên địa bàn toàn tỉnh và các huyện.",
    ]  # fmt: skip


def test_slides_of_opendocument_need_libreoffice(alone):
    with pytest.raises(UnreadableError, match="libreoffice-impress-nogui"):
        office.read(opendocument("presentation", ""), "odp")


@pytest.mark.parametrize("kind", ["doc", "ppt", "odt"])
def test_damage_is_told(alone, kind):
    with pytest.raises(UnreadableError, match="damaged"):
        office.read(b"PK\x03\x04" if kind == "odt" else b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", kind)


def test_a_bomb_reaches_neither(monkeypatch):
    monkeypatch.setattr(libreoffice, "installed", lambda: pytest.fail("it is asked for LibreOffice"))
    bomb = packed({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": b" " * 40_000_000})
    for read in (office.read, lambda data, kind: office.read_alone(data, kind, message("why"))):
        with pytest.raises(UnreadableError, match="as a trap does"):
            read(bomb, "odt")


@pytest.fixture
def word_reader(monkeypatch):
    """A reader of Word files that says what it was given."""
    stand_in = SimpleNamespace(read=lambda data: Source((Block(f"{len(data)} bytes"),), "word reader"))
    monkeypatch.setitem(sys.modules, "ingest.sources.docx", stand_in)
    monkeypatch.setattr(ingest.sources, "docx", stand_in, raising=False)


MADE = packed({"[Content_Types].xml": "", "word/document.xml": ""})


def test_what_libreoffice_made_goes_to_the_reader_of_its_kind(word_reader, monkeypatch, tmp_path):
    (tmp_path / "made").write_bytes(MADE)
    program = tmp_path / "soffice"
    program.write_text("#!/bin/sh\necho LibreOffice 7.4.7\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(libreoffice, "installed", lambda: LibreOffice(str(program)))
    monkeypatch.setattr(
        LibreOffice, "convert", lambda _, files, target: dict.fromkeys(files, tmp_path / "made")
    )
    source = office.read(rtf("Trồng cây"), "rtf")
    assert source.tool == "LibreOffice 7.4 + word reader"
    assert source.blocks[0].text == f"{len(MADE)} bytes"
    assert source.warnings == ()


def test_what_libreoffice_cannot_read_is_read_without_it_and_said(monkeypatch):
    monkeypatch.setattr(libreoffice, "installed", lambda: LibreOffice("soffice"))
    monkeypatch.setattr(
        LibreOffice,
        "convert",
        lambda _, files, target: dict.fromkeys(files, message("LibreOffice cannot read it")),
    )
    source = office.read(rtf("Trồng cây"), "rtf")
    assert [block.text for block in source.blocks] == ["Trồng cây"]
    assert [str(each) for each in source.warnings] == ["LibreOffice cannot read it"]


def test_slides_through_libreoffice():
    if libreoffice.installed() is None:
        pytest.skip("LibreOffice is missing (apt-get install libreoffice-impress-nogui)")
    page = (
        '<draw:page draw:name="a"><draw:frame presentation:class="title" svg:width="20cm" svg:height="3cm">'
        "<draw:text-box><text:p>Trồng cây năm 2031</text:p></draw:text-box></draw:frame></draw:page>"
    )
    source = office.read(opendocument("presentation", page), "odp")
    assert [(block.text, block.page) for block in source.blocks] == [("Trồng cây năm 2031", 1)]
    assert source.tool.startswith("LibreOffice")
    assert source.tool.endswith("slide reader")
