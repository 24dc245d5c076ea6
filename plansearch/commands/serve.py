"""`plansearch serve`: the pages and the API."""

from typing import Annotated

import typer

from plansearch.commands.common import Data, expected_errors, read_settings


def serve(
    host: Annotated[str | None, typer.Option(help="Address to serve on")] = None,
    port: Annotated[int | None, typer.Option(help="Port to serve on")] = None,
    root_path: Annotated[
        str | None, typer.Option(help="Path that a proxy serves it under, as /plans")
    ] = None,
    processes: Annotated[
        int | None, typer.Option(help="How many processes serve, at most one a processor", show_default="1")
    ] = None,
    data: Data = None,
) -> None:
    """Serve the pages and the API."""
    with expected_errors():
        settings = read_settings(data, host=host, port=port, root_path=root_path, processes=processes)
        if settings.processes > 1:
            from plansearch.processes import serve_together

            serve_together(settings)
        else:
            from plansearch.serving import opened_application, serve_alone

            serve_alone(opened_application(settings), settings)
