"""Order: what a sentence puts before or after an event its quotes must put there too."""

import re

from search_api.writing.support import Nearness

# A time of the clock or a date is no event: it is a number with a bound.
_NO_NUMBER = r"(?!\s*(?:(?:ngày|giờ|tháng|năm|quý|the|ít nhất|at least|hết|khoảng)\s+)*\d)"
_BEFORE = r"trước(?: khi)?(?! (?:đây|hết|mắt|nhất))|before|until|prior to|ahead of"
_AFTER = r"(?<!như )(?<!chậm nhất )sau(?: khi)?(?! (?:đây|đó))|after|following|kể từ khi"
_EVENT = re.compile(
    rf"\b(?:(?P<before>{_BEFORE})|(?P<after>{_AFTER}))\b{_NO_NUMBER}(?P<event>[^,;.()]*)", re.I
)
_AHEAD = re.compile(r"\b(?:trước|before)\b", re.I)
_FIRST_WORDS = 8
_LEAST_FOUND = 0.03


def orders_otherwise(sentence: str, evidence: str, near: Nearness) -> bool:
    """True where `sentence` says "before" or "after" an event of which `evidence` does not say it."""
    mine, theirs = _events(sentence), _events(evidence)
    before, after = ". ".join(theirs["before"]), ". ".join(theirs["after"])
    # "Trước 24 giờ: phát tin" leaves out before what.
    unsaid = not before and not after and _AHEAD.search(evidence) is not None
    return any(not _holds(event, before, after, near) for event in mine["before"] if not unsaid) or any(
        not _holds(event, after, before, near) for event in mine["after"]
    )


def _events(text: str) -> dict[str, list[str]]:
    """Return the first words of the events that something is before or after."""
    found: dict[str, list[str]] = {"before": [], "after": []}
    for match in _EVENT.finditer(text):
        if words := match["event"].split()[:_FIRST_WORDS]:
            found["before" if match["before"] else "after"].append(" ".join(words))
    return found


def _holds(event: str, same: str, other: str, near: Nearness) -> bool:
    found, elsewhere = near(event, (same, other))
    return found > elsewhere and found >= _LEAST_FOUND
