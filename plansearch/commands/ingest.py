"""`plansearch ingest`: files are read into the index."""

import json
from pathlib import Path
from typing import Annotated

import typer

from plansearch.commands.common import EXPECTED_FAILURE, AsJson, Data, expected_errors, read_settings


def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders", metavar="PATH...")],
    quality_margin: Annotated[
        float, typer.Option(help="How much hit@5 on the stored questions may fall", min=0, max=1)
    ] = 0.05,
    sync: Annotated[
        bool, typer.Option("--sync", help="Remove documents whose files have gone from these folders")
    ] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Read plans into the index; unchanged files are skipped."""
    with expected_errors():
        from index.data_folder import DataFolder
        from index.embedder import load_embedder
        from plansearch.commands.output import ingest_json, ingest_progress, print_ingest
        from search_api.collecting.collect import ingest as run

        settings = read_settings(data)
        folder = DataFolder.open_or_create(settings.data)
        with ingest_progress() as progress:
            report = run(folder, paths, load_embedder(settings.model), progress, quality_margin, sync=sync)
        if as_json:
            typer.echo(json.dumps(ingest_json(report), ensure_ascii=False, indent=2))
        else:
            print_ingest(report)
        if report.failed:
            raise typer.Exit(EXPECTED_FAILURE)
