"""`plansearch ask`: verbatim quotes that answer a question."""

from typing import Annotated

import typer

from plansearch.commands.common import AsJson, Data, expected_errors, open_snapshot, print_json


def ask(
    question: Annotated[str, typer.Argument(help="A question")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Answer a question with verbatim quotes."""
    with expected_errors():
        from plansearch.commands.output import print_answer
        from search_api.asking.answers import ask as run

        snapshot = open_snapshot(data)
        found = run(snapshot, question)
        if as_json:
            from search_api.asking.schemas import ask_out

            print_json(ask_out(snapshot, found))
        else:
            print_answer(found)
