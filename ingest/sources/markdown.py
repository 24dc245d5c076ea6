"""Markdown as people and converters write it: whole documents from pandoc, remains in text from scans.

What stands on a line stays on a line, because half-Markdown from scans knows no paragraphs; a list keeps
its labels, because they are what the text is cited by. So of the block structure of Markdown only
headings, tables and fences are read as such.
"""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from html.parser import HTMLParser

from markdown_it import MarkdownIt
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from ingest.language.folding import clean
from ingest.messages import Message, message
from ingest.sources.encodings import decode
from ingest.sources.markup_lines import TAG_NAMES, MarkupLines
from ingest.sources.source import Block, Source

_BLOCKS = ["fence", "heading", "table"]
_INLINE = "newline escape backticks strikethrough emphasis link image autolink html_inline entity"
# A quote mark, but not the sign before a number that a line break put first: "> 90 %".
_QUOTE_MARKS = re.compile(r"^[ \t]*(?:>[ \t]+(?=\D|\d+[.)](?!\d))|>[ \t]*$)+", re.MULTILINE)
# An attribute of a tag with so short a name has a value: `<b va c>` is text.
_KNOWN_TAG = re.compile(rf"</?(?!\w\s[^=<>]*>)(?:{'|'.join(sorted(TAG_NAMES))})(?![\w-])", re.I)
_WRAPPED = frozenset({"markdown", "md"})
# No sign is without one of these.
_MARK = re.compile(r"[#>`\[|*_~<\\&]")
_SIGNS = re.compile(
    r"^[ \t]*(?:\#{1,6}[ \t]|>[ \t]|`{3}|\[\^\w+\]:)"
    r"|^[|: \t]{0,20}-{2,}[: \t]{0,20}\|"  # the rule below the head of a table
    r"|\*\*|(?<![\w_])__(?=[^\s_])|~~(?=[^\s~])|(?<![*\w])\*(?=[^\s*])[^*]{1,200}\*(?![*\w])"
    r"|`[^`]{1,200}`|\[\^\w+\]|\]\(\S|<!--"
    r"|\\[!-/:-@\[-`{-~]|&(?:[A-Za-z]{2,8}|\#\w{1,6});"
    rf"|</?(?:{'|'.join(sorted(TAG_NAMES))})(?![\w-])[^<>]*>",
    re.IGNORECASE,
)


def read(data: bytes) -> Source:
    """Return what a Markdown file holds, a block a line; raises `UnreadableError`."""
    decoded = decode(data)
    blocks, warnings = read_markdown(clean(decoded.text))
    return Source(tuple(blocks), "markdown", warnings=(*decoded.warnings, *warnings))


def is_markdown(text: str) -> bool:
    """True where anything in `text`, cleaned, looks like Markdown or HTML to be resolved."""
    return any(_SIGNS.search(line) for line in text.split("\n") if _MARK.search(line))


def read_markdown(text: str) -> tuple[list[Block], list[Message]]:
    """Return the blocks of a cleaned text in Markdown, and messages for the report."""
    lines = MarkupLines()
    pages = _without_comments(text).split("\f")
    for number, page in enumerate(pages, 1):
        lines.begin_page(number if len(pages) > 1 else None)
        _read_page(page, lines)
    warnings = [message("what is struck out was left out")] if lines.struck_out else []
    return lines.blocks, warnings


def _without_comments(text: str) -> str:
    """Return `text` without its comments, which may be internal notes; one that never ends is text."""
    kept, position = [], 0
    while (start := text.find("<!--", position)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[position:start])
        # Of two blanks around it one is enough.
        position = end + 3 + (text[start - 1 : start] == " " == text[end + 3 : end + 4])
    return "".join([*kept, text[position:]])


@cache
def _parser() -> MarkdownIt:
    """Return a parser of what is read of Markdown, which leaves escapes apart from what has none."""
    parser = MarkdownIt("zero", {"html": True})
    return parser.enable([*_BLOCKS, *_INLINE.split()]).disable("text_join")


def _read_page(text: str, lines: MarkupLines, within_fence: bool = False) -> None:
    if ">" in text:
        text = _QUOTE_MARKS.sub("", text)
    source = text.split("\n")
    for token in _tokens(text, source):
        if token.type == "inline":
            _read_inline(token.children or [], lines)
        elif token.type == "fence":
            _read_fence(token, source, lines, within_fence)
        elif token.nesting == 1:
            _open(token, source, lines)
        else:
            lines.close(token.tag)
    lines.end_line()


def _tokens(text: str, source: Sequence[str]) -> Iterator[Token]:
    """Yield the tokens of a text, with those cells of a row too that its table has no heads for."""
    row, count = 0, 0
    for token in _parser().parse(text):
        if token.type == "tr_open" and token.map:
            row, count = token.map[0], 0
        count += token.type in ("td_open", "th_open")
        if token.type == "tr_close":
            for cell in _cells(source[row])[count:]:
                yield Token("td_open", "td", 1)
                yield from _parser().parseInline(cell.strip())
                yield Token("td_close", "td", -1)
        yield token


def _cells(row: str) -> list[str]:
    cells = escapedSplit(row.strip())
    return cells[not cells[0] : len(cells) - (not cells[-1])]


def _open(token: Token, source: Sequence[str], lines: MarkupLines) -> None:
    if token.map and token.tag != "tr":
        first = token.map[0]
        gap = first == 0 or not source[first - 1].strip()
        lines.begin_paragraph(gap, source[first][:1].isspace())
    lines.open(token.tag)


def _read_fence(token: Token, source: Sequence[str], lines: MarkupLines, within_fence: bool) -> None:
    """Read what stands between fences as it stands; as Markdown where they only wrap it or are never closed."""
    start, end = token.map or (0, 0)
    lines.begin_paragraph(gap=True, indented=False)
    closed = end - start > 1 and source[end - 1].strip().startswith(token.markup)
    if not within_fence and (not closed or token.info.strip().lower() in _WRAPPED):
        _read_page(token.content, lines, within_fence=True)
        return
    for line in token.content.split("\n"):
        lines.text(line, literal=True)
        lines.end_line()


def _read_inline(tokens: Sequence[Token], lines: MarkupLines) -> None:
    for token in tokens:
        if token.type in ("softbreak", "hardbreak"):
            lines.end_source_line()
        elif token.type == "html_inline":
            _read_tag(token.content, lines)
        elif token.nesting == 1:
            lines.open(token.tag)
        elif token.nesting == -1:
            lines.close(token.tag)
        elif token.type == "image":
            lines.leave_out()
        else:
            lines.text(token.content, literal=token.type != "text")


class _Tag(HTMLParser):
    """Hands a tag to the lines."""

    def __init__(self, lines: MarkupLines) -> None:
        super().__init__()
        self._lines = lines

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._lines.open(tag, dict(attrs))

    def handle_endtag(self, tag: str) -> None:
        self._lines.close(tag)


def _read_tag(tag: str, lines: MarkupLines) -> None:
    """Resolve a tag of HTML; what only looks like one is text, a declaration nothing."""
    if tag.startswith(("<!", "<?")):
        return
    if _KNOWN_TAG.match(tag):
        _Tag(lines).feed(tag)
    else:
        lines.text(tag, literal=True)
