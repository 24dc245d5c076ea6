"""Web pages, and those saved with their pictures (.mht): their main text, or the whole page where it has none.

The menus around a text are left out only where it can be told apart from them; a word processor's
page has no menus and is read whole.
"""

import contextlib
import email
import email.policy
import re
from collections import Counter
from collections.abc import Sequence
from importlib.metadata import version

import lxml.html
from lxml import etree

from ingest.messages import message
from ingest.sources.encodings import decode
from ingest.sources.errors import UnreadableError
from ingest.sources.kinds import Kind
from ingest.sources.markup import Found, blocks_of
from ingest.sources.neighbours import repaired_together
from ingest.sources.source import Source

_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]+)""", re.I)
_HEAD = 4096
# Pages that name these hold what Windows calls its own, or the letters of an old font.
_ENCODINGS = {"windows-1258": "cp1258"} | dict.fromkeys(
    ("windows-1252", "iso-8859-1", "latin1", "us-ascii", "x-user-defined"), "cp1252"
)
_TOO_DEEP = "Excessive depth"
# A page with fewer links has no menus to be left out.
_LINKED_SHARE = 0.05
# The element that holds so much of the main text is taken whole, since its short lines belong to it.
_HELD_SHARE = 0.9
# Less of a page is no main text but a notice beside it, and what is mostly links is a menu.
_MAIN_SHARE = 0.2
_MENU_SHARE = 0.5
# Telling the main text apart takes long on a large page, which is a table or a book.
_LARGEST_WITH_MENUS = 2_000_000
_NOT_LETTERS = re.compile(r"[\W_]+")


def read(data: bytes, kind: Kind = "html") -> Source:
    """Return what is found on a page, or on one saved with its pictures (kind "mht").

    Raises `UnreadableError` for one that is nested too deeply, and where there is no page.
    """
    return _read(_page_in(data) if kind == "mht" else _decoded(data))


def _page_in(data: bytes) -> str:
    """Return the text of the page in a message."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            page = part.get_payload(decode=True)
            return _decoded(page if isinstance(page, bytes) else b"", part.get_content_charset())
    raise UnreadableError("empty", "no page is found in the file")


def _read(text: str) -> Source:
    root = _parsed(text)
    found = list(blocks_of(root))
    kept, tool = _without_menus(found, text, root.find(".//nav") is not None)
    left_out = len(found) - len(kept)
    told = message(
        "%(count)s paragraphs around the main text of the page are left out, as menus and links",
        count=left_out,
    )
    return Source(repaired_together(one.block for one in kept), tool, warnings=(told,) if left_out else ())


def _decoded(data: bytes, charset: str | None = None) -> str:
    """Return the text of a page: UTF-8 where it can be, else in the encoding that it names, or by a guess."""
    named = _CHARSET.search(data[:_HEAD])
    label = (charset or (named[1].decode() if named else "")).lower()
    for encoding in ("utf-8-sig", _ENCODINGS.get(label, "")):
        with contextlib.suppress(UnicodeDecodeError, LookupError):
            return data.decode(encoding)
    return decode(data).text


def _parsed(text: str) -> etree._Element:
    # Pages with unclosed tags nest deeper than the parser allows by itself.
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    try:
        root = lxml.html.document_fromstring(text.encode(errors="replace"), parser=parser)
    except etree.ParserError as error:
        raise UnreadableError("empty", "the page is empty; check that it was saved whole") from error
    if any(_TOO_DEEP in entry.message for entry in parser.error_log):
        raise UnreadableError("nested", "the page is nested too deeply to be read")
    return root


def _without_menus(found: Sequence[Found], text: str, menus: bool) -> tuple[Sequence[Found], str]:
    """Return the main text of a page, or all of it, and the tool; `menus` where the page names some."""
    tool = f"lxml {version('lxml')}"
    menus = menus or _linked_share(found) >= _LINKED_SHARE
    if not menus or len(text) > _LARGEST_WITH_MENUS:
        return found, tool
    main = _in_main_text(found, _main_text(text))
    if _characters(main) < _MAIN_SHARE * _characters(found) or _linked_share(main) > _MENU_SHARE:
        return found, tool
    return main, f"{tool} + trafilatura {version('trafilatura')}"


def _characters(found: Sequence[Found]) -> int:
    return sum(len(one.block.text) for one in found)


def _linked_share(found: Sequence[Found]) -> float:
    return sum(one.linked for one in found) / max(_characters(found), 1)


def _main_text(text: str) -> str:
    import trafilatura

    return trafilatura.extract(text, favor_recall=True, include_comments=False) or ""


def _in_main_text(found: Sequence[Found], main_text: str) -> Sequence[Found]:
    """Return the blocks of the main text, all those around which its element stands, and headings of the page."""
    paragraphs = {_folded(line) for line in main_text.splitlines()} - {""}
    main = [one for one in found if _folded(one.block.text) in paragraphs]
    inside = set(_smallest(main).iter()) if main else set()
    chosen = {id(one) for one in main}
    return [one for one in found if one.element in inside or id(one) in chosen or one.block.style.level == 1]


def _folded(text: str) -> str:
    return _NOT_LETTERS.sub("", text.lower())


def _smallest(main: Sequence[Found]) -> etree._Element:
    """Return the smallest element that holds nearly all of the main text."""
    held: Counter[etree._Element] = Counter()
    for one in main:
        for element in (one.element, *one.element.iterancestors()):
            held[element] += len(one.block.text)
    enough = _HELD_SHARE * sum(len(one.block.text) for one in main)
    return max((element for element in held if held[element] >= enough), key=_depth)


def _depth(element: etree._Element) -> int:
    return sum(1 for _ in element.iterancestors())
