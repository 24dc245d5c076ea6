"""Which language a text is in: a question by its small words, a sentence by its marks."""

import re

from ingest.language.folding import strip_marks

# Spelt as no Vietnamese syllable is: where one of these stands, the question is English.
_PLAINLY_ENGLISH = """
what which who whom whose how when where why does did are was were should shall could would has have much
many there any about please tell they must is of for from with and by
"""
PLAINLY_ENGLISH = frozenset(_PLAINLY_ENGLISH.split())
# English sentences hold Vietnamese names; a Vietnamese one has marks on most words.
_MARKED_SHARE = 0.3
_WORD = re.compile(r"[^\W_]+")


def is_english(question: str) -> bool:
    """True where a word is spelt as no Vietnamese syllable is, marks or none: "what", "of", "must" …"""
    return any(word.lower() in PLAINLY_ENGLISH for word in _WORD.findall(question))


def is_vietnamese(sentence: str) -> bool:
    """True where enough words carry Vietnamese marks."""
    words = [word for word in sentence.split() if any(c.isalpha() for c in word)]
    return sum(map(has_marks, words)) > _MARKED_SHARE * len(words)


def has_marks(text: str) -> bool:
    """True where a letter has a tone or vowel mark, as no English one has."""
    return strip_marks(text) != text
