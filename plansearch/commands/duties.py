"""`plansearch duties`: the duties table, printed or written as a file."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, get_args

import typer

from plansearch.commands.common import (
    AsJson,
    Data,
    Limit,
    expected_errors,
    open_snapshot,
    print_json,
    read_settings,
)

_DAY = ["%Y-%m-%d"]


def duties(
    actor: Annotated[str | None, typer.Option(help="Words of the body that has the duty")] = None,
    topic: Annotated[str | None, typer.Option(help="Only provisions that speak of this")] = None,
    province: Annotated[str | None, typer.Option(help="Only this province")] = None,
    year: Annotated[int | None, typer.Option(help="Only this year")] = None,
    kind: Annotated[str | None, typer.Option("--type", help="Only this type of document")] = None,
    document_id: Annotated[str | None, typer.Option("--document", help="Only this document")] = None,
    deadline: Annotated[bool, typer.Option("--deadline", help="Only with a deadline")] = False,
    due_from: Annotated[datetime | None, typer.Option(formats=_DAY, help="Only due then or later")] = None,
    due_to: Annotated[datetime | None, typer.Option(formats=_DAY, help="Only due then or earlier")] = None,
    sort: Annotated[
        str, typer.Option(help="document, actor, deadline or province; a - before it turns it round")
    ] = "document",
    limit: Limit = 50,
    offset: Annotated[int, typer.Option(help="How many results to skip")] = 0,
    form: Annotated[str | None, typer.Option("--format", help="table, csv, xlsx or ics")] = None,
    output: Annotated[Path | None, typer.Option(help="File to write; its name tells the format")] = None,
    url: Annotated[str | None, typer.Option(help="Address of the pages, for links in files")] = None,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """List who must do what, with whom and by when."""
    with expected_errors():
        from index.types import Filters
        from plansearch.commands.duties_output import chosen_format, print_duties, write_duties
        from search_api.duties.table import DutyQuery, Sort, checked_word, find_duties
        from search_api.kit.filters import check_range

        chosen = chosen_format(form, output)
        check_range(limit, offset)
        settings, snapshot = read_settings(data), open_snapshot(data)
        query = DutyQuery(
            actor=actor,
            topic=topic,
            deadline="any" if deadline or chosen == "ics" else None,
            due_from=due_from.date() if due_from else None,
            due_to=due_to.date() if due_to else None,
            filters=Filters(province, year, kind, document_id),
            sort=checked_word("sort", sort, get_args(Sort)),
        )
        found = find_duties(snapshot, query)
        if as_json:
            from search_api.duties.schemas import duties_out
            from search_api.kit.pages import Page

            print_json(duties_out(snapshot, found, Page(limit, offset)))
        elif chosen == "table":
            print_duties(found, limit, offset)
        else:
            base = url or f"http://{settings.host}:{settings.port}"
            write_duties(found, chosen, output, snapshot.manifest.created, base)
