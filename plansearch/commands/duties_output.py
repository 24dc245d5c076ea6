"""The duties table on the command line: printed for people and programs, or written as a file."""

from pathlib import Path
from typing import Literal, get_args

import typer
from rich.console import Console
from rich.table import Table
from rich.text import Text

from index.errors import InvalidQueryError, PlanSearchError
from ingest.language.folding import one_line
from plansearch.commands.output import note_words
from search_api.duties.calendar import calendar_file
from search_api.duties.files import csv_lines, xlsx_file
from search_api.duties.table import DutyRow, FoundDuties, checked_word
from search_api.kit.citations import cite

Format = Literal["table", "csv", "xlsx", "ics"]
_COLUMNS = ("actor", "provision", "deadline", "citation", "passage")
_out = Console(highlight=False, soft_wrap=True)


def chosen_format(format_: str | None, output: Path | None) -> Format:
    """Return the format asked for, else that of the file's name, else the table.

    Raises `InvalidQueryError` for an unknown format, and for a table that should be a file.
    """
    name = format_ or (output.suffix.lstrip(".").lower() if output else "table")
    chosen: Format = checked_word("format", name, get_args(Format))
    if chosen == "table" and output:
        raise InvalidQueryError("the table is for the screen: write a file with --format csv, xlsx or ics")
    return chosen


def write_duties(found: FoundDuties, format_: Format, output: Path | None, created: str, base: str) -> None:
    """Write all rows as a file to `output` or to stdout; `created` is the ISO time of the generation."""
    content = _content(found, format_, created, base)
    if output is None:
        typer.echo(content, nl=False)
        return
    try:
        output.write_bytes(content)
    except OSError as error:
        raise PlanSearchError(f"cannot write {output} ({error.strerror}): name another file") from error
    typer.echo(f"{len(found)} duties written to {output}", err=True)


def print_duties(found: FoundDuties, limit: int, offset: int) -> None:
    """Print a part of the table; where a program reads, one line each with tabs."""
    if found.confidence == "none":
        typer.echo("The plans do not seem to speak of this topic.", err=True)
    for note in found.notes:
        typer.echo(note_words(note), err=True)
    rows = [_line(row) for row in found.rows(offset, limit)]
    if _out.is_terminal:
        table = Table(*_COLUMNS[:-1], box=None)
        for row in rows:
            table.add_row(*(Text(cell) for cell in row[:-1]))
        _out.print(table, soft_wrap=False)
    else:
        for row in (_COLUMNS, *rows):
            # Rich would make spaces of the tabs.
            typer.echo("\t".join(row))
    if len(rows) < len(found):
        typer.echo(f"{len(rows)} of {len(found)} duties; --limit and --offset show others", err=True)


def _content(found: FoundDuties, format_: Format, created: str, base: str) -> bytes:
    if format_ == "csv":
        return "".join(csv_lines(found, base, "vi")).encode()
    if format_ == "xlsx":
        return xlsx_file(found, base, "vi")
    return calendar_file(found, created, base, "vi")


def _line(row: DutyRow) -> tuple[str, ...]:
    deadlines = "; ".join(row.words(deadline.span) for deadline in row.duty.deadlines)
    citation = cite(row.document, row.passage.place)
    cells = (row.actor or "–", row.passage.text, deadlines or "–", citation, row.passage.id)
    return tuple(map(one_line, cells))
