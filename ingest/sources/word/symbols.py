"""Signs of the fonts Symbol and Wingdings as Unicode."""

import re

# The encoding of the font Symbol, from 0x20 and from 0xA0.
_LOW = " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼"
_HIGH = (
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪\uf8ff〉∫⌠⎮⌡⎞⎟⎠⎤⎥⎦⎫⎬⎭"
)
_SYMBOL = dict(enumerate(_LOW, 0x20)) | dict(enumerate(_HIGH, 0xA0))
# Boxes, ticks and arrows say something; every other sign of Wingdings marks an item.
_WINGDINGS = {
    0x20: " ", 0x6F: "☐", 0x71: "☐", 0x72: "☐", 0xA8: "☐", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
    0xDF: "←", 0xE0: "→", 0xE7: "←", 0xE8: "→", 0xEF: "⇐", 0xF0: "⇒",
}  # fmt: skip
_BULLET = "•"
# Where Word keeps the characters of fonts that have an encoding of their own.
_PRIVATE = 0xF000
_TO_LATIN = {_PRIVATE + code: code for code in range(0x20, 0x100)}
_SIGN = re.compile("[\uf020-\uf0ff]")


def private(code: int) -> str:
    """Return the character under which Word keeps a code of such a font."""
    return chr(_PRIVATE | (code & 0xFF))


def is_private(text: str) -> bool:
    """True where `text` holds characters that only a font with its own encoding can show."""
    return bool(_SIGN.search(text))


def as_latin(text: str) -> str:
    """Return `text` with the codes of its private characters as characters."""
    return text.translate(_TO_LATIN)


def signs(text: str, font: str) -> str:
    """Return `text` with its private characters as the signs of Symbol, or of a font of little pictures."""
    table = _SYMBOL if font.lower().startswith("symbol") else _WINGDINGS
    return _SIGN.sub(lambda match: table.get(ord(match[0]) - _PRIVATE, _BULLET), text)
