"""How many requests are worked on at once, by what they cost; the others wait a while, or are sent away.

A request that may be worked on has a place. There are fewer places than threads, so that whatever
needs no place is answered at once, and the heavy requests have places of their own, so that they
never hold up the others. There are not many more threads, for those that compute hold up each other,
and the loop that all connections share.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Literal, get_args

from anyio import CancelScope, Semaphore, WouldBlock, create_task_group, move_on_after
from anyio.to_thread import current_default_thread_limiter
from starlette.requests import ClientDisconnect

from index.errors import CrowdedError
from search_api.kit.metrics import observe_refused, running_requests, waiting_requests

# Usual: milliseconds of a processor. Heavy: up to seconds. Written: seconds of waiting for another server.
Cost = Literal["usual", "heavy", "written"]
COSTS: tuple[Cost, ...] = get_args(Cost)
# For what needs no place: files, and errors.
_SPARE_THREADS = 4
# Returns when the client has gone.
Left = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many requests of a cost run at once, how many more may wait, and for how many seconds."""

    running: int
    waiting: int
    seconds: float


def crowded() -> CrowdedError:
    """Return the refusal of a request that there is no room for."""
    return CrowdedError("the server is answering as many requests as it can: try again in some seconds")


class Gate:
    """The places of each cost, and `threads`, how many there are for these and for what needs none."""

    def __init__(self, bounds: Mapping[Cost, Bounds]) -> None:
        self._queues = {cost: _Queue(cost, bounds[cost]) for cost in COSTS}
        self.threads = sum(each.running for each in bounds.values()) + _SPARE_THREADS

    @asynccontextmanager
    async def opened(self, _: object) -> AsyncIterator[None]:
        """Have as many threads as the places need, for as long as an application runs: its lifespan."""
        current_default_thread_limiter().total_tokens = self.threads
        yield

    @asynccontextmanager
    async def place(self, cost: Cost, left: Left) -> AsyncIterator[None]:
        """Wait for a place, and hold it.

        Raises `CrowdedError` where too many wait already, or none was free in time, and
        `ClientDisconnect` where the client has gone meanwhile.
        """
        with ExitStack() as held:
            await self._queues[cost].enter(held, left)
            with running_requests(cost):
                yield


class _Queue:
    """The places of one cost, and who waits for them: first come, first served."""

    def __init__(self, cost: Cost, bounds: Bounds) -> None:
        self._cost, self._bounds = cost, bounds
        self._places = Semaphore(bounds.running)

    async def enter(self, held: ExitStack, left: Left) -> None:
        """Have `held` hold a place; raises as `Gate.place`."""
        try:
            self._places.acquire_nowait()
            held.callback(self._places.release)
        except WouldBlock:
            if self._places.statistics().tasks_waiting >= self._bounds.waiting:
                raise self._refusal("full") from None
            with waiting_requests(self._cost):
                await self._wait(held, left)

    async def _wait(self, held: ExitStack, left: Left) -> None:
        entered = False
        with move_on_after(self._bounds.seconds) as time:
            async with create_task_group() as group:
                group.start_soon(_end_when, left, group.cancel_scope)
                await self._places.acquire()
                held.callback(self._places.release)
                entered = True
                group.cancel_scope.cancel()
        if not entered:
            raise self._refusal("late") if time.cancelled_caught else ClientDisconnect

    def _refusal(self, why: Literal["full", "late"]) -> CrowdedError:
        observe_refused(self._cost, why)
        return crowded()


async def _end_when(left: Left, waiting: CancelScope) -> None:
    await left()
    waiting.cancel()
