"""`plansearch serve`: the pages and the API."""

from typing import TYPE_CHECKING, Annotated

import typer

from plansearch.commands.common import Data, expected_errors, read_settings

if TYPE_CHECKING:
    import socket
    from pathlib import Path

    from fastapi import FastAPI

    from index.errors import NoIndexError
    from index.snapshot import Snapshot
    from plansearch.settings import Settings

# Of a connection between two requests: longer than a browser takes from a page to its pictures.
_IDLE_SECONDS = 15
# For what is being answered at the end; a written answer may take 20.
_LAST_SECONDS = 25
# Of the address and headers of a request; a basket of 200 quotations has 10,000 characters.
_LARGEST_HEAD = 64 * 1024


def serve(
    host: Annotated[str | None, typer.Option(help="Address to serve on")] = None,
    port: Annotated[int | None, typer.Option(help="Port to serve on")] = None,
    root_path: Annotated[
        str | None, typer.Option(help="Path that a proxy serves it under, as /plans")
    ] = None,
    data: Data = None,
) -> None:
    """Serve the pages and the API."""
    with expected_errors():
        from index.errors import NoIndexError
        from plansearch.app import create_app

        settings = read_settings(data, host=host, port=port, root_path=root_path)
        _make_ours(settings.data)
        try:
            application = create_app(settings)
        except NoIndexError as error:
            _rebuild(settings, error)
            application = create_app(settings)
        run(application, settings)


def run(application: "FastAPI", settings: "Settings") -> None:
    """Serve an application until the process is told to end; raises `PlanSearchError` where the port is taken."""
    import logging
    from threading import Thread

    import uvicorn

    from plansearch.connections import BoundedConnection
    from plansearch.logs import log_config

    Thread(target=_prepare, args=(application.state.index.snapshot(),), daemon=True).start()
    listener = _listener(settings.host, settings.port)
    config = uvicorn.Config(
        application,
        http=BoundedConnection,
        h11_max_incomplete_event_size=_LARGEST_HEAD,
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=_LAST_SECONDS,
        log_config=log_config(settings.log),
        # It would hold the questions: ours does not.
        access_log=False,
        server_header=False,
        # The application knows whose are believed.
        proxy_headers=False,
    )
    log = logging.getLogger(__name__)
    if settings.keys_required:
        log.info("requests need a key: `plansearch keys create` makes one")
    log.info("PlanSearch serves http://%s:%d", *listener.getsockname()[:2])
    uvicorn.Server(config).run([listener])


def _prepare(snapshot: "Snapshot") -> None:
    """Work out what every question needs, so that the first one need not wait for it."""
    import gc

    from search_api.asking.answers import prepare

    # Looking for garbage among what is never thrown away stops every thread, for up to half a second. What
    # is no longer referred to goes without that, also a generation that is replaced.
    gc.disable()
    try:
        prepare(snapshot)
        gc.freeze()
    finally:
        gc.enable()


def _make_ours(data: "Path") -> None:
    """Make a data folder of an empty folder; one that is not there may be a slip of writing, and is not made."""
    from index.data_folder import DataFolder

    if data.is_dir():
        DataFolder.open_or_create(data)


def _rebuild(settings: "Settings", why: "NoIndexError") -> None:
    """Make an index of what the data folder keeps, one without documents where it is new.

    Raises `why` where it keeps nothing of an index that there was.
    """
    from contextlib import closing

    from index.data_folder import DataFolder
    from index.embedder import load_embedder
    from search_api.collecting.collect import begin, rebuild

    folder = DataFolder.open(settings.data)
    with closing(folder.catalogue()) as catalogue:
        is_new = not catalogue.entries()
    if is_new and folder.generation_names():
        raise why
    embedder = load_embedder(settings.model)
    if is_new:
        begin(folder, embedder)
        hint = "hand the first ones in at /desk, or run `plansearch ingest FOLDER`"
        typer.echo(f"{folder.path} has no documents yet: {hint}", err=True)
    else:
        typer.echo(f"{why}; it is made anew from the documents that were read before", err=True)
        rebuild(folder, embedder)


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
