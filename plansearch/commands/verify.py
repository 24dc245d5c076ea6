"""`plansearch verify`: catalogue and index checked against each other."""

import json

import typer

from plansearch.commands.common import AsJson, Data, expected_errors, read_settings


def verify(data: Data = None, as_json: AsJson = False) -> None:
    """Check catalogue and index against each other."""
    with expected_errors():
        from index.data_folder import DataFolder

        faults = DataFolder.open(read_settings(data).data).faults()
        if as_json:
            typer.echo(json.dumps({"ok": not faults, "faults": faults}, ensure_ascii=False))
        else:
            typer.echo("\n".join(faults) if faults else "ok")
        if faults:
            raise typer.Exit(1)
