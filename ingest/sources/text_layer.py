"""Whether the text of a page can be trusted: many scans carry a text layer that is worse than none."""

import re
from collections import Counter
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from ingest.language.detect import has_marks
from ingest.language.syllables import is_syllable
from ingest.messages import Message, message
from ingest.sources.encodings import is_mojibake

# A page under an image that has fewer letters than this shows more than its text says.
_FEW_LETTERS = 150
_UNDER_AN_IMAGE = 0.5
# So many strokes without any text are letters drawn as shapes.
_MANY_STROKES = 500
# Control characters, those of private use, and the sign for what could not be read.
_UNREADABLE = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ue000-\uf8ff\ufffd-\uffff\U000f0000-\U0010ffff]")
_UNREADABLE_SHARE = 0.01
# Fewer words than this say nothing of the page: a table of numbers, a cover.
_FEW_WORDS = 20
_PLAUSIBLE_SHARE = 0.75
# Where so many words could be Vietnamese, it is no English text; three in four of them have marks then,
# unless they were recognised without Vietnamese letters.
_VIETNAMESE_SHARE = 0.45
_MARKED_SHARE = 0.55
_EDGES = ".,;:!?()[]{}\"'“”‘’«»…*-–—_/\\|<>=+%&"
_PARTS = re.compile(r"[^\w]+")
_CODE = re.compile(r"[A-ZĐƯÂÊÔƠĂ0-9]{1,12}|\d+[a-zđ]{0,2}|[a-zđ]{1,2}")
_ENGLISH = re.compile(r"[bcdfghj-np-tv-xz]{0,3}(?:[aeiouy]+[bcdfghj-np-tv-xz]{1,4})*[aeiouy]*", re.I)
_LONGEST_ENGLISH = 20


@dataclass(frozen=True, slots=True)
class Layer:
    """The text of a page, the share of the page under images, and the number of strokes drawn."""

    text: str
    covered: float = 0.0
    strokes: int = 0


def fault(layer: Layer) -> Message | None:
    """Return why a page must be recognised from its image, None where its text is good."""
    letters = sum(map(str.isalpha, layer.text))
    if not letters and (layer.covered or layer.strokes > _MANY_STROKES):
        return message("an image without text")
    if layer.covered > _UNDER_AN_IMAGE and letters < _FEW_LETTERS:
        return message("an image with little text")
    unreadable = len(_UNREADABLE.findall(layer.text))
    if unreadable > _UNREADABLE_SHARE * len(layer.text) or is_mojibake(layer.text):
        return message("garbled text")
    return _fault_of_words(layer.text)


def _fault_of_words(text: str) -> Message | None:
    # Each word once: a table repeats its units of measure.
    words = Counter(word for token in set(text.split()) if (word := _word(token)) is not None)
    total = words.total()
    if total < _FEW_WORDS:
        return None
    if total - words[_Word.NONE] < _PLAUSIBLE_SHARE * total:
        return message("text that is no words")
    marked, bare = words[_Word.MARKED], words[_Word.BARE]
    if marked + bare > _VIETNAMESE_SHARE * total and marked < _MARKED_SHARE * (marked + bare):
        return message("text without the marks of Vietnamese")
    return None


class _Word(Enum):
    """What a word may be: a Vietnamese syllable with marks or without, any other, or none at all."""

    MARKED = auto()
    BARE = auto()
    OTHER = auto()
    NONE = auto()


@lru_cache(maxsize=20_000)
def _word(token: str) -> _Word | None:
    """Return what a word may be, None without letters."""
    word = token.strip(_EDGES)
    if not any(map(str.isalpha, word)):
        return None
    if is_syllable(word):
        return _Word.MARKED if has_marks(word) else _Word.BARE
    return _Word.OTHER if _is_plausible(word) else _Word.NONE


def _is_plausible(token: str) -> bool:
    """True for what may be a word: a Vietnamese syllable, an English word, a code; or several of these."""
    return all(map(_is_word, filter(None, _PARTS.split(token))))


def _is_word(part: str) -> bool:
    if _CODE.fullmatch(part):
        return True
    if part[1:] != part[1:].lower() and not part.isupper():
        return False
    english = part.isascii() and len(part) <= _LONGEST_ENGLISH and _ENGLISH.fullmatch(part)
    return is_syllable(part) or bool(english)
