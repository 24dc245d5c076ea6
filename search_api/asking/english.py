"""English words, by a dictionary of the common ones and the words of the glossary."""

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

from index.glossary import load_glossary
from ingest.language.detect import is_english
from ingest.language.phrases import keys_of
from ingest.language.syllables import is_unmarked_syllable

_DICTIONARY = "frequency_dictionary_en_82_765.txt"
# Shorter words are syllables without marks as well.
_TELLING = 4


@cache
def english_words() -> frozenset[str]:
    """Return the words that are spelt rightly."""
    lines = files("symspellpy").joinpath(_DICTIONARY).read_text(encoding="utf-8-sig").splitlines()
    terms = (term for entry in load_glossary() for term in entry.english)
    return frozenset([*(line.split()[0] for line in lines), *ascii_words(terms)])


def ascii_words(phrases: Iterable[str]) -> Iterator[str]:
    """Yield the words of the phrases that have no marks, each of two letters or more."""
    return (word for phrase in phrases if phrase.isascii() for word in keys_of(phrase) if len(word) > 1)


def is_english_question(text: str) -> bool:
    """True for a question with a small English word, or with a long one that no syllable is spelt as.

    Words with marks are Vietnamese, but for names: "fishing in An Khê Đông" is English.
    """
    if is_english(text):
        return True
    # "ASEAN" and "IUU" are the same in both.
    words = [word for word in text.split() if word[:1].islower() or (word.isascii() and not word.isupper())]
    if not all(map(str.isascii, words)):
        return False
    long = (word for word in keys_of(" ".join(words)) if len(word) >= _TELLING and word.isalpha())
    return any(word in english_words() and not is_unmarked_syllable(word) for word in long)
