"""The door of the office desk: who may write without a key."""

from fastapi import Request

from plansearch.settings import is_loopback
from search_api.kit.addresses import path_of, sent_host_of

_DESK = ("/desk", "/api/v1/jobs", "/api/v1/quarantine")
_DOCUMENTS = "/api/v1/documents/"
# What a proxy adds that was not told to say nothing.
_FORWARDED = ("forwarded", "x-forwarded-for", "x-real-ip", "via")


def is_of_desk(request: Request) -> bool:
    """True for what changes the documents, and for what tells of such changes."""
    path = path_of(request.scope)
    removes = request.method == "DELETE" and path.startswith(_DOCUMENTS)
    return removes or any(path == place or path.startswith(f"{place}/") for place in _DESK)


def is_at_this_machine(request: Request) -> bool:
    """True for a request that was sent on this machine, to this machine, and not handed on by a proxy.

    A page elsewhere may have its own name lead to this machine; then the name of the server is not ours.
    """
    if any(name in request.headers for name in _FORWARDED):
        return False
    host = sent_host_of(request)
    name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    client = request.client.host if request.client else ""
    return is_loopback(client) and is_loopback(name.lower())
