"""Sections of a Word file: paper, running heads, how notes are numbered; and the pages as they come."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ingest.sources.source import Page
from ingest.sources.word.names import Element, R, W, child, child_value, is_on, number, points, value

_A4 = Page(595.3, 841.9)
_NEW_PAGE = frozenset({"", "nextPage", "evenPage", "oddPage"})


@dataclass(frozen=True, slots=True)
class NoteForm:
    """How notes are numbered: `restart` is "continuous", "eachSect" or "eachPage"."""

    form: str
    start: int = 1
    restart: str = "continuous"

    def changed(self, properties: Element | None) -> "NoteForm":
        """Return the form with what `properties` say of it."""
        if properties is None:
            return self
        start = number(child_value(properties, W + "numStart"))
        return replace(
            self,
            form=child_value(properties, W + "numFmt") or self.form,
            start=self.start if start is None else start,
            restart=child_value(properties, W + "numRestart") or self.restart,
        )


@dataclass(frozen=True, slots=True)
class Section:
    """A section: the paper in points, and the ids of the heads and feet that its pages show."""

    new_page: bool = True
    paper: Page = _A4
    heads: tuple[str, ...] = ()
    feet: tuple[str, ...] = ()
    footnotes: Element | None = None
    endnotes: Element | None = None


def read_sections(document: Element, even_pages_differ: bool) -> list[Section]:
    """Return the sections of a document in order, at least one."""
    found = [
        _section(properties, even_pages_differ)
        for properties in document.iter(W + "sectPr")
        if properties.getparent().tag != W + "sectPrChange"
    ]
    return found or [Section()]


def _section(properties: Element, even_pages_differ: bool) -> Section:
    shown = {"default", ""}
    if is_on(child(properties, W + "titlePg")):
        shown.add("first")
    if even_pages_differ:
        shown.add("even")
    size = child(properties, W + "pgSz")
    width, height = points(value(size, "w")), points(value(size, "h"))
    return Section(
        new_page=child_value(properties, W + "type") in _NEW_PAGE,
        paper=Page(width or _A4.width, height or _A4.height),
        heads=_references(properties, W + "headerReference", shown),
        feet=_references(properties, W + "footerReference", shown),
        footnotes=child(properties, W + "footnotePr"),
        endnotes=child(properties, W + "endnotePr"),
    )


def _references(properties: Element, tag: str, shown: set[str]) -> tuple[str, ...]:
    return tuple(
        str(one.get(R + "id")) for one in properties.iterchildren(tag) if value(one, "type") in shown
    )


class Pages:
    """The page and the section that reading has come to."""

    def __init__(self, sections: Sequence[Section], page: int = 1) -> None:
        self._sections = sections
        self._papers = {page: sections[0].paper}
        self.section = 0
        self.number = page
        # True until there is text on the page.
        self._new = True

    def text(self) -> None:
        """Text stands here."""
        self._new = False

    def turn(self) -> None:
        """A new page begins here, because the author wants it."""
        self._to_next()
        self._new = True

    def begin(self) -> None:
        """What follows is to stand at the top of a page."""
        if not self._new:
            self.turn()

    def turned(self) -> None:
        """A page began here when the file was last printed, perhaps because the author wants it."""
        if not self._new:
            self._to_next()
        self._new = False

    def end_section(self) -> None:
        """The next section begins here, on a new page or not."""
        self.section = min(self.section + 1, len(self._sections) - 1)
        if self._sections[self.section].new_page:
            self.turn()

    def go_to(self, page: int, *, new: bool = False) -> None:
        """Go on reading on a page that was seen before; `new` where its first text stands here."""
        self.number = page
        self._new = new

    def aside(self) -> "Pages":
        """Return this page for what stands aside, where no page ends."""
        return Pages(self._sections, self.number)

    def _to_next(self) -> None:
        self.number += 1
        self._papers[self.number] = self._sections[self.section].paper

    @property
    def papers(self) -> tuple[Page, ...]:
        """The pages so far, none where the file does not say where one ends."""
        return tuple(self._papers.values()) if len(self._papers) > 1 else ()
