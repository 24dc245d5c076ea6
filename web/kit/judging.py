"""Judging results on the pages: whether it is on, what was just judged, and how often one may."""

from dataclasses import dataclass
from typing import Self

from fastapi import HTTPException
from limits import parse

from index.audit import AuditLog
from search_api.kit.windows import Windows
from search_api.measuring.feedback import FeedbackStore

# Which result was just judged, and the key that takes it back: what the address says after a press.
PARAMETER = "judged"
_SEPARATOR = "~"
_RATE = parse("30/minute")
_WAIT_SECONDS = "60"
# Requests of an address are counted beside.
_JUDGES = "judges"


@dataclass(frozen=True, slots=True)
class Judging:
    """What the pages need to offer judging; `reference` is what was judged a moment ago."""

    reference: str
    key: str

    @classmethod
    def parse(cls, value: str) -> Self:
        """Read what the address says after a judgement; empty where nothing was just judged."""
        reference, _, key = value.partition(_SEPARATOR)
        return cls(reference, key)

    def __str__(self) -> str:
        return f"{self.reference}{_SEPARATOR}{self.key}"


class Desk:
    """Where judgements are handed in: the store, the log of writes, and how many one address may hand in."""

    def __init__(self, store: FeedbackStore, audit: AuditLog, windows: Windows) -> None:
        self.store, self.audit = store, audit
        self._windows = windows

    def admit(self, address: str) -> None:
        """Raise the answer 429 where an address hands in too many."""
        if not self._windows.hit(_RATE, _JUDGES, address):
            raise HTTPException(
                429, "too many judgements in a minute: wait a little", {"Retry-After": _WAIT_SECONDS}
            )
