"""`plansearch keys`: who may call."""

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from plansearch.commands.common import AsJson, Data, expected_errors, note_written, read_settings

if TYPE_CHECKING:
    from pathlib import Path

    from plansearch.keys import Key, KeyStore

keys = typer.Typer(help="Make, list and revoke keys of the API.", no_args_is_help=True)
_DAY = "%Y-%m-%d"
_COLUMNS = ("id", "name", "scope", "state", "expires", "limit", "documents", "created")


@keys.command()
def create(
    name: Annotated[str, typer.Option(help="Who will have it, as it stands in the log of writes")],
    scope: Annotated[
        Literal["read", "ingest", "admin"],
        typer.Option(help="What it is for; each may what those before it may"),
    ] = "read",
    expires: Annotated[
        datetime | None,
        typer.Option(formats=[_DAY], help="Last day that it is good on; never expires without"),
    ] = None,
    limit: Annotated[
        str | None, typer.Option(help="Its own limit, as 60/minute; that of PLANSEARCH_LIMIT without")
    ] = None,
    documents: Annotated[
        list[str] | None,
        typer.Option(
            help='A document that it may see: an id, or "province:NAME"; again for each; "" for none'
        ),
    ] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Make a key and print it: it is shown this once."""
    with expected_errors():
        from index.errors import PlanSearchError
        from plansearch.keys import Grant

        if expires and expires.date() < datetime.now(UTC).date():
            raise PlanSearchError(f"{expires:{_DAY}} has passed: name a later day with --expires")
        _check(limit)
        grant = Grant(
            _checked_name(name),
            scope,
            expires.date() if expires else None,
            limit,
            None if documents is None else tuple(filter(None, documents)),
        )
        store = _store(data)
        key, words = store.create(grant)
        note_written(store.path.parent, "create key", key=key.id, name=key.grant.name, scope=scope)
        if as_json:
            typer.echo(json.dumps({"id": key.id, "key": words}))
        else:
            typer.echo(words)
            typer.echo(f"this is key {key.id}; it is not shown again", err=True)


@keys.command("list")
def list_(data: Data = None, as_json: AsJson = False) -> None:
    """List the keys, without their secrets."""
    with expected_errors():
        from plansearch.commands.rows import print_rows

        listed = _store(data).listed()
        if as_json:
            out = {"keys": [_fields(key) for key in listed], "total": len(listed)}
            typer.echo(json.dumps(out, ensure_ascii=False, indent=2))
        else:
            print_rows(_COLUMNS, [_row(key) for key in listed])


@keys.command()
def revoke(identity: Annotated[str, typer.Argument(metavar="ID")], data: Data = None) -> None:
    """Let a key open nothing any more, from the next request on."""
    with expected_errors():
        store = _store(data)
        key = store.revoke(identity)
        note_written(store.path.parent, "revoke key", key=key.id, name=key.grant.name)
        typer.echo(f"revoked {key.id} ({key.grant.name})", err=True)


def _store(data: "Path | None") -> "KeyStore":
    from index.data_folder import DataFolder
    from plansearch.keys import KeyStore

    return KeyStore(DataFolder.open_or_create(read_settings(data).data).path)


def _check(limit: str | None) -> None:
    from index.errors import PlanSearchError
    from plansearch.settings import checked_rate

    try:
        if limit is not None:
            checked_rate(limit)
    except ValueError as error:
        raise PlanSearchError(f"{limit!r} is no limit: write it as 60/minute") from error


def _checked_name(name: str) -> str:
    from index.errors import PlanSearchError

    if not name.strip() or not name.isprintable():
        raise PlanSearchError("a key needs a name on one line: say with --name who will have it")
    return name.strip()


def _fields(key: "Key") -> dict[str, object]:
    """Return a key as it is listed."""
    grant = key.grant
    return {
        "id": key.id,
        "name": grant.name,
        "scope": grant.scope,
        "state": key.state,
        "expires": grant.expires.isoformat() if grant.expires else None,
        "limit": grant.rate,
        "documents": None if grant.documents is None else list(grant.documents),
        "created": key.created,
        "revoked": key.revoked,
    }


def _row(key: "Key") -> tuple[str, ...]:
    grant = key.grant
    documents = "all" if grant.documents is None else ", ".join(grant.documents) or "none"
    bounds = (str(grant.expires or "–"), grant.rate or "–", documents)
    return (key.id, grant.name, grant.scope, key.state, *bounds, key.created)
