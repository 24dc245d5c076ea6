"""An OpenAI-compatible server on a free port that obeys, lies, hangs or breaks off, as a test wants it."""

import json
import select
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

STREAM, JSON = "text/event-stream", "application/json"
_STOP_CHECK = 0.05
_DRIPS = 100


class Exchange(BaseHTTPRequestHandler):
    """One request; a behaviour writes the answer."""

    server: "_Server"

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.llm.requests.append(Request(self.path, dict(self.headers), json.loads(body)))
        self.server.llm.asked.set()
        try:
            self.server.llm.behaviour(self)
        except OSError:
            self.server.llm.hung_up.set()
        self.close_connection = True

    def do_GET(self) -> None:
        self.server.llm.strays.append(self.path)
        self.send_error(404)

    def begin(self, status: int = 200, kind: str = STREAM, **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Connection": "close", **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()

    def event(self, data: object) -> None:
        self.write(f"data: {data if isinstance(data, str) else json.dumps(data)}\n\n".encode())

    def write(self, data: bytes) -> None:
        self.wfile.write(data)
        self.wfile.flush()

    def wait_for_the_end(self) -> None:
        """Wait until the other side hangs up or the test is over."""
        while not self.server.llm.over.wait(_STOP_CHECK):
            if select.select([self.connection], [], [], 0)[0]:
                if not self.connection.recv(1, socket.MSG_PEEK):
                    self.server.llm.hung_up.set()
                return

    def log_message(self, *_: object) -> None:
        pass


Behaviour = Callable[[Exchange], None]


@dataclass
class Request:
    """What was asked of the server."""

    path: str
    headers: dict[str, str]
    body: dict[str, object]

    @property
    def text(self) -> str:
        return json.dumps(self.body, ensure_ascii=False)


@dataclass
class LlmServer:
    """A running server: what it was asked, whether it was, and whether its client hung up on it."""

    url: str = ""
    behaviour: Behaviour = lambda _: None
    requests: list[Request] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)
    asked: threading.Event = field(default_factory=threading.Event)
    hung_up: threading.Event = field(default_factory=threading.Event)
    over: threading.Event = field(default_factory=threading.Event)


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, llm: LlmServer) -> None:
        super().__init__(("127.0.0.1", 0), Exchange)
        self.llm = llm


@contextmanager
def llm_server(behaviour: Behaviour | None = None) -> Iterator[LlmServer]:
    """Run a server; without a behaviour it obeys and summarises the first quotation."""
    llm = LlmServer(behaviour=behaviour or obeys)
    server = _Server(llm)
    llm.url = f"http://127.0.0.1:{server.server_port}/v1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield llm
    finally:
        llm.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def quotations(exchange: Exchange) -> list[dict[str, object]]:
    """Return the quotations that the last request gave as data."""
    return data_of(exchange.server.llm.requests[-1])["quotations"]


def data_of(request: Request) -> dict[str, object]:
    """Return the JSON in the user's message."""
    content = request.body["messages"][-1]["content"]
    return json.loads(content[content.index("{") :])


def delta(text: str | None, finish: str | None = None) -> dict[str, object]:
    """Return a piece of a completion."""
    return {"choices": [{"index": 0, "delta": {"content": text}, "finish_reason": finish}]}


def says(text: str, size: int = 7) -> Behaviour:
    """Stream a text in small pieces, as models do."""

    def behave(exchange: Exchange) -> None:
        exchange.begin()
        exchange.event({"choices": [{"index": 0, "delta": {"role": "assistant"}}]})
        for start in range(0, len(text), size):
            exchange.event(delta(text[start : start + size]))
        exchange.event(delta(None, "stop"))
        exchange.event("[DONE]")

    return behave


def obeys(exchange: Exchange) -> None:
    """Repeat the first quotation and cite it."""
    words = str(quotations(exchange)[0]["text"]).rstrip(" .;:")
    says(f"“{words}” [1].")(exchange)


def hangs(exchange: Exchange) -> None:
    """Begin a stream and never go on."""
    exchange.begin()
    exchange.wait_for_the_end()


def keeps_silent(exchange: Exchange) -> None:
    """Take the request and never answer."""
    exchange.wait_for_the_end()


def drips(exchange: Exchange) -> None:
    """Send a comment byte after byte, so that no single read takes long, and the answer only then."""
    exchange.begin()
    for _ in range(_DRIPS):
        exchange.server.llm.over.wait(_STOP_CHECK)
        exchange.write(b":")
    exchange.write(b"\n\n")
    exchange.event(delta("Too late [1].", "stop"))


def says_then_hangs(text: str) -> Behaviour:
    """Stream a text and never end the stream."""

    def behave(exchange: Exchange) -> None:
        exchange.begin()
        exchange.event(delta(text))
        exchange.wait_for_the_end()

    return behave


def breaks_off_after(text: str) -> Behaviour:
    """Stream a text and close the connection without an end."""

    def behave(exchange: Exchange) -> None:
        exchange.begin()
        exchange.event(delta(text))

    return behave


def fails(status: int = 500) -> Behaviour:
    """Answer with an error."""
    return lambda exchange: exchange.begin(status, JSON)


def redirects_to(url: str) -> Behaviour:
    """Send the client elsewhere, question and all."""
    return lambda exchange: exchange.begin(307, JSON, Location=url)


def sends(*chunks: bytes, kind: str = STREAM, **headers: str) -> Behaviour:
    """Send bytes as they are."""

    def behave(exchange: Exchange) -> None:
        exchange.begin(kind=kind, **headers)
        for chunk in chunks:
            exchange.write(chunk)

    return behave


def answers_at_once(text: str) -> Behaviour:
    """Answer with one JSON object, as servers do that know no streaming."""
    body = {"choices": [{"message": {"role": "assistant", "content": text}, "finish_reason": "stop"}]}
    return sends(json.dumps(body).encode(), kind=JSON)
