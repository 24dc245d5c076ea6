"""`plansearch verify`: catalogue and index checked against each other."""

import json

import typer

from plansearch.commands.common import AsJson, Data, expected_errors, read_settings


def verify(data: Data = None, as_json: AsJson = False) -> None:
    """Check catalogue and index against each other; say what of each document is in no passage."""
    with expected_errors():
        from index.data_folder import DataFolder
        from search_api.documents.outside import outside_of_all

        folder = DataFolder.open(read_settings(data).data)
        faults = folder.faults()
        outside = [] if faults else outside_of_all(folder)
        if as_json:
            found = {"ok": not faults, "faults": faults, "outside": [each.as_json() for each in outside]}
            typer.echo(json.dumps(found, ensure_ascii=False))
        else:
            typer.echo("\n".join(faults) if faults else "ok")
            for each in outside:
                typer.echo(f"{each.document_id}  {each.outside.share:4.0%} in no passage  {each.source_file}")
        if faults:
            raise typer.Exit(1)
