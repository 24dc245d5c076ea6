"""`plansearch backup`: all that cannot be rebuilt, in one file."""

import json
from pathlib import Path
from typing import Annotated

import typer

from plansearch.commands.common import AsJson, Data, expected_errors, read_settings


def backup(
    file: Annotated[Path, typer.Argument(help="File to write, as plans.tar", metavar="FILE")],
    force: Annotated[bool, typer.Option("--force", help="Overwrite the file where it is there")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Write documents, versions, files and feedback to one file, also while others write to the data folder."""
    with expected_errors():
        from index.data_folder import DataFolder
        from plansearch.commands.backup_output import print_backup
        from plansearch.commands.ingest_output import ingest_progress
        from search_api.collecting.backups import back_up

        folder = DataFolder.open(read_settings(data).data)
        with ingest_progress() as progress:
            report = back_up(folder, file, progress, force=force)
        if as_json:
            typer.echo(json.dumps(report.to_json(), ensure_ascii=False))
        else:
            print_backup("backed up", report)
