"""Word files made of a few lines of XML, and what is read of them."""

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

from ingest.sources.docx import read
from ingest.sources.source import Block, Source

_SCHEMAS = "http://schemas.openxmlformats.org/"
_NAMES = {
    "w": f"{_SCHEMAS}wordprocessingml/2006/main",
    "m": f"{_SCHEMAS}officeDocument/2006/math",
    "r": f"{_SCHEMAS}officeDocument/2006/relationships",
    "a": f"{_SCHEMAS}drawingml/2006/main",
    "wp": f"{_SCHEMAS}drawingml/2006/wordprocessingDrawing",
    "mc": f"{_SCHEMAS}markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
}
_DECLARED = " ".join(f'xmlns:{prefix}="{name}"' for prefix, name in _NAMES.items())
_ROOTS = {
    "styles": "w:styles", "numbering": "w:numbering", "footnotes": "w:footnotes", "endnotes": "w:endnotes",
    "settings": "w:settings", "theme": "a:theme", "header": "w:hdr", "footer": "w:ftr",
}  # fmt: skip


def part(root: str, inner: str) -> bytes:
    """Return a part of the package."""
    return f'<?xml version="1.0" encoding="UTF-8"?><{root} {_DECLARED}>{inner}</{root}>'.encode()


def packed(members: Mapping[str, bytes]) -> bytes:
    """Return a zip archive, the same for the same members at any time."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def members(body: str, **parts: str) -> dict[str, bytes]:
    """Return the members of a Word file; the other parts are named by kind, with a number where several."""
    found = {"word/document.xml": part("w:document", f"<w:body>{body}</w:body>")}
    related = {}
    for name, inner in parts.items():
        kind = name.rstrip("0123456789")
        found[f"word/{name}.xml"] = part(_ROOTS[kind], inner)
        related[name] = (kind, f"{name}.xml")
    found["[Content_Types].xml"] = _content_types(found)
    found["_rels/.rels"] = _relationships({"main": ("officeDocument", "word/document.xml")})
    found["word/_rels/document.xml.rels"] = _relationships(related)
    return found


def _relationships(related: Mapping[str, tuple[str, str]]) -> bytes:
    described = "".join(
        f'<Relationship Id="{name}" Type="{_NAMES["r"]}/{kind}" Target="{target}"/>'
        for name, (kind, target) in related.items()
    )
    return f'<Relationships xmlns="{_SCHEMAS}package/2006/relationships">{described}</Relationships>'.encode()


def _content_types(parts: Mapping[str, bytes]) -> bytes:
    described = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    for name in parts:
        kind = name.removeprefix("word/").removesuffix(".xml").rstrip("0123456789")
        kind = "document.main" if kind == "document" else kind
        described += (
            f'<Override PartName="/{name}" '
            f'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"/>'
        )
    return f'<Types xmlns="{_SCHEMAS}package/2006/content-types">{described}</Types>'.encode()


def word_file(body: str, **parts: str) -> bytes:
    """Return a Word file of a body and other parts."""
    return packed(members(body, **parts))


def source(body: str, **parts: str) -> Source:
    """Return what is read of a Word file of a body and other parts."""
    return read(word_file(body, **parts))


def blocks(body: str, **parts: str) -> tuple[Block, ...]:
    """Return the blocks that are read of a Word file."""
    return source(body, **parts).blocks


def texts(body: str, **parts: str) -> list[str]:
    """Return the texts that are read of a Word file."""
    return [block.text for block in blocks(body, **parts)]


def labels(body: str, **parts: str) -> list[str]:
    """Return the list labels that are read of a Word file."""
    return [block.style.list_label for block in blocks(body, **parts)]


def t(text: str) -> str:
    """Return characters of a run."""
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def r(*inner: str, look: str = "") -> str:
    """Return a run; bare text becomes its characters, `look` its properties."""
    content = "".join(one if one.startswith("<") else t(one) for one in inner)
    return f"<w:r><w:rPr>{look}</w:rPr>{content}</w:r>"


def p(*inner: str, look: str = "", style: str = "", item: tuple[int, int] | None = None) -> str:
    """Return a paragraph; bare text becomes a run, `item` is the id of its list and the level in it."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    listed = (
        "" if item is None else f'<w:numPr><w:ilvl w:val="{item[1]}"/><w:numId w:val="{item[0]}"/></w:numPr>'
    )
    content = "".join(one if one.startswith("<") else r(one) for one in inner)
    return f"<w:p><w:pPr>{named}{listed}{look}</w:pPr>{content}</w:p>"


def table(*rows: str, look: str = "") -> str:
    """Return a table."""
    return f"<w:tbl><w:tblPr>{look}</w:tblPr>{''.join(rows)}</w:tbl>"


def row(*cells: str, look: str = "") -> str:
    """Return a row of a table; bare text becomes a cell."""
    content = "".join(one if one.startswith("<w:tc>") else cell(one) for one in cells)
    return f"<w:tr><w:trPr>{look}</w:trPr>{content}</w:tr>"


def cell(*inner: str, look: str = "") -> str:
    """Return a cell of a table; bare text becomes a paragraph."""
    content = "".join(one if one.startswith("<") else p(one) for one in inner)
    return f"<w:tc><w:tcPr>{look}</w:tcPr>{content}</w:tc>"


def level(index: int, text: str, form: str = "decimal", start: int = 1, look: str = "") -> str:
    """Return a level of a list."""
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{look}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def kind(name: int, *levels: str) -> str:
    """Return a kind of list, by its id."""
    return f'<w:abstractNum w:abstractNumId="{name}">{"".join(levels)}</w:abstractNum>'


def num(name: int, of: int, changes: str = "") -> str:
    """Return a list of some kind, by its id."""
    return f'<w:num w:numId="{name}"><w:abstractNumId w:val="{of}"/>{changes}</w:num>'


def style(
    name: str, inner: str = "", type_: str = "paragraph", based_on: str = "", default: bool = False
) -> str:
    """Return a style."""
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="{type_}" w:styleId="{name}" w:default="{int(default)}"><w:name w:val="{name}"/>{base}'
        f"{inner}</w:style>"
    )


def vml_box(*inner: str) -> str:
    """Return a run that holds a text box in the older form."""
    return f"<w:r><w:pict><v:shape><v:textbox>{_box(inner)}</v:textbox></v:shape></w:pict></w:r>"


def drawn_box(*inner: str) -> str:
    """Return a run that holds a text box as Word writes it: in the newer form, and again in the older."""
    drawn = (
        "<w:drawing><wp:anchor><a:graphic><a:graphicData><wps:wsp><wps:txbx>"
        f"{_box(inner)}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    )
    older = f"<w:pict><v:textbox>{_box(inner)}</v:textbox></w:pict>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps">{drawn}</mc:Choice>'
        f"<mc:Fallback>{older}</mc:Fallback></mc:AlternateContent></w:r>"
    )


def _box(inner: tuple[str, ...]) -> str:
    content = "".join(one if one.startswith("<") else p(one) for one in inner)
    return f"<w:txbxContent>{content}</w:txbxContent>"


def footnote(name: int, *inner: str) -> str:
    """Return a footnote as Word writes it, its number first."""
    return f'<w:footnote w:id="{name}">{p(r("<w:footnoteRef/>"), r(" "), *inner)}</w:footnote>'


def endnote(name: int, *inner: str) -> str:
    """Return an endnote as Word writes it, its number first."""
    return f'<w:endnote w:id="{name}">{p(r("<w:endnoteRef/>"), r(" "), *inner)}</w:endnote>'


def cites(name: int, note: str = "footnote", look: str = "") -> str:
    """Return a run that cites a note."""
    return f'<w:r><w:{note}Reference w:id="{name}"{look}/></w:r>'
