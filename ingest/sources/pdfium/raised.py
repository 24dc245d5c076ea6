"""Digits above the line, as of footnotes and of square metres: "xã¹", "m²"."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from ingest.language.letters import RAISED
from ingest.sources.pages.words import DESCENT, Word, hull

_MOST_DIGITS = 2
# Raised digits are so much smaller than the letters beside them, and stand so much higher, in sizes of these.
SMALLER = 0.8
_HIGHER = 0.15
# In font sizes: nothing parts a word from what is raised behind it; a blank may part the mark of a note
# from its text.
_TOUCHING, _NEAR = 0.15, 1.0


def with_raised(words: Sequence[Word]) -> list[Word]:
    """Return words with digits above their line as raised ones, and as part of the word that they touch.

    What touches these on the right, as a full stop does, belongs to the word too.
    """
    found: list[Word] = []
    ends_raised = False
    for word, following in zip_longest(words, words[1:]):
        last = found[-1] if found and _space(found[-1], word) <= _TOUCHING else None
        above = last is not None and _is_raised(word, last)
        if last and (above or ends_raised):
            found[-1] = _joined(last, _raised(word) if above else word)
            ends_raised = above
        else:
            near = following is not None and _space(word, following) <= _NEAR
            ends_raised = near and _is_raised(word, following)
            found.append(_raised(word) if ends_raised else word)
    return found


def _is_raised(word: Word, beside: Word) -> bool:
    if not word.text.isdecimal() or len(word.text) > _MOST_DIGITS or word.turn or beside.turn:
        return False
    higher = _baseline(beside) - _baseline(word)
    return word.size <= SMALLER * beside.size and _HIGHER * beside.size <= higher <= beside.size


def _baseline(word: Word) -> float:
    return word.box.bottom - DESCENT * word.size


def _space(left: Word, right: Word) -> float:
    """Return how far a word ends from where the next begins, in font sizes."""
    return abs(right.box.left - left.box.right) / max(left.size, right.size)


def _joined(left: Word, right: Word) -> Word:
    return replace(left, text=left.text + right.text, box=hull([left.box, right.box]))


def _raised(word: Word) -> Word:
    return replace(word, text=word.text.translate(RAISED))
