"""`plansearch check`: the quotations and citations of a draft, held against the plans."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from plansearch.commands.common import AsJson, Data, expected_errors, open_snapshot, print_json

DIFFERS = 1


def check(
    file: Annotated[Path, typer.Argument(help="The draft: text, Word or another file; - for stdin")],
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """Check the quotations and citations of a draft; exit status 1 where one is not as in the plans."""
    with expected_errors():
        from search_api.checking.check import check as run
        from search_api.checking.files import text_of_file

        snapshot = open_snapshot(data)
        checked = run(snapshot, text_of_file(_content(file), file.name))
        if as_json:
            from search_api.checking.schemas import check_out

            print_json(check_out(snapshot, checked))
        else:
            from plansearch.commands.check_output import print_check

            print_check(snapshot, checked)
    if not checked.is_clean:
        raise typer.Exit(DIFFERS)


def _content(file: Path) -> bytes:
    from index.errors import PlanSearchError

    if str(file) == "-":
        return sys.stdin.buffer.read()
    try:
        return file.read_bytes()
    except OSError as error:
        raise PlanSearchError(f"cannot read {file} ({error.strerror or error})") from error
