"""How many requests one key or one address may send, counted over the time that has just passed."""

import math
import time
from dataclasses import dataclass
from ipaddress import ip_address, ip_network

from limits import RateLimitItem, parse
from starlette.datastructures import MutableHeaders
from starlette.types import Message, Send

from plansearch.keys import Key
from search_api.kit.windows import Windows

# Who has one address of IPv6 has all of its network.
_NETWORK_OF_ONE = 64


@dataclass(frozen=True, slots=True)
class Allowance:
    """What a request has left of its limit: `reset` are the seconds until there is more again."""

    policy: str
    quota: int
    window: int
    remaining: int
    reset: int
    admitted: bool

    def headers(self) -> dict[str, str]:
        """Return the headers that tell of it, as the IETF's draft (httpapi-ratelimit-headers) has them."""
        return {
            "RateLimit-Policy": f'"{self.policy}";q={self.quota};w={self.window}',
            "RateLimit": f'"{self.policy}";r={self.remaining};t={self.reset}',
        }

    def told_by(self, send: Send) -> Send:
        """Return what sends an answer with these headers."""

        async def telling(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self.headers())
            await send(message)

        return telling


class Limits:
    """Counts requests by key, or by address without one; safe for several threads."""

    def __init__(self, usual: str, windows: Windows) -> None:
        """`usual` is the limit of an address, and of a key that has none of its own; empty for none."""
        self._usual = parse(usual) if usual else None
        self._windows = windows

    def take(self, key: Key | None, address: str) -> Allowance | None:
        """Count a request, and return what is left; None where nothing limits it."""
        own = parse(key.grant.rate) if key and key.grant.rate else self._usual
        if own is None:
            return None
        return self._taken(own, "key", key.id) if key else self._taken(own, "address", _network(address))

    def _taken(self, rate: RateLimitItem, policy: str, who: str) -> Allowance:
        admitted = self._windows.hit(rate, policy, who)
        reset, remaining = self._windows.get_window_stats(rate, policy, who)
        seconds = max(1, math.ceil(reset - time.time()))
        return Allowance(policy, rate.amount, rate.get_expiry(), max(remaining, 0), seconds, admitted)


def _network(address: str) -> str:
    """Return what one sender has: an address of IPv4, a network of IPv6."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return address if found.version == 4 else str(ip_network((found, _NETWORK_OF_ONE), strict=False))
