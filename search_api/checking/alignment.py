"""How the words of a quotation stand against those of a plan where they are not the same.

The cheapest way from one to the other: a word of the draft that the plan has not, or has otherwise, costs
much, a word of the plan that the draft leaves out little, so that a quotation that leaves out half a sentence
is still laid beside both halves.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from search_api.checking.atoms import Atoms

Numbers = NDArray[np.int32]
# What a word and a stop cost that only the draft has, or that the plan has otherwise; and that only the plan has.
_WORD, _STOP = 10, 3
_LEFT_OUT_WORD, _LEFT_OUT_STOP = 3, 1
# More atoms than this are laid beside the plan in parts, so that cost stays in proportion to length.
LONGEST_PART = 300
# Around the place that has most of the words, so many times their number of atoms is looked at, and some more.
_AROUND, _AND_MORE = 1, 12
_PAIR = 2
_FACTORS = np.array([0x9E3779B1, 0x85EBCA77], np.uint32)


@dataclass(frozen=True, slots=True)
class Alignment:
    """For each atom of a part of the draft the atom of the plan beside it, -1 where there is none.

    `first` and `last` (exclusive) are the atoms of the plan that the part stands for; `matched` is how many
    of its `words` the plan has in this order.
    """

    beside: tuple[int, ...]
    first: int
    last: int
    matched: int
    words: int


def parts_of(atoms: Atoms) -> Sequence[Atoms]:
    """Return a text in parts of a length that can be laid beside a plan at once."""
    count = max(1, -(-len(atoms) // LONGEST_PART))
    borders = np.linspace(0, len(atoms), count + 1).astype(int).tolist()
    return [atoms.part(first, last) for first, last in itertools.pairwise(borders)]


def votes(wanted: Atoms, plan: Atoms, first: int = 0) -> tuple[float, int]:
    """Return the largest share of the words and neighbours of `wanted` that stand together, and where.

    The share is between 0 and 1, the place an atom of `plan` from `first` on.
    """
    keys = plan.keys[first:]
    if not len(keys) or not len(wanted):
        return 0.0, first
    points = _standing_in(keys, wanted.keys)
    points[:-1] += _PAIR * _standing_in(_pairs(keys), _pairs(wanted.keys))
    length = len(wanted) + max(2, len(wanted) // 4)
    sums = np.concatenate([[0], np.cumsum(points)])
    within = sums[np.minimum(np.arange(len(keys)) + length, len(keys))] - sums[:-1]
    place = int(np.argmax(within))
    most = len(wanted) + _PAIR * (len(wanted) - 1)
    return min(1.0, float(within[place]) / most), first + place


def align(wanted: Atoms, plan: Atoms, place: int, *, begins_there: bool = False) -> Alignment:
    """Return how `wanted` stands against the plan around atom `place`, or from there on where it `begins_there`."""
    reach = _AROUND * len(wanted) + _AND_MORE
    first = place if begins_there else max(0, place - reach)
    window = plan.part(first, place + len(wanted) + reach)
    costs = _costs(wanted, window, begins_there=begins_there)
    pairs = _way_back(wanted, window, costs)
    beside = [-1] * len(wanted)
    for own, theirs in pairs:
        beside[own] = first + theirs
    known = [at for at in beside if at >= 0]
    same = sum(
        at >= 0 and bool(word) and plan.keys[at] == key
        for at, word, key in zip(beside, wanted.is_word.tolist(), wanted.keys.tolist(), strict=True)
    )
    begin = known[0] if known and not begins_there else place
    return Alignment(tuple(beside), begin, known[-1] + 1 if known else begin, same, int(wanted.is_word.sum()))


def _pairs(keys: Numbers) -> Numbers:
    """Return a number for each two neighbours; hardly any two have the same."""
    wide = keys.astype(np.uint32)
    mixed: Numbers = ((wide[:-1] * _FACTORS[0] + wide[1:]) * _FACTORS[1] >> np.uint32(16)).astype(np.int32)
    return mixed


def _standing_in(keys: Numbers, wanted: Numbers) -> Numbers:
    """Return 1 for each of `keys` that is among `wanted`, else 0; by a table, which is faster than to sort them."""
    table = np.zeros(1 + max(int(keys.max(initial=0)), int(wanted.max(initial=0))), np.int32)
    table[wanted] = 1
    found: Numbers = table[keys]
    return found


def _weights(atoms: Atoms, word: int, stop: int) -> Numbers:
    weights: Numbers = np.where(atoms.is_word, word, stop).astype(np.int32)
    return weights


def _costs(wanted: Atoms, window: Atoms, *, begins_there: bool) -> Numbers:
    """Return the least cost (atoms + 1, window + 1) of reaching each atom of either text."""
    left_out = np.concatenate([[0], np.cumsum(_weights(window, _LEFT_OUT_WORD, _LEFT_OUT_STOP))])
    costs = np.zeros((len(wanted) + 1, len(window) + 1), np.int32)
    if begins_there:
        costs[0] = left_out
    for row, weight in enumerate(_weights(wanted, _WORD, _STOP).tolist()):
        above = costs[row]
        reached = above + weight
        np.minimum(reached[1:], above[:-1] + _replacing(wanted, window, row, weight), out=reached[1:])
        costs[row + 1] = np.minimum.accumulate(reached - left_out) + left_out
    return costs


def _replacing(wanted: Atoms, window: Atoms, row: int, weight: int) -> Numbers:
    """Return what it costs that each atom of the plan stands for an atom of the draft; a word for a stop more."""
    kind = window.is_word == bool(wanted.written[row])
    other = np.where(kind, weight, weight + _WORD)
    cost: Numbers = np.where(window.keys == wanted.keys[row], 0, other).astype(np.int32)
    return cost


def _way_back(wanted: Atoms, window: Atoms, costs: Numbers) -> list[tuple[int, int]]:
    """Return the atoms that stand beside one another on the cheapest way, in order."""
    weights = _weights(wanted, _WORD, _STOP).tolist()
    row, column = len(wanted), int(np.argmin(costs[-1]))
    pairs: list[tuple[int, int]] = []
    replacing, replacing_row = np.zeros(0, np.int32), -1
    while row:
        if column and replacing_row != row:
            replacing, replacing_row = _replacing(wanted, window, row - 1, weights[row - 1]), row
        if column and costs[row, column] == costs[row - 1, column - 1] + replacing[column - 1]:
            row, column = row - 1, column - 1
            pairs.append((row, column))
        elif costs[row, column] == costs[row - 1, column] + weights[row - 1]:
            row -= 1
        else:
            column -= 1
    return pairs[::-1]
