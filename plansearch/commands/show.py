"""`plansearch show`: one document with its outline."""

from typing import Annotated

import typer

from plansearch.commands.common import AsJson, Data, expected_errors, open_snapshot, print_json


def show(
    document_id: Annotated[str, typer.Argument(help="Id of a document")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Show a document with its outline."""
    with expected_errors():
        from plansearch.commands.output import print_document

        snapshot = open_snapshot(data)
        detail = snapshot.detail(document_id)
        if as_json:
            from search_api.documents.schemas import detail_out

            print_json(detail_out(detail, snapshot.passages_of(document_id)))
        else:
            print_document(detail)
