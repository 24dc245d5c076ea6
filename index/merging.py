"""Which documents a new generation takes from where: what stays, what is built anew, what is prepared.

A segment is never changed. Documents that have gone or changed are hidden in theirs; new ones make a segment of
their own, into which small segments go as well, so that there are few: each is at least twice the size of all
smaller ones. A segment is built anew for what must leave the disk, or where much of it is hidden.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from index.generation import Part
from index.segment import MOST_TAKEN_FROM, Segment

# A segment of so many passages is built anew in the time that a new one takes anyway.
SMALL = 2_000
# So many passages are taken over before a new document is served; more, when it is.
AT_ONCE = 20_000
_MOST_HIDDEN = 0.25
_GROWTH = 2
# Of a document that nobody has cut yet.
_USUAL_PASSAGES = 10


@dataclass(slots=True)
class Plan:
    """The segments that stay, what the new one takes over of others, and the documents to prepare for it."""

    parts: list[Part] = field(default_factory=list)
    taken: list[tuple[Segment, list[str]]] = field(default_factory=list)
    fresh: set[str] = field(default_factory=set)

    @property
    def builds(self) -> bool:
        """True where a segment is to be built."""
        return bool(self.taken or self.fresh or not self.parts)


@dataclass(frozen=True, slots=True)
class _Held:
    """A segment, and those of its documents that are wanted."""

    segment: Segment
    live: list[str]
    passages: int
    must_go: bool

    @property
    def part(self) -> Part:
        return Part(self.segment, frozenset(self.segment.kept.keys() - set(self.live)))


def planned(wanted: Mapping[str, str], segments: Sequence[Segment], most: int | None = AT_ONCE) -> Plan:
    """Return how the documents that are wanted, by id with their digests, are had from some segments.

    At most `most` passages are taken over into the new one; without it, all that should be.
    """
    held = _held(wanted, segments)
    plan = Plan(fresh=wanted.keys() - {identity for each in held for identity in each.live})
    size = taken = len(plan.fresh) * _USUAL_PASSAGES
    for each in sorted(held, key=lambda each: (not each.must_go, each.passages)):
        merges = each.must_go or each.passages <= max(SMALL, _GROWTH * size)
        fits = most is None or taken + each.passages <= most
        if not each.live:
            continue
        if merges and fits and len(plan.taken) < MOST_TAKEN_FROM:
            plan.taken.append((each.segment, each.live))
            size += each.passages
            taken += each.passages
        else:
            plan.parts.append(each.part)
    if len(plan.taken) == 1 and not plan.fresh and not any(each.must_go for each in held):
        # One segment alone would be built as it is.
        plan.parts += [each.part for each in held if each.segment is plan.taken[0][0]]
        plan.taken.clear()
    return plan


def _held(wanted: Mapping[str, str], segments: Sequence[Segment]) -> list[_Held]:
    """Return what of the wanted documents each segment holds, each document once."""
    found: list[_Held] = []
    seen: set[str] = set()
    for segment in segments:
        kept = segment.kept
        live = [i for i, each in kept.items() if wanted.get(i) == each.digest and i not in seen]
        seen.update(live)
        passages = sum(kept[identity].passages for identity in live)
        hidden = segment.manifest.passages - passages
        removed = any(identity not in wanted for identity in kept)
        must_go = removed or hidden > _MOST_HIDDEN * segment.manifest.passages
        found.append(_Held(segment, live, passages, must_go))
    return found
