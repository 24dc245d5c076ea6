"""A plan as a Word file: a letterhead in two columns, labels that Word counts, tables, footnotes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from ingest.language.labels import Label
from tests.docx_files import cell, kind, level, num, p, r, row, style, table, word_file
from tests.samples.layout import Columns, Item, Part

# Sizes in half points, lengths in twentieths of a point.
_FONT, _TEXT, _HEAD, _RECIPIENTS, _NOTE = "Times New Roman", 28, 24, 22, 20
_LEFT, _RIGHT = 3500, 5571
_SIZED = '<w:sz w:val="{}"/>'
_BOLD, _RAISED = "<w:b/>", '<w:vertAlign w:val="superscript"/>'
_ALIGNED = '<w:jc w:val="{}"/>'
_STYLES = style(
    "Normal",
    f'<w:pPr><w:spacing w:before="60" w:after="60"/>{_ALIGNED.format("both")}</w:pPr>'
    f'<w:rPr><w:rFonts w:ascii="{_FONT}" w:hAnsi="{_FONT}" w:cs="{_FONT}"/>{_SIZED.format(_TEXT)}</w:rPr>',
    default=True,
) + style("FootnoteText", f"<w:rPr>{_SIZED.format(_NOTE)}</w:rPr>", based_on="Normal")
_PAGE = (
    '<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" '
    'w:left="1701" w:header="567" w:footer="567"/></w:sectPr>'
)
_SIDES = ("top", "left", "bottom", "right", "insideH", "insideV")
_LINES = "".join(f'<w:{side} w:val="single" w:sz="4"/>' for side in _SIDES)
_RULED = f"<w:tblBorders>{_LINES}</w:tblBorders>"
# The line that Word draws above footnotes.
_SEPARATOR = f'<w:footnote w:type="separator" w:id="-1">{p(r("<w:separator/>"))}</w:footnote>'
_ROOM_FOR_STAMP = [p("")] * 3
# A label is followed by a blank, not by a tab.
_SPACED = '<w:suff w:val="space"/>'
_FORMS = {
    "roman": "upperRoman", "upper": "upperLetter", "arabic": "decimal", "decimal2": "decimal",
    "clause": "decimal", "article": "decimal", "letter": "lowerLetter",
    "dash": "bullet", "star": "bullet", "plus": "bullet",
}  # fmt: skip


def written(parts: Iterable[Part]) -> bytes:
    """Return a plan as a Word file."""
    writer = _Writer()
    body = "".join(map(writer.part, parts))
    return word_file(
        body + _PAGE,
        styles=_STYLES,
        numbering="".join(writer.kinds + writer.lists),
        footnotes=_SEPARATOR + "".join(writer.notes),
    )


@dataclass
class _Writer:
    """The lists and footnotes written so far; by series, its list and what Word has counted in it."""

    kinds: list[str] = field(default_factory=list)
    lists: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    series: dict[tuple[object, ...], tuple[int, int]] = field(default_factory=dict)

    def part(self, part: Part) -> str:
        return _columns(part) if isinstance(part, Columns) else "".join(self.paragraphs(part))

    def paragraphs(self, items: list[Item]) -> Iterator[str]:
        rows: list[str] = []
        for item in items:
            if item.cells:
                rows.append(row(*item.cells))
                continue
            yield from _ruled(rows)
            rows = []
            yield self.paragraph(item)
        yield from _ruled(rows)

    def paragraph(self, item: Item) -> str:
        counted = self.counted(item)
        before, mark, after = item.parted
        look = _BOLD if item.bold else ""
        return p(
            r(before.removeprefix(item.sign).lstrip() if counted else before, look=look),
            self.cited(item) if mark else "<w:r/>",
            r(after, look=look),
            look=_ALIGNED.format("center") if item.centred else "",
            item=counted,
        )

    def cited(self, item: Item) -> str:
        number = len(self.notes) + 1
        text = p(r("<w:footnoteRef/>", look=_RAISED), r(f" {item.words_of_note}"), style="FootnoteText")
        self.notes.append(f'<w:footnote w:id="{number}">{text}</w:footnote>')
        return r(f'<w:footnoteReference w:id="{number}"/>', look=_RAISED)

    def counted(self, item: Item) -> tuple[int, int] | None:
        """Return the list and the level of a label that Word counts as it is written, else None."""
        place = _place(item.label) if item.label else ()
        if not item.label or not place:
            return None
        name, last = self.series.get(item.series) or (self.listed(item.label, item.sign, place), place[-1] - 1)
        if item.label.value and place[-1] != last + 1:
            return None
        self.series[item.series] = (name, place[-1])
        return name, len(place) - 1

    def listed(self, label: Label, sign: str, place: tuple[int, ...]) -> int:
        """Begin a list with an item at its place in each level, and return its id."""
        name = len(self.lists) + 1
        counters = ".".join(f"%{depth}" for depth in range(1, len(place) + 1))
        own = sign.replace(label.text.split()[-1], counters) if label.value else sign
        texts = [*["%1."] * (len(place) - 1), own]
        form = _FORMS[label.mark]
        levels = (level(n, texts[n], form, start, _SPACED) for n, start in enumerate(place))
        self.kinds.append(kind(name, *levels))
        self.lists.append(num(name, name))
        return name


def _place(label: Label) -> tuple[int, ...]:
    """Return what Word counts at each level for a label, () where it cannot."""
    if label.mark not in _FORMS or label.text == "đ":
        return ()
    if label.mark == "letter":
        # Word has no đ, and all other letters.
        return (ord(label.text[-1]) - ord("a") + 1,)
    return label.value or (1,)


def _ruled(rows: list[str]) -> Iterator[str]:
    if rows:
        yield table(*rows, look=_RULED)


def _columns(part: Columns) -> str:
    """Return two columns without lines, which do not break across pages."""
    left, right = [_head(line) for line in part.left], [_head(line) for line in part.right]
    if part.at_end:
        look = _SIZED.format(_RECIPIENTS)
        left = [p(r(line, look=look), look=_ALIGNED.format("left")) for line in part.left]
        right[-1:-1] = _ROOM_FOR_STAMP
    return table(row(_wide(_LEFT, left), _wide(_RIGHT, right), look="<w:cantSplit/>"))


def _head(line: str) -> str:
    return p(r(line, look=_BOLD + _SIZED.format(_HEAD)), look=_ALIGNED.format("center"))


def _wide(width: int, paragraphs: list[str]) -> str:
    return cell(*(paragraphs or [""]), look=f'<w:tcW w:w="{width}" w:type="dxa"/>')
