"""Modality: a sentence may only permit what its quotes leave open, and only oblige where they do not."""

import re

from search_api.writing.polarity import runs, statements
from search_api.writing.support import Nearness, nearest

_MAY = re.compile(
    r"\b(?:may|can|could|(?:is|are|be) (?:allowed|permitted|free)|được phép|(?<!không )có thể|được quyền)\b"
    r"(?! not\b)(?! only\b)(?=\s+\w)",
    re.I,
)
_MUST = re.compile(
    r"\b(?:must|shall|ha(?:s|ve) to|required|obliged|(?<!không )phải|bắt buộc)\b(?! not\b)", re.I
)
# Words of a quote that let something be done, and those that leave it to somebody.
_LETS = re.compile(r"\b(?:được|có thể|cho phép|khuyến khích|quyền|tùy|chỉ|miễn phí|may|can)\b", re.I)
_LEAVES = re.compile(r"\b(?:có thể|khuyến khích|được phép|tùy|nên|vận động|may|can)\b", re.I)
_OBLIGES = re.compile(r"\b(?:phải|bắt buộc|chịu trách nhiệm|must|shall)\b", re.I)
_FEWEST_WORDS = 3


def obliges_otherwise(sentence: str, evidence: str, near: Nearness) -> bool:
    """True where `sentence` permits what `evidence` does not leave open, or obliges where that permits."""
    theirs = statements(evidence)
    return any(
        _differs(run.words, nearest(run.words, theirs, near))
        for run in runs(sentence)
        if theirs and not run.denied and len(run.words.split()) >= _FEWEST_WORDS
    )


def _differs(words: str, statement: str) -> bool:
    if _MAY.search(words) and not _LETS.search(statement):
        return True
    return bool(_MUST.search(words) and _LEAVES.search(statement) and not _OBLIGES.search(statement))
