"""Grounds: which instruments a plan says it carries out, in which words, and which carry out which."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ingest.types import Instrument, Span

_DETAILS = r"(?:\s{1,3}(?:và|hướng dẫn|thi hành|thực hiện|một số điều|biện pháp|nội dung|của)){0,8}"
# What stands between "Kế hoạch số 12-KH/TU của Tỉnh ủy" and the instrument that it carries out.
_NESTED = re.compile(
    r"(?:\s{1,3}kh[oó][aá]\s{1,3}[IVXL]{1,6})?\s{0,3}\(?,?\s{0,3}(?P<words>"
    r"(?:về\s{1,3}(?:việc\s{1,3})?)?(?:tiếp tục\s{1,3})?(?:tổ chức\s{1,3})?(?:triển khai\s{1,3})?"
    rf"(?:thực hiện|triển khai|thi hành|cụ thể h[oó][aá]|(?:hướng dẫn|quy định chi tiết){_DETAILS})"
    r"|về(?:\s{1,3}việc)?)\s{1,3}"
)
_COORDINATE = re.compile(r"\s{0,3}(?:,|,?\s{1,3}và)\s{1,3}")
_LIST_GOES_ON = re.compile(r"(?:[;,]\s{1,3}(?:và\s{1,3})?|\s{1,3}và\s{1,3})\Z")
_SENTENCE_END = re.compile(r"[.\n]")
_CLAUSE_BORDER = re.compile(r"[.;:\n]")
_CUE = re.compile(
    r"\b(?:(?:tiếp tục\s{1,3})?(?:tổ chức\s{1,3})?(?:triển khai\s{1,3})?thực hiện|(?:tiếp tục\s{1,3})?triển khai|căn cứ"
    r"|(?<!kèm )theo|quán triệt|(?:để\s{1,3})?cụ thể h[oó][aá]|thi hành|đưa|tiếp nối)\b",
    re.I,
)
_NEAR = 90
_REPORTING = re.compile(r"báo cáo", re.I)


@dataclass(frozen=True, slots=True)
class Ground:
    """An instrument that a plan, or an instrument `under` which it is cited, says it carries out.

    `words` say so ("Căn cứ", "về thực hiện"); a list has them once, before its first item. `opening`
    is true in the title and before the first label.
    """

    instrument: Instrument
    words: Span | None
    under: Instrument | None
    opening: bool


def read_grounds(text: str, instruments: Iterable[Instrument], opening: int = 0) -> list[Ground]:
    """Return the grounds among the instruments cited in `text`, in order.

    The first `opening` characters are title and preamble: what is cited there is a ground also
    where no word says so.
    """
    reader = _Reader(text, opening)
    for instrument in instruments:
        reader.read(instrument)
    return reader.found


class _Reader:
    """Goes from citation to citation and judges each by the words between it and the one before."""

    def __init__(self, text: str, opening: int) -> None:
        self.text = text
        self.opening = opening
        self.found: list[Ground] = []
        self.previous: Instrument | None = None
        # What the citation before is, None where it is no ground.
        self.last: Ground | None = None

    def read(self, instrument: Instrument) -> None:
        """Judge the next citation."""
        gap = Span(self.previous.span.end if self.previous else 0, instrument.span.start)
        if not self._is_short_form(instrument, gap):
            self.last = self._ground(instrument, gap)
            self.found += [self.last] if self.last else []
        self.previous = instrument

    def _is_short_form(self, instrument: Instrument, gap: Span) -> bool:
        """True for the brackets in "Kết luận số 57-KL/TW của … về … (Kết luận số 57-KL/TW)"."""
        repeated = self.previous is not None and self.previous.number == instrument.number
        return repeated and gap.of(self.text).endswith("(")

    def _ground(self, instrument: Instrument, gap: Span) -> Ground | None:
        opening = instrument.span.start < self.opening
        nested = _NESTED.fullmatch(self.text, gap.start, gap.end)
        if nested and self.previous:
            return Ground(instrument, Span(*nested.span("words")), self.previous, opening)
        if cue := _cue(self.text, gap):
            return Ground(instrument, cue, None, opening)
        if self.last and _COORDINATE.fullmatch(self.text, gap.start, gap.end):
            return Ground(instrument, self.last.words, self.last.under, opening)
        head = self._head_of_list()
        if head and _goes_on(self.text, gap):
            return Ground(instrument, head.words, None, opening)
        return Ground(instrument, None, None, opening) if opening else None

    def _head_of_list(self) -> Ground | None:
        """Return the plan's own ground that the last one is, or is cited under."""
        head = self.last
        while head and head.under:
            head = next((ground for ground in reversed(self.found) if ground.instrument is head.under), None)
        return head


def _goes_on(text: str, gap: Span) -> bool:
    """True where a list continues after a semicolon, a comma or "và" in the same sentence."""
    ending = _LIST_GOES_ON.search(text, max(gap.start, gap.end - _NEAR), gap.end)
    return bool(ending) and not _SENTENCE_END.search(text, gap.start, gap.end)


def _cue(text: str, gap: Span) -> Span | None:
    """Return the words of the clause before a citation that say it is carried out."""
    borders = [match.end() for match in _CLAUSE_BORDER.finditer(text, gap.start, gap.end)]
    begin = max(borders[-1] if borders else gap.start, gap.end - _NEAR)
    cues = [match.start() for match in _CUE.finditer(text, begin, gap.end)]
    if not cues or _REPORTING.search(text, cues[-1], gap.end):
        return None
    return Span(cues[-1], cues[-1] + len(text[cues[-1] : gap.end].rstrip()))
