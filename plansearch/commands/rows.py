"""Tables on stdout, for people and for programs."""

from collections.abc import Sequence

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

out = Console(highlight=False, soft_wrap=True)


def print_rows(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table; where a program reads, one line each with tabs."""
    if out.is_terminal:
        table = Table(*columns, box=None)
        for row in rows:
            table.add_row(*map(escape, row))
        out.print(table)
    else:
        # Not through rich, which would turn the tabs into blanks.
        for row in (columns, *rows):
            typer.echo("\t".join(row))
