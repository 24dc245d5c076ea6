"""`plansearch eval`: the ranking measured on known answers."""

import json
from pathlib import Path
from typing import Annotated

import typer

from plansearch.commands.common import AsJson, Data, expected_errors, open_snapshot, read_settings


def evaluate(
    file: Annotated[
        Path,
        typer.Argument(
            help="JSON Lines: id, kind, query, relevant; or free questions: id, kind, question, first …"
        ),
    ],
    half: Annotated[str | None, typer.Option(help="Only the free questions of this half")] = None,
    store: Annotated[
        bool, typer.Option("--store", help="Keep the questions: new indexes must answer them as well")
    ] = False,
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Measure the ranking, or the answers, on questions with known answers."""
    with expected_errors():
        from index.data_folder import DataFolder
        from plansearch.commands.output import print_asking, print_evaluation
        from search_api.measuring.asking import evaluate_asking, is_free, read_free_questions
        from search_api.measuring.evaluation import evaluate as run
        from search_api.measuring.evaluation import read_questions

        asking = ranking = None
        if file.exists() and is_free(file):
            free = read_free_questions(file, half)
            asking = evaluate_asking(open_snapshot(data), free)
        else:
            known = read_questions(file)
            ranking = run(open_snapshot(data), known)
        if store:
            from search_api.measuring.quality import store_questions

            store_questions(DataFolder.open(read_settings(data).data), file)
        report = asking or ranking
        if as_json and report:
            typer.echo(json.dumps(report.to_json(), ensure_ascii=False, indent=2))
        elif asking:
            print_asking(asking)
        elif ranking:
            print_evaluation(ranking)
