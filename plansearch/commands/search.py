"""`plansearch search`: ranked passages."""

from typing import Annotated

import typer

from plansearch.commands.common import AsJson, Data, Limit, expected_errors, open_snapshot, print_json


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
    with expected_errors():
        from index.types import Filters
        from plansearch.commands.output import print_search
        from search_api.searching.search import search as run

        snapshot = open_snapshot(data)
        result = run(snapshot, query, Filters(province, year, kind), limit)
        if as_json:
            from search_api.searching.schemas import search_out

            print_json(search_out(snapshot, result))
        else:
            print_search(result)
