"""The socket that a server listens on, and how it tells where that is."""

import logging
import socket

from index.errors import PlanSearchError
from plansearch.settings import Settings

log = logging.getLogger(__name__)


def bound_listener(settings: Settings) -> socket.socket:
    """Return a bound socket; raises `PlanSearchError` where the address is taken, before anything starts."""
    host, port = settings.host, settings.port
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listener = socket.create_server((host, port), family=family)
    except OSError as error:
        reason = error.strerror or str(error)
        raise PlanSearchError(
            f"cannot serve on {host}:{port} ({reason}): name another with --port or --host"
        ) from error
    # Connections inherit it; else the parts of an answer wait for each other's receipt.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def tell_address(listener: socket.socket, settings: Settings) -> None:
    """Say in the log where the server is reached, and whether with a key alone."""
    if settings.keys_required:
        log.info("requests need a key: `plansearch keys create` makes one")
    log.info("PlanSearch serves http://%s:%d", *listener.getsockname()[:2])
