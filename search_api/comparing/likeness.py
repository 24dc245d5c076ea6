"""How alike two provisions are, in words that people understand."""

from typing import Literal

from search_api.comparing.differences import Difference

Likeness = Literal["same", "nearly same", "same subject", "none"]
# From the nearest to the farthest.
LIKENESSES: tuple[Likeness, ...] = ("same", "nearly same", "same subject", "none")

# Share of the words of both texts that both have. No pair of our plans lies between .72 and .79
# (docs/similar.md, "The measure").
NEARLY_SAME = 0.75
# Mean of the nearness of meanings and of wordings. Of 131 judged pairs above it, 116 are of one
# subject; of 135 of one subject, 116 lie above it.
SAME_SUBJECT = 0.32


def likeness(found: Difference, score: float) -> Likeness:
    """Return the measure of two provisions from their words and from `index.similarity.likenesses`."""
    if found.same:
        return "same"
    if found.shared >= NEARLY_SAME:
        return "nearly same"
    return "same subject" if score >= SAME_SUBJECT else "none"
