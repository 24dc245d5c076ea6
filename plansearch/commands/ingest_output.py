"""What `plansearch ingest` prints: the report on stdout, what was refused and how far it is on stderr."""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from index.quarantine import Quarantined
from plansearch.commands.rows import print_rows
from search_api.collecting.report import IngestReport
from search_api.collecting.report import Progress as Told
from search_api.collecting.report_file import line_of, shown, summary, warnings_of

# So often a line tells how far it is, where no bar can be drawn.
_SECONDS_A_LINE = 10.0
_out = Console(highlight=False, soft_wrap=True)
_err = Console(stderr=True, highlight=False, soft_wrap=True)


class _Rate(ProgressColumn):
    """How many files are read in a second."""

    def render(self, task: Task) -> Text:
        return Text(_rate(task))


@contextmanager
def ingest_progress() -> Iterator[Told]:
    """Tell on stderr how far it is: a bar on a terminal, elsewhere a line now and then."""
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        _Rate(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=_err, transient=True, disable=not _err.is_terminal) as progress:
        progress.add_task("reading")
        (task,) = progress.tasks
        told = time.monotonic()

        def update(done: int, total: int, name: str) -> None:
            nonlocal told
            name = escape(shown(name)) or "building the index"
            progress.update(task.id, completed=done, total=total, description=name)
            if progress.disable and time.monotonic() - told >= _SECONDS_A_LINE:
                told = time.monotonic()
                _err.print(_line(task))

        yield update


def _line(task: Task) -> Text:
    left = task.time_remaining
    parts = [
        f"{task.completed:.0f} of {task.total or 0:.0f} files",
        _rate(task),
        f"{left:.0f} seconds left" if left else "",
    ]
    return Text(", ".join(filter(None, parts)))


def _rate(task: Task) -> str:
    speed = task.finished_speed or task.speed
    return f"{speed:.1f} files/s" if speed else ""


def print_ingest(report: IngestReport) -> None:
    """Print what was read, skipped and refused, and why."""
    for file in report.files:
        if file.outcome in ("refused", "gone"):
            _print_marked(line_of(file), "red")
        elif file.outcome != "unchanged":
            _out.print(Text(line_of(file)))
        for warning in warnings_of(file):
            _print_marked(warning, "yellow")
    for line in summary(report):
        _out.print(Text(line))


def _print_marked(line: str, style: str) -> None:
    """Print a line to stderr whose first word has a colour."""
    text = Text(line)
    text.stylize(style, 0, line.index(" "))
    _err.print(text)


def print_quarantine(files: Sequence[Quarantined]) -> None:
    """Print a table of the files that are set aside."""
    columns = ("path", "reason", "times", "since", "last", "read again")
    print_rows(columns, [_quarantine_row(file) for file in files])


def _quarantine_row(file: Quarantined) -> tuple[str, ...]:
    again = "when it changes" if file.lost else "at the next ingest"
    return (shown(file.path), shown(file.reason), str(file.times), file.since, file.last, again)
