"""Names: a sentence may only name bodies, places and people that the quotes which it cites name too."""

import re
from collections.abc import Iterator
from itertools import groupby

from index.expansion import expand_query
from ingest.language.detect import has_marks, is_vietnamese
from ingest.language.folding import canonical, fold
from search_api.asking.actors import actor_names

_WORD = re.compile(r"[^\W_]+")
# Words that a comma or full stop parts are not one name.
_PART = re.compile(r"[^\W\d_]+(?:[ \-–][^\W\d_]+)*")


def names_another(sentence: str, evidence: str) -> bool:
    """True where `sentence` has a name, in either language, that stands nowhere in `evidence`."""
    full = expand_query(evidence)[0]
    return _names_another_body(sentence, canonical(full)) or _has_another_name(sentence, _as_words(full))


def _names_another_body(sentence: str, evidence: str) -> bool:
    """True for a body that the glossary knows, written as a name: "Department of Health", "Sở Y tế"."""
    return any(
        _capitals(body.words) >= 2
        and not any(name in evidence for name in (canonical(body.words), *body.names))
        for body in actor_names(sentence)
    )


def _has_another_name(sentence: str, evidence: str) -> bool:
    """True for a Vietnamese name of two syllables or more, as of a province."""
    vietnamese = is_vietnamese(sentence)
    for name, begins in _capitalised(sentence):
        marked = any(map(has_marks, name))
        # A capital at the beginning may only open the sentence.
        readings = (name, name[1:]) if begins else (name,)
        if (vietnamese or marked) and not any(_as_words(" ".join(words)) in evidence for words in readings):
            return True
    return False


def _capitalised(sentence: str) -> Iterator[tuple[list[str], bool]]:
    """Yield runs of two words or more with a capital, and whether they begin the sentence."""
    for part in _PART.finditer(sentence):
        words = _WORD.findall(part.group())
        begins = not any(c.isalpha() for c in sentence[: part.start()])
        at = 0
        for capital, run in groupby(words, lambda word: word[0].isupper()):
            name = list(run)
            if capital and len(name) >= 2:
                yield name, begins and at == 0
            at += len(name)


def _capitals(words: str) -> int:
    return sum(word[0].isupper() for word in _WORD.findall(words))


def _as_words(text: str) -> str:
    """Return the folded words of `text` between single spaces."""
    return f" {' '.join(_WORD.findall(fold(text)))} "
