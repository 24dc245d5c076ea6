"""Footnotes: how their marks stand in the text, and at the beginning of a note."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.language.letters import CAPITAL

_SUPERSCRIPTS = "¹²³⁴⁵⁶⁷⁸⁹⁰"
_START = re.compile(
    rf"^(?:(?P<raised>[{_SUPERSCRIPTS}]{{1,2}})|\((?P<round>\d{{1,2}})\)|\[\^?(?P<square>\d{{1,2}})\]:?)\s*(?=\S)"
    rf"|^(?P<plain>\d{{1,2}})\s(?=[{CAPITAL}“\"])"
)
# Here what stands before a mark is looked at behind its first sign, which most places do not have.
_CITED = re.compile(
    rf"(?P<raised>[{_SUPERSCRIPTS}][{_SUPERSCRIPTS}]?)|\((?<=\S\()(?P<round>\d{{1,2}})\)"
    r"|\s(?<=\S\s)\((?P<apart>\d{1,2})\)(?=[.,;:]|$)|\[(?<=\S\[)\^?(?P<square>\d{1,2})\]"
)
# PDF text has raised digits as plain ones: "kinh phí1".
_GLUED = re.compile(r"(?P<plain>\d(?<=[^\W\d_]\d)\d?)(?=[\s.,;:)]|$)")


@dataclass(frozen=True, slots=True)
class NoteMarks:
    """The marks of footnotes that a text uses; plain digits only where words of the text carry them."""

    plain: frozenset[str] = frozenset()

    @classmethod
    def of(cls, texts: Iterable[str]) -> "NoteMarks":
        """Return the marks used in these lines."""
        return cls(frozenset(str(int(match["plain"])) for text in texts for match in _GLUED.finditer(text)))

    def begun_by(self, text: str) -> str | None:
        """Return the mark of the note that `text` may be, else None."""
        match = _START.match(text)
        if not match:
            return None
        mark = _mark(match)
        return None if match["plain"] and mark not in self.plain else mark

    def cited_in(self, text: str) -> list[str]:
        """Return the marks that `text` cites, in order; a mark at its beginning is its own."""
        start = _START.match(text) if self.begun_by(text) else None
        begin = start.end() if start else 0
        found = [*_CITED.finditer(text, begin), *(_GLUED.finditer(text, begin) if self.plain else ())]
        return [_mark(match) for match in sorted(found, key=lambda match: match.start())]


def bare(mark: str) -> str:
    """Return a mark without what sets it off: raised digits as plain ones, no brackets."""
    return unicodedata.normalize("NFKC", mark).strip("()[]^:")


def _mark(match: re.Match[str]) -> str:
    """Return a mark as it is looked up: in round brackets, where an item may stand, as it is."""
    form, digits = next((form, digits) for form, digits in match.groupdict().items() if digits)
    number = str(int(bare(digits)))
    return f"({number})" if form in ("round", "apart") else number
