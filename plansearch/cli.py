"""The command line: results on stdout, progress and messages on stderr, exit codes 0, 1, 2."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from plansearch.commands.common import EXPECTED_FAILURE, AsJson, Data, Limit
from plansearch.commands.common import expected_errors as _expected_errors
from plansearch.commands.common import open_service as _service
from plansearch.commands.common import print_json as _print_json
from plansearch.commands.common import read_settings as _settings
from plansearch.commands.compare import compare
from plansearch.commands.duties import duties

if TYPE_CHECKING:
    import socket

    from search_api.collecting.collect import IngestReport

# Imports of our own rooms stand inside the commands, so that `--help` is instant.
app = typer.Typer(
    name="plansearch",
    help="Semantic search and Q&A over Vietnamese government plans.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Run the command line."""
    app()


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="Files or folders", metavar="PATH...")],
    quality_margin: Annotated[
        float, typer.Option(help="How much hit@5 on the stored questions may fall", min=0, max=1)
    ] = 0.05,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Read plans into the index; unchanged files are skipped."""
    with _expected_errors():
        from index.data_folder import DataFolder
        from index.embedder import load_embedder
        from plansearch.commands.output import ingest_json, ingest_progress, print_ingest
        from search_api.collecting.collect import ingest as run

        settings = _settings(data)
        folder = DataFolder.open_or_create(settings.data)
        with ingest_progress() as progress:
            report = run(folder, paths, load_embedder(settings.model), progress, quality_margin)
        if as_json:
            typer.echo(json.dumps(ingest_json(report), ensure_ascii=False, indent=2))
        else:
            print_ingest(report)
        _exit_if_failed(report)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="Question, words or document number")],
    limit: Limit = 10,
    province: Annotated[str | None, typer.Option(help="Only this province")] = None,
    year: Annotated[int | None, typer.Option(help="Only this year")] = None,
    kind: Annotated[str | None, typer.Option("--type", help="Only this type of document")] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Find passages."""
    with _expected_errors():
        from index.types import Filters
        from plansearch.commands.output import print_search

        service = _service(data)
        result = service.search(query, Filters(province, year, kind), limit)
        if as_json:
            from search_api.searching.schemas import search_out

            _print_json(search_out(service, result))
        else:
            print_search(result)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="A question")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Answer a question with verbatim quotes."""
    with _expected_errors():
        from plansearch.commands.output import print_answer

        service = _service(data)
        found = service.ask(question)
        if as_json:
            from search_api.asking.schemas import ask_out

            _print_json(ask_out(service, found))
        else:
            print_answer(found)


@app.command()
def similar(
    passage_id: Annotated[str, typer.Argument(help="Id of a passage")],
    limit: Limit = 10,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Find how other documents put the same thing, with the word differences."""
    with _expected_errors():
        from search_api.comparing.similar import similar_provisions

        service = _service(data)
        found = similar_provisions(service, passage_id, limit)
        if as_json:
            from search_api.comparing.schemas import similar_out

            _print_json(similar_out(service, found))
        else:
            from plansearch.commands.similar_output import print_similar

            print_similar(found)


app.command()(duties)
app.command()(compare)


@app.command()
def documents(data: Data = None, as_json: AsJson = False) -> None:
    """List the documents of the index."""
    with _expected_errors():
        from plansearch.commands.output import print_documents

        service = _service(data)
        records = service.documents()
        if as_json:
            from search_api.documents.schemas import documents_out

            _print_json(documents_out(service, records))
        else:
            print_documents(records)


@app.command()
def show(
    document_id: Annotated[str, typer.Argument(help="Id of a document")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Show a document with its outline."""
    with _expected_errors():
        from plansearch.commands.output import print_document

        service = _service(data)
        detail = service.detail(document_id)
        if as_json:
            from search_api.documents.schemas import detail_out

            _print_json(detail_out(detail, service.passages_of(document_id)))
        else:
            print_document(detail)


@app.command()
def instruments(
    number: Annotated[str, typer.Argument(help="A number or key; without it, all that is cited")] = "",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """List the instruments that the plans cite, or show who cites one and who does not."""
    with _expected_errors():
        from plansearch.commands.instruments_output import print_instrument, print_instruments
        from search_api.instruments.overview import instrument, list_instruments
        from search_api.instruments.schemas import instrument_detail_out, instruments_out

        service = _service(data)
        if number:
            record = instrument(service, number)
            detail = instrument_detail_out(service, record, len(record.documents), 0)
            _print_json(detail) if as_json else print_instrument(detail)
        else:
            records = list_instruments(service)
            found = instruments_out(service, records, len(records), 0)
            _print_json(found) if as_json else print_instruments(found)


@app.command()
def remove(document_id: Annotated[str, typer.Argument(help="Id of a document")], data: Data = None) -> None:
    """Remove a document from the index."""
    with _expected_errors():
        from index.data_folder import DataFolder
        from index.embedder import load_embedder
        from search_api.collecting.collect import remove as run

        settings = _settings(data)
        manifest = run(DataFolder.open(settings.data), document_id, load_embedder(settings.model))
        typer.echo(f"removed {document_id}; {manifest.documents} documents remain", err=True)


@app.command("eval")
def evaluate(
    file: Annotated[Path, typer.Argument(help="JSON Lines: id, kind, query, relevant")],
    store: Annotated[
        bool, typer.Option("--store", help="Keep the questions: new indexes must answer them as well")
    ] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Measure the ranking on questions with known answers."""
    with _expected_errors():
        from plansearch.commands.output import print_evaluation
        from search_api.measuring.evaluation import evaluate as run
        from search_api.measuring.evaluation import read_questions

        questions = read_questions(file)
        service = _service(data)
        report = run(service.searcher, questions)
        if store:
            from search_api.measuring.quality import store_questions

            store_questions(service.folder, file)
        if as_json:
            typer.echo(json.dumps(report.to_json(), ensure_ascii=False, indent=2))
        else:
            print_evaluation(report)


@app.command()
def feedback(
    export: Annotated[
        Path | None, typer.Option(help="Write questions with useful passages as `plansearch eval` reads them")
    ] = None,
    clear: Annotated[bool, typer.Option("--clear", help="Delete the judgements, after an export")] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Count, export or delete what people judged on the pages."""
    with _expected_errors():
        from index.data_folder import DataFolder
        from plansearch.commands.output import print_feedback
        from search_api.measuring.feedback import take_out

        report = take_out(DataFolder.open(_settings(data).data), export, clear=clear)
        if as_json:
            typer.echo(json.dumps(report.to_json()))
        else:
            print_feedback(report)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to serve on")] = None,
    port: Annotated[int | None, typer.Option(help="Port to serve on")] = None,
    data: Data = None,
) -> None:
    """Serve the pages and the API."""
    with _expected_errors():
        import uvicorn

        from plansearch.app import create_app

        settings = _settings(data)
        application = create_app(settings)
        listener = _listener(host or settings.host, settings.port if port is None else port)
        # The access log would hold the questions: it stays off.
        config = uvicorn.Config(application, access_log=False, server_header=False)
        address, bound = listener.getsockname()[:2]
        typer.echo(f"PlanSearch serves http://{address}:{bound}", err=True)
        uvicorn.Server(config).run([listener])


@app.command()
def verify(data: Data = None, as_json: AsJson = False) -> None:
    """Check catalogue and index against each other."""
    with _expected_errors():
        from index.data_folder import DataFolder

        faults = DataFolder.open(_settings(data).data).faults()
        if as_json:
            typer.echo(json.dumps({"ok": not faults, "faults": faults}, ensure_ascii=False))
        else:
            typer.echo("\n".join(faults) if faults else "ok")
        if faults:
            raise typer.Exit(1)


def _listener(host: str, port: int) -> "socket.socket":
    """Return a bound socket, so that a taken port is told before anything starts."""
    import socket

    from index.errors import PlanSearchError

    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        reason = error.strerror or str(error)
        raise PlanSearchError(
            f"cannot serve on {host}:{port} ({reason}): name another with --port or --host"
        ) from error
    # Connections inherit it; else the parts of an answer wait for each other's receipt.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _exit_if_failed(report: "IngestReport") -> None:
    if report.failed:
        raise typer.Exit(EXPECTED_FAILURE)
