"""The endpoint: one request to an OpenAI-compatible server, read as a stream within limits."""

import ssl
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import urlsplit

import anyio
import httpx2
from pydantic import BaseModel, ValidationError

from index.errors import PlanSearchError
from search_api.writing.types import EndpointError, Reason

CONNECT_SECONDS = 3.0
# A few sentences are some hundred events of some hundred bytes; models that think aloud send more.
MOST_BYTES = 4_000_000
MOST_BYTES_OF_AN_EVENT = 100_000
MOST_CHARACTERS = 20_000
_STREAM, _JSON = "text/event-stream", "application/json"
_END = "[DONE]"
_REASONS: tuple[tuple[type[Exception], Reason], ...] = (
    (httpx2.ConnectError, "unreachable"),
    (httpx2.ConnectTimeout, "unreachable"),
    (httpx2.InvalidURL, "unreachable"),
    (TimeoutError, "timeout"),
    (httpx2.TimeoutException, "timeout"),
    (httpx2.SSEError, "malformed"),
    (httpx2.TransportError, "broken_off"),
    (httpx2.HTTPError, "malformed"),
    (ValidationError, "malformed"),
)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An OpenAI-compatible server, the model to use there, and the seconds that it has."""

    url: str = field(repr=False)
    model: str
    key: str = field(repr=False)
    seconds: float

    @classmethod
    def of(cls, url: str, model: str, key: str, seconds: float) -> "Endpoint":
        """Return the endpoint; raises `PlanSearchError` for settings that cannot be used."""
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in url:
            raise PlanSearchError(
                "PLANSEARCH_LLM_URL must be the base address of an OpenAI-compatible server, as "
                "http://127.0.0.1:11434/v1, without a user name: a key goes to PLANSEARCH_LLM_KEY"
            )
        if parts.query or parts.fragment:
            raise PlanSearchError("PLANSEARCH_LLM_URL must end with its path, without ? and #")
        if not model:
            raise PlanSearchError("PLANSEARCH_LLM_URL is set: name the model in PLANSEARCH_LLM_MODEL")
        if not (key.isascii() and (key.isprintable() or not key)):
            raise PlanSearchError("PLANSEARCH_LLM_KEY must be one line of plain ASCII")
        return cls(url.rstrip("/"), model, key, seconds)

    @property
    def host(self) -> str:
        """The host that questions are sent to, with its port: all that readers are told of it."""
        return urlsplit(self.url).netloc


class _Delta(BaseModel):
    content: str | None = None


class _Choice(BaseModel):
    delta: _Delta = _Delta()
    message: _Delta = _Delta()
    finish_reason: str | None = None


class _Completion(BaseModel):
    """What is read here of a chat completion, or of a piece of one."""

    choices: list[_Choice]

    @property
    def first(self) -> _Choice:
        """The only choice that is asked for; an empty one in the pieces that only count tokens."""
        return self.choices[0] if self.choices else _Choice()


async def stream_text(endpoint: Endpoint, messages: Sequence[dict[str, str]]) -> AsyncGenerator[str, None]:
    """Yield the text of a completion as it arrives.

    Raises `EndpointError` where the endpoint fails, breaks off or sends too much, or is not done within
    its seconds, counted from the beginning and however slowly it drips.
    """
    end = anyio.current_time() + endpoint.seconds
    left = MOST_CHARACTERS
    async with aclosing(_pieces(endpoint, messages)) as pieces:
        while True:
            # The scope ends before each yield: it must not reach into the code of the reader.
            with _translated(), anyio.fail_after(max(0.0, end - anyio.current_time())):
                piece = await anext(pieces, None)
            if piece is None:
                return
            left -= len(piece)
            if left < 0:
                raise EndpointError("too_long")
            yield piece


async def _pieces(endpoint: Endpoint, messages: Sequence[dict[str, str]]) -> AsyncGenerator[str, None]:
    body = {"model": endpoint.model, "messages": messages, "stream": True, "temperature": 0}
    async with (
        httpx2.AsyncClient(
            # Neither a proxy from the environment nor a redirect may carry the question elsewhere.
            trust_env=False,
            follow_redirects=False,
            verify=_tls(),
            timeout=httpx2.Timeout(endpoint.seconds, connect=CONNECT_SECONDS),
        ) as client,
        client.stream(
            "POST", f"{endpoint.url}/chat/completions", json=body, headers=_headers(endpoint)
        ) as response,
    ):
        if _kind(response) == _STREAM:
            async for text in _streamed(response):
                yield text
        else:
            whole = b"".join([chunk async for chunk in _bounded(response)])
            yield _Completion.model_validate_json(whole).first.message.content or ""


def _headers(endpoint: Endpoint) -> dict[str, str]:
    # Uncompressed, so that the bytes that are counted are the bytes that are read.
    headers = {"Accept": f"{_STREAM}, {_JSON}", "Accept-Encoding": "identity"}
    return {**headers, "Authorization": f"Bearer {endpoint.key}"} if endpoint.key else headers


def _kind(response: httpx2.Response) -> str:
    """Return the media type of a usable response; raises `EndpointError` for any other."""
    if response.status_code != 200:
        raise EndpointError("refused")
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if kind not in {_STREAM, _JSON} or response.headers.get("Content-Encoding", "identity") != "identity":
        raise EndpointError("malformed")
    return kind


async def _streamed(response: httpx2.Response) -> AsyncGenerator[str, None]:
    """Yield the text of the events of a stream, which must say that it is complete."""
    counted = httpx2.Response(
        200, headers={"Content-Type": _STREAM}, content=_bounded(response), request=response.request
    )
    complete = False
    async for event in httpx2.EventSource(counted, max_event_size=MOST_BYTES_OF_AN_EVENT):
        if event.data == _END:
            return
        if event.data:
            choice = _Completion.model_validate_json(event.data).first
            yield choice.delta.content or ""
            complete = complete or choice.finish_reason is not None
    if not complete:
        raise EndpointError("broken_off")


async def _bounded(response: httpx2.Response) -> AsyncGenerator[bytes, None]:
    """Yield the bytes of a body; raises `EndpointError` where there are too many."""
    left = MOST_BYTES
    async for chunk in response.aiter_raw():
        left -= len(chunk)
        if left < 0:
            raise EndpointError("too_long")
        yield chunk


@contextmanager
def _translated() -> Iterator[None]:
    """Turn what can go wrong on the way into an `EndpointError`."""
    try:
        yield
    except Exception as error:
        reason = next((reason for kind, reason in _REASONS if isinstance(error, kind)), None)
        if reason is None:
            raise
        raise EndpointError(reason) from error


@cache
def _tls() -> ssl.SSLContext:
    """Return the checks of certificates: reading those that the machine trusts takes a while."""
    return httpx2.create_ssl_context(trust_env=False)
