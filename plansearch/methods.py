"""`HEAD` wherever `GET` is, and `OPTIONS`: said here once for every route, page and file."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_READ = "GET"


class Methods:
    """Middleware that answers `HEAD` as `GET` without the body, and `OPTIONS` with what a path allows."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand a request on as what the routes know."""
        method = scope["method"] if scope["type"] == "http" else ""
        if method == "HEAD":
            answer = _Bodiless(receive, send)
            await self._app({**scope, "method": _READ}, answer.receive, answer.send)
        elif method:
            await self._app(scope, receive, _Allowing(send, asked=method == "OPTIONS").send)
        else:
            await self._app(scope, receive, send)


class _Bodiless:
    """An answer whose body is not sent; it ends with its headers, and so does what makes a stream."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self._ended = False

    async def receive(self) -> Message:
        return {"type": "http.disconnect"} if self._ended else await self._receive()

    async def send(self, message: Message) -> None:
        if message["type"] != "http.response.start":
            return
        await self._send(_allowing(message))
        self._ended = True
        await self._send({"type": "http.response.body", "body": b""})


class _Allowing:
    """An answer that names every method of a path where it refuses one; `asked` makes that the answer."""

    def __init__(self, send: Send, *, asked: bool) -> None:
        self._send, self._asked = send, asked
        self._told = False

    async def send(self, message: Message) -> None:
        if self._told:
            return
        if message["type"] == "http.response.start":
            message = _allowing(message)
            if self._asked and message["status"] == 405:
                self._told = True
                await self._send(_no_content(message))
                await self._send({"type": "http.response.body", "body": b""})
                return
        await self._send(message)


def _allowing(message: Message) -> Message:
    """Return the start of an answer; one that refuses a method names all that there are."""
    if message["status"] == 405:
        headers = MutableHeaders(scope=message)
        named = headers.get("allow", _READ).split(", ")
        heads = ["HEAD"] if _READ in named else []
        headers["allow"] = ", ".join(sorted({*named, *heads, "OPTIONS"}))
    return message


def _no_content(message: Message) -> Message:
    headers = MutableHeaders(scope=message)
    for name in ("content-type", "content-length", "content-language"):
        del headers[name]
    return {**message, "status": 204}
