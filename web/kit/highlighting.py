"""Highlights: text with `<mark>` around what matched, safe to put into a page."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from markupsafe import Markup, escape

from index.types import Match, MatchKind
from ingest.types import Span


@dataclass(frozen=True, slots=True)
class Run:
    """Characters `start` to `end` of a passage that are marked as one."""

    start: int
    end: int
    kind: MatchKind
    queries: tuple[str, ...]


def highlight(text: str, matches: Iterable[Match], offset: int = 0) -> Markup:
    """Return `text` escaped, its matches in `<mark>`.

    `offset` is where `text` begins in the passage that the matches count in; a match that
    reaches beyond `text` is left out.
    """
    parts: list[Markup] = []
    done = 0
    for run in runs(text, matches, offset):
        parts.append(escape(text[done : run.start]))
        parts.append(_mark(text[run.start : run.end], run.kind))
        done = run.end
    return Markup("").join([*parts, escape(text[done:])])


def highlight_quote(text: str, matches: Iterable[Match], quoted: Span | None) -> Markup:
    """Return `text` as `highlight` does, with its characters `quoted` in a frame of their own."""
    if quoted is None:
        return highlight(text, matches)
    matches = tuple(matches)
    inner = highlight(quoted.of(text), matches, quoted.start)
    framed = Markup('<span class="quoted">{}</span>').format(inner)
    return escape(text[: quoted.start]) + framed + escape(text[quoted.end :])


def runs(text: str, matches: Iterable[Match], offset: int = 0) -> list[Run]:
    """Return the marked runs of `text` in order, neighbours of one kind joined.

    "57", "KL" and "TW" in "57-KL/TW" become one run: three marks would hide that it is one number.
    """
    joined: list[Run] = []
    for run in _single_runs(text, matches, offset):
        last = joined[-1] if joined else None
        if last and last.kind == run.kind == "word" and _only_signs(text[last.end : run.start]):
            joined[-1] = Run(last.start, run.end, run.kind, last.queries + run.queries)
        elif not last or run.start >= last.end:
            joined.append(run)
    return joined


def _single_runs(text: str, matches: Iterable[Match], offset: int) -> Iterator[Run]:
    for match in sorted(matches, key=lambda match: match.start):
        start, end = match.start - offset, match.end - offset
        # A sign alone, such as the slash of a number, explains nothing to a reader.
        if 0 <= start < end <= len(text) and not _only_signs(text[start:end]):
            yield Run(start, end, match.kind, (match.query,))


def _only_signs(text: str) -> bool:
    return not any(character.isalnum() for character in text)


def _mark(text: str, kind: MatchKind) -> Markup:
    return Markup('<mark class="{}">{}</mark>').format(kind, text)
