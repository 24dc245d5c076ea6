"""How alike two provisions are, in words that people understand.

All that tells likeness asks here, so that no page finds what another misses.
"""

from dataclasses import dataclass
from typing import Literal

from search_api.comparing.differences import Difference, difference
from search_api.comparing.inside import Inside

Likeness = Literal["same", "nearly same", "said inside", "same subject", "unsure", "none"]
# From the nearest to the farthest.
LIKENESSES: tuple[Likeness, ...] = ("same", "nearly same", "said inside", "same subject", "unsure", "none")
# Measures of what need not be of one subject.
FAR: frozenset[Likeness] = frozenset({"unsure", "none"})

# Share of the words of both texts that both have. No pair of our plans lies between .72 and .79
# (docs/similar.md, "The measure").
NEARLY_SAME = 0.75
# A third nearness of meanings, the rest of wordings. Of 130 judged pairs above it, 115 are of one
# subject; of 135 of one subject, 115 lie above it.
SAME_SUBJECT = 0.27
# Below this, two provisions are surely of two subjects: of 135 judged pairs of one subject, 2 are.
OTHER_SUBJECT = 0.19


@dataclass(frozen=True, slots=True)
class Judgement:
    """How alike two texts are, how the second departs from the first, and a clause that both say."""

    likeness: Likeness
    difference: Difference
    inside: Inside | None


def judge(left: str, right: str, score: float, inside: Inside | None) -> Judgement:
    """Return how alike two texts are.

    `score` is that of `index.similarity.likenesses`, `inside` that of `inside.insides`.
    """
    found = difference(left, right)
    if found.same:
        return Judgement("same", found, inside)
    if found.shared >= NEARLY_SAME:
        return Judgement("nearly same", found, inside)
    return Judgement(otherwise_worded(score, inside), found, inside)


def otherwise_worded(score: float, inside: Inside | None) -> Likeness:
    """Return how alike two texts are that have not nearly the same words."""
    if inside:
        return "said inside"
    if score >= SAME_SUBJECT:
        return "same subject"
    return "unsure" if score >= OTHER_SUBJECT else "none"
