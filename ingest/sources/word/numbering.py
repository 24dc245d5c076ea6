"""Labels of list items as Word computes them: "1.2.", "IV.", "b)", "-"."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from ingest.sources.word.counting import counted
from ingest.sources.word.looks import Said, said_of_indents
from ingest.sources.word.names import Element, W, child, child_value, is_on, number, value

_DEEPEST = 8
_NUMBER = re.compile(r"%([1-9])")
# Marks that documents use to tell levels apart stay; every other bullet is shown as a dash.
_MARKS = frozenset("-–—+*")
_DASH = "-"


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: how its numbers are written, and what stands around them.

    It begins anew after an item of the first `restart` levels, None for any level above it; `style` is
    the paragraph style that belongs to it; `properties` are those of its labels' characters.
    """

    start: int = 0
    form: str = "decimal"
    text: str = ""
    legal: bool = False
    restart: int | None = None
    style: str = ""
    indents: Said = field(default_factory=dict)
    properties: Element | None = None


@dataclass(frozen=True, slots=True)
class List:
    """A list that paragraphs name; all lists of one `kind` count together.

    `starts` are the numbers with which it begins levels anew, each where it is first used.
    """

    kind: str
    levels: Mapping[int, Level]
    starts: Mapping[int, int] = field(default_factory=dict)

    def level(self, index: int) -> Level:
        """Return a level by its number from 0."""
        return self.levels.get(index, Level())

    def start(self, index: int) -> int:
        """Return the first number of a level."""
        return self.starts.get(index, self.level(index).start)

    def index_of_style(self, styles: Iterable[str]) -> int | None:
        """Return the level of the first of some paragraph styles that has one of its own."""
        owned = {level.style: index for index, level in self.levels.items() if level.style}
        return next((owned[style] for style in styles if style in owned), None)


def read_lists(numbering: Element | None) -> dict[str, List]:
    """Return the lists of a Word file by the id that paragraphs name them with."""
    if numbering is None:
        return {}
    kinds = {value(kind, "abstractNumId"): kind for kind in numbering.iterchildren(W + "abstractNum")}
    of_styles = {child_value(kind, W + "styleLink"): kind for kind in kinds.values()}
    lists: dict[str, List] = {}
    for one in numbering.iterchildren(W + "num"):
        name = child_value(one, W + "abstractNumId")
        if name in kinds:
            style = child_value(kinds[name], W + "numStyleLink")
            levels = _levels(of_styles.get(style, kinds[name]) if style else kinds[name])
            lists[value(one, "numId")] = _changed(List(name, levels), one)
    return lists


def _levels(kind: Element) -> dict[int, Level]:
    return {index: _level(level) for index, level in _numbered(kind, W + "lvl")}


def _changed(base: List, one: Element) -> List:
    """Return a list with what its own entry changes of its kind."""
    levels, starts = dict(base.levels), {}
    for index, change in _numbered(one, W + "lvlOverride"):
        level, start = child(change, W + "lvl"), number(child_value(change, W + "startOverride"))
        if level is not None:
            levels[index] = _level(level)
        if start is not None:
            starts[index] = start
    return replace(base, levels=levels, starts=starts)


def _numbered(parent: Element, tag: str) -> Iterator[tuple[int, Element]]:
    """Yield what stands there for each level, with the level's number."""
    for element in parent.iterchildren(tag):
        index = number(value(element, "ilvl"))
        if index is not None and 0 <= index <= _DEEPEST:
            yield index, element


def _level(level: Element) -> Level:
    return Level(
        start=number(child_value(level, W + "start")) or 0,
        form=child_value(level, W + "numFmt") or "decimal",
        text=child_value(level, W + "lvlText"),
        legal=is_on(child(level, W + "isLgl")),
        restart=number(child_value(level, W + "lvlRestart")),
        style=child_value(level, W + "pStyle"),
        indents=said_of_indents(child(level, W + "pPr", W + "ind")),
        properties=child(level, W + "rPr"),
    )


class Counters:
    """The counts of all lists in one story: the text, the text boxes, the notes each count alone."""

    def __init__(self) -> None:
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[int, int]] = set()

    def next_label(self, item_of: List, index: int) -> str:
        """Count an item of a list at a level from 0, and return its label."""
        counts = self._counts.setdefault(item_of.kind, {})
        begun = (id(item_of), index)
        if index in item_of.starts and begun not in self._begun:
            self._begun.add(begun)
            counts.pop(index, None)
        _count(item_of, index, counts)
        return _label(item_of, index, counts)


def _count(item_of: List, index: int, counts: dict[int, int]) -> None:
    # A level that has no item yet counts as begun by the first item below it.
    for above in range(index):
        counts.setdefault(above, item_of.level(above).start)
    counts[index] = counts[index] + 1 if index in counts else item_of.start(index)
    for below in range(index + 1, _DEEPEST + 1):
        restart = item_of.level(below).restart
        if restart is None or index < restart:
            counts.pop(below, None)


def _label(item_of: List, index: int, counts: Mapping[int, int]) -> str:
    level = item_of.level(index)
    if level.form == "bullet":
        return level.text if level.text in _MARKS else _DASH

    def written(match: re.Match[str]) -> str:
        part = int(match[1]) - 1
        form = "decimal" if level.legal else item_of.level(part).form
        return counted(counts[part], form) if part in counts else ""

    return _NUMBER.sub(written, level.text).strip()
