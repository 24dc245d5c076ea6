"""The search for the outline of least cost: a beam over the levels that are open after each paragraph."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from ingest.language.labels import Label
from ingest.reading.outline.candidates import NEVER, Item
from ingest.reading.outline.costs import (
    LEFT_OPEN,
    OTHER_CLOSING,
    ROOT,
    WEAK_AGAIN,
    WEAK_HEADING,
    Level,
    Style,
    Value,
    brother_cost,
    first_cost,
    nest_cost,
    step_cost,
)

# So many readings are kept, and none that costs so much more than the best.
_BEAM, _MARGIN = 8, 5.5
# Of two equal readings the one that closes less is taken.
_EACH_CLOSED = 0.01

Stack = tuple[Level, ...]
Kind = Literal["label", "heading", "plain", "join"]


@dataclass(frozen=True, slots=True)
class Choice:
    """What a paragraph is; `kept` levels stay open above it, the root being the first."""

    number: int
    kind: Kind
    kept: int = 0
    label: Label | None = None


@dataclass(slots=True)
class _State:
    """A reading of all paragraphs up to one: what is open, how far each style got, what stood under what."""

    cost: float
    stack: Stack
    last: dict[Style, Value]
    nests: frozenset[tuple[Style, Style]]
    before: "_State | None" = None
    choice: Choice | None = None


class _Step(NamedTuple):
    """What an item may be after a reading: `level` is opened or gone on with above `kept` levels."""

    cost: float
    state: _State
    kind: Kind
    kept: int = 0
    label: Label | None = None
    level: Level | None = None

    @property
    def stack(self) -> Stack:
        """The levels that are open then."""
        before = self.state.stack
        if self.level is None:
            return before
        if self.kept < len(before) and before[self.kept].style == self.level.style:
            return (*before[: self.kept], self.level)
        parent = before[self.kept - 1]
        had = _levels_had(before, self.kept)
        return (*before[: self.kept - 1], Level(parent.style, parent.value, had), self.level)


def best_choices(items: Iterable[Item]) -> list[Choice]:
    """Return what each item is in the reading of least cost, in order."""
    beam = [_State(0.0, (ROOT,), {}, frozenset())]
    for item in items:
        beam = _after(beam, item)
    return _traced(beam[0])


def _after(beam: list[_State], item: Item) -> list[_State]:
    """Return the readings of least cost after one more item, the best first."""
    steps = [step for state in beam for step in _steps(state, item)]
    most = min(step.cost for step in steps) + _MARGIN
    found: dict[Stack, _State] = {}
    for step in sorted((step for step in steps if step.cost <= most), key=lambda step: step.cost):
        stack = step.stack
        if stack not in found:
            found[stack] = _state(step, stack, item.number)
        if len(found) == _BEAM:
            break
    return list(found.values())


def _state(step: _Step, stack: Stack, number: int) -> _State:
    label, state = step.label, step.state
    last = {**state.last, label.style: label.value} if label and label.value else state.last
    nests = state.nests
    if step.level and len(stack) > 1:
        pair = (stack[-2].style, stack[-1].style)
        nests = nests if pair in nests else nests | {pair}
    return _State(step.cost, stack, last, nests, state, Choice(number, step.kind, step.kept, label))


def _traced(state: _State) -> list[Choice]:
    choices: list[Choice] = []
    at: _State | None = state
    while at is not None:
        if at.choice:
            choices.append(at.choice)
        at = at.before
    return choices[::-1]


def _steps(state: _State, item: Item) -> Iterator[_Step]:
    """Yield what an item may be after a reading; plain text and what is joined leave the levels open."""
    cost = state.cost
    if item.plain < NEVER:
        yield _Step(cost + item.plain, state, "plain")
    if item.join < NEVER:
        yield _Step(cost + item.join, state, "join")
    for label, own in item.labels:
        for kept, more, style in _labelled(state, label, item.below_text):
            level = Level(style, label.value, waits=item.waits)
            yield _Step(cost + own + more, state, "label", kept, label, level)
    if item.heading:
        style, own = item.heading
        for kept, more in _headed(state, style):
            yield _Step(cost + own + more, state, "heading", kept, None, Level(style, waits=item.waits))


def _labelled(state: _State, label: Label, below_text: bool) -> Iterator[tuple[int, float, Style]]:
    """Yield where a label may stand: next in an open series, or first of a level below an open item."""
    stack = state.stack
    for kept in range(1, len(stack)):
        level = stack[kept]
        if level.style[0] == label.mark:
            yield kept, _continued_cost(stack, kept, label, below_text), level.style
    last = state.last.get(label.style)
    for kept, cost in _below(state, label.style, below_text):
        yield kept, cost + first_cost(label, stack[kept - 1], last), label.style


def _continued_cost(stack: Stack, kept: int, label: Label, below_text: bool) -> float:
    level = stack[kept]
    other = 0.0 if level.style == label.style else OTHER_CLOSING
    return step_cost(level.value, label, below_text) + other + _closing_cost(stack, kept)


def _headed(state: _State, style: Style) -> Iterator[tuple[int, float]]:
    stack = state.stack
    for kept in range(1, len(stack)):
        if stack[kept].style == style:
            yield kept, _closing_cost(stack, kept) - (WEAK_AGAIN if style == WEAK_HEADING else 0.0)
    yield from _below(state, style, False)


def _below(state: _State, style: Style, below_text: bool) -> Iterator[tuple[int, float]]:
    """Yield below how many open levels one of a style may begin, and at what cost.

    No style stands within itself, but below a decimal: "4", "4.1", "1", "2". What stood under the
    like before may do so again.
    """
    stack = state.stack
    within = False
    for kept in range(1, len(stack) + 1):
        parent = stack[kept - 1]
        within = within or parent.style == style
        if within and not parent.style[0].startswith("decimal"):
            continue
        closed = stack[kept].style if kept < len(stack) else None
        if closed == style:
            continue
        nest = 0.0 if (parent.style, style) in state.nests else nest_cost(parent, style)
        yield kept, nest + brother_cost(parent.had, closed, style, below_text) + _closing_cost(stack, kept)


def _levels_had(stack: Stack, kept: int) -> frozenset[Style]:
    """Return the styles of the levels that the innermost of so many items has had below it."""
    had = stack[kept - 1].had
    return had | {stack[kept].style} if kept < len(stack) else had


def _closing_cost(stack: Stack, kept: int) -> float:
    """Return the cost of closing all levels but the first `kept`."""
    closed = len(stack) - kept
    return closed * _EACH_CLOSED + (LEFT_OPEN if closed and stack[-1].waits else 0.0)
