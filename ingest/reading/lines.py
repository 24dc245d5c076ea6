"""The lines of a source, each character traceable to its text."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from ingest.language.folding import one_line
from ingest.language.labels import Label, read_labels
from ingest.sources.source import Style

_PLAIN = Style()
_RULE = re.compile(r"^[\s\-_=*~.–—…]{3,}$|^\|[\s\-:|]+\|$")
_PAGE_NUMBER = re.compile(
    r"^\s*(?P<word>trang\s+|page\s+|-\s*)?(?P<number>\d{1,3})(?P<of>\s*/\s*\d{1,3})?(?:\s*-)?\s*$", re.I
)


# Several steps of reading ask for those of the same line.
@lru_cache(maxsize=4096)
def _spaced(text: str) -> str:
    return one_line(text)


@dataclass(frozen=True, slots=True)
class SourceRun:
    """Characters taken unchanged from the source at `source_start`."""

    text: str
    source_start: int


@dataclass(frozen=True, slots=True)
class Row:
    """A line that is the row of a table: the table's number, and the words of its cells."""

    table: int
    cells: tuple[str, ...]
    header: bool = False


@dataclass(slots=True)
class Line:
    """One line of a source.

    `whole` is True for a paragraph of a word processor: it is joined to nothing. `aside` names what
    is no text of the document ("page furniture", "contents" …), empty for what is; `behind` are the
    asides that stand between this line and the next. `note` is the mark of a footnote of the file.
    """

    runs: list[SourceRun]
    page: int
    blank_before: bool
    heading_level: int = 0
    whole: bool = False
    style: Style = _PLAIN
    row: Row | None = None
    aside: str = ""
    note: str = ""
    behind: list["Line"] = field(default_factory=list)
    text: str = field(init=False)
    _labels: tuple[Label, ...] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.text = "".join(run.text for run in self.runs)

    @property
    def words(self) -> str:
        """The text with one blank between two words."""
        return _spaced(self.text)

    @property
    def labels(self) -> tuple[Label, ...]:
        """The readings of the label that it begins with; the row of a table has none."""
        if self._labels is None:
            self._labels = () if self.row else read_labels(self.text)
        return self._labels

    @property
    def in_brackets(self) -> bool:
        """True for a remark such as "(Kèm theo Quyết định số 7)", not for an item "(1)"."""
        return self.text.startswith("(") and not self.labels

    @property
    def is_rule(self) -> bool:
        """True for a drawn line such as `-----` or `* * *`."""
        return bool(_RULE.match(self.text))

    @property
    def is_page_number(self) -> bool:
        """True for a line that holds a page number and nothing else, as far as its form goes."""
        return bool(_PAGE_NUMBER.match(self.text))

    @property
    def page_number(self) -> int | None:
        """The number of a line that may be a page number."""
        match = _PAGE_NUMBER.match(self.text)
        return int(match["number"]) if match else None

    @property
    def says_page(self) -> bool:
        """True for "Trang 3", "- 3 -" and "3/12"."""
        match = _PAGE_NUMBER.match(self.text)
        return bool(match and (match["word"] or match["of"]))

    @property
    def capitals(self) -> bool:
        """True for a line in capitals, also where only the font makes them."""
        return self.text.isupper() or self.style.capitals
