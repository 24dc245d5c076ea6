"""Footnotes and endnotes: their text, and the marks by which they are cited."""

from collections.abc import Sequence
from dataclasses import dataclass

from ingest.sources.word.counting import counted
from ingest.sources.word.names import Element, W, child, is_off, typed_text, value
from ingest.sources.word.package import Package
from ingest.sources.word.sections import NoteForm, Pages, Section

FOOTNOTE, ENDNOTE = W + "footnoteReference", W + "endnoteReference"
_RAISED = str.maketrans("0123456789ivx", "⁰¹²³⁴⁵⁶⁷⁸⁹ⁱᵛˣ")


def raised(mark: str) -> str:
    """Return a mark as it stands above the line; signs without such a form stay."""
    return mark.translate(_RAISED)


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it is cited: its mark, whether the author has typed that, and its text, None a second time."""

    mark: str
    typed: bool
    text: Element | None


class Notes:
    """All notes of a Word file, in the order in which its text cites them."""

    def __init__(self, package: Package, settings: Element | None, sections: Sequence[Section]) -> None:
        footnotes = package.related_root(package.main, "footnotes")
        endnotes = package.related_root(package.main, "endnotes")
        own = [section.footnotes for section in sections], [section.endnotes for section in sections]
        general = [
            None if settings is None else child(settings, W + name) for name in ("footnotePr", "endnotePr")
        ]
        self._series = {
            FOOTNOTE: _Series(footnotes, NoteForm("decimal").changed(general[0]), own[0]),
            ENDNOTE: _Series(endnotes, NoteForm("lowerRoman").changed(general[1]), own[1]),
        }

    def cite(self, reference: Element, pages: Pages) -> Note:
        """Return the note that a reference cites; a mark that the author typed follows it in its run."""
        series = self._series[reference.tag]
        typed = not is_off(value(reference, "customMarkFollows") or "0")
        mark = typed_text(reference.getparent()).strip() if typed else series.next_mark(pages)
        return Note(mark, typed, series.take(value(reference, "id")))


class _Series:
    """Notes that are numbered together."""

    def __init__(self, notes: Element | None, form: NoteForm, own: Sequence[Element | None]) -> None:
        self._texts = {} if notes is None else {value(note, "id"): note for note in notes}
        self._forms = [form.changed(properties) for properties in own]
        self._count = self._forms[0].start - 1
        self._section, self._page = 0, 1

    def next_mark(self, pages: Pages) -> str:
        form = self._forms[pages.section]
        begins_anew = {"eachSect": pages.section != self._section, "eachPage": pages.number != self._page}
        if begins_anew.get(form.restart):
            self._count = form.start - 1
        self._section, self._page = pages.section, pages.number
        self._count += 1
        return counted(self._count, form.form)

    def take(self, name: str) -> Element | None:
        """Return the text of a note, once."""
        return self._texts.pop(name, None)
