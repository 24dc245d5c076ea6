"""Connections over HTTP/1.1 that nobody keeps open for nothing: who sends or reads too slowly is cut off."""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


class BoundedConnection(H11Protocol):
    """A connection on which a request must have come whole, and an answer go on, within seconds.

    uvicorn itself bounds only how long a connection may be idle between two requests.
    """

    # For a request, or the next part of a large one: files for the desk may come over a slow line.
    request_seconds = 60.0
    request_part = 1024 * 1024
    # For what the buffers of both machines hold, some hundred kilobytes.
    reading_seconds = 30.0
    _request_end: asyncio.TimerHandle | None = None
    _received = 0
    _reading_end: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a first request."""
        super().connection_made(transport)
        self._expect()

    def data_received(self, data: bytes) -> None:
        """Take in a part of a request, and see whether it is whole."""
        super().data_received(data)
        self._received += len(data)
        if self._received >= self.request_part and self._request_end:
            self._request_end.cancel()
            self._request_end = None
        self._expect()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        super().connection_lost(exc)
        for end in filter(None, (self._request_end, self._reading_end)):
            end.cancel()

    def pause_writing(self) -> None:
        """Give the client time to read what was sent."""
        super().pause_writing()
        self._reading_end = self.loop.call_later(self.reading_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on: the client has read."""
        super().resume_writing()
        if self._reading_end:
            self._reading_end.cancel()

    def _expect(self) -> None:
        """Bound the time for a request that has begun, or has not yet, and is not whole."""
        whole = self.conn.their_state not in (h11.IDLE, h11.SEND_BODY)
        if whole and self._request_end:
            self._request_end.cancel()
            self._request_end = None
        elif not whole and not self._request_end:
            self._received = 0
            self._request_end = self.loop.call_later(self.request_seconds, self.transport.abort)
