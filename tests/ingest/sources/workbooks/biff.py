"""Workbooks of Excel 97–2003 (BIFF8), made for tests record by record."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

_GLOBALS, _SHEET = 5, 0x10
_HIDDEN = 1


@dataclass(frozen=True)
class OldCell:
    """A cell: its value, font, number format, and the fonts of runs by their start."""

    value: str | float
    font: str = "Arial"
    pattern: str = "General"
    runs: Sequence[tuple[int, str]] = ()
    bold: bool = False
    lines: bool = False


@dataclass(frozen=True)
class OldSheet:
    """A sheet: rows of cells, None for one that shows nothing, and merged areas as first row, last row, columns."""

    rows: Sequence[Sequence[OldCell | None]]
    name: str = "Bieu 1"
    hidden: bool = False
    merged: Sequence[tuple[int, int, int, int]] = ()


def workbook(*sheets: OldSheet, locked: bool = False) -> bytes:
    """Return the stream of a workbook."""
    cells = [cell for sheet in sheets for row in sheet.rows for cell in row if cell]
    looks = [OldCell(""), *cells]
    fonts = _fonts(looks)
    patterns = list(dict.fromkeys(cell.pattern for cell in looks))
    head = [_record(0x809, struct.pack("<HHHHII", 0x600, _GLOBALS, 0, 0, 0, 6))]
    if locked:
        head.append(_record(0x2F, struct.pack("<HHH", 1, 1, 1) + b"\0" * 48))
    head.append(_record(0x42, struct.pack("<H", 1200)))
    head += [_font(name, bold) for name, bold in fonts]
    head += [
        _record(0x41E, struct.pack("<H", 164 + number) + _text(pattern))
        for number, pattern in enumerate(patterns)
    ]
    head += [
        _record(0xE0, struct.pack(
            "<HHHBBBBIIH", fonts.index((cell.font, cell.bold)) + (fonts.index((cell.font, cell.bold)) > 3),
            164 + patterns.index(cell.pattern), 0, 0, 0, 0, 0, 0x1111 if cell.lines else 0, 0, 0,
        ))
        for cell in looks
    ]  # fmt: skip
    bodies = [_body(sheet, looks, fonts) for sheet in sheets]
    names = [(struct.pack("<BB", sheet.hidden * _HIDDEN, 0), _text(sheet.name, "B")) for sheet in sheets]
    place = sum(map(len, head)) + sum(4 + 4 + len(state) + len(name) for state, name in names) + 4
    for (state, name), body in zip(names, bodies, strict=True):
        head.append(_record(0x85, struct.pack("<I", place) + state + name))
        place += len(body)
    return b"".join([*head, _record(0x0A, b""), *bodies])


def _fonts(looks: Sequence[OldCell]) -> list[tuple[str, bool]]:
    named = [(cell.font, cell.bold) for cell in looks]
    in_runs = [(name, False) for cell in looks for _, name in cell.runs]
    return list(dict.fromkeys([*named, *in_runs]))


def _body(sheet: OldSheet, looks: Sequence[OldCell], fonts: list[tuple[str, bool]]) -> bytes:
    records = [_record(0x809, struct.pack("<HHHHII", 0x600, _SHEET, 0, 0, 0, 6))]
    for row, cells in enumerate(sheet.rows):
        for column, cell in enumerate(cells):
            if cell:
                records.append(_cell(struct.pack("<HHH", row, column, looks.index(cell)), cell, fonts))
    areas = b"".join(struct.pack("<HHHH", *area) for area in sheet.merged)
    return b"".join(
        [*records, _record(0xE5, struct.pack("<H", len(sheet.merged)) + areas), _record(0x0A, b"")]
    )


def _cell(place: bytes, cell: OldCell, fonts: list[tuple[str, bool]]) -> bytes:
    if isinstance(cell.value, float | int):
        return _record(0x203, place + struct.pack("<d", cell.value))
    runs = b"".join(
        struct.pack("<HH", start, (number := fonts.index((name, False))) + (number > 3))
        for start, name in cell.runs
    )
    kind = 0xD6 if cell.runs else 0x204
    return _record(
        kind, place + _text(cell.value) + (struct.pack("<H", len(cell.runs)) + runs if cell.runs else b"")
    )


def _font(name: str, bold: bool) -> bytes:
    head = struct.pack("<HHHHHBBBB", 240, 0, 0x7FFF, 700 if bold else 400, 0, 0, 0, 0, 0)
    return _record(0x31, head + _text(name, "B"))


def _text(text: str, count: str = "H") -> bytes:
    return struct.pack(f"<{count}B", len(text), 1) + text.encode("utf-16-le")


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content
