"""`plansearch similar`: how other documents put the same thing."""

from typing import Annotated

import typer

from plansearch.commands.common import AsJson, Data, Limit, expected_errors, open_snapshot, print_json


def similar(
    passage_id: Annotated[str, typer.Argument(help="Id of a passage")],
    limit: Limit = 10,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Find how other documents put the same thing, with the word differences."""
    with expected_errors():
        from search_api.comparing.similar import similar_provisions

        snapshot = open_snapshot(data)
        found = similar_provisions(snapshot, passage_id, limit)
        if as_json:
            from search_api.comparing.schemas import similar_out

            print_json(similar_out(snapshot, found))
        else:
            from plansearch.commands.similar_output import print_similar

            print_similar(found)
