"""`plansearch mcp`: the tools for an AI agent on this machine, on stdin and stdout."""

from typing import Annotated

import typer

from plansearch.commands.common import Data, expected_errors, read_settings


def mcp(
    site: Annotated[
        str, typer.Option(help="Address of a server with the pages, for links, as https://portal.example")
    ] = "",
    data: Data = None,
) -> None:
    """Answer an AI agent on stdin and stdout (MCP); `serve` answers agents over HTTP at /mcp."""
    with expected_errors():
        from importlib.util import find_spec

        from index.errors import PlanSearchError

        if find_spec("mcp") is None:
            raise PlanSearchError(
                "the MCP server is not installed: pip install 'plansearch[mcp]' installs it"
            )
        from index.live import LiveIndex
        from plansearch.agents.server import agents_server

        settings = read_settings(data)
        index = LiveIndex.open(settings.data, settings.model, settings.reranker, settings.milvus)
        agents_server(index, site).run("stdio")
