"""`plansearch eval`: the ranking measured on known answers."""

import json
from pathlib import Path
from typing import Annotated

import typer

from plansearch.commands.common import AsJson, Data, expected_errors, open_snapshot, read_settings


def evaluate(
    file: Annotated[Path, typer.Argument(help="JSON Lines: id, kind, query, relevant")],
    store: Annotated[
        bool, typer.Option("--store", help="Keep the questions: new indexes must answer them as well")
    ] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Measure the ranking on questions with known answers."""
    with expected_errors():
        from index.data_folder import DataFolder
        from plansearch.commands.output import print_evaluation
        from search_api.measuring.evaluation import evaluate as run
        from search_api.measuring.evaluation import read_questions

        questions = read_questions(file)
        snapshot = open_snapshot(data)
        report = run(snapshot, questions)
        if store:
            from search_api.measuring.quality import store_questions

            store_questions(DataFolder.open(read_settings(data).data), file)
        if as_json:
            typer.echo(json.dumps(report.to_json(), ensure_ascii=False, indent=2))
        else:
            print_evaluation(report)
