"""Vietnamese typed in the encodings of its time, as a program of today shows it: letter by letter."""

import unicodedata
from functools import cache

from viparse.normalize.encodings import CHARMAPS

_TONES = "\u0300\u0301\u0303\u0309\u0323"
# VNI has these two as they look; what the table of the library lacks.
_MORE = {"VNI": {"ì": "ì", "í": "í", "Ì": "Ì", "Í": "Í", "ẳ": "aú", "Ẳ": "AÚ", "ỵ": "î", "Ỵ": "Î"}}
ENCODINGS = ("TCVN3", "VNI", "VISCII", "VPS", "windows-1258", "UTF-8")


def typed(text: str, encoding: str) -> str | None:
    """Return how `text` looks in an old encoding taken for a Western one, None where it lacks a letter."""
    if encoding == "UTF-8":
        return western(text.encode())
    if encoding == "windows-1258":
        return western(b"".join(map(_windows_1258, text)))
    letters = [character if character.isascii() else _table(encoding).get(character) for character in text]
    return None if None in letters else "".join(map(str, letters))


def western(data: bytes) -> str:
    """Return bytes as a program for Western Windows shows them."""
    return "".join(bytes([b]).decode("cp1252") if b not in b"\x81\x8d\x8f\x90\x9d" else chr(b) for b in data)


def as_bytes(shown: str) -> bytes:
    """Return the bytes that a Western program shows so."""
    return b"".join(c.encode("latin-1") if ord(c) < 0x100 else c.encode("cp1252") for c in shown)


@cache
def _table(encoding: str) -> dict[str, str]:
    table = {letter: shown for shown, letter in CHARMAPS[encoding.lower()].pairs}
    if encoding in ("VISCII", "VPS"):
        # These two share the rest of their letters with Latin-1.
        taken = {shown for shown, _ in CHARMAPS[encoding.lower()].pairs}
        shared = {chr(code): chr(code) for code in range(0xC0, 0x100) if chr(code) not in taken}
        table = {letter: western(shown.encode("latin-1")) for letter, shown in (shared | table).items()}
    return table | _MORE.get(encoding, {})


def _windows_1258(character: str) -> bytes:
    """Encode a letter as Windows did for Vietnamese: its tone stands after it."""
    try:
        return character.encode("cp1258")
    except UnicodeEncodeError:
        marks = unicodedata.normalize("NFD", character)
        tone = next(mark for mark in marks if mark in _TONES)
        letter = unicodedata.normalize("NFC", marks.replace(tone, ""))
        return letter.encode("cp1258") + tone.encode("cp1258")
