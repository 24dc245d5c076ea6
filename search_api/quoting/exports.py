"""Quotes as plain text, Markdown and a Word document, ready for a report."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from docx.document import Document
from docx.shared import Pt

from search_api.kit.citations import cite, cite_in_english, passage_url, quotation, quoted
from search_api.kit.word_files import file_content, word_file, xml_text
from search_api.quoting.basket import Entry, Missing

_AFTER_QUOTE = Pt(18)

_MARKDOWN_SIGNS = re.compile(r"([\\`*_\[\]<>|~&$])")
_MARKDOWN_OPENING = re.compile(r"^([^\S\n]*)(?:([#+=-])|(\d+)([.)])(?=\s|$))", re.M)


@dataclass(frozen=True, slots=True)
class ExportWords:
    """The words around the quotes, in the reader's language; `english` adds English citations."""

    title: str
    missing: str
    english: bool


def citations(entry: Entry, words: ExportWords) -> tuple[str, ...]:
    """Return the citation of an entry, and the English one where it is wanted."""
    place = entry.passage.place
    official = cite(entry.document, place)
    return (official, cite_in_english(entry.document, place)) if words.english else (official,)


def text_of(entry: Entry | Missing, words: ExportWords) -> str:
    """Return one quote with its citations as plain text."""
    if isinstance(entry, Missing):
        return f"[{words.missing}: {entry.reference}]"
    return quotation(entry.text, entry.passage.place, *citations(entry, words))


def markdown_of(entry: Entry | Missing, words: ExportWords, base: str) -> str:
    """Return one quote as Markdown; the citation links to its place under the address `base`."""
    if isinstance(entry, Missing):
        return escaped(f"[{words.missing}: {entry.reference}]")
    quote = "\n".join(f"> {line}" for line in _hard_lines(escaped(quoted(entry.text, entry.passage.place))))
    official, *others = map(escaped, citations(entry, words))
    lines = [f"[{official}]({base}{passage_url(entry.passage)})", *others]
    return f"{quote}\n>\n> — " + "\\\n> ".join(lines)


def as_text(entries: Iterable[Entry | Missing], words: ExportWords) -> str:
    """Return the quotes as plain text."""
    return "\n\n".join([words.title, *(text_of(entry, words) for entry in entries)]) + "\n"


def as_markdown(entries: Iterable[Entry | Missing], words: ExportWords, base: str) -> str:
    """Return the quotes as Markdown."""
    parts = [f"# {escaped(words.title)}", *(markdown_of(entry, words, base) for entry in entries)]
    return "\n\n".join(parts) + "\n"


def as_docx(entries: Iterable[Entry | Missing], words: ExportWords) -> bytes:
    """Return the quotes as a Word document on the sheet of official documents."""
    document = word_file(words.title)
    for entry in entries:
        _add(document, entry, words)
    return file_content(document)


def escaped(text: str) -> str:
    """Return `text` so that Markdown shows exactly its characters."""
    signs = _MARKDOWN_SIGNS.sub(r"\\\1", text)
    return _MARKDOWN_OPENING.sub(_escaped_opening, signs)


def _escaped_opening(match: re.Match[str]) -> str:
    """Keep a line that begins with a sign or a number from becoming a heading or a list."""
    space, sign, number, stop = match.groups()
    return f"{space}\\{sign}" if sign else f"{space}{number}\\{stop}"


def _hard_lines(text: str) -> list[str]:
    """Return the lines of a quote, each but the last with Markdown's line break."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return [f"{line}\\" for line in lines[:-1]] + lines[-1:]


def _add(document: Document, entry: Entry | Missing, words: ExportWords) -> None:
    if isinstance(entry, Missing):
        document.add_paragraph(text_of(entry, words))
        return
    quote = document.add_paragraph(f"“{xml_text(quoted(entry.text, entry.passage.place))}”", "Quote")
    sources = [document.add_paragraph(xml_text(line), "Caption") for line in citations(entry, words)]
    # A quote is not parted from its source by the end of a page.
    for paragraph in (quote, *sources[:-1]):
        paragraph.paragraph_format.keep_with_next = True
    sources[-1].paragraph_format.space_after = _AFTER_QUOTE
