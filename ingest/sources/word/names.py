"""Names in the XML of a Word file, and how its values are written."""

import re
from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

Element: TypeAlias = etree._Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
ALTERNATIVES = _COMPATIBILITY + "AlternateContent"

# What revisions took away, and what describes text without being any.
LEFT_OUT = frozenset(
    W + name
    for name in (
        "del", "moveFrom", "pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "sectPr",
        "rubyPr",
    )
)  # fmt: skip
# What stands around paragraphs, rows or cells without changing them.
_WRAPPERS = frozenset(W + name for name in ("sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"))

_OFF = frozenset({"0", "false", "off", "none"})
_MEASURE = re.compile(r"(-?\d{1,9}(?:\.\d{1,9})?)(pt|pc|pi|in|cm|mm)?")
_POINTS = {"pt": 1.0, "pc": 12.0, "pi": 12.0, "in": 72.0, "cm": 72 / 2.54, "mm": 72 / 25.4}


def child(element: Element | None, *tags: str) -> Element | None:
    """Return what is found going down from `element`, each time to the first child of the next tag."""
    for tag in tags:
        if element is None:
            return None
        element = next(element.iterchildren(tag), None)
    return element


def value(element: Element | None, name: str = "val") -> str:
    """Return an attribute of Word's own, empty where it is not said."""
    return "" if element is None else str(element.get(W + name, ""))


def child_value(element: Element | None, *tags: str) -> str:
    """Return the value of what is found going down from `element`, empty where there is none."""
    return value(child(element, *tags))


def parts(element: Element | None) -> dict[str, Element]:
    """Return the children of an element by their tags."""
    return {} if element is None else {part.tag: part for part in element}


def is_off(written: str) -> bool:
    """True for a switch that is written as off."""
    return written.lower() in _OFF


def is_on(element: Element | None) -> bool:
    """True for a property that is there and not switched off."""
    return element is not None and not is_off(value(element))


def number(text: str) -> int | None:
    """Return a whole number, None for what is none."""
    match = _MEASURE.fullmatch(text.strip())
    return int(float(match[1])) if match and not match[2] else None


def points(text: str, unit: float = 1 / 20) -> float | None:
    """Return a measure in points; a bare number counts in `unit` points, a twentieth as a rule."""
    match = _MEASURE.fullmatch(text.strip())
    return round(float(match[1]) * _POINTS.get(match[2], unit), 2) if match else None


def unwrapped(parent: Element, tag: str) -> Iterator[Element]:
    """Yield the children of a tag, also those that stand in wrappers."""
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in _WRAPPERS:
            yield from unwrapped(element, tag)


def typed_text(element: Element) -> str:
    """Return all characters that stand somewhere in an element, as they are written."""
    return "".join(text.text or "" for text in element.iter(W + "t"))


def has_text(element: Element) -> bool:
    """True where text stands somewhere in an element."""
    return any((text.text or "").strip() for text in element.iter(W + "t"))


def chosen(alternatives: Element) -> Element | None:
    """Return the first of several writings of the same thing that has text; None where none has any."""
    return next(filter(has_text, alternatives), None)
