"""`plansearch quarantine`: the files that are set aside."""

import json
from dataclasses import asdict

import typer

from plansearch.commands.common import AsJson, Data, expected_errors, read_settings


def quarantine(data: Data = None, as_json: AsJson = False) -> None:
    """List the files that could not be read, and why."""
    with expected_errors():
        from index.data_folder import DataFolder
        from plansearch.commands.ingest_output import print_quarantine
        from search_api.collecting.collect import quarantined

        files = quarantined(DataFolder.open(read_settings(data).data))
        if as_json:
            listed = {"files": [asdict(file) for file in files], "total": len(files)}
            typer.echo(json.dumps(listed, ensure_ascii=False, indent=2))
        else:
            print_quarantine(files)
