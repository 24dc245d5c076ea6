"""Which documents a new generation takes from where: what stays, what is built anew, what is prepared.

A segment is never changed. Documents that have gone or changed are hidden in theirs; new ones make a segment of
their own, into which small segments go as well, so that there are few: each is at least twice the size of all
smaller ones. A segment is built anew for what must leave the disk, or where much of it is hidden.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from index.generation import Part
from index.segment import MOST_PASSAGES, MOST_TAKEN_FROM, Segment

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


def planned(wanted: Mapping[str, str], segments: Sequence[Segment], *, at_once: bool) -> Plan:
    """Return how the documents that are wanted, by id with their digests, are had from some segments.

    What must be there `at_once` takes over little of others; else all is taken over that should be.
    """
    held = [each for each in _held(wanted, segments) if each.live]
    plan = Plan(fresh=wanted.keys() - {identity for each in held for identity in each.live})
    size = len(plan.fresh) * _USUAL_PASSAGES
    most = size + AT_ONCE if at_once else None
    smallest = min((each.passages for each in held), default=0)
    must_go = []
    for each in sorted(held, key=lambda each: (not each.must_go, each.passages)):
        beside = size if plan.fresh or plan.taken else smallest
        merges = each.must_go or each.passages <= max(SMALL, _GROWTH * beside)
        fits = each.must_go or size + each.passages <= MOST_PASSAGES
        fits = fits and (most is None or size + each.passages <= most)
        if merges and fits and len(plan.taken) < MOST_TAKEN_FROM:
            plan.taken.append((each.segment, each.live))
            size += each.passages
            must_go.append(each.must_go)
        else:
            plan.parts.append(each.part)
    if len(plan.taken) == 1 and not plan.fresh and not any(must_go):
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
