"""Kinds: what a file is, whatever it is called."""

import io

import docx
import openpyxl
import pytest

from ingest.sources.errors import UnreadableError
from ingest.sources.kinds import EXTENSIONS, kind_of
from tests.ingest.sources.compound import compound
from tests.ingest.sources.packed import opendocument, packed


def word_file() -> bytes:
    file = io.BytesIO()
    docx.Document().save(file)
    return file.getvalue()


def workbook() -> bytes:
    file = io.BytesIO()
    openpyxl.Workbook().save(file)
    return file.getvalue()


TYPES = "[Content_Types].xml"
PAGE = "<!DOCTYPE html>\n<html><body><p>Trồng cây</p></body></html>"
SAVED_PAGE = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x--'
LOCKED_WORD = {"WordDocument": b"\xec\xa5\xc1\0" + b"\0" * 7 + b"\x01"}
WORD = {"WordDocument": b"\xec\xa5\xc1\0" + b"\0" * 7 + b"\x10", "1Table": b""}
LOCKED_PART = "<manifest:encryption-data/>"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (word_file(), "docx"),
        (workbook(), "xlsx"),
        (packed({TYPES: "", "xl/workbook.bin": "", "xl/styles.bin": ""}), "xlsb"),
        (packed({TYPES: "", "ppt/presentation.xml": ""}), "pptx"),
        (opendocument("text", ""), "odt"),
        (opendocument("spreadsheet", ""), "ods"),
        (opendocument("presentation", ""), "odp"),
        (packed({"ke-hoach.docx": word_file()}), "zip"),
        (compound(WORD), "doc"),
        (compound({"PowerPoint Document": b"", "Current User": b""}), "ppt"),
        (compound({"Workbook": b""}), "xls"),
        (compound({"Book": b""}), "xls"),
        (compound({"Workbook": b""}, embedded=WORD), "xls"),
        (rb"{\rtf1\ansi Trong cay}", "rtf"),
        (b"\0\0 from a mail\n%PDF-1.7\n", "pdf"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 20, "image"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 20, "image"),
        (b"II*\0" + b"\0" * 20, "image"),
        (PAGE.encode(), "html"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>" + PAGE.encode(), "html"),
        (PAGE.encode("utf-16"), "html"),
        (SAVED_PAGE.encode(), "mht"),
    ],
)
@pytest.mark.parametrize("name", ["tep.doc", "tep.txt", "TEP.PDF", "tep"])
def test_the_content_says_what_a_file_is(data, kind, name):
    assert kind_of(data, name) == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [("a.txt", "text"), ("A.MD", "text"), ("a.csv", "csv"), ("a.htm", "html"), ("a.doc", "text")],
)
def test_the_name_decides_among_kinds_of_text(name, kind):
    assert kind_of("Kế hoạch <html> của xã".encode(), name) == kind


@pytest.mark.parametrize("name", ["a.exe", "a"])
def test_text_under_an_unknown_name_is_refused(name):
    with pytest.raises(UnreadableError, match="are not read"):
        kind_of(b"MZ", name)


@pytest.mark.parametrize(
    "data",
    [
        compound({"EncryptedPackage": b"", "EncryptionInfo": b""}),
        compound({"PowerPoint Document": b"", "EncryptedSummary": b""}),
        compound(LOCKED_WORD),
        opendocument("text", "", manifest=LOCKED_PART),
    ],
)
def test_a_file_with_a_password_is_refused_with_the_way_out(data):
    with pytest.raises(UnreadableError, match="password; save it without"):
        kind_of(data, "a.docx")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (word_file()[:900], "damaged"),
        (compound(WORD)[:700], "damaged"),
        (compound({"VisioDocument": b""}), "no Word, Excel or PowerPoint"),
        (packed({TYPES: "", "visio/document.xml": ""}), "no Word, Excel or PowerPoint"),
        (packed({"mimetype": "application/epub+zip"}), "epub"),
        (b"Rar!\x1a\x07\x00", "RAR.*ZIP"),
        (b"7z\xbc\xaf\x27\x1c", "7-Zip"),
        (b"\x1f\x8b\x08\0", "gzip"),
    ],
)
def test_what_is_not_read_is_refused_with_a_reason(data, reason):
    with pytest.raises(UnreadableError, match=reason):
        kind_of(data, "a.doc")


def test_every_kind_has_a_name_to_be_found_by():
    assert set(EXTENSIONS.values()) == set(kind_of.__annotations__["return"].__args__)
