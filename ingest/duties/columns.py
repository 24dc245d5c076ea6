"""Duties in the rows of a table: who, with whom and by when stand in columns of their own."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from ingest.duties.actions import WordRun, find_partners, read_action, split_bodies
from ingest.duties.actors import words_of
from ingest.duties.deadlines import find_deadlines
from ingest.duties.due_dates import read_timing
from ingest.language.cells import cells_of
from ingest.language.folding import fold
from ingest.language.phrases import clauses
from ingest.types import Deadline, Duty, Span

ColumnKind = Literal["actor", "partners", "deadline", "task"]
# Words of a column's head, the most telling first: "Cơ quan phối hợp thực hiện" names partners.
_KINDS: tuple[tuple[ColumnKind, tuple[str, ...]], ...] = (
    ("partners", ("phối hợp", "coordinating", "partner")),
    ("deadline", ("thời gian", "thời hạn", "tiến độ", "hoàn thành", "deadline", "time")),
    ("actor", ("chủ trì", "đơn vị", "cơ quan", "phụ trách", "chịu trách nhiệm", "phân công", "lead", "responsible")),
    ("task", ("nhiệm vụ", "nội dung", "công việc", "hoạt động", "giải pháp", "task", "activity", "work")),
)  # fmt: skip
_FOLDED = tuple((kind, tuple(map(fold, words))) for kind, words in _KINDS)


@dataclass(frozen=True, slots=True)
class _Cells:
    """The cells of a row by what their column holds, where it says so."""

    actor: Span | None = None
    partners: Span | None = None
    deadline: Span | None = None
    task: Span | None = None


def column_kinds(head: str) -> list[ColumnKind | None]:
    """Return what the columns below the head of a table hold; None for one that does not say."""
    return [_kind(cell.of(head)) for cell in cells_of(head)]


def read_row(
    text: str, identity: str, row: Span, columns: Sequence[ColumnKind | None], year: int | None = None
) -> Duty | None:
    """Return the duty in the row at `row`; None where its columns name neither an actor nor a time.

    Spans count in `text`. A cell that holds several bodies is one actor.
    """
    cells = _cells(text, row, columns)
    deadlines = tuple(_deadlines(text, cells, year))
    if not (cells.actor or deadlines):
        return None
    action, target = _task(text, cells.task)
    partners = tuple(_bodies(text, cells.partners))
    return Duty(identity, cells.actor, False, action, target, partners, deadlines)


def _kind(head: str) -> ColumnKind | None:
    folded = fold(head)
    return next((kind for kind, names in _FOLDED if any(name in folded for name in names)), None)


def _cells(text: str, row: Span, columns: Sequence[ColumnKind | None]) -> _Cells:
    found: dict[str, Span] = {}
    for cell, kind in zip(cells_of(row.of(text)), columns, strict=False):
        span = cell.moved(row.start)
        if kind and kind not in found and any(map(str.isalnum, span.of(text))):
            found[kind] = span
    return _Cells(**found)


def _deadlines(text: str, cells: _Cells, year: int | None) -> list[Deadline]:
    """Return the times in the column for them, and those that the task itself names."""
    own = _found_deadlines(text, cells.deadline, year)
    if cells.deadline and not own:
        own = [read_timing(cells.deadline.of(text), year).at(cells.deadline)]
    return [*_found_deadlines(text, cells.task, year), *own]


def _found_deadlines(text: str, cell: Span | None, year: int | None) -> list[Deadline]:
    if cell is None:
        return []
    found = find_deadlines(cell.of(text), year)
    return [replace(deadline, span=deadline.span.moved(cell.start)) for deadline in found]


def _task(text: str, cell: Span | None) -> tuple[Span | None, Span | None]:
    """Return what is to be done and to what, as the task's cell begins."""
    if cell is None:
        return None, None
    words = words_of(cell.of(text))
    parts = clauses(words)
    if not parts:
        return None, None
    action, target = read_action(words, parts[0].first, parts[0].last, find_partners(words, parts))
    return (
        action.span(words).moved(cell.start) if action else None,
        target.quoted(words).moved(cell.start) if target else None,
    )


def _bodies(text: str, cell: Span | None) -> list[Span]:
    """Return the bodies of a cell one by one."""
    if cell is None:
        return []
    words = words_of(cell.of(text))
    runs = split_bodies(words, WordRun(0, len(words.starts)))
    return [run.span(words).moved(cell.start) for run in runs]
