"""Documents that are one and the same: copies in another form, and earlier states of a document.

Found once, when a generation is made. Of each family one document is searched: the newest state, and
of its copies the one whose text is surest. The others are linked to it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np

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


def find_relatives(members: Sequence[Member]) -> dict[str, Relative]:
    """Return the documents that are copies or earlier states of another, in order of their ingest."""
    copies, states = _Families(len(members)), _Families(len(members))
    for a, b in sorted(_candidates(members)):
        kind = _kind(members[a], members[b])
        if kind:
            states.join(a, b)
        if kind == "copy":
            copies.join(a, b)
    found: dict[str, Relative] = {}
    for family in states.all():
        newest = max(family, key=lambda place: (_day(members[place]), place))
        own = [place for place in family if copies.of(place) == copies.of(newest)]
        head = min(own, key=lambda place: (members[place].recognised, place))
        for place in family:
            if place != head:
                kind = "copy" if place in own else "older"
                found[members[place].id] = Relative(members[head].id, kind)
    return found


def _kind(a: Member, b: Member) -> RelativeKind | None:
    if not (_agree(a.metadata, b.metadata) and _titles_agree(a, b)):
        return None
    share = alike(a.sketch, b.sketch)
    if share >= (_COPY_OF_SCAN if a.recognised or b.recognised else _COPY):
        return "copy"
    named = a.metadata.number and b.metadata.number and a.metadata.issuer and b.metadata.issuer
    return "older" if named and share >= _STATE else None


def _agree(a: Metadata, b: Metadata) -> bool:
    """True where two documents say nothing of themselves that differs."""
    pairs = [
        (a.number and squash(a.number), b.number and squash(b.number)),
        (a.issuer and fold(a.issuer), b.issuer and fold(b.issuer)),
        (a.type, b.type),
        (a.province, b.province),
        (a.year, b.year),
    ]
    return all(left == right for left, right in pairs if left and right)


def _titles_agree(a: Member, b: Member) -> bool:
    """True where two titles are the same, or need not be: of one number, of none, or misread from a scan."""
    numbered = a.metadata.number and b.metadata.number
    doubtful = a.recognised or b.recognised or not (a.titled and b.titled)
    return bool(numbered) or doubtful or fold(a.metadata.title) == fold(b.metadata.title)


def _day(member: Member) -> str:
    return member.metadata.date or ""


def _candidates(members: Sequence[Member]) -> set[tuple[int, int]]:
    """Return the pairs that may be relatives: with a number, a title or near all words in common."""
    groups: defaultdict[object, list[int]] = defaultdict(list)
    for place, member in enumerate(members):
        for key in _keys(member):
            groups[key].append(place)
    return {
        pair for group in groups.values() if len(group) <= _LARGEST_GROUP for pair in combinations(group, 2)
    }


def _keys(member: Member) -> Iterator[object]:
    metadata = member.metadata
    if metadata.number:
        yield "number", squash(metadata.number), metadata.province
    yield "title", fold(metadata.title), metadata.province
    for band in range(_BANDS):
        hashes = member.sketch[_BAND * band : _BAND * (band + 1)]
        if not np.any(hashes == NONE):
            yield band, tuple(hashes.tolist())


class _Families:
    """Places that belong together, by union-find."""

    def __init__(self, count: int) -> None:
        self._parent = list(range(count))

    def of(self, place: int) -> int:
        """Return the place that stands for the family of a place."""
        while self._parent[place] != place:
            self._parent[place] = self._parent[self._parent[place]]
            place = self._parent[place]
        return place

    def join(self, a: int, b: int) -> None:
        self._parent[self.of(b)] = self.of(a)

    def all(self) -> Iterator[list[int]]:
        """Yield the families of more than one, in order."""
        families: defaultdict[int, list[int]] = defaultdict(list)
        for place in range(len(self._parent)):
            families[self.of(place)].append(place)
        return (family for family in families.values() if len(family) > 1)


def by_head(relatives: Mapping[str, Relative]) -> dict[str, list[str]]:
    """Return the relatives of each document that is searched in their place."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for identity, relative in relatives.items():
        found[relative.of].append(identity)
    return dict(found)
