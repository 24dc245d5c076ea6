"""Definitions that a document gives itself: "thông tin đối ngoại (TTĐN)", "… (sau đây gọi tắt là …)"."""

import re

from ingest.language.bodies import names_pattern
from ingest.language.document_types import types_pattern
from ingest.language.folding import one_line, strip_marks
from ingest.language.letters import CAPITAL
from ingest.types import Definition

_CALLED = re.compile(
    r"\s?[(,]\s?(?:sau đây\s)?(?:được\s)?(?:gọi|viết)(?:\schung)?\stắt\slà:?\s?"
    r"[“\"']?(?P<short>[^()“”\"'.;,]{2,60})"
)
_ACRONYM = re.compile(rf"\s?\((?P<short>[{CAPITAL}][{CAPITAL}&\-]{{1,11}})\)")
_SENTENCE_BORDER = re.compile(r"[.;:()]")
_LONGEST_NAME = 160
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
# Where the defined name begins: after one of these, or at a body's first word.
_BODY_START = re.compile(rf"{names_pattern('definition')}|{types_pattern('definition')}")
_SMALL_WORDS = frozenset({"và", "của", "các", "về", "không", "với"})


def find_definitions(text: str) -> list[Definition]:
    """Return short and long forms that `text` defines, in order, each short form once."""
    found: dict[str, Definition] = {}
    for match in _CALLED.finditer(text) if "tắt" in text else ():
        long = _named(_before(text, match.start()), match["short"])
        if long:
            short = one_line(match["short"])
            found.setdefault(short, Definition(short, long, match.start("short")))
    for match in _ACRONYM.finditer(text):
        long = _spelled(_before(text, match.start()), match["short"])
        if long:
            found.setdefault(match["short"], Definition(match["short"], long, match.start("short")))
    return sorted(found.values(), key=lambda definition: definition.start)


def _before(text: str, end: int) -> str:
    """Return the words before `end` back to the last sentence border."""
    return _SENTENCE_BORDER.split(text[max(0, end - _LONGEST_NAME) : end])[-1]


def _named(before: str, short: str) -> str | None:
    """Return the name that stands before "(sau đây gọi tắt là …)"."""
    if short.isupper():
        spelled = _spelled(before, short)
        if spelled:
            return spelled
    clause = before.rsplit(",", 1)[-1]
    starts = [match.start() for match in _BODY_START.finditer(clause)]
    return one_line(clause[starts[-1] :]) if starts else None


def _spelled(before: str, short: str) -> str | None:
    """Return the last words of `before` whose initials spell `short`, small words left out."""
    letters = [c for c in short.upper() if c.isalpha()]
    words = list(_WORD.finditer(before))
    for skip_small in (False, True):
        start = _spelling_start(words, letters, skip_small)
        if start is not None:
            return one_line(before[start:])
    return None


def _initial(word: str) -> str:
    return strip_marks(word[0]).upper()


def _spelling_start(words: list[re.Match[str]], letters: list[str], skip_small: bool) -> int | None:
    """Return where the spelled-out form begins, or None where the initials differ."""
    position = len(words) - 1
    for letter in reversed(letters):
        while skip_small and position >= 0 and words[position].group().lower() in _SMALL_WORDS:
            position -= 1
        if position < 0 or _initial(words[position].group()) != _initial(letter):
            return None
        position -= 1
    return words[position + 1].start()
