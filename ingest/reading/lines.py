"""Source text as lines without markup, each character traceable to the source."""

import re
from dataclasses import dataclass, field

# A tag has attributes with values or none; `<u**1>` and `<b và c>` are text.
_REST_OF_TAG = r"""(?:\s+[\w:-]+=(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>]+))*\s*/?>"""
_MARKUP = re.compile(
    r"^[ \t]*\#{1,6}[ \t]+"  # Markdown heading marks
    r"|^[ \t]*>[ \t]+"  # Markdown quote marks
    r"|\*\*|(?<!_)__(?=[^\s_])|(?<=[^\s_])__(?!_)"  # bold
    rf"|</?(?:sup|sub|br|b|i|u|em|strong|center|p|div|span){_REST_OF_TAG}",
    re.IGNORECASE,
)
_ITALIC = re.compile(r"(?<![*\w])(\*)(?=[^\s*])[^*]{1,200}(?<=[^\s*])(\*)(?![*\w])")
_HEADING_MARKS = re.compile(r"^[ \t]*(\#{1,6})[ \t]")
# Tags that break a line as a line end does.
_LINE_END = re.compile(rf"(\n|\f|</?(?:br|p|div){_REST_OF_TAG})", re.IGNORECASE)
_RULE = re.compile(r"^[\s\-_=*~.–—…]{3,}$")
_PAGE_NUMBER = re.compile(r"^\s*(?:trang\s+|page\s+|-\s*)?\d{1,3}(?:\s*/\s*\d{1,3})?(?:\s*-)?\s*$", re.I)


@dataclass(frozen=True, slots=True)
class SourceRun:
    """Characters taken unchanged from the source at `source_start`."""

    text: str
    source_start: int


@dataclass(slots=True)
class Line:
    """One source line after removal of markup and outer white space."""

    runs: list[SourceRun]
    page: int
    blank_before: bool
    heading_level: int = 0
    text: str = field(init=False)

    def __post_init__(self) -> None:
        self.text = "".join(run.text for run in self.runs)

    @property
    def is_rule(self) -> bool:
        """True for a drawn line such as `-----` or `* * *`."""
        return bool(_RULE.match(self.text))

    @property
    def is_page_number(self) -> bool:
        """True for a line that holds a page number and nothing else."""
        return bool(_PAGE_NUMBER.match(self.text))


def split_lines(source: str) -> list[Line]:
    """Return the non-blank lines of `source`; a form feed starts a new page."""
    lines: list[Line] = []
    page, blank, position = 1, True, 0
    for raw in _LINE_END.split(source):
        if raw == "\f":
            page, blank = page + 1, True
        elif not _LINE_END.fullmatch(raw):
            runs = _runs(raw, position)
            if runs:
                marks = _HEADING_MARKS.match(raw)
                lines.append(Line(runs, page, blank, len(marks[1]) if marks else 0))
            blank = not runs
        position += len(raw)
    return lines


def markup_spans(raw: str) -> list[tuple[int, int]]:
    """Return the (start, end) pairs of markup in one line, in order, not overlapping."""
    spans = [match.span() for match in _MARKUP.finditer(raw)]
    for match in _ITALIC.finditer(raw):
        spans.extend([match.span(1), match.span(2)])
    ordered: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if not ordered or start >= ordered[-1][1]:
            ordered.append((start, end))
    return ordered


def _runs(raw: str, position: int) -> list[SourceRun]:
    """Return the text runs of one line, markup left out and the ends stripped."""
    runs: list[SourceRun] = []
    begin = 0
    for start, end in [*markup_spans(raw), (len(raw), len(raw))]:
        if start > begin:
            runs.append(SourceRun(raw[begin:start], position + begin))
        begin = end
    return _stripped(runs)


def _stripped(runs: list[SourceRun]) -> list[SourceRun]:
    while runs and not runs[0].text.strip():
        runs.pop(0)
    while runs and not runs[-1].text.strip():
        runs.pop()
    if not runs:
        return []
    head = runs[0].text.lstrip()
    runs[0] = SourceRun(head, runs[0].source_start + len(runs[0].text) - len(head))
    runs[-1] = SourceRun(runs[-1].text.rstrip(), runs[-1].source_start)
    return runs
