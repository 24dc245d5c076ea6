"""What all commands share: their options, the index, expected errors."""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from getpass import getuser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from pydantic import BaseModel

    from index.audit import Deed
    from index.snapshot import Snapshot
    from plansearch.settings import Settings

Data = Annotated[
    Path | None, typer.Option("--data", help="Data folder [env: PLANSEARCH_DATA]", show_default=False)
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON")]
Limit = Annotated[int, typer.Option("--limit", help="How many results, 1 to 100")]
EXPECTED_FAILURE = 2


def read_settings(data: Path | None, **given: object) -> "Settings":
    """Return the settings, with another data folder, or others that are not None, where they are given.

    Raises `PlanSearchError` naming each variable that cannot be used; its value is not repeated.
    """
    from pydantic import ValidationError

    from index.errors import PlanSearchError
    from plansearch.settings import Settings

    try:
        named = {"data": data, **given}
        return Settings(**{name: value for name, value in named.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        faults = (f"PLANSEARCH_{fault['loc'][0]}".upper() + f": {fault['msg']}" for fault in error.errors())
        raise PlanSearchError("; ".join(faults)) from error


def open_snapshot(data: Path | None) -> "Snapshot":
    """Return the index that the data folder holds now, opened for reading."""
    from index.live import LiveIndex

    settings = read_settings(data)
    return LiveIndex.open(settings.data, settings.model, settings.reranker, settings.milvus).snapshot()


def publish_elsewhere(settings: "Settings") -> None:
    """Publish the index of the data folder where another engine serves it; nothing where there is no other."""
    if settings.milvus is None:
        return
    from contextlib import closing

    from index.data_folder import DataFolder
    from index.milvus.connection import Connection
    from index.milvus.publishing import publish

    opened, connection = DataFolder.open(settings.data).open_current(), Connection(settings.milvus)
    with closing(opened.generation) as generation, closing(connection):
        name = publish(connection, generation)
    typer.echo(f"published as {name}", err=True)


def note_written(data: Path, deed: "Deed", **what: object) -> None:
    """Write into the log of a data folder what the user of this shell has done."""
    from index.audit import AuditLog

    try:
        user = getuser()
    except (OSError, KeyError):
        # A process of a container may have a number only.
        user = "without a name"
    AuditLog(data).note(deed, f"user {user}", **what)


def print_json(model: "BaseModel") -> None:
    """Print an answer as JSON."""
    typer.echo(json.dumps(model.model_dump(by_alias=True), ensure_ascii=False, indent=2))


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Let Ctrl-C or SIGTERM end what is inside, with its own tidying up, as an end like any other."""
    import signal

    with suppress(KeyboardInterrupt):
        for ending in (signal.SIGINT, signal.SIGTERM):
            signal.signal(ending, signal.default_int_handler)
        yield


@contextmanager
def expected_errors() -> Iterator[None]:
    """Turn an expected error into its message and exit code 2."""
    from index.errors import PlanSearchError

    try:
        yield
    except PlanSearchError as error:
        typer.echo(f"plansearch: {error}", err=True)
        raise typer.Exit(EXPECTED_FAILURE) from error
