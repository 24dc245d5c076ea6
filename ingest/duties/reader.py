"""Duties: what a provision asks of whom, with whom and by when, each as a span."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ingest.duties.actions import find_partners, read_action, split_bodies
from ingest.duties.actors import (
    Actor,
    actor_of_heading,
    heading_kind,
    is_preamble,
    named_first,
    named_later,
    words_of,
)
from ingest.duties.bodies import is_verb
from ingest.duties.columns import ColumnKind, column_kinds, read_row
from ingest.duties.deadlines import find_deadlines
from ingest.language.phrases import Clause, Words, clauses
from ingest.types import ROW, TABLE, Deadline, Duty, Node, Span

# What is reported regularly is due, also where neither who nor when is said: often the last words of a plan.
_REPORT = re.compile(
    r"(?:^|[.;,]\s+)(?:và\s+)?định\s+kỳ\s[^.;]{0,80}?(?:gửi\s+)?báo\s+cáo\s[^.;]{0,120}?(?:về|gửi|cho|với)\s",
    re.I,
)
_CLOSES_A_PLAN = re.compile(r"trên\s+đây\s+là\s", re.I)
_LONGEST_INLINE_HEADING = 12  # words
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_OF_YEAR = re.compile(r"năm\s+(?:19|20)\d\d(?!\d)", re.I)


def read_duties(
    text: str, nodes: Sequence[Node], passages: Iterable[tuple[str, Span]], year: int | None = None
) -> Iterator[Duty]:
    """Yield the duty of each passage (id and span in `text`) that names an actor or a deadline.

    `year` is what a deadline without a year is taken to be in: see `plan_year`.
    """
    starts = [node.span.start for node in nodes]
    for identity, span in passages:
        place = bisect_right(starts, span.start) - 1
        columns = _columns(text, nodes, place) if place >= 0 and nodes[place].span == span else []
        duty = read_row(text, identity, span, columns, year) if any(columns) else None
        duty = duty or read_duty(text, identity, span, _headings(nodes, place, span), year)
        if duty:
            yield duty


def _columns(text: str, nodes: Sequence[Node], place: int) -> list[ColumnKind | None]:
    """Return what the columns hold of the table that a node is a row of; none for another node."""
    if nodes[place].mark != ROW:
        return []
    above = nodes[place].parent
    while above is not None and nodes[above].mark != TABLE:
        above = nodes[above].parent
    return column_kinds(nodes[above].span.of(text)) if above is not None else []


def read_duty(
    text: str, identity: str, span: Span, headings: Sequence[Span], year: int | None = None
) -> Duty | None:
    """Return the duty of the provision at `span` under `headings`, innermost first, or None."""
    own = span.of(text)
    titles = [own, *(heading.of(text) for heading in headings)]
    if _asks_nothing(titles):
        return None
    words = words_of(own)
    parts = clauses(words)
    found, above = (None, None) if _is_aim(titles) else _find_actor(text, words, parts, headings)
    deadlines = find_deadlines(own, year)
    if not (found or above or deadlines or _REPORT.search(own)):
        return None
    return _moved(_duty(identity, words, parts, found, above, deadlines), span.start)


def plan_year(title: str) -> int | None:
    """Return the year of a plan for one year, by its title; None for plans of several and for rules."""
    years = set(_YEAR.findall(title))
    return int(years.pop()) if len(years) == 1 and _OF_YEAR.search(title) else None


def _asks_nothing(titles: Sequence[str]) -> bool:
    """True for the words that open a plan, and for what stands under how things are."""
    preamble = len(titles) == 1 and is_preamble(titles[0])
    return preamble or any(heading_kind(title) == "state" for title in titles[1:])


def _is_aim(titles: Sequence[str]) -> bool:
    """True where the innermost title that tells is over aims, which give nobody a duty."""
    kinds = (heading_kind(title) for title in titles)
    return next((kind for kind in kinds if kind in ("aim", "demand")), "") == "aim"


def _find_actor(
    text: str, words: Words, parts: Sequence[Clause], headings: Sequence[Span]
) -> tuple[Actor | None, Span | None]:
    """Return the actor that the provision names, or else the span of the one in a heading above."""
    found = named_first(words, parts)
    if found:
        return found, None
    for heading in headings:
        named = actor_of_heading(heading.of(text))
        if named:
            return None, named.moved(heading.start)
    return named_later(words, parts), None


def _duty(
    identity: str,
    words: Words,
    parts: Sequence[Clause],
    found: Actor | None,
    above: Span | None,
    deadlines: Sequence[Deadline],
) -> Duty:
    """Return the duty; spans count in the provision, but for `above`, which counts in the document."""
    partners = find_partners(words, parts)
    first = found.verb if found else _first_word(words, parts)
    part = next((p for p in parts if first is not None and p.first <= first < p.last), None)
    action, target = read_action(words, first or 0, part.last, partners) if part else (None, None)
    return Duty(
        identity,
        found.span if found else above,
        above is not None,
        action.span(words) if action else None,
        target.quoted(words) if target else None,
        tuple(body.span(words) for run in partners for body in split_bodies(words, run)),
        tuple(deadlines),
    )


def _first_word(words: Words, parts: Sequence[Clause]) -> int | None:
    """Return the word at which a provision without a subject begins, after its own heading."""
    if not parts:
        return None
    if _CLOSES_A_PLAN.match(words.text, words.starts[0]) and len(parts) > 1:
        return parts[1].first
    has_heading = parts[0].mark == ":" and parts[0].last - parts[0].first <= _LONGEST_INLINE_HEADING
    if has_heading and len(parts) > 1 and (is_verb(words, parts[1].first) or not is_verb(words, 0)):
        return parts[1].first
    return parts[0].first


def _headings(nodes: Sequence[Node], place: int, span: Span) -> list[Span]:
    """Return the spans of what stands above a passage in the node at `place`, innermost first.

    Above a later part of an over-long provision stands its beginning.
    """
    if place < 0:
        return []
    own = nodes[place].span
    found = [Span(own.start, span.start)] if own.start < span.start else []
    at = nodes[place].parent
    while at is not None:
        found.append(nodes[at].span)
        at = nodes[at].parent
    return found


def _moved(duty: Duty, by: int) -> Duty:
    """Return the duty with the spans of its provision counted in the document."""
    return replace(
        duty,
        actor=duty.actor.moved(by) if duty.actor and not duty.from_heading else duty.actor,
        action=duty.action.moved(by) if duty.action else None,
        object=duty.object.moved(by) if duty.object else None,
        partners=tuple(partner.moved(by) for partner in duty.partners),
        deadlines=tuple(replace(deadline, span=deadline.span.moved(by)) for deadline in duty.deadlines),
    )
