"""The MCP server: the tools, and how to use them."""

import logging

from mcp.server.mcpserver import MCPServer
from mcp_types import ToolAnnotations

from index.live import LiveIndex
from plansearch import __version__
from plansearch.agents.tools import Tools

_INSTRUCTIONS = """\
Search and answers over Vietnamese government plans. Every result is verbatim, with its citation and address: quote it \
word for word, and give both. Where `confidence` is "none" or `status` is "no_evidence", the plans do not speak of it: \
say so instead of answering from elsewhere. Check what you quote with `check_quotations` before you hand it on.\
"""
_READS = ToolAnnotations(
    read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
)


def agents_server(index: LiveIndex, site: str = "") -> MCPServer:
    """Return the server over an index, whose pages are at `site` for agents that do not come over HTTP."""
    # Else the SDK would give the log of this process another form.
    logging.basicConfig(format="%(message)s")
    server: MCPServer = MCPServer(
        "PlanSearch", version=__version__, instructions=_INSTRUCTIONS, log_level="WARNING"
    )
    # Below a warning stands what was asked.
    logging.getLogger("mcp").setLevel(logging.WARNING)
    tools = Tools(index, site)
    for tool in (
        tools.search, tools.ask, tools.read_passage, tools.similar_passages, tools.compare_documents,
        tools.check_quotations, tools.list_documents,
    ):  # fmt: skip
        server.add_tool(tool, annotations=_READS)
    return server
