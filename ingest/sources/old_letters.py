"""The letters of old Vietnamese encodings, as they look where a program took them for Western ones.

A text typed in a font such as .VnTime or VNI-Times, or stored in VISCII or VPS, holds one or two Western
characters for each Vietnamese letter: "ho¹ch" or "hoaïch" for "hoạch". The tables are those of viparse;
they are loaded when a text first needs them, because most never do.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import cache

from ingest.language.letters import CAPITAL, SMALL

Decoder = Callable[[str], str]

TCVN3 = "TCVN3"

# What VNI has and the table of viparse, made from documents that had none of these, has not.
_MORE_VNI = {"aú": "ẳ", "AÚ": "Ẳ", "î": "ỵ", "Î": "Ỵ"}
# A PDF gives the letters ư and ã of TCVN3 as the minus sign and the bullet that fonts have there.
_GLYPHS = re.compile("(?<=[^\\W\\d_])[\u2212\u2219]|[\u2212\u2219](?=[^\\W\\d_])")
_GLYPH_LETTERS = {"\u2212": "ư", "\u2219": "ã"}
_SHORT_BETWEEN_CAPITALS = re.compile(
    f"(?<=[{CAPITAL}][{CAPITAL}] )[{CAPITAL}][{SMALL}]{{1,2}}(?= [{CAPITAL}][{CAPITAL}])"
)
_WORD = re.compile(r"[^\W\d_]+")
# Word keeps the characters of a font without a standard encoding in this private area.
_PRIVATE = {0xF000 + code: code for code in range(0x20, 0x100)}
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_FONT_STYLE = re.compile(r"[,\-]?\s*(?:bold|italic|regular|mt)\b|\s+$", re.I)


def from_font(text: str, font: str) -> str:
    """Return `text`, set in `font`, as Unicode; unchanged where the font is none of an old encoding.

    Text with letters that no old font has is Unicode already, whatever the font is called.
    """
    decoder = _decoder_of(font)
    surface = text.translate(_PRIVATE)
    if decoder is None or has_unicode_letters(surface):
        return text
    decoded = decoder(surface)
    return decoded.upper() if makes_capitals(font) else decoded


def even_capitals(text: str) -> str:
    """Return text decoded from TCVN3 with a short word between words in capitals in them too.

    The encoding has none with accents: of "XÃ" only the X shows how it is meant, as in "Xã".
    """
    return _SHORT_BETWEEN_CAPITALS.sub(lambda match: match[0].upper(), text)


def makes_capitals(font: str) -> bool:
    """True for a font such as .VnTimeH, which draws capitals for small letters."""
    name = _bare(font)
    return name.startswith(".vn") and name.endswith("h")


def has_unicode_letters(text: str) -> bool:
    """True where `text` has a Vietnamese letter that Western encodings of one byte lack."""
    return not text.isascii() and bool(_BEYOND.search(text))


@cache
def decoders() -> Mapping[str, Decoder]:
    """Return what decodes each old encoding, by its name, the more frequent first."""
    from viparse.normalize.encodings import CHARMAPS

    tables = {name: dict(charmap.pairs) for name, charmap in CHARMAPS.items()}
    return {
        TCVN3: _tcvn3(tables["tcvn3"]),
        "VNI": _by_pairs(tables["vni"] | _MORE_VNI),
        "windows-1258": _by_letter(_windows_1258()),
        "VISCII": _by_letter(tables["viscii"] | _as_windows(tables["viscii"])),
        "VPS": _by_letter(tables["vps"] | _as_windows(tables["vps"])),
    }


def windows_1252(data: bytes) -> str:
    """Return `data` in the Western encoding of Windows, one character a byte; what it lacks as controls."""
    return data.decode("latin-1").translate(_WINDOWS)


def windows_1252_bytes(text: str) -> bytes:
    """Return the bytes that `windows_1252` decodes to `text`; raises `UnicodeEncodeError`."""
    return text.translate(_LATIN).encode("latin-1")


def _windows_table() -> dict[int, str]:
    table = {}
    for code in range(0x80, 0xA0):
        character = bytes([code]).decode("cp1252", "replace")
        if character != "\ufffd":
            table[code] = character
    return table


_WINDOWS = _windows_table()
_LATIN = {ord(character): chr(code) for code, character in _WINDOWS.items()}
_BEYOND = re.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹ\u0300-\u036f]")


def _decoder_of(font: str) -> Decoder | None:
    name = _bare(font)
    if name.startswith(".vn"):
        return decoders()[TCVN3]
    for encoding in ("VNI", "VPS"):
        if name.startswith(encoding.lower()):
            return decoders()[encoding]
    return None


def _bare(font: str) -> str:
    """Return the name of a font in small letters without the tag of a subset and the name of a style."""
    return _FONT_STYLE.sub("", _SUBSET.sub("", font)).lower()


def _by_letter(table: Mapping[str, str]) -> Decoder:
    letters = str.maketrans(dict(table))
    return lambda text: unicodedata.normalize("NFC", text.translate(letters))


def _by_pairs(table: Mapping[str, str]) -> Decoder:
    """Decode what is written with a letter and its mark; the mark is a capital as its letter is, or not."""
    both = {pair[0].upper() + pair[1:]: letter.upper() for pair, letter in table.items()} | dict(table)
    pattern = re.compile("|".join(sorted(map(re.escape, both), key=len, reverse=True)))
    return lambda text: unicodedata.normalize("NFC", pattern.sub(lambda match: both[match[0]], text))


def _tcvn3(table: Mapping[str, str]) -> Decoder:
    by_letter = _by_letter(table)

    def decode(text: str) -> str:
        decoded = _GLYPHS.sub(lambda match: _GLYPH_LETTERS[match[0]], by_letter(text))
        return even_capitals(_WORD.sub(lambda match: _in_capitals(match[0]), decoded))

    return decode


def _in_capitals(word: str) -> str:
    """Return a word of capitals with them on its accented letters too, for which TCVN3 has small ones only."""
    plain = [letter for letter in word if letter.isascii()]
    half = len(plain) > 1 and len(plain) < len(word) and all(map(str.isupper, plain))
    return word.upper() if half else word


def _as_windows(table: Mapping[str, str]) -> dict[str, str]:
    """Return the entries of `table` for controls under the characters that Windows has there."""
    return {_WINDOWS[ord(c)]: letter for c, letter in table.items() if ord(c) in _WINDOWS}


def _windows_1258() -> dict[str, str]:
    """Return what the Vietnamese encoding of Windows has in place of the Western one."""
    table = {}
    for code in range(0x80, 0x100):
        vietnamese = bytes([code]).decode("cp1258", "replace")
        western = windows_1252(bytes([code]))
        if vietnamese not in ("\ufffd", western):
            table[western] = vietnamese
    return table
