"""The kind of a file, by what it holds; its name decides only among kinds of plain text."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import PurePath
from typing import Literal

import olefile

from ingest.sources.bounded_zip import BoundedZip
from ingest.sources.errors import UnreadableError
from ingest.sources.refusals import damaged, locked

Kind = Literal[
    "text", "csv", "html", "mht", "pdf", "image", "zip",
    "rtf", "doc", "docx", "odt", "ppt", "pptx", "odp", "xls", "xlsx", "xlsb", "ods",
]  # fmt: skip

# What a search through a folder looks for, and the kind that people expect under the name.
EXTENSIONS: Mapping[str, Kind] = {
    ".txt": "text", ".text": "text", ".md": "text", ".markdown": "text",
    ".csv": "csv", ".tsv": "csv",
    ".html": "html", ".htm": "html", ".xhtml": "html", ".mht": "mht", ".mhtml": "mht",
    ".pdf": "pdf", ".png": "image", ".jpg": "image", ".jpeg": "image", ".tif": "image", ".tiff": "image",
    ".rtf": "rtf", ".doc": "doc", ".dot": "doc", ".docx": "docx", ".docm": "docx", ".odt": "odt",
    ".ppt": "ppt", ".pps": "ppt", ".pptx": "pptx", ".pptm": "pptx", ".ppsx": "pptx", ".odp": "odp",
    ".xls": "xls", ".xlsx": "xlsx", ".xlsm": "xlsx", ".xlsb": "xlsb", ".ods": "ods",
    ".zip": "zip",
}  # fmt: skip

_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\0", b"MM\0*")
_OTHER_ARCHIVES = {b"Rar!": "RAR", b"7z\xbc\xaf": "7-Zip", b"\x1f\x8b": "gzip"}
# A PDF may stand behind what a mail server or a scanner put before it.
_PDF_WITHIN = 1024
_HEAD = 4096
# The first that a file has of these folders; a workbook in binary form has a part of its own.
_OOXML: tuple[tuple[str, Kind], ...] = (
    ("word/", "docx"), ("ppt/", "pptx"), ("xl/workbook.bin", "xlsb"), ("xl/", "xlsx"),
)  # fmt: skip
_ODF: tuple[tuple[str, Kind], ...] = (
    ("application/vnd.oasis.opendocument.text", "odt"),
    ("application/vnd.oasis.opendocument.presentation", "odp"),
    ("application/vnd.oasis.opendocument.spreadsheet", "ods"),
)
# Streams at the top: an embedded file has streams of the same names further down.
_OLE: tuple[tuple[str, Kind], ...] = (
    ("WordDocument", "doc"), ("PowerPoint Document", "ppt"), ("Workbook", "xls"), ("Book", "xls"),
)  # fmt: skip


def kind_of(data: bytes, name: str) -> Kind:
    """Return the kind of a file.

    Raises `UnreadableError` for a kind that is not read, a damaged container, and a file that is
    protected by a password.
    """
    if data.startswith(olefile.MAGIC):
        return _ole_kind(data)
    if data.startswith(b"PK\x03\x04"):
        return _zip_kind(BoundedZip(data))
    if data.startswith(rb"{\rt"):
        return "rtf"
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return "pdf"
    if data.startswith(_IMAGES):
        return "image"
    return _text_kind(data, PurePath(name).suffix.lower())


def _ole_kind(data: bytes) -> Kind:
    try:
        with olefile.OleFileIO(BytesIO(data)) as file:
            return _of_streams(file)
    except (OSError, ValueError, IndexError) as error:
        raise damaged(error) from error


def _of_streams(file: olefile.OleFileIO) -> Kind:
    streams = {path[0] for path in file.listdir()}
    if streams & {"EncryptedPackage", "EncryptedSummary"}:
        raise locked()
    kind = next((kind for stream, kind in _OLE if stream in streams), None)
    if kind is None:
        raise UnreadableError(
            "unknown_type", "it is no Word, Excel or PowerPoint file, though it looks like one"
        )
    if kind == "doc" and _is_locked_word(file.openstream("WordDocument").read(12)):
        raise locked()
    return kind


def _is_locked_word(head: bytes) -> bool:
    """True where the flag fEncrypted of the file information block is set."""
    return len(head) == 12 and bool(head[11] & 1)


def _zip_kind(members: BoundedZip) -> Kind:
    if "mimetype" in members:
        return _odf_kind(members)
    if "[Content_Types].xml" not in members:
        return "zip"
    for folder, kind in _OOXML:
        if any(name.startswith(folder) for name in members.names):
            return kind
    raise UnreadableError("unknown_type", "it is no Word, Excel or PowerPoint file, though it looks like one")


def _odf_kind(members: BoundedZip) -> Kind:
    kind_said = members.read("mimetype").decode("ascii", "replace")
    manifest = "META-INF/manifest.xml"
    if manifest in members and b":encryption-data" in members.read(manifest):
        raise locked()
    for start, kind in _ODF:
        if kind_said.startswith(start):
            return kind
    raise UnreadableError("unknown_type", f"files of type {kind_said[:60]!r} are not read")


def _text_kind(data: bytes, extension: str) -> Kind:
    for magic, archive in _OTHER_ARCHIVES.items():
        if data.startswith(magic):
            raise UnreadableError("unknown_type", f"{archive} archives are not read; pack the files as ZIP")
    head = _head(data)
    if head.startswith("<") and any(mark in head for mark in ("<html", "<!doctype html")):
        return "html"
    if "mime-version:" in head and "content-type: multipart/related" in head:
        return "mht"
    if extension not in EXTENSIONS:
        raise UnreadableError("unknown_type", f"files of type {extension or 'none'!r} are not read")
    expected = EXTENSIONS[extension]
    return expected if expected in ("csv", "html") else "text"


def _head(data: bytes) -> str:
    """Return the first characters of a text, in lower case, of which only ASCII is meant."""
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "latin-1"
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").decode(encoding, "replace")
    return head.strip().lower()
