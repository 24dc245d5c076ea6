"""`plansearch feedback`: what people judged on the pages."""

import json
from pathlib import Path
from typing import Annotated

import typer

from plansearch.commands.common import AsJson, Data, expected_errors, note_written, read_settings


def feedback(
    export: Annotated[
        Path | None, typer.Option(help="Write questions with useful passages as `plansearch eval` reads them")
    ] = None,
    clear: Annotated[bool, typer.Option("--clear", help="Delete the judgements, after an export")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Count, export or delete what people judged on the pages."""
    with expected_errors():
        from index.data_folder import DataFolder
        from plansearch.commands.output import print_feedback
        from search_api.measuring.feedback import take_out

        folder = DataFolder.open(read_settings(data).data)
        report = take_out(folder, export, clear=clear)
        if report.deleted:
            note_written(folder.path, "clear feedback", judgements=report.deleted)
        if as_json:
            typer.echo(json.dumps(report.to_json()))
        else:
            print_feedback(report)
