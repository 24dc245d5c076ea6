"""`plansearch ingest`: files are read into the index."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypedDict, Unpack

import typer

from plansearch.commands.common import (
    EXPECTED_FAILURE,
    AsJson,
    Data,
    ended_by_signals,
    expected_errors,
    note_written,
    publish_elsewhere,
    read_settings,
)

if TYPE_CHECKING:
    from index.shards import Share
    from ingest.reading.readers import Readers
    from plansearch.settings import Settings
    from search_api.collecting.report import IngestReport, Progress

Ingest = Callable[["Progress"], "IngestReport"]


class _Options(TypedDict):
    """What holds for an ingest and its rehearsal."""

    sync: bool
    retry: bool
    share: "Share | None"
    left_out: list[Path]
    readers: "Readers | None"


def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders", metavar="PATH...")],
    watch: Annotated[bool, typer.Option("--watch", help="Go on: ingest whenever files have changed")] = False,
    sync: Annotated[
        bool, typer.Option("--sync", help="Remove documents whose files have gone from these folders")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Say what would happen to each file, and write nothing")
    ] = False,
    report: Annotated[
        Path | None,
        typer.Option(help="Write the report to this file: JSON (.json), CSV (.csv) or text", metavar="FILE"),
    ] = None,
    retry: Annotated[
        bool, typer.Option("--retry", help="Read files again that ended or outlasted their reader")
    ] = False,
    shard: Annotated[
        str | None,
        typer.Option(
            help="Read this share of the files alone, as 2/3; `plansearch merge` joins the data folders of all",
            metavar="K/N",
        ),
    ] = None,
    quality_margin: Annotated[
        float, typer.Option(help="How much hit@5 on the stored questions may fall", min=0, max=1)
    ] = 0.05,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Read plans into the index; unchanged files are skipped."""
    if watch and dry_run:
        raise typer.BadParameter("--watch and --dry-run exclude each other")
    with expected_errors(), nullcontext() if watch else _begun() as readers:
        from index.shards import Share
        from search_api.collecting.report_file import check_report_file, files_of_report

        if report:
            check_report_file(report)
        settings, left_out = read_settings(data), files_of_report(report)
        options = _Options(
            sync=sync,
            retry=retry,
            share=Share.parse(shard) if shard else None,
            left_out=left_out,
            readers=readers,
        )
        job = (
            _rehearsal(settings, paths, **options)
            if dry_run
            else _job(settings, paths, quality_margin, **options)
        )
        if watch:
            _go_on(paths, [settings.data, *left_out], lambda: _run(job, report, as_json=as_json))
            return
        done = _run(job, report, as_json=as_json)
        # No file need fall to a share.
        if done.failed and (done.files or not shard):
            raise typer.Exit(EXPECTED_FAILURE)


def _begun() -> "AbstractContextManager[Readers]":
    """Begin to read before anything else: a reader starts while this process loads what the index needs."""
    from ingest.reading.readers import begun

    return begun()


def _job(settings: "Settings", paths: list[Path], margin: float, **options: Unpack["_Options"]) -> Ingest:
    from index.data_folder import DataFolder
    from index.embedder import load_embedder
    from search_api.collecting.collect import ingest as run

    folder, embedder = (
        DataFolder.open_or_create(settings.data, settings.spare_disk),
        load_embedder(settings.model),
    )

    def job(progress: "Progress") -> "IngestReport":
        report = run(folder, paths, embedder, progress, margin, **options)
        if report.changes:
            note_written(folder.path, "ingest", **report.changes)
        publish_elsewhere(settings)
        return report

    return job


def _rehearsal(settings: "Settings", paths: list[Path], **options: Unpack["_Options"]) -> Ingest:
    from search_api.collecting.collect import rehearse

    return lambda progress: rehearse(settings.data, paths, progress, **options)


def _run(job: Ingest, file: Path | None, *, as_json: bool) -> "IngestReport":
    """Do the job, print its report, and write it to a file where one is given."""
    from plansearch.commands.ingest_output import ingest_progress, print_ingest
    from search_api.collecting.report_file import report_json, write_report

    with ingest_progress() as progress:
        report = job(progress)
    if as_json:
        typer.echo(report_json(report))
    else:
        print_ingest(report)
    if file:
        write_report(report, file)
    return report


def _go_on(paths: list[Path], left_out: list[Path], run: Callable[[], object]) -> None:
    """Ingest whenever files have changed, until Ctrl-C or SIGTERM; a failure is told, and tried again."""
    from index.errors import PlanSearchError
    from search_api.collecting.watching import watch

    def attempt() -> bool:
        try:
            run()
        except PlanSearchError as error:
            typer.echo(f"plansearch: {error}", err=True)
            return False
        return True

    with ended_by_signals():
        typer.echo("watching for changes; Ctrl-C ends it", err=True)
        watch(paths, left_out, attempt)
