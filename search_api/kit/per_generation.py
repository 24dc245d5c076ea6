"""What is worked out once for each generation, by the first request that asks for it."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from index.generation import Generation
from index.searcher import Searcher

Value = TypeVar("Value")


class PerGeneration(Generic[Value]):
    """Remembers a value for each generation as long as that is served; safe for several threads.

    Requests that come while the value is being made wait for it. A failure is not remembered.
    """

    def __init__(self, make: Callable[[Searcher], Value]) -> None:
        self._make = make
        self._lock = threading.Lock()
        self._made: WeakKeyDictionary[Generation, Future[Value]] = WeakKeyDictionary()

    def of(self, searcher: Searcher) -> Value:
        """Return the value for the generation of `searcher`; raises what making it raised."""
        generation = searcher.generation
        with self._lock:
            promised = self._made.get(generation)
            if promised is None:
                mine = self._made[generation] = Future[Value]()
        return promised.result() if promised else self._fulfilled(mine, searcher)

    def _fulfilled(self, mine: "Future[Value]", searcher: Searcher) -> Value:
        try:
            mine.set_result(self._make(searcher))
        except BaseException as error:
            with self._lock:
                self._made.pop(searcher.generation, None)
            mine.set_exception(error)
        return mine.result()
