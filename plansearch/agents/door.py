"""Agents over HTTP, at one address of the application, behind the same door as everything else.

Each call is a request of its own, without a session, so that the key of each is looked at.
"""

from importlib.util import find_spec
from typing import TYPE_CHECKING

from anyio import sleep_forever
from fastapi import FastAPI, Request
from starlette.concurrency import run_in_threadpool
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from index.live import LiveIndex
from plansearch.failures import failure

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

PATH = "/mcp"
_FOREIGN = "a page of another site may not ask here"


def mount_agents(app: FastAPI) -> None:
    """Add the address for agents, where the SDK is installed."""
    if find_spec("mcp"):
        door = _Door(app.state.index)
        app.router.routes.append(Route(PATH, door, methods=["POST"], include_in_schema=False))


class _Door:
    """Answers agents, but no page of another site, as the protocol demands."""

    def __init__(self, index: LiveIndex) -> None:
        self._index = index
        self._server: MCPServer | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        if request.headers.get("origin", _own(request)) != _own(request):
            await failure(request, 403, _FOREIGN)(scope, receive, send)
            return
        server = await run_in_threadpool(self._loaded)
        # Names of the server and sizes of bodies have been looked at.
        server.streamable_http_app(stateless_http=True, json_response=True, host="")
        manager = server.session_manager
        # Any of the tools may be called, so it costs what the heaviest do. As nothing lasts longer than the request,
        # its task may be the manager's.
        async with request.app.state.gate.place("heavy", sleep_forever), manager.run():
            await manager.asgi_app(scope, receive, send)

    def _loaded(self) -> "MCPServer":
        """Return the server; the first agent that asks waits for the SDK, which costs time and memory."""
        if self._server is None:
            from plansearch.agents.server import agents_server

            self._server = agents_server(self._index)
        return self._server


def _own(request: Request) -> str:
    """Return what the browser would send for a page of this server."""
    return f"{request.url.scheme}://{request.url.netloc}"
