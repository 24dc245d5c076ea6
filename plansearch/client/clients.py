"""Both clients: each only sends; what is sent, and as what an answer is read, is told by `calls` alone."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import closing
from functools import wraps
from typing import Generic, ParamSpec, Self, overload

import anyio
import httpx2

from plansearch import __version__
from plansearch.client import calls
from plansearch.client.calls import Answer, Call, Item, LinesCall, ListCall, Part
from plansearch.client.problems import ProblemError, retry_after

P = ParamSpec("P")
_TRY_LATER = frozenset({429, 503})


class Operation(Generic[P, Answer]):
    """A call as a method of both clients: one returns the answer, the other's is awaited."""

    def __init__(self, call: Callable[P, Call[Answer]]) -> None:
        self._call = call

    @overload
    def __get__(self, client: "Client", owner: type) -> Callable[P, Answer]: ...
    @overload
    def __get__(self, client: "AsyncClient", owner: type) -> Callable[P, Awaitable[Answer]]: ...
    def __get__(self, client: "Client | AsyncClient", owner: type) -> Callable[P, Answer | Awaitable[Answer]]:
        """Return the method of one client."""

        @wraps(self._call)
        def send(*args: P.args, **kwargs: P.kwargs) -> Answer | Awaitable[Answer]:
            return client.send(self._call(*args, **kwargs))

        return send


class Listing(Generic[P, Part, Item]):
    """A call for a part of a list; `each` walks through all of the list."""

    def __init__(self, client: "Client", call: Callable[P, ListCall[Part, Item]]) -> None:
        self._client, self._call = client, call

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Part:
        """Return a part of the list."""
        return self._client.send(self._call(*args, **kwargs))

    def each(self, *args: P.args, **kwargs: P.kwargs) -> Iterator[Item]:
        """Yield what is listed, part after part; raises a `ProblemError` with 410 where the index changes meanwhile."""
        call: ListCall[Part, Item] | None = self._call(*args, **kwargs).first()
        while call:
            part = self._client.send(call)
            yield from call.items(part)
            call = call.after(part)


class AsyncListing(Generic[P, Part, Item]):
    """The same where answers are awaited."""

    def __init__(self, client: "AsyncClient", call: Callable[P, ListCall[Part, Item]]) -> None:
        self._client, self._call = client, call

    async def __call__(self, *args: P.args, **kwargs: P.kwargs) -> Part:
        """Return a part of the list."""
        return await self._client.send(self._call(*args, **kwargs))

    async def each(self, *args: P.args, **kwargs: P.kwargs) -> AsyncIterator[Item]:
        """Yield what is listed, part after part; raises a `ProblemError` with 410 where the index changes meanwhile."""
        call: ListCall[Part, Item] | None = self._call(*args, **kwargs).first()
        while call:
            part = await self._client.send(call)
            for item in call.items(part):
                yield item
            call = call.after(part)


class ListOperation(Generic[P, Part, Item]):
    """A call for a part of a list as a method of both clients."""

    def __init__(self, call: Callable[P, ListCall[Part, Item]]) -> None:
        self._call = call

    @overload
    def __get__(self, client: "Client", owner: type) -> Listing[P, Part, Item]: ...
    @overload
    def __get__(self, client: "AsyncClient", owner: type) -> AsyncListing[P, Part, Item]: ...
    def __get__(
        self, client: "Client | AsyncClient", owner: type
    ) -> Listing[P, Part, Item] | AsyncListing[P, Part, Item]:
        """Return the method of one client."""
        if isinstance(client, Client):
            return Listing(client, self._call)
        return AsyncListing(client, self._call)


class Download(Generic[P, Answer]):
    """A call for JSON Lines as a method of both clients: one iterates over the answer, the other's is an `async for`."""

    def __init__(self, call: Callable[P, LinesCall[Answer]]) -> None:
        self._call = call

    @overload
    def __get__(self, client: "Client", owner: type) -> Callable[P, Iterator[Answer]]: ...
    @overload
    def __get__(self, client: "AsyncClient", owner: type) -> Callable[P, AsyncIterator[Answer]]: ...
    def __get__(
        self, client: "Client | AsyncClient", owner: type
    ) -> Callable[P, Iterator[Answer] | AsyncIterator[Answer]]:
        """Return the method of one client."""

        @wraps(self._call)
        def walk(*args: P.args, **kwargs: P.kwargs) -> Iterator[Answer] | AsyncIterator[Answer]:
            return client.walk(self._call(*args, **kwargs))

        return walk


class Operations:
    """What both clients can be asked."""

    search = ListOperation(calls.search)
    ask = Operation(calls.ask)
    suggest = Operation(calls.suggest)
    documents = ListOperation(calls.documents)
    document = Operation(calls.document)
    download_documents = Download(calls.download_documents)
    download_passages = Download(calls.download_passages)
    passage = Operation(calls.passage)
    similar = Operation(calls.similar)
    compare = Operation(calls.compare)
    duties = ListOperation(calls.duties)
    instruments = ListOperation(calls.instruments)
    coverage = Operation(calls.coverage)
    check = Operation(calls.check)
    statistics = Operation(calls.statistics)


class Client(Operations):
    """The API of the server at `url`; where it wants a key, with `key`.

    `timeout` are the seconds that one answer may take, `patience` those that one call waits in all where the
    server asks to come back later; proxies are those of the environment, unless it is not trusted. Every call
    raises `ProblemError` where the server has no answer, and `httpx2.TransportError` where there is no server.
    A context manager; several threads may share one.
    """

    def __init__(
        self,
        url: str,
        key: str | None = None,
        *,
        timeout: float = 60.0,
        patience: float = 30.0,
        trust_env: bool = True,
    ) -> None:
        self._patience = patience
        self._http = httpx2.Client(base_url=url, headers=_headers(key), timeout=timeout, trust_env=trust_env)

    def send(self, call: Call[Answer]) -> Answer:
        """Return the answer to a call."""
        return call.read(self._sent(call))

    def walk(self, call: LinesCall[Answer]) -> Iterator[Answer]:
        """Yield what the lines of an answer say, as they come; who goes no further ends it."""
        with closing(self._sent(call, stream=True)) as response:
            if not response.is_success:
                response.read()
                raise ProblemError.of(response)
            lines = call.lines()
            for part in response.iter_bytes():
                yield from lines.read(part)
            lines.end()

    def _sent(self, call: Call[Answer], *, stream: bool = False) -> httpx2.Response:
        patience = Patience(self._patience)
        while True:
            response = self._http.send(call.request(self._http), stream=stream)
            wait = patience.after(response)
            if wait is None:
                return response
            response.close()
            time.sleep(wait)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class AsyncClient(Operations):
    """The same calls, awaited; an asynchronous context manager."""

    def __init__(
        self,
        url: str,
        key: str | None = None,
        *,
        timeout: float = 60.0,
        patience: float = 30.0,
        trust_env: bool = True,
    ) -> None:
        self._patience = patience
        self._http = httpx2.AsyncClient(
            base_url=url, headers=_headers(key), timeout=timeout, trust_env=trust_env
        )

    async def send(self, call: Call[Answer]) -> Answer:
        """Return the answer to a call."""
        return call.read(await self._sent(call))

    async def walk(self, call: LinesCall[Answer]) -> AsyncIterator[Answer]:
        """Yield what the lines of an answer say, as they come; who goes no further ends it."""
        response = await self._sent(call, stream=True)
        try:
            if not response.is_success:
                await response.aread()
                raise ProblemError.of(response)
            lines = call.lines()
            async for part in response.aiter_bytes():
                for line in lines.read(part):
                    yield line
            lines.end()
        finally:
            await response.aclose()

    async def _sent(self, call: Call[Answer], *, stream: bool = False) -> httpx2.Response:
        patience = Patience(self._patience)
        while True:
            response = await self._http.send(call.request(self._http), stream=stream)
            wait = patience.after(response)
            if wait is None:
                return response
            await response.aclose()
            await anyio.sleep(wait)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


class Patience:
    """How many seconds one call still waits for a server that asks to come back later."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def after(self, response: httpx2.Response) -> int | None:
        """Return how long to wait before the same is asked again, None where this answer stands."""
        asked = retry_after(response) if response.status_code in _TRY_LATER else None
        # A server that says 0 each time is not asked for ever.
        wait = None if asked is None else max(asked, 1)
        if wait is None or wait > self._seconds:
            return None
        self._seconds -= wait
        return wait


def _headers(key: str | None) -> dict[str, str]:
    named = {"User-Agent": f"plansearch/{__version__}"}
    return {**named, "Authorization": f"Bearer {key}"} if key else named
