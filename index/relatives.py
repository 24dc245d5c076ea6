"""Documents that are one and the same: copies in another form, and earlier states of a document.

Found once, when a generation is made. Of each family one document is searched: the newest state, and
of its copies the one whose text is surest. The others are linked to it.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from index.sketches import NONE, Sketch, alike
from ingest.language.folding import fold, squash
from ingest.types import Metadata

RelativeKind = Literal["copy", "older"]
# Texts of one document in two forms share so much; recognised from a scan, they share less.
_COPY, _COPY_OF_SCAN = 0.9, 0.6
# Two states of one document share so much at least: an annex with the number of its plan shares less.
_STATE = 0.3
# Pairs of the smallest hashes by which near equal texts find each other.
_BANDS, _BAND = 4, 2
# A number, a title, and the bands.
KEYS = 2 + _BANDS
# What so many documents have in common tells nothing of two of them.
_LARGEST_GROUP = 64


@dataclass(frozen=True, slots=True)
class Relative:
    """A document that is not searched by itself: that which is in its place, and why."""

    of: str
    kind: RelativeKind


@dataclass(frozen=True, slots=True)
class Member:
    """What of a document tells its relatives; `recognised` is True for the text of a scan.

    `titled` is False where its file's name stands for a title.
    """

    id: str
    metadata: Metadata
    sketch: Sketch
    recognised: bool
    titled: bool = True


def relative_keys(metadata: Metadata, sketch: Sketch) -> NDArray[np.uint64]:
    """Return what a document has in common with its relatives (KEYS,), hashed; 0 for what it has not."""
    keys = [
        metadata.number and _hash("number", squash(metadata.number), metadata.province),
        _hash("title", fold(metadata.title), metadata.province),
    ]
    for band in range(_BANDS):
        hashes = sketch[_BAND * band : _BAND * (band + 1)]
        keys.append(0 if np.any(hashes == NONE) else _hash("text", band, hashes.tobytes()))
    return np.array([key or 0 for key in keys], np.uint64)


def _hash(*words: object) -> int:
    return int.from_bytes(blake2b(repr(words).encode("utf-8", "surrogatepass"), digest_size=8).digest())


@dataclass(frozen=True, slots=True)
class Judged:
    """What is known of pairs of documents: `kinds` by both ids, of `documents` that have not changed since.

    A pair of them that is not named is of two documents that are no relatives.
    """

    kinds: Mapping[tuple[str, str], RelativeKind]
    documents: Collection[str]


NOTHING_JUDGED = Judged({}, ())


def judge_pairs(
    keys: NDArray[np.uint64],
    identities: Sequence[str],
    members: Callable[[Sequence[str]], Sequence[Member]],
    before: Judged = NOTHING_JUDGED,
) -> dict[tuple[str, str], RelativeKind]:
    """Return the pairs of documents that are relatives, by their ids, in order of their ingest.

    `keys` (documents, KEYS) and `identities` are in that order; `members` tells of documents by their ids. What was
    judged `before` is not judged again.
    """
    shared = _shared(keys)
    fresh = np.array([identity not in before.documents for identity in identities], bool)
    pairs = _candidates(shared, fresh)
    places = sorted({place for pair in pairs for place in pair})
    known = dict(zip(places, members([identities[place] for place in places]), strict=True))
    said = {place: _Said.of(member) for place, member in known.items()}
    pairs = [(a, b) for a, b in pairs if said[a].agrees(said[b])]
    kinds = {
        pair: _kind(known[pair[0]], known[pair[1]], share)
        for pair, share in zip(pairs, _alike(known, pairs), strict=True)
    }
    kinds |= _still(shared, fresh, identities, before.kinds)
    return {(identities[a], identities[b]): kind for (a, b), kind in sorted(kinds.items()) if kind}


def find_relatives(
    kinds: Mapping[tuple[str, str], RelativeKind], members: Sequence[Member]
) -> dict[str, Relative]:
    """Return the documents that are copies or earlier states of another, in order of their ingest.

    `kinds` says what pairs of them are; `members` are the documents of these pairs in that order.
    """
    known = dict(enumerate(members))
    place_of = {member.id: place for place, member in known.items()}
    copies, states = _Families(), _Families()
    for (a, b), kind in kinds.items():
        states.join(place_of[a], place_of[b])
        if kind == "copy":
            copies.join(place_of[a], place_of[b])
    found: dict[str, Relative] = {}
    for family in states.all():
        newest = max(family, key=lambda place: (_day(known[place]), place))
        own = [place for place in family if copies.of(place) == copies.of(newest)]
        head = min(own, key=lambda place: (known[place].recognised, place))
        for place in family:
            if place != head:
                found[known[place].id] = Relative(known[head].id, "copy" if place in own else "older")
    return found


def _alike(members: Mapping[int, Member], pairs: Sequence[tuple[int, int]]) -> list[float]:
    """Return how much of the texts of each pair is the same."""
    if not pairs:
        return []
    sides = (np.stack([members[pair[side]].sketch for pair in pairs]) for side in (0, 1))
    shares: list[float] = alike(*sides).tolist()
    return shares


def _kind(a: Member, b: Member, share: float) -> RelativeKind | None:
    """Return what two documents that agree are to each other, where so much of their texts is the same."""
    if share >= (_COPY_OF_SCAN if a.recognised or b.recognised else _COPY):
        return "copy"
    named = a.metadata.number and b.metadata.number and a.metadata.issuer and b.metadata.issuer
    return "older" if named and share >= _STATE else None


@dataclass(frozen=True, slots=True)
class _Said:
    """What a document says of itself, folded."""

    facts: tuple[object, ...]
    title: str
    # A title may be another one where it was misread, or where the number is the same.
    doubtful: bool
    numbered: bool

    @classmethod
    def of(cls, member: Member) -> "_Said":
        told = member.metadata
        number, issuer = told.number and squash(told.number), told.issuer and fold(told.issuer)
        return cls(
            (number, issuer, told.type, told.province, told.year),
            fold(told.title),
            member.recognised or not member.titled,
            bool(number),
        )

    def agrees(self, other: "_Said") -> bool:
        """True where two documents say nothing of themselves that differs."""
        titled = (self.numbered and other.numbered) or self.doubtful or other.doubtful
        return (titled or self.title == other.title) and all(
            left == right for left, right in zip(self.facts, other.facts, strict=True) if left and right
        )


def _day(member: Member) -> str:
    return member.metadata.date or ""


def _shared(keys: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Return the keys (documents, KEYS) that some documents have in common and not too many, 0 for the others."""
    _, places, counts = np.unique(keys, return_inverse=True, return_counts=True)
    telling = (counts > 1) & (counts <= _LARGEST_GROUP)
    return np.where(telling[places].reshape(keys.shape), keys, np.uint64(0))


def _candidates(shared: NDArray[np.uint64], fresh: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Return the pairs with a fresh document that may be relatives, in order: they share a key."""
    wanted = np.unique(shared[fresh])
    places, columns = np.nonzero(np.isin(shared, wanted[wanted > 0]))
    groups: defaultdict[int, list[int]] = defaultdict(list)
    for place, key in zip(places.tolist(), shared[places, columns].tolist(), strict=True):
        groups[key].append(place)
    pairs = (pair for group in groups.values() for pair in combinations(group, 2))
    return sorted({(a, b) for a, b in pairs if fresh[a] or fresh[b]})


def _still(
    shared: NDArray[np.uint64],
    fresh: NDArray[np.bool_],
    identities: Sequence[str],
    kinds: Mapping[tuple[str, str], RelativeKind],
) -> dict[tuple[int, int], RelativeKind]:
    """Return those of the pairs judged before, by their places, that have not changed and still share a key."""
    place_of = {identity: place for place, identity in enumerate(identities) if not fresh[place]}
    there = {
        (place_of[one], place_of[other]): kind
        for (one, other), kind in kinds.items()
        if one in place_of and other in place_of
    }
    ones, others = (shared[[pair[side] for pair in there]] for side in (0, 1))
    common = ((ones == others) & (ones > 0)).any(axis=1)
    return {pair: kind for (pair, kind), own in zip(there.items(), common.tolist(), strict=True) if own}


class _Families:
    """Places that belong together, by union-find."""

    def __init__(self) -> None:
        self._parent: dict[int, int] = {}

    def of(self, place: int) -> int:
        """Return the place that stands for the family of a place."""
        parent = self._parent
        while (above := parent.get(place, place)) != place:
            parent[place] = parent.get(above, above)
            place = above
        return place

    def join(self, a: int, b: int) -> None:
        """Make the families of two places one."""
        for place in (a, b):
            self._parent.setdefault(place, place)
        self._parent[self.of(b)] = self.of(a)

    def all(self) -> Iterator[list[int]]:
        """Yield the families, in order of their first places."""
        families: defaultdict[int, list[int]] = defaultdict(list)
        for place in sorted(self._parent):
            families[self.of(place)].append(place)
        return iter(families.values())


def by_head(relatives: Mapping[str, Relative]) -> dict[str, list[str]]:
    """Return the relatives of each document that is searched in their place."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for identity, relative in relatives.items():
        found[relative.of].append(identity)
    return dict(found)
