"""A file becomes a source: by the reader of its kind."""

from collections.abc import Mapping
from importlib import import_module

from ingest.sources import office
from ingest.sources.errors import UnreadableError
from ingest.sources.kinds import Kind, kind_of
from ingest.sources.source import Source

SHORTEST_TEXT = 40
# The module of each kind; each brings libraries of its own, which only its files need.
_READERS: Mapping[Kind, str] = {
    "text": "text", "pdf": "pdf", "image": "scan", "docx": "docx", "pptx": "slides",
}  # fmt: skip
# Modules that read several kinds, and are told which.
_READERS_OF_KINDS: Mapping[Kind, str] = {
    "csv": "sheet", "xls": "sheet", "xlsx": "sheet", "xlsb": "sheet", "ods": "sheet",
    "html": "html", "mht": "html",
    "doc": "office", "rtf": "office", "odt": "office", "ppt": "office", "odp": "office",
}  # fmt: skip


def read(data: bytes, name: str, maker: str = "") -> Source:
    """Return what is found in a file called `name`, or in what `maker` has made of it.

    Raises `UnreadableError` for a kind that is not read, for a damaged or protected file, and for one
    without text.
    """
    source = office.read_made(data, maker) if maker else _read(data, kind_of(data, name))
    if sum(len(block.text.strip()) for block in source.blocks) < SHORTEST_TEXT:
        raise UnreadableError(
            "empty", "the file is empty or holds only a few characters; check that it was saved whole"
        )
    return source


def _read(data: bytes, kind: Kind) -> Source:
    source: Source
    if kind in _READERS_OF_KINDS:
        source = import_module(f"ingest.sources.{_READERS_OF_KINDS[kind]}").read(data, kind)
    elif kind in _READERS:
        source = import_module(f"ingest.sources.{_READERS[kind]}").read(data)
    else:
        raise UnreadableError("unknown_type", f"files of type {kind} are not read")
    return source
