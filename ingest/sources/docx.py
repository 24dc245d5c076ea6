"""Word files (.docx, .docm, .dotx, .dotm): text, numbering, styles, tables, notes and pages."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from ingest.messages import Message, message
from ingest.sources.errors import UnreadableError
from ingest.sources.source import Block, BlockKind, Source
from ingest.sources.word.looks import Styles
from ingest.sources.word.names import Element, W, child, is_on
from ingest.sources.word.notes import Notes
from ingest.sources.word.numbering import Counters, read_lists
from ingest.sources.word.package import Package
from ingest.sources.word.sections import Pages, Section, read_sections
from ingest.sources.word.story import Place, StoryReader

_TOOL = "docx"
_MACROS = message("the file holds macros; they were neither run nor read")
_FOREIGN = message("the file embeds text in another format, which was not read; save it anew in Word")


def read(data: bytes) -> Source:
    """Return what a Word file holds: running heads, the text with its notes, running feet.

    Raises `UnreadableError` for what is no Word file, needs a password, is damaged or was made to do harm.
    """
    package = Package(data)
    try:
        return _read(package)
    except RecursionError as error:
        raise UnreadableError("nested", "the Word file is nested too deeply to be read") from error


def _read(package: Package) -> Source:
    document = package.root(package.main)
    body = child(document, W + "body")
    if body is None:
        raise UnreadableError("unknown_type", "the file is no Word file: it holds another kind of document")
    settings = package.related_root(package.main, "settings")
    sections = read_sections(document, is_on(child(settings, W + "evenAndOddHeaders")))
    reader = _reader(package, settings, sections)
    heads = _running(package, reader, "header", [name for section in sections for name in section.heads])
    pages = Pages(sections)
    text = _story(reader, body, Place("paragraph", Counters(), pages))
    feet = _running(package, reader, "footer", [name for section in sections for name in section.feet])
    if not pages.papers:
        text = [replace(block, page=None) for block in text]
    return Source((*heads, *text, *feet), _TOOL, pages.papers, tuple(_warnings(package, reader)))


def _reader(package: Package, settings: Element | None, sections: list[Section]) -> StoryReader:
    main = package.main
    styles = Styles(package.related_root(main, "styles"), package.related_root(main, "theme"))
    lists = read_lists(package.related_root(main, "numbering"))
    return StoryReader(styles, lists, Notes(package, settings, sections))


def _story(reader: StoryReader, container: Element, place: Place) -> list[Block]:
    before = len(reader.blocks)
    reader.read(container, place)
    return reader.blocks[before:]


def _running(package: Package, reader: StoryReader, kind: BlockKind, ids: Iterable[str]) -> list[Block]:
    """Return running heads or feet, each text once."""
    found: dict[tuple[str, ...], list[Block]] = {}
    names = dict.fromkeys(package.target(package.main, one) for one in ids)
    for root in (package.root(name) for name in names if name):
        blocks = _story(reader, root, Place(kind, Counters(), Pages([Section()])))
        texts = tuple(block.text for block in blocks)
        found.setdefault(texts, [replace(block, page=None) for block in blocks])
    return [block for blocks in found.values() for block in blocks]


def _warnings(package: Package, reader: StoryReader) -> Iterator[Message]:
    if package.has_macros:
        yield _MACROS
    if reader.has_foreign_parts:
        yield _FOREIGN
