"""Who has the duties of all provisions, as numbers: their records would fill the memory of a large index."""

from collections.abc import Collection, Iterable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_NOBODY = -1


class DutyActors(NamedTuple):
    """The `keys` (duties,) of the provisions with a duty, and for each the place of its actor in `actors`, -1 for none.

    `actors` are as the plans write them, each once, in the order of their first duties.
    """

    keys: NDArray[np.int64]
    actor_of: NDArray[np.int32]
    actors: tuple[str, ...]

    @classmethod
    def numbered(cls, duties: Iterable[tuple[int, str | None]]) -> "DutyActors":
        """Return duties that are given by key and actor."""
        numbers: dict[str | None, int] = {}
        keys, actor_of = [], []
        for key, actor in duties:
            keys.append(key)
            actor_of.append(_NOBODY if actor is None else numbers.setdefault(actor, len(numbers)))
        actors = tuple(filter(None, numbers))
        return cls(np.array(keys, np.int64), np.array(actor_of, np.int32), actors)

    def chosen(self, places: NDArray[np.intp]) -> "DutyActors":
        """Return some of the duties, in the order of `places`."""
        actor_of = self.actor_of[places]
        found, firsts = np.unique(actor_of, return_index=True)
        found, firsts = found[found != _NOBODY], firsts[found != _NOBODY]
        in_order = found[np.argsort(firsts)]
        # The last is for nobody, whose number is -1.
        renumbered = np.full(len(self.actors) + 1, _NOBODY, np.int32)
        renumbered[in_order] = np.arange(len(in_order))
        actors = tuple(self.actors[number] for number in in_order.tolist())
        return DutyActors(self.keys[places], renumbered[actor_of], actors)

    def of(self, actors: Collection[str]) -> NDArray[np.int64]:
        """Return the keys (n,) of the provisions that bind some actors, in order."""
        # The last is for nobody.
        wanted = np.array([*(actor in actors for actor in self.actors), False])
        keys: NDArray[np.int64] = self.keys[wanted[self.actor_of]]
        return keys


def joined(parts: Sequence[DutyActors], firsts: Sequence[int]) -> DutyActors:
    """Return the duties of several parts, one after another, whose keys begin at `firsts`."""
    numbers: dict[str, int] = {}
    keys, actor_of = [np.zeros(0, np.int64)], [np.zeros(0, np.int32)]
    for part, first in zip(parts, firsts, strict=True):
        own = [numbers.setdefault(actor, len(numbers)) for actor in part.actors]
        keys.append(part.keys + first)
        actor_of.append(np.array([*own, _NOBODY], np.int32)[part.actor_of])
    return DutyActors(np.concatenate(keys), np.concatenate(actor_of), tuple(numbers))
