"""The image of a page becomes words and drawn lines, placed in points."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from statistics import fmean, median

from PIL import Image

from ingest.sources.pages.words import ASCENT, DESCENT, PageWords, Word, beside
from ingest.sources.recognition import tesseract
from ingest.sources.recognition.images import PageImage, prepared
from ingest.sources.recognition.numerals import counted
from ingest.sources.recognition.tesseract import RecognitionError, Seen
from ingest.sources.source import Box, Style

# Below this, signs without a letter or a number are dirt; so near a drawn line (points) they are part of it.
_SURE = 0.8
_NEAR = 1.5
# Bullets stand alone, and are recognised less surely; in heights of the word behind them.
_FARTHEST_BULLET = 4.0
_BULLET_AT = (0.25, 0.85)
_SIGNS_BEFORE, _SIGNS_AFTER = re.compile(r"^[^\w\s]+"), "|[]{}!¦_"
# Text that stands on its head is read as nonsense, less surely than most poor scans; text on its
# side is hardly seen at all.
_UPSIDE_DOWN = 0.65
_ON_ITS_SIDE = 0.5
_FEW_WORDS = 5
# The heights of words of one size differ so much, by their marks.
_LIKE_USUAL = (0.75, 1.35)
# Most words of a line stand on it; a few reach below it.
_ON_THE_LINE = 0.3


def recognised(image: Image.Image, resolution: tuple[float, float]) -> PageWords:
    """Return the words on the grey image of a page, of so many dots per inch across and down.

    The page is made level and upright. Raises `RecognitionError` where there is no recogniser, or
    it fails.
    """
    if fault := tesseract.missing():
        raise RecognitionError("no_program", fault)
    page, found = _upright(prepared(image, resolution))
    seen = [counted(word, page.image, page.resolution) for word in found]
    apart = (_without_rules(word, page.rules) for word in seen if not _is_rule(word, page.rules))
    words = _words(list(_texts(list(apart))))
    return PageWords(list(words), page.rules, page.width, page.height, page.turn)


def _upright(page: PageImage) -> tuple[PageImage, list[Seen]]:
    """Return a page as it is held to be read, and its words: the first side up that is read surely."""
    found = [(page, _seen(page))]
    for turn, sure in ((2, _UPSIDE_DOWN), (1, _ON_ITS_SIDE), (3, _ON_ITS_SIDE)):
        if max(_sureness(seen) for _, seen in found) < sure:
            turned = page.turned(turn)
            found.append((turned, _seen(turned)))
    return max(found, key=lambda page_and_words: _sureness(page_and_words[1]))


def _seen(page: PageImage) -> list[Seen]:
    return tesseract.words(page.image, page.resolution)


def _sureness(seen: Sequence[Seen]) -> float:
    """Return how surely words are read; a few alone may be chance."""
    return fmean(word.confidence for word in seen) if len(seen) >= _FEW_WORDS else 0.0


def _texts(seen: Sequence[Seen]) -> Iterator[Seen]:
    """Yield words without dirt."""
    for before, word, after in zip([None, *seen], seen, [*seen[1:], None], strict=False):
        begins = before is None or before.line != word.line
        if _is_text(word):
            yield word
        elif begins and after is not None and _is_bullet(word, after):
            yield replace(word, text="-") if _is_flat(word.box) else word


def _is_text(word: Seen) -> bool:
    return word.confidence >= _SURE or any(map(str.isalnum, word.text))


def _is_bullet(sign: Seen, word: Seen) -> bool:
    """True for a dash or a plus before the first word of its line, at half of its height."""
    height = _height(word)
    middle = (sign.box.top + sign.box.bottom) / 2 - word.box.top
    near = 0 < word.box.left - sign.box.right <= _FARTHEST_BULLET * height
    level = _BULLET_AT[0] * height <= middle <= _BULLET_AT[1] * height
    return (_is_flat(sign.box) or sign.text == "+") and sign.line == word.line and near and level


def _is_flat(box: Box) -> bool:
    """True for the shape of a dash, whatever sign it was taken for."""
    return box.right - box.left >= 2 * (box.bottom - box.top)


def _is_rule(word: Seen, rules: Sequence[Box]) -> bool:
    """True for what is in truth a piece of a drawn line: a sign that touches it, a letter as thin as it."""
    sign = not any(map(str.isalnum, word.text))
    return any(_touch(word.box, rule) if sign else _within(word.box, rule) for rule in rules)


def _without_rules(word: Seen, rules: Sequence[Box]) -> Seen:
    """Return a word without the signs at its ends that are in truth lines between cells."""
    beside = [
        rule for rule in rules if _touch(word.box, rule) and rule.right - rule.left < rule.bottom - rule.top
    ]
    text = word.text
    if any(abs(rule.left - word.box.left) <= _NEAR for rule in beside):
        text = _SIGNS_BEFORE.sub("", text)
    if any(abs(rule.right - word.box.right) <= _NEAR for rule in beside):
        text = text.rstrip(_SIGNS_AFTER)
    return replace(word, text=text) if text else word


def _touch(a: Box, b: Box) -> bool:
    across = max(a.left, b.left) - min(a.right, b.right)
    return max(across, max(a.top, b.top) - min(a.bottom, b.bottom)) <= _NEAR


def _within(box: Box, rule: Box) -> bool:
    return (
        max(rule.left - box.left, box.right - rule.right, rule.top - box.top, box.bottom - rule.bottom)
        <= _NEAR
    )


def _words(seen: Sequence[Seen]) -> Iterator[Word]:
    """Yield words with the height and the size of their line."""
    usual = median(map(_height, seen)) if seen else 0.0
    for line in _lines(seen):
        size = round(2 * _size(line, usual)) / 2
        bottoms = sorted(word.box.bottom for word in line)
        bottom = bottoms[int(_ON_THE_LINE * (len(bottoms) - 1))]
        for word in line:
            box = Box(word.box.left, bottom - ASCENT * size, word.box.right, bottom + DESCENT * size)
            yield Word(word.text, box, Style(size=size), confidence=word.confidence)


def _lines(seen: Sequence[Seen]) -> Iterator[list[Seen]]:
    """Yield the words of each line; what the recogniser took for one line may be two, as in a table."""
    for _, line in groupby(seen, key=lambda word: word.line):
        run: list[Seen] = []
        for word in line:
            if run and not beside(word.box, run[-1].box):
                yield run
                run = []
            run.append(word)
        yield run


def _size(line: Sequence[Seen], usual: float) -> float:
    """Return the size of the letters of a line: the usual one, unless they are clearly of another."""
    size = median(map(_height, line))
    return usual if _LIKE_USUAL[0] * usual <= size <= _LIKE_USUAL[1] * usual else size


def _height(word: Seen) -> float:
    return word.box.bottom - word.box.top
