"""Word documents on the sheet and in the letter of official documents."""

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import cast

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

# The sheet and letter of official documents (decree 30/2020/NĐ-CP, annex I).
_SHEET = (Cm(21.0), Cm(29.7))
_MARGINS = (Cm(2), Cm(2), Cm(3), Cm(1.5))
_FONT, _BLACK = "Times New Roman", RGBColor(0, 0, 0)
# Size, bold, italic.
_STYLES = {
    "Normal": (Pt(14), False, False),
    "Heading 1": (Pt(16), True, False),
    "Heading 2": (Pt(14), True, False),
    "Quote": (Pt(14), False, True),
    "Caption": (Pt(12), False, False),
}

# What XML 1.0 does not admit.
_NOT_XML = re.compile(r"[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def word_file(title: str, *, wide: bool = False) -> Document:
    """Return a new document that begins with its title, the sheet on its side where it is `wide`."""
    document = docx.Document()
    _set_properties(document, title)
    _set_sheet(document, wide=wide)
    _set_styles(document)
    document.add_heading(title, 1)
    return document


def file_content(document: Document) -> bytes:
    """Return the bytes of a document's file."""
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def xml_text(text: str) -> str:
    """Return `text` with a blank for every character that no XML can hold, a Word document among it."""
    return _NOT_XML.sub(" ", text)


def _set_properties(document: Document, title: str) -> None:
    properties = document.core_properties
    properties.title, properties.author, properties.comments = title, "PlanSearch", ""
    properties.created = properties.modified = datetime.now(UTC)


def _set_sheet(document: Document, *, wide: bool) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = _SHEET
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = _MARGINS
    if wide:
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = _SHEET[::-1]
        section.left_margin = section.right_margin


def _set_styles(document: Document) -> None:
    """Set the letter; the styles stay, so that a report's own template can take them over."""
    for name, (size, bold, italic) in _STYLES.items():
        style = cast(ParagraphStyle, document.styles[name])
        style.font.name, style.font.size = _FONT, size
        style.font.bold, style.font.italic, style.font.color.rgb = bold, italic, _BLACK
        fonts = style.element.rPr.rFonts
        # A font of the theme would go before the one that is named.
        for attribute in [a for a in fonts.attrib if a.endswith("Theme")]:
            del fonts.attrib[attribute]
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), "vi-VN")
