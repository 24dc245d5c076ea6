"""`plansearch compare`: two to six documents side by side, printed or written as a file."""

from pathlib import Path
from typing import Annotated

import typer

from plansearch.commands.common import AsJson, Data, expected_errors, open_snapshot, print_json


def compare(
    document_ids: Annotated[
        list[str], typer.Argument(help="Ids of 2 to 6 documents; the first leads the order", metavar="ID...")
    ],
    form: Annotated[str | None, typer.Option("--format", help="text, json, html or docx")] = None,
    output: Annotated[Path | None, typer.Option(help="File to write; its name tells the format")] = None,
    language: Annotated[str, typer.Option("--lang", help="Language of html and docx: vi or en")] = "vi",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Set documents side by side: provisions aligned, word differences, what only one says."""
    with expected_errors():
        from plansearch.commands.similar_output import chosen_format, print_comparison, write_comparison
        from search_api.comparing.comparison import compare as compare_documents

        chosen = chosen_format("json" if as_json else form, output)
        snapshot = open_snapshot(data)
        comparison = compare_documents(snapshot, document_ids)
        if chosen == "json" and output is None:
            from search_api.comparing.schemas import compare_out

            print_json(compare_out(snapshot, comparison))
        elif chosen == "text":
            print_comparison(comparison)
        else:
            write_comparison(snapshot, comparison, chosen, language, output)
