"""Words that make a question a question and say little about what is asked."""

import re

from ingest.language.detect import is_english

# They keep a share of their weight: "by when" still favours a passage with a date.
QUESTION_WORD_SHARE = 0.35

_ENGLISH = """
what which who whom whose how when where why do does did is are was be must should shall can could may
will would have has much many there any about please tell me i we you they it
"""
_VIETNAMESE = """
gì nào ai đâu sao mấy bao nhiêu thế phải được không là có hay cho biết hỏi những
gi nao dau may nhieu the phai duoc khong co
"""
QUESTION_WORDS = frozenset(f"{_ENGLISH} {_VIETNAMESE}".split())
# Small English words that are Vietnamese syllables too, most with other marks: do, to, in, the …
_LOOK_ALIKES = "a an do to in the can may me no so on be he than that them then it i"
LOOK_ALIKES = frozenset(_LOOK_ALIKES.split())
_WORD = re.compile(r"[^\W_]+")


def word_shares(query: str) -> dict[str, float]:
    """Return the share of its weight that each word of a query keeps, by the word as typed.

    In an English question the small words that look like Vietnamese ones keep nothing: "do" would
    find every "do" ("because of") of the corpus.
    """
    english = is_english(query)
    return {word: _share(word.lower(), english=english) for word in _WORD.findall(query)}


def _share(word: str, *, english: bool) -> float:
    if english and word in LOOK_ALIKES:
        return 0.0
    return QUESTION_WORD_SHARE if word in QUESTION_WORDS else 1.0
