"""What stands out in a coverage: gaps and peculiarities, told by rule and never by guess."""

from dataclasses import dataclass
from typing import Literal

from search_api.coverage.matrix import Column, Coverage, TopicLine
from search_api.coverage.topics import Topic

FindingKind = Literal["only", "all_but", "everywhere", "nowhere", "most"]
# So many lines of a kind are read; more are a table.
_MOST_OF_KIND = 3
# A topic of few columns is peculiar where it is in no more than this share of them; more than some
# names make no sentence.
_FEW_SHARE, _MOST_NAMES = 0.4, 3


@dataclass(frozen=True, slots=True)
class Finding:
    """A line in words: these topics are spoken of only in, or in all but, these columns."""

    kind: FindingKind
    topics: tuple[Topic, ...]
    columns: tuple[Column, ...] = ()


def findings(coverage: Coverage) -> tuple[Finding, ...]:
    """Return what stands out among the topics of the table, the most telling first."""
    lines = [line for line in coverage.lines if not line.topic.found]
    nowhere = tuple(line.topic for line in lines if not line.total)
    told = _most(lines) if len(coverage.columns) == 1 else _compared(coverage, lines)
    return (*told, Finding("nowhere", nowhere)) if nowhere and coverage.columns else told


def _most(lines: list[TopicLine]) -> tuple[Finding, ...]:
    """Return what a single column speaks of most."""
    spoken = sorted((line for line in lines if line.total), key=lambda line: -line.total)
    return (Finding("most", tuple(line.topic for line in spoken[:5])),) if spoken else ()


def _compared(coverage: Coverage, lines: list[TopicLine]) -> tuple[Finding, ...]:
    columns = len(coverage.columns)
    few = min(max(1, int(columns * _FEW_SHARE)), _MOST_NAMES)
    by_weight = sorted(lines, key=lambda line: -line.total)
    only = [line for line in by_weight if 0 < line.breadth <= few]
    all_but = [
        line for line in by_weight if few < line.breadth and 0 < columns - line.breadth <= few // 2 + 1
    ]
    everywhere = tuple(line.topic for line in by_weight if line.breadth == columns)
    return (
        *(Finding("only", (line.topic,), _with(coverage, line)) for line in only[:_MOST_OF_KIND]),
        *(
            Finding("all_but", (line.topic,), _with(coverage, line, False))
            for line in all_but[:_MOST_OF_KIND]
        ),
        *((Finding("everywhere", everywhere),) if everywhere else ()),
    )


def _with(coverage: Coverage, line: TopicLine, spoken: bool = True) -> tuple[Column, ...]:
    """Return the columns that speak of a line's topic, or those that do not."""
    pairs = zip(coverage.columns, line.cells, strict=True)
    return tuple(column for column, cell in pairs if (cell.state == "spoken") is spoken)
