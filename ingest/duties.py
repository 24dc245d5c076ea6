"""Duties: what a provision asks of whom, with whom and by when, each as a span."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from ingest.actors import actor_of_heading, actor_of_sentence
from ingest.deadlines import find_deadlines
from ingest.types import Deadline, Duty, Node, Span


def read_duties(text: str, nodes: Sequence[Node], passages: Iterable[tuple[str, Span]]) -> Iterator[Duty]:
    """Yield the duty of each passage (id and span in `text`) that names an actor or a deadline."""
    starts = [node.span.start for node in nodes]
    for identity, span in passages:
        place = bisect_right(starts, span.start) - 1
        duty = read_duty(text, identity, span, _headings(nodes, place))
        if duty:
            yield duty


def read_duty(text: str, identity: str, span: Span, headings: Sequence[Span]) -> Duty | None:
    """Return the duty of the provision at `span` under `headings`, innermost first, or None."""
    words = span.of(text)
    deadlines = tuple(_moved(deadline, span.start) for deadline in find_deadlines(words))
    own = actor_of_sentence(words)
    if own:
        return Duty(identity, _shifted(own, span.start), False, None, None, (), deadlines)
    for heading in headings:
        named = actor_of_heading(heading.of(text))
        if named:
            return Duty(identity, _shifted(named, heading.start), True, None, None, (), deadlines)
    return Duty(identity, None, False, None, None, (), deadlines) if deadlines else None


def _headings(nodes: Sequence[Node], place: int) -> list[Span]:
    """Return the spans of the sections above the node at `place`, innermost first."""
    found = []
    at: int | None = nodes[place].parent if place >= 0 else None
    while at is not None:
        node = nodes[at]
        found.append(node.span)
        at = node.parent
    return found


def _shifted(span: Span, by: int) -> Span:
    return Span(span.start + by, span.end + by)


def _moved(deadline: Deadline, by: int) -> Deadline:
    return Deadline(_shifted(deadline.span, by), deadline.kind, deadline.due, deadline.rule)
