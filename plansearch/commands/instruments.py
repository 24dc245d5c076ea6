"""`plansearch instruments`: what the plans cite."""

from typing import Annotated

import typer

from plansearch.commands.common import AsJson, Data, expected_errors, open_snapshot, print_json


def instruments(
    number: Annotated[str, typer.Argument(help="A number or key; without it, all that is cited")] = "",
    data: Data = None,
    as_json: AsJson = False,
) -> None:
    """List the instruments that the plans cite, or show who cites one and who does not."""
    with expected_errors():
        from plansearch.commands.instruments_output import print_instrument, print_instruments
        from search_api.instruments.overview import instrument, list_instruments
        from search_api.instruments.schemas import instrument_detail_out, instruments_out
        from search_api.kit.pages import WHOLE

        snapshot = open_snapshot(data)
        if number:
            record = instrument(snapshot, number)
            detail = instrument_detail_out(snapshot, record, WHOLE)
            print_json(detail) if as_json else print_instrument(detail)
        else:
            records = list_instruments(snapshot)
            found = instruments_out(snapshot, records, WHOLE)
            print_json(found) if as_json else print_instruments(found)
