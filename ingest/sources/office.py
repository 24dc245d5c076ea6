"""Word processor files and slides that are not OOXML: by LibreOffice where it is installed, else by kreuzberg.

LibreOffice knows fonts, tables, footnotes and numbering and makes a file of it that our own readers
read; kreuzberg finds the text, and little else.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from ingest.messages import Message, message
from ingest.sources import libreoffice
from ingest.sources.bounded_zip import BoundedZip
from ingest.sources.errors import UnreadableError
from ingest.sources.kinds import Kind, kind_of
from ingest.sources.neighbours import repaired_together
from ingest.sources.refusals import damaged
from ingest.sources.source import Block, BlockKind, Cell, Source

if TYPE_CHECKING:
    from kreuzberg import ExtractionResult

_TYPES: Mapping[Kind, str] = {
    "doc": "application/msword",
    "rtf": "application/rtf",
    "odt": "application/vnd.oasis.opendocument.text",
    "ppt": "application/vnd.ms-powerpoint",
}
_LAYERS: Mapping[str, BlockKind] = {"header": "header", "footer": "footer", "footnote": "footnote"}


def read(data: bytes, kind: Kind) -> Source:
    """Return what is found in one office file; many are better converted together and then read by `read_made`.

    Raises `UnreadableError` where neither LibreOffice nor kreuzberg can read it.
    """
    check_packing(data)
    office = libreoffice.installed()
    if office is None:
        return read_alone(data, kind, missing(kind))
    with TemporaryDirectory(prefix="plansearch-") as room:
        file = Path(room) / f"file.{kind}"
        file.write_bytes(data)
        made = office.convert({file: kind}, Path(room))[file]
        if isinstance(made, Path):
            return read_made(made.read_bytes(), office.name)
    return read_alone(data, kind, made)


def missing(kind: Kind) -> Message:
    """Return what is to be said of what is lost without LibreOffice, and what to install."""
    package = libreoffice.PACKAGES[libreoffice.CONVERTED[kind]]
    return message(
        "LibreOffice is not installed, so tables, styles and numbering are lost: install %(package)s",
        package=package,
    )


def check_packing(data: bytes) -> None:
    """Raise `UnreadableError` for a packed file that unpacks to more than it may; for others do nothing."""
    if data.startswith(b"PK"):
        BoundedZip(data).check()


def read_made(data: bytes, maker: str) -> Source:
    """Return what is found in the file that `maker` made of an office file."""
    reader, name = _reader_of(kind_of(data, ""))
    source = reader(data)
    return replace(source, tool=f"{maker} + {name}")


def _reader_of(kind: Kind) -> tuple[Callable[[bytes], Source], str]:
    if kind == "pptx":
        from ingest.sources import slides

        return slides.read, "slide reader"
    from ingest.sources import docx

    return docx.read, "word reader"


def read_alone(data: bytes, kind: Kind, reason: Message) -> Source:
    """Return what kreuzberg finds in an office file; `reason`, why it is not LibreOffice, is a warning.

    Raises `UnreadableError` for a damaged file, and for a kind that it does not know.
    """
    if kind not in _TYPES:
        raise UnreadableError("no_program", f"files of type {kind} are read by LibreOffice only ({reason})")
    check_packing(data)
    found, tool = _extracted(data, _TYPES[kind])
    return Source(repaired_together(_blocks(found, kind)), tool, warnings=(reason,))


def _extracted(data: bytes, media_type: str) -> "tuple[ExtractionResult, str]":
    import kreuzberg

    settings = kreuzberg.ExtractionConfig(
        use_cache=False, enable_quality_processing=False, include_document_structure=True
    )
    try:
        found = kreuzberg.extract_bytes_sync(data, media_type, settings)
    except kreuzberg.KreuzbergError as error:
        raise damaged(error) from error
    return found, "kreuzberg " + ".".join(kreuzberg.__version__.split(".")[:2])


def _blocks(found: "ExtractionResult", kind: Kind) -> Iterator[Block]:
    """Yield the text; headings are its own guesses and taken for paragraphs."""
    page: int | None = None
    tables = 0
    for node in found.document["nodes"] if found.document else ():
        content: Any = node["content"]
        if content["node_type"] == "slide":
            page = content["number"]
        elif content["node_type"] == "table":
            yield from _cells(content["grid"]["cells"], tables)
            tables += 1
        elif "text" in content and not (kind == "ppt" and content["node_type"] == "footnote"):
            # What it calls footnotes of slides are the slides once more.
            yield from _paragraphs(
                content["text"], _LAYERS.get(node.get("content_layer", ""), "paragraph"), page
            )


def _paragraphs(text: str, kind: BlockKind, page: int | None) -> Iterator[Block]:
    for paragraph in filter(str.strip, text.split("\n")):
        yield Block(paragraph.strip(), kind, page)


def _cells(cells: list[Any], table: int) -> Iterator[Block]:
    for cell in cells:
        place = Cell(table, cell["row"], cell["col"], cell["row_span"], cell["col_span"])
        for paragraph in _paragraphs(cell["content"], "cell", None):
            yield replace(paragraph, cell=place)
