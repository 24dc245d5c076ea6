"""`plansearch restore`: a data folder of a backup."""

import json
from pathlib import Path
from typing import Annotated

import typer

from plansearch.commands.common import AsJson, Data, expected_errors, note_written, read_settings


def restore(
    file: Annotated[Path, typer.Argument(help="File that `plansearch backup` has written", metavar="FILE")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Make a data folder, with an index, of a backup; into an empty or new folder only."""
    with expected_errors():
        from index.embedder import load_embedder
        from plansearch.commands.backup_output import print_backup
        from plansearch.commands.ingest_output import ingest_progress
        from search_api.collecting.backups import restore as run

        settings = read_settings(data)
        with ingest_progress() as progress:
            embedder = load_embedder(settings.model)
            report = run(file, settings.data, embedder, progress, settings.spare_disk)
        note_written(settings.data, "restore", documents=report.documents)
        if as_json:
            typer.echo(json.dumps(report.to_json(), ensure_ascii=False))
        else:
            print_backup("restored", report)
        if report.faults:
            raise typer.Exit(1)
