"""The gate alone: who has a place, who waits, and who is sent away."""

from collections.abc import Awaitable, Callable

import anyio
import pytest
from prometheus_client import REGISTRY
from starlette.requests import ClientDisconnect

from index.errors import CrowdedError
from search_api.kit.gate import COSTS, Bounds, Gate

FOR_EVER = 600.0


def gate_of(running: int = 1, waiting: int = 1, seconds: float = FOR_EVER) -> Gate:
    return Gate({cost: Bounds(running, waiting, seconds) for cost in COSTS})


def counted(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(f"plansearch_requests_{name}", {"cost": "heavy", **labels}) or 0.0


class Request:
    """A heavy request that works until it is told to end; its client stays until it is told to leave."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self.entered, self.done, self.left = anyio.Event(), anyio.Event(), anyio.Event()
        self.sent_away = anyio.Event()
        self.error: Exception | None = None

    async def run(self) -> None:
        try:
            async with self._gate.place("heavy", self.left.wait):
                self.entered.set()
                await self.done.wait()
        except (CrowdedError, ClientDisconnect) as error:
            self.error = error
            self.sent_away.set()


def run(test: Callable[..., Awaitable[None]], gate: Gate) -> None:
    """Run a test with the requests that it begins."""

    async def within() -> None:
        with anyio.fail_after(30):
            async with anyio.create_task_group() as group:

                async def begun(number: int) -> list[Request]:
                    requests = [Request(gate) for _ in range(number)]
                    for request in requests:
                        group.start_soon(request.run)
                    await anyio.wait_all_tasks_blocked()
                    return requests

                await test(begun)

    anyio.run(within)


def test_who_waits_enters_as_soon_as_a_place_is_free_the_first_one_first():
    async def test(begun):
        first, second, third = await begun(3)
        assert [each.entered.is_set() for each in (first, second, third)] == [True, False, False]
        assert (counted("running"), counted("waiting")) == (1, 2)
        first.done.set()
        await second.entered.wait()
        assert not third.entered.is_set()
        second.done.set()
        await third.entered.wait()
        assert (counted("running"), counted("waiting")) == (1, 0)
        third.done.set()

    run(test, gate_of(running=1, waiting=2))
    assert counted("running") == 0


def test_where_too_many_wait_the_next_is_sent_away_at_once():
    refused = counted("refused_total", why="full")

    async def test(begun):
        first, second, third = await begun(3)
        assert isinstance(third.error, CrowdedError)
        assert counted("refused_total", why="full") == refused + 1
        first.done.set()
        second.done.set()

    run(test, gate_of(running=1, waiting=1))


def test_who_has_waited_for_too_long_is_sent_away():
    refused = counted("refused_total", why="late")

    async def test(begun):
        first, second = await begun(2)
        await second.sent_away.wait()
        assert isinstance(second.error, CrowdedError)
        assert counted("refused_total", why="late") == refused + 1
        first.done.set()

    run(test, gate_of(seconds=0))


def test_who_has_gone_waits_no_more_and_makes_room_for_another():
    async def test(begun):
        first, second = await begun(2)
        second.left.set()
        await second.sent_away.wait()
        assert isinstance(second.error, ClientDisconnect)
        (third,) = await begun(1)
        assert third.error is None
        first.done.set()
        await third.entered.wait()
        assert not second.entered.is_set()
        third.done.set()

    run(test, gate_of())


def test_a_place_that_comes_as_the_client_goes_is_not_lost():
    async def test(begun):
        first, second = await begun(2)
        second.left.set()
        first.done.set()
        second.done.set()
        await anyio.wait_all_tasks_blocked()
        (third,) = await begun(1)
        assert third.entered.is_set()
        third.done.set()

    run(test, gate_of())


def test_the_heavy_ones_never_hold_up_the_others():
    gate = gate_of(waiting=0)

    async def test(begun):
        heavy, refused = await begun(2)
        assert isinstance(refused.error, CrowdedError)
        async with gate.place("usual", anyio.sleep_forever), gate.place("written", anyio.sleep_forever):
            heavy.done.set()

    run(test, gate)


def test_work_that_fails_gives_its_place_back():
    async def test() -> None:
        gate = gate_of(waiting=0)
        for _ in range(2):
            with pytest.raises(ZeroDivisionError):
                async with gate.place("heavy", anyio.sleep_forever):
                    raise ZeroDivisionError

    anyio.run(test)
