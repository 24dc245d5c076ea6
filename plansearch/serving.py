"""A process that serves: the application over a good index, and what answers for it on a socket."""

import gc
import socket
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from threading import Thread

import typer
import uvicorn
from fastapi import FastAPI

from index.data_folder import DataFolder
from index.embedder import load_embedder
from index.errors import NoIndexError
from index.snapshot import Snapshot
from plansearch.app import create_app
from plansearch.connections import BoundedConnection
from plansearch.listening import bound_listener, tell_address
from plansearch.logs import log_config
from plansearch.settings import Settings
from plansearch.share import ALONE, LAST_SECONDS, Share
from search_api.asking.answers import prepare
from search_api.collecting.collect import begin, rebuild

# Of a connection between two requests: longer than a browser takes from a page to its pictures.
_IDLE_SECONDS = 15
# Of the address and headers of a request; a basket of 200 quotations has 10,000 characters.
_LARGEST_HEAD = 64 * 1024


def opened_application(settings: Settings, share: Share = ALONE) -> FastAPI:
    """Return the application; an index of another version is made anew first.

    Raises `PlanSearchError` where there is nothing to serve.
    """
    _make_ours(settings.data)
    try:
        return create_app(settings, share)
    except NoIndexError as error:
        _rebuild(settings, error)
        return create_app(settings, share)


def serve_alone(application: FastAPI, settings: Settings) -> None:
    """Serve an application until the process is told to end; raises `PlanSearchError` where the port is taken."""
    listener = bound_listener(settings)
    serve_on(listener, application, settings, lambda: tell_address(listener, settings))


def serve_on(
    listener: socket.socket, application: FastAPI, settings: Settings, ready: Callable[[], None]
) -> None:
    """Serve an application on a socket until the process is told to end; `ready` is called before the first answer."""
    Thread(target=_prepare, args=(application.state.index.snapshot(),), daemon=True).start()
    config = uvicorn.Config(
        application,
        http=BoundedConnection,
        h11_max_incomplete_event_size=_LARGEST_HEAD,
        timeout_keep_alive=_IDLE_SECONDS,
        timeout_graceful_shutdown=LAST_SECONDS,
        log_config=log_config(settings.log),
        # It would hold the questions: ours does not.
        access_log=False,
        server_header=False,
        # The application knows whose are believed.
        proxy_headers=False,
    )
    ready()
    uvicorn.Server(config).run([listener])


def _prepare(snapshot: Snapshot) -> None:
    """Work out what every question needs, so that the first one need not wait for it."""
    # Looking for garbage among what is never thrown away stops every thread, for up to half a second. What
    # is no longer referred to goes without that, also a generation that is replaced.
    gc.disable()
    try:
        prepare(snapshot)
        gc.freeze()
    finally:
        gc.enable()


def _make_ours(data: Path) -> None:
    """Make a data folder of an empty folder; one that is not there may be a slip of writing, and is not made."""
    if data.is_dir():
        DataFolder.open_or_create(data)


def _rebuild(settings: Settings, why: NoIndexError) -> None:
    """Make an index of what the data folder keeps, one without documents where it is new.

    Raises `why` where it keeps nothing of an index that there was.
    """
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
