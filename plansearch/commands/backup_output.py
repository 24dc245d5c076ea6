"""What `plansearch backup` and `plansearch restore` print."""

from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from search_api.collecting.backups import BackupReport


def print_backup(done: str, report: "BackupReport") -> None:
    """Print what was `done` on stdout, and on stderr what is missing or wrong."""
    typer.echo(
        f"{done} {report.documents} documents and {report.originals} files ({report.bytes} bytes in {report.file})"
    )
    if report.lost:
        typer.echo(f"plansearch: {len(report.lost)} files were no longer in the data folder", err=True)
    for fault in report.faults:
        typer.echo(f"plansearch: {fault}", err=True)
