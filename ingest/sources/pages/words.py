"""Words where they stand on a page, and pieces of lines made of them."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise
from statistics import median

from ingest.language.labels import read_label
from ingest.sources.source import Box, Style

_PLAIN = Style()
# How far letters reach above and below their line, in font sizes.
ASCENT, DESCENT = 0.9, 0.22
# Words further apart than this, in font sizes, may belong to different columns.
_WIDEST_SPACE = 1.0
# Letters of two runs of one line overlap a little where a font leans.
_DEEPEST_OVERLAP = 0.5
# So many letters that stand alone are no words, but words set apart; spaces between these are wider.
_FEWEST_APART = 4
_BETWEEN_WORDS = 1.6
# So much of the text of a page shows how the page is meant to be held.
_MOSTLY = 0.8


@dataclass(frozen=True, slots=True)
class Word:
    """Characters without white space between them, and where they stand.

    The box reaches from the descent to the ascent of the font, so that words of one line and size
    have one bottom. `turn` counts the quarter turns to the right that make it stand upright.
    """

    text: str
    box: Box
    style: Style = _PLAIN
    turn: int = 0
    confidence: float = 1.0
    annotation: bool = False

    @property
    def size(self) -> float:
        """The size of the letters, in points."""
        return self.style.size or self.box.bottom - self.box.top


@dataclass(frozen=True, slots=True)
class PageWords:
    """The words of a page in the order of the file, its drawn lines as thin boxes, its size in points.

    `turn` counts the quarter turns to the right by which the page stands otherwise than in the file.
    """

    words: list[Word]
    rules: list[Box]
    width: float
    height: float
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """What has a place on a page, a size of letters, and places in the order of the file."""

    box: Box
    size: float
    first: int
    last: int

    @property
    def introduces(self) -> bool:
        """True for a label, which belongs to what stands on its right."""
        return False


@dataclass(frozen=True, slots=True)
class Piece(Item):
    """Words of one line that stand close together."""

    words: tuple[Word, ...]

    @property
    def introduces(self) -> bool:
        """True for the label of an item, and for words that end in a colon."""
        text = " ".join(word.text for word in self.words)
        label = read_label(text)
        return text.endswith(":") or (label is not None and label.length == len(text))


def hull(boxes: Iterable[Box]) -> Box:
    """Return the smallest box around some; raises `ValueError` where there are none."""
    lefts, tops, rights, bottoms = zip(*((b.left, b.top, b.right, b.bottom) for b in boxes), strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))


def beside(a: Box, b: Box) -> bool:
    """True for two boxes that stand on one line: half of the lower one's height is common."""
    common = min(a.bottom, b.bottom) - max(a.top, b.top)
    return common >= 0.5 * min(a.bottom - a.top, b.bottom - b.top)


def pieces(words: Sequence[tuple[int, Word]]) -> list[Piece]:
    """Return numbered words of a file as pieces of lines, in the order of the file."""
    found: list[Piece] = []
    run: list[tuple[int, Word]] = []
    for place, word in words:
        if run and not _follows(word, run[-1][1]):
            found.append(_piece(run))
            run = []
        run.append((place, word))
    return [*found, _piece(run)] if run else found


def _follows(word: Word, before: Word) -> bool:
    space = word.box.left - before.box.right
    size = max(word.size, before.size)
    close = -_DEEPEST_OVERLAP * size <= space <= _WIDEST_SPACE * size
    return close and word.annotation == before.annotation and beside(word.box, before.box)


def _piece(run: list[tuple[int, Word]]) -> Piece:
    words = tuple(_closed_up([word for _, word in run]))
    box, size = hull(word.box for word in words), max(word.size for word in words)
    return Piece(box, size, run[0][0], run[-1][0], words)


def _closed_up(words: Iterable[Word]) -> Iterator[Word]:
    """Yield words with those made one whose letters are set apart, as in a title."""
    for alone, group in groupby(words, key=lambda word: len(word.text) == 1 and word.text.isalpha()):
        run = list(group)
        yield from _joined(run) if alone and len(run) >= _FEWEST_APART else run


def _joined(letters: Sequence[Word]) -> Iterator[Word]:
    """Yield letters set apart as words: between words the space is wider."""
    widest = _BETWEEN_WORDS * median(_space(a, b) for a, b in pairwise(letters))
    word = [letters[0]]
    for before, letter in pairwise(letters):
        if _space(before, letter) > widest:
            yield _one(word)
            word = []
        word.append(letter)
    yield _one(word)


def _space(a: Word, b: Word) -> float:
    return b.box.left - a.box.right


def _one(letters: Sequence[Word]) -> Word:
    text = "".join(letter.text for letter in letters)
    return replace(letters[0], text=text, box=hull(letter.box for letter in letters))


def upright(page: PageWords) -> PageWords:
    """Return a page turned so that most of its text stands upright."""
    letters = Counter[int]()
    for word in page.words:
        letters[word.turn] += len(word.text)
    turn, most = max(letters.items(), key=lambda item: item[1], default=(0, 0))
    if not turn or most < _MOSTLY * letters.total():
        return page
    width, height = page.width, page.height
    words = [
        replace(word, box=turned(word.box, turn, width, height), turn=(word.turn - turn) % 4)
        for word in page.words
    ]
    rules = [turned(rule, turn, width, height) for rule in page.rules]
    size = (height, width) if turn % 2 else (width, height)
    return PageWords(words, rules, *size, (page.turn + turn) % 4)


def turned(box: Box, turn: int, width: float, height: float) -> Box:
    """Return a box of a page as it stands once the page is turned to the right `turn` times.

    `width` and `height` are those of the page before it is turned.
    """
    for _ in range(turn % 4):
        box = Box(height - box.bottom, box.left, height - box.top, box.right)
        width, height = height, width
    return box
