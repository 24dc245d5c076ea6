"""Whom a document goes to: the items of "Nơi nhận"."""

import re
from collections.abc import Iterator, Sequence

from ingest.reading.fields.closing import Cell

_ARCHIVE = re.compile(r"(?:Lưu|Archive)(?!\w)", re.I)
# Who keeps it goes on in the next line: "TCT (HC, NV3)".
_FILE_MARKS = re.compile(r"[\w.,;:()/& -]{0,3}[^\W\d_a-z]{2,}[\w.,;:()/& -]{0,30}")


def read_recipients(cells: Sequence[Cell], signer: str | None) -> tuple[str, ...]:
    """Return the recipients; an item that goes on in the next line is one.

    Where items have bullets, a line without one goes on with the item above it, unless that ends in a
    semicolon. The last is the archive.
    """
    listed = list(_listed(cells, signer))
    bulleted = any(cell.is_bullet for cell in listed)
    found: list[str] = []
    ended = True
    for cell in listed:
        text = cell.without_mark()
        goes_on = bool(found) and bulleted and not cell.is_bullet and not ended
        ended = cell.text.endswith(";")
        if found and _ARCHIVE.match(found[-1]) and not (goes_on and _FILE_MARKS.fullmatch(text)):
            break
        if goes_on and text:
            found[-1] += f" {text}"
        elif text:
            found.append(text)
    return tuple(item.rstrip(" ,") for item in found)


def _listed(cells: Sequence[Cell], signer: str | None) -> Iterator[Cell]:
    """Yield the cells of the list; in one column it ends at the first office, in two it stands beside it."""
    columns = any(cell.column == "right" and (cell.is_role or cell.says_signed) for cell in cells)
    # A provision may say where to hand something in, with the same words.
    opened = max((place for place, cell in enumerate(cells) if cell.opens_recipients), default=len(cells))
    for cell in cells[opened:]:
        if cell.is_role and not columns:
            return
        if cell.column != "right" and sum(c.isalpha() for c in cell.text) > 1:
            yield from [] if cell.is_role or cell.says_signed or cell.text == signer else [cell]
