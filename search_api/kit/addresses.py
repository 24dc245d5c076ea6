"""Where a request goes: the path that the application is mounted at, and what lies under it."""

from starlette.requests import Request
from starlette.types import Scope

# Where a request keeps the name of the server that it was sent to.
SENT_HOST = "sent_host"


def root_of(scope: Scope) -> str:
    """Return the path that the application is mounted at, without its last slash; empty for none."""
    return str(scope.get("root_path", "")).rstrip("/")


def path_of(scope: Scope) -> str:
    """Return the path of a request under the root, unescaped."""
    return str(scope["path"]).removeprefix(root_of(scope))


def sent_host_of(request: Request) -> str:
    """Return `Host` as it was sent: to be compared with what else a browser says, never to be written."""
    return str(getattr(request.state, SENT_HOST, request.headers.get("host", "")))
