"""`plansearch merge`: the shards of one collection become one data folder."""

from pathlib import Path
from typing import Annotated

import typer

from plansearch.commands.common import AsJson, Data, expected_errors, note_written, read_settings


def merge(
    shards: Annotated[
        list[Path],
        typer.Argument(help="Data folders, each of one share, all that there are", metavar="SHARD..."),
    ],
    quality_margin: Annotated[
        float, typer.Option(help="How much hit@5 on the stored questions may fall", min=0, max=1)
    ] = 0.05,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Join what `plansearch ingest --shard` has read on several machines; nothing is read again."""
    with expected_errors():
        from index.embedder import load_embedder
        from plansearch.commands.ingest_output import ingest_progress, print_ingest
        from search_api.collecting.merge import merge as run
        from search_api.collecting.report_file import report_json

        settings = read_settings(data)
        with ingest_progress() as progress:
            report = run(settings.data, shards, load_embedder(settings.model), progress, quality_margin)
        if report.changes:
            note_written(settings.data, "merge", **report.changes)
        if as_json:
            typer.echo(report_json(report))
        else:
            print_ingest(report)
