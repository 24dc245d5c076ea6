"""A process that serves: the application over a good index, and what answers for it on a socket."""

import socket
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from time import sleep

import typer
import uvicorn
from fastapi import FastAPI

from index.data_folder import DataFolder
from index.embedder import load_embedder
from index.errors import BusyError, NoIndexError
from plansearch.app import create_app
from plansearch.connections import BoundedConnection
from plansearch.following import Follower
from plansearch.listening import bound_listener, tell_address
from plansearch.logs import log_config
from plansearch.settings import Settings
from plansearch.share import ALONE, LAST_SECONDS, Share
from search_api.asking.answers import PREPARATIONS
from search_api.collecting.collect import begin, rebuild

# Of a connection between two requests: longer than a browser takes from a page to its pictures.
_IDLE_SECONDS = 15
# Of the address and headers of a request; a basket of 200 quotations has 10,000 characters.
_LARGEST_HEAD = 64 * 1024
# Connections that nobody has taken yet.
_WAITING = 2048
# Else the first of several processes that looks takes all that have come together, and the others none.
_TAKEN_AT_ONCE = 1
_WAIT_SECONDS = 0.5


def opened_application(settings: Settings, share: Share = ALONE) -> FastAPI:
    """Return the application; an index of another version is made anew first.

    Raises `PlanSearchError` where there is nothing to serve.
    """
    if settings.engine != "embedded":
        return create_app(settings, share)
    _make_ours(settings.data)
    waiting = False
    while True:
        try:
            return create_app(settings, share)
        except NoIndexError as error:
            try:
                _rebuild(settings, error)
            except BusyError as busy:
                # Perhaps another server, started over the same folder, which makes what this one would.
                if not waiting:
                    typer.echo(f"{busy}; this server starts then", err=True)
                waiting = True
                sleep(_WAIT_SECONDS)


def serve_alone(application: FastAPI, settings: Settings) -> None:
    """Serve an application until the process is told to end; raises `PlanSearchError` where the port is taken."""
    listener = bound_listener(settings)
    _serve_by(uvicorn.Server, listener, application, settings, lambda: tell_address(listener, settings))


def serve_beside(
    listener: socket.socket, application: FastAPI, settings: Settings, ready: Callable[[], None]
) -> None:
    """Serve an application on a socket that other processes listen on too, until this one is told to end.

    `ready` is called before the first answer.
    """
    _serve_by(_OneOfSeveral, listener, application, settings, ready, backlog=_TAKEN_AT_ONCE)


class _OneOfSeveral(uvicorn.Server):
    """A server that leaves connections to the others, and lets as many wait as one alone does."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen; what the loop calls a backlog is also how many connections it takes at once."""
        await super().startup(sockets)
        for each in sockets or ():
            each.listen(_WAITING)


def _serve_by(
    server: type[uvicorn.Server],
    listener: socket.socket,
    application: FastAPI,
    settings: Settings,
    ready: Callable[[], None],
    backlog: int = _WAITING,
) -> None:
    config = uvicorn.Config(
        application,
        http=BoundedConnection,
        backlog=backlog,
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
    with Follower(application.state.index, PREPARATIONS):
        ready()
        server(config).run([listener])


def _make_ours(data: Path) -> None:
    """Make a data folder of an empty folder; one that is not there may be a slip of writing, and is not made."""
    if data.is_dir():
        DataFolder.open_or_create(data)


def _rebuild(settings: Settings, why: NoIndexError) -> None:
    """Make an index of what the data folder keeps, one without documents where it is new.

    Raises `why` where it keeps nothing of an index that there was, `BusyError` where another process writes.
    """
    folder = DataFolder.open(settings.data, settings.spare_disk)
    with folder.writing(), closing(folder.catalogue()) as catalogue:
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
