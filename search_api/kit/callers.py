"""Who asks: what the door has found out about a request, for all that answers it."""

from dataclasses import dataclass

from fastapi import Request

from index.allowed import Allowed


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, by the name of the key, empty without one; `allowed` are the documents to be seen, None for all.

    `writes` is true for whoever may add and remove documents.
    """

    name: str = ""
    allowed: Allowed | None = None
    writes: bool = False

    def __str__(self) -> str:
        return f"key {self.name}" if self.name else "anyone"


def let_in(request: Request, caller: Caller) -> None:
    """Say who asks."""
    request.state.caller = caller


def caller_of(request: Request) -> Caller:
    """Return who asks; raises `AttributeError` where nobody has stood at the door, and nothing is answered."""
    caller: Caller = request.state.caller
    return caller


def may_write(request: Request) -> bool:
    """True where the one who asks may add and remove documents; false also where nobody has stood at the door."""
    caller: Caller | None = getattr(request.state, "caller", None)
    return caller is not None and caller.writes
