"""What speaks against a reading of one line, given what is open above it: costs, summed over a document.

The unit is a plain fault, such as a number left out. All figures were set by eye on real plans, decrees
and circulars; what matters is their order.
"""

from typing import NamedTuple

from ingest.language.labels import ALPHABET, BULLETS, OPTIONAL_LETTERS, RANKS, Label

Style = tuple[str, str]
Value = tuple[int, ...]

# A series that begins again under the same parent, and the same below a paragraph of text, which may
# introduce it; for "a)" and "(1)" that is usual.
RESTART, _RESTART_BELOW_TEXT, _LIST_BELOW_TEXT = 4.0, 2.6, 1.5
_LISTS = frozenset({"letter", "small roman"})
# Another series that a parent has besides one; the same besides bullets; one that had better stand
# below the other. A paragraph that ends in ":" and has nothing below it.
_MIXED, _MIXED_WITH_BULLETS, _MIXED_UPWARDS, LEFT_OPEN = 1.5, 0.5, 3.0, 1.0
OTHER_CLOSING = 1.5
_REPEATED, _BACKWARDS, _MOST, _MOST_FIRST = 2.5, 4.5, 6.0, 4.5
_LEFT_OUT, _EACH_LEFT_OUT = 1.0, 0.75
# A series that goes on across parents, as articles do across chapters, and others seldom.
_RUNS_ON = 1.0
_OTHER_NUMBER = 2.0  # "3.1" under 2
_UNUSUAL_NEST, _EACH_RANK = 1.5, 0.4
_MISREAD_LETTER = 1.0
_RARE = 0.3  # "i)" is rather a letter
# What a short line costs less as heading where another such line is one.
WEAK_AGAIN = 1.5
# Labels that name their level count, whatever the number.
_NAMED = frozenset({"part", "chapter", "division", "subdivision", "article", "clause"})
_NAMED_AT_ODDS = 1.0
# As child of another label, some stand deeper than as parent: "1)" below "a)" or above it.
_CHILD_RANKS: dict[Style, float] = {
    ("arabic", ")"): RANKS["letter"] + 0.5,
    ("arabic", "()"): RANKS["dash"] + 0.5,
    ("letter", "()"): RANKS["small roman"] + 0.5,
    ("small roman", "()"): RANKS["dash"] + 0.5,
    ("ordinal", ""): RANKS["letter"] + 0.5,
}


class Level(NamedTuple):
    """An open level of the outline, and the styles of the levels that its current item had below it.

    `waits` is True where the item ends in ":" and nothing has come of it yet.
    """

    style: Style
    value: Value = ()
    had: frozenset[Style] = frozenset()
    waits: bool = False


ROOT = Level(("root", ""))
WEAK_HEADING: Style = ("heading", "weak")


def reading_cost(label: Label, words: str) -> float:
    """Return what speaks against a label by itself: a sign of doubtful look, small letters behind."""
    counts = label.mark == "arabic" or label.mark.startswith("decimal")
    small = 1.0 if counts and words[:1].islower() else 0.0
    rare = _RARE if label.mark == "small roman" else 0.0
    return (5.0 - label.strength) * 0.2 + small + rare


def step_cost(last: Value, label: Label, below_text: bool = False) -> float:
    """Return the cost of a label as the next of its series; below a text a series may begin again."""
    value = label.value
    if not value or not last:
        return 0.0
    if value == (1,):
        again = restart_cost(label.style, below_text)
        return min(again, _REPEATED) if last == (1,) else again
    if len(value) > 1 and last[:-1] != value[:-1]:
        return _next_group_cost(last, value)
    return _count_cost(last[-1], value[-1], label.mark)


def _next_group_cost(last: Value, value: Value) -> float:
    """Return the cost of "2.1" after "1.4", whose "2" is missing."""
    follows = last[:-2] == value[:-2] and value[-2] == last[-2] + 1 and value[-1] == 1
    return _LEFT_OUT if follows else _BACKWARDS


def _count_cost(last: int, value: int, mark: str) -> float:
    if mark == "letter":
        return _letter_cost(last, value)
    if value == last + 1:
        return 0.0
    if mark in _NAMED:
        return _NAMED_AT_ODDS if value > last else _REPEATED
    return _gap_cost(last, value)


def _letter_cost(last: int, value: int) -> float:
    """Return the cost of a letter after another; đ, f, j, w and z may be left out, and đ read as d."""
    between = [letter for letter in ALPHABET[last : value - 1] if letter not in OPTIONAL_LETTERS]
    if value > last:
        return _gap_cost(last, last + 1 + len(between))
    if value == last == ALPHABET.index("d") + 1:
        return _MISREAD_LETTER
    return _gap_cost(last, value)


def _gap_cost(last: int, value: int) -> float:
    if value > last:
        left_out = value - last - 1
        return min(_MOST, _LEFT_OUT + _EACH_LEFT_OUT * left_out) if left_out else 0.0
    return _REPEATED if value == last else _BACKWARDS


def first_cost(label: Label, parent: Level, last: Value | None) -> float:
    """Return the cost of a label as the first of a level; `last` is where its style has got before."""
    value = label.value
    if not value:
        return 0.0
    odd = _OTHER_NUMBER if len(value) > 1 and parent.value != value[:-1] else 0.0
    if value[-1] == 1:
        return odd
    if last and step_cost(last, label) == 0:
        return odd + (0.0 if label.mark == "article" else _RUNS_ON)
    if label.mark in _NAMED:
        return _NAMED_AT_ODDS
    cost = min(_MOST_FIRST, odd + _LEFT_OUT + _EACH_LEFT_OUT * abs(value[-1] - 1))
    # "Clause 6 is replaced by:" and the like.
    return cost / 2 if parent.waits else cost


def nest_cost(parent: Level, style: Style) -> float:
    """Return the cost of a style directly under a parent."""
    if parent.style == ROOT.style or WEAK_HEADING in (parent.style, style):
        return 0.0 if parent.style[0] not in BULLETS else _UNUSUAL_NEST
    below = _CHILD_RANKS.get(style, RANKS[style[0]]) - RANKS[parent.style[0]]
    if below > 0:
        return 0.0
    cost = _UNUSUAL_NEST - _EACH_RANK * below
    return cost / 3 if parent.waits else cost


def restart_cost(style: Style, below_text: bool) -> float:
    """Return the cost of a series that begins again under the same parent."""
    if not below_text:
        return RESTART
    return _LIST_BELOW_TEXT if style[0] in _LISTS or style[1] else _RESTART_BELOW_TEXT


def brother_cost(had: frozenset[Style], closed: Style | None, style: Style, below_text: bool) -> float:
    """Return the cost of a level under a parent that had levels of these styles, `closed` just now."""
    if style in had:
        return restart_cost(style, below_text)
    if closed and WEAK_HEADING not in (closed, style) and RANKS[closed[0]] < RANKS[style[0]]:
        return _MIXED_UPWARDS
    others = had | {closed} if closed else had
    if all(other[0] in BULLETS for other in others):
        return _MIXED_WITH_BULLETS if others else 0.0
    return _MIXED
