"""A plan as a typist sees it: what stands where on paper, whatever file it is written to."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from ingest.language.labels import RANKS, STRUCTURAL, Label, read_label
from ingest.reading.mottos import MOTTO
from ingest.types import Document, NamedSpan, Node

_PLACES = {
    "letterhead": "head", "stamp": "head", "title": "title", "authority": "title", "promulgation": "title",
    "recipients": "end", "signature": "end",
}  # fmt: skip
_ON_THE_RIGHT = re.compile(rf"{MOTTO.pattern}|Độc lập|, ngày ")
_SAMPLE = "TÀI LIỆU MẪU"
_CITED = re.compile(r"\(\d\)|[¹²³]")


@dataclass(frozen=True, slots=True)
class Item:
    """A paragraph: the sign of its label as it is typed, the words behind it, its footnote.

    `series` tells the items that are counted together.
    """

    words: str
    label: Label | None = None
    sign: str = ""
    series: tuple[object, ...] = ()
    bold: bool = False
    centred: bool = False
    note: str = ""

    @property
    def cells(self) -> list[str]:
        """The cells of a row of a table, none for another paragraph."""
        return [cell.strip() for cell in self.words.split("|")] if "|" in self.words else []

    @property
    def parted(self) -> tuple[str, str, str]:
        """What stands before the mark of the footnote, with the label; the mark; what stands behind it."""
        typed = f"{self.sign} {self.words}".strip()
        mark = _CITED.match(self.note)
        return typed.partition(mark[0]) if mark else (typed, "", "")

    @property
    def words_of_note(self) -> str:
        """The footnote without its mark."""
        return _CITED.sub("", self.note, count=1).strip()


@dataclass(frozen=True, slots=True)
class Columns:
    """Two columns without lines: a letterhead, or at the end the recipients beside the signature."""

    left: list[str]
    right: list[str]
    at_end: bool = False


Part = Columns | list[Item]


def laid_out(document: Document) -> Iterator[Part]:
    """Yield the parts of a document in order: columns, and the paragraphs between them."""
    pieces: list[tuple[str, NamedSpan | Node]] = [(_PLACES.get(n.name, ""), n) for n in document.named]
    pieces += [("body", node) for node in document.nodes]
    placed = sorted((piece for piece in pieces if piece[0]), key=lambda piece: piece[1].span.start)
    for place, group in groupby(placed, key=lambda piece: piece[0]):
        found = [piece for _, piece in group]
        if place == "head":
            yield from _letterhead([span.span.of(document.text) for span in found])
        elif place == "end":
            yield _closing(document, found)
        else:
            yield [item for piece in found for item in _items(document, piece)]


def _letterhead(lines: Sequence[str]) -> Iterator[Part]:
    """Yield the columns of a letterhead, and what stands below them."""
    below = [line for line in lines if _SAMPLE in line or "ĐẾN" in line]
    right = [line for line in lines if _ON_THE_RIGHT.search(line)]
    left = [line for line in lines if line not in right + below]
    if left or right:
        yield Columns(left, right)
    yield [_centred(line) for line in below]


def _closing(document: Document, spans: Sequence[NamedSpan]) -> Columns:
    recipients, signature = (
        [span.span.of(document.text) for span in spans if span.name == name]
        for name in ("recipients", "signature")
    )
    return Columns(recipients, signature, at_end=True)


def _items(document: Document, piece: NamedSpan | Node) -> Iterator[Item]:
    if isinstance(piece, NamedSpan):
        yield _centred(piece.span.of(document.text))
    elif piece.mark == "annex" or piece.mark in STRUCTURAL:
        yield from map(_centred, _lines(document, piece))
    else:
        yield _item(document, piece)


def _item(document: Document, node: Node) -> Item:
    text = node.span.of(document.text)
    label = read_label(text) if node.label else None
    sign = text[: label.length].strip() if label else ""
    return Item(
        text[label.length :] if label else text,
        label,
        sign,
        (node.parent, node.mark, sign.replace(label.text, "") if label else ""),
        bold=node.kind == "section" and RANKS.get(node.mark, 0) < RANKS["letter"],
        note=" ".join(note.of(document.text) for note in node.footnotes),
    )


def _lines(document: Document, node: Node) -> list[str]:
    """Return the lines of a heading as they stood in the source."""
    within = [piece for piece in document.pieces if node.span.start <= piece.start < node.span.end]
    return [document.text[piece.start : piece.start + piece.length] for piece in within]


def _centred(text: str) -> Item:
    return Item(text, bold=True, centred=True)
