"""What a sentence must pass before a reader sees it: the quotes that it cites bear it out."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from ingest.language.detect import is_vietnamese
from ingest.language.folding import one_line
from search_api.writing.agents import acts_otherwise
from search_api.writing.bounds import bounds_otherwise
from search_api.writing.cutting import LONGEST_RUN
from search_api.writing.facts import Fact, claimed, codes, stated
from search_api.writing.modality import obliges_otherwise
from search_api.writing.names import names_another
from search_api.writing.order import orders_otherwise
from search_api.writing.placing import misplaces_a_fact
from search_api.writing.polarity import denies_otherwise
from search_api.writing.support import Support
from search_api.writing.types import Sentence, Source

LONGEST_SENTENCE = 600
# Why a sentence is not shown.
Fault = Literal[
    "uncited", "unknown_source", "unfinished", "too_long", "markup", "address", "altered_quotation",
    "invented_fact", "other_name", "other_bound", "unsupported", "other_polarity", "other_duty", "other_order",
    "misplaced_fact", "other_actor", "repeated",
]  # fmt: skip

# Spaces are looked at from the first of them only: from each of many it would take the square of them.
_CITATIONS = re.compile(r"(?<!\s)\s*\[\s*(\d{1,3}(?:\s*,\s*\d{1,3})*)\s*\]")
_FINISHED = re.compile(r"(?:[.!?…]|\])[\"”»’)]*$")
_LABEL = re.compile(r"^(?:[-*•+]|#{1,6}|\d{1,2}[.)])\s+")
_EMPHASIS = re.compile(r"\*{1,3}|(?<!\w)_{1,3}|_{1,3}(?!\w)|`{1,3}")
_MARKUP = re.compile(r"[<>\[\]{}|\\]|!\(|\]\(|&#?\w+;|^#|~~|={3,}")
_ADDRESS = re.compile(
    r"\w:/|\bwww\.|\w@\w|\b(?:mailto|javascript|data|tel):(?=\S)|\b(?!TP\.)[^\W_]{2,}\.[^\W\d_]{2,}", re.I
)
# Opening and closing marks of words that are said to be copied; any other such mark is refused.
_QUOTED = re.compile(r"“([^“”]*)”|«([^«»]*)»|\"([^\"]*)\"|‘([^‘’]*)’|(?<!\w)'([^']+)'(?!\w)")
_OTHER_MARKS = re.compile('[“”«»"‘„‟‚‛‹›「」『』〝〞〟＂＇`´]')
_SPACE_BEFORE_STOP = re.compile(r"(?<!\s)\s+([.,;:!?…])")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence as the model wrote it, cleaned: its words, and the quotes that it cites."""

    words: str
    cited: tuple[Source, ...]

    @property
    def quote(self) -> str:
        """The words of the cited quotes."""
        return ". ".join(source.text for source in self.cited)

    @property
    def section(self) -> str:
        """The headings above the cited quotes."""
        return ". ".join(source.section for source in self.cited)

    @property
    def evidence(self) -> str:
        """All that the cited quotes say, with headings and citations."""
        return ". ".join(f"{source.section}. {source.text}. {source.citation}" for source in self.cited)


class Checker:
    """Checks the sentences of one written answer against its sources."""

    def __init__(self, sources: Sequence[Source], support: Support) -> None:
        self._sources = {source.number: source for source in sources}
        self._support = support
        self._shown: set[str] = set()
        near = support.nearness
        self._checks: tuple[tuple[Fault, Callable[[Candidate], bool]], ...] = (
            ("markup", _has_markup),
            ("address", _has_address),
            ("altered_quotation", _alters_a_quotation),
            ("invented_fact", _invents_a_fact),
            ("other_name", lambda candidate: names_another(candidate.words, candidate.evidence)),
            ("other_bound", lambda candidate: bounds_otherwise(candidate.words, candidate.quote)),
            ("unsupported", self._lacks_support),
            ("other_polarity", lambda candidate: denies_otherwise(candidate.words, candidate.quote, near)),
            ("other_duty", lambda candidate: obliges_otherwise(candidate.words, candidate.quote, near)),
            ("other_order", lambda candidate: orders_otherwise(candidate.words, candidate.quote, near)),
            ("misplaced_fact", lambda candidate: misplaces_a_fact(candidate.words, candidate.quote, near)),
            (
                "other_actor",
                lambda candidate: acts_otherwise(candidate.words, candidate.quote, candidate.section, near),
            ),
            ("repeated", lambda candidate: candidate.words in self._shown),
        )

    def check(self, written: str) -> Sentence | Fault:
        """Return the sentence as it may be shown, or why it may not."""
        text = plain(written)
        if len(written) >= LONGEST_RUN or len(text) > LONGEST_SENTENCE:
            return "too_long"
        if not _FINISHED.search(text):
            return "unfinished"
        numbers = _cited_numbers(text)
        if not numbers:
            return "uncited"
        if not self._sources.keys() >= set(numbers):
            return "unknown_source"
        candidate = Candidate(_without_citations(text), tuple(self._sources[number] for number in numbers))
        fault = next((name for name, fails in self._checks if fails(candidate)), None)
        return fault or self._sentence(candidate)

    def _lacks_support(self, candidate: Candidate) -> bool:
        return not any(c.isalpha() for c in candidate.words) or not self._support(
            candidate.words, candidate.evidence
        )

    def _sentence(self, candidate: Candidate) -> Sentence:
        self._shown.add(candidate.words)
        return Sentence(
            candidate.words,
            tuple(source.number for source in candidate.cited),
            tuple(source.passage_id for source in candidate.cited),
            is_vietnamese(candidate.words),
        )


def plain(text: str) -> str:
    """Return text on one line in NFC, without control, invisible and direction characters or emphasis."""
    kept = "".join(" " if c in "\n\t\r" else c for c in text if c in "\n\t\r" or _is_visible(c))
    line = one_line(unicodedata.normalize("NFC", kept))
    return one_line(_EMPHASIS.sub("", _LABEL.sub("", line)))


def _is_visible(character: str) -> bool:
    """True for what has a shape or a width: no control, format, private or unassigned character."""
    return unicodedata.category(character)[0] != "C"


def _cited_numbers(text: str) -> tuple[int, ...]:
    """Return the numbers that are cited, each once, in order."""
    found = (int(number) for match in _CITATIONS.finditer(text) for number in match[1].split(","))
    return tuple(dict.fromkeys(found))


def _without_citations(text: str) -> str:
    return _SPACE_BEFORE_STOP.sub(r"\1", one_line(_CITATIONS.sub("", text)))


def _has_markup(candidate: Candidate) -> bool:
    return _MARKUP.search(candidate.words) is not None


def _has_address(candidate: Candidate) -> bool:
    """True where something looks like an address: also a quote can hold one that should not be spread."""
    return _ADDRESS.search(candidate.words) is not None


def _alters_a_quotation(candidate: Candidate) -> bool:
    """True where words in quotation marks are not verbatim in a cited quote, or a mark has no partner."""
    texts = [one_line(unicodedata.normalize("NFC", source.text)) for source in candidate.cited]
    quoted = [next(filter(None, match.groups()), "").strip() for match in _QUOTED.finditer(candidate.words)]
    if any(not words or not any(words in text for text in texts) for words in quoted):
        return True
    return _OTHER_MARKS.search(_QUOTED.sub("", candidate.words)) is not None


def _invents_a_fact(candidate: Candidate) -> bool:
    """True where a number, date, time limit or document number stands in no cited quote."""
    return not claimed(candidate.words) <= frozenset().union(*map(_facts_of, candidate.cited))


@lru_cache(maxsize=64)
def _facts_of(source: Source) -> frozenset[Fact]:
    """Return what a quote and its headings state; its citation adds the document number only."""
    return stated((source.text, source.section)) | codes(source.citation)
