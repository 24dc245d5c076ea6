"""What letters a text is in: the bytes of a text file decoded, the wrong letters of any text repaired."""

import codecs
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from charset_normalizer import from_bytes

from ingest.messages import Message, message
from ingest.sources.errors import UnreadableError
from ingest.sources.old_letters import from_font, makes_capitals, windows_1252
from ingest.sources.wrong_letters import Repair, is_mojibake, joined, repairs

__all__ = ["Decoded", "decode", "from_font", "is_mojibake", "makes_capitals", "repaired"]

UNREADABLE = "\ufffd"
# What is left where a byte stands for no letter.
_NO_LETTER = re.compile("[\x00\x81\x8d\x8f\x90\x9d]")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF32_LE: "utf-32-le",
    codecs.BOM_UTF32_BE: "utf-32-be",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}
# Controls that no text has; VISCII and VPS use others for some of their capitals.
_NO_TEXT = bytes([0, 1, 7, 8, 0x0E, 0x0F, 0x16, 0x17, 0x18, 0x1B, 0x1F])
_LARGEST_NO_TEXT = 0.001
# More unreadable characters than this share, or these few, are no damage to a text: it is none.
_LARGEST_DAMAGE = 0.02
_SMALLEST_DAMAGE = 3
# Of UTF-16 without mark: every other byte of a text in Latin letters is mostly zero, the others hardly ever.
_SAMPLE = 8192
_MOSTLY_ZERO = 0.25
_HARDLY_ZERO = 0.01
_WESTERN = "windows-1252"
# Of the characters of a text in a Western language fewer have accents; in another script most are beyond ASCII.
_LARGEST_WESTERN_SHARE = 0.25
_LARGEST_CHAOS = 10


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, its encoding (that of most of it), and how many of its bytes could not be read.

    For these the text has U+FFFD. `warnings` say this in the report, and what was repaired.
    """

    text: str
    encoding: str
    bad_bytes: int = 0
    warnings: tuple[Message, ...] = ()


def repaired(paragraph: str) -> str:
    """Return `paragraph` in the letters that were meant, where those it holds are of an old encoding.

    Any stretch of text will do, also a whole file, and the more the better: short lines are understood by
    what stands around them. White space and the number of lines stay.
    """
    return joined(paragraph, repairs(paragraph))


def decode(data: bytes) -> Decoded:
    """Return the text in `data`, all in its right letters: Unicode, else an old encoding, else the best guess.

    What is in an old encoding within a file of another is decoded too. Raises `UnreadableError` for what
    is no text.
    """
    text, encoding = _as_unicode(data) or (windows_1252(data), _WESTERN)
    found = repairs(text)
    if encoding == _WESTERN:
        text, encoding = (text, _main(found)) if found else _guessed(data, text)
    whole = _NO_LETTER.sub(UNREADABLE, joined(text, found))
    bad = whole.count(UNREADABLE)
    if bad > max(_SMALLEST_DAMAGE, _LARGEST_DAMAGE * len(whole)):
        raise UnreadableError(
            "encoding", f"too much of the file is not valid {encoding}; save the document as UTF-8 text"
        )
    return Decoded(whole, encoding, bad, tuple(_warnings(text, whole, encoding, found)))


def _as_unicode(data: bytes) -> tuple[str, str] | None:
    """Return the text of data in Unicode and its name, or None where they are not; raises `UnreadableError`."""
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace"), encoding
    if unmarked := _unmarked_utf_16(data[:_SAMPLE]):
        return data.decode(unmarked, "replace"), unmarked
    if len(data) - len(data.translate(None, _NO_TEXT)) > max(_SMALLEST_DAMAGE, _LARGEST_NO_TEXT * len(data)):
        raise UnreadableError("unknown_type", "the file is binary, not text; save the document as UTF-8 text")
    try:
        return data.decode(), "utf-8"
    except UnicodeDecodeError:
        return (_damaged(data), "utf-8") if _is_utf_8(data) else None


def _unmarked_utf_16(sample: bytes) -> str | None:
    low, high = sample[::2], sample[1::2]
    for zeros, others, encoding in ((high, low, "utf-16-le"), (low, high, "utf-16-be")):
        if zeros.count(0) > _MOSTLY_ZERO * len(zeros) and others.count(0) <= _HARDLY_ZERO * len(others):
            return encoding
    return None


def _is_utf_8(data: bytes) -> bool:
    """True where more of the letters beyond ASCII are valid UTF-8 than are not."""
    text = data.decode(errors="replace")
    bad = text.count(UNREADABLE)
    return len(_BEYOND_ASCII.findall(text)) - bad > bad


def _damaged(data: bytes) -> str:
    """Return the text of a file in UTF-8 with bad bytes; a line in an old encoding as a Western one."""
    lines = [(line.decode(errors="replace"), line) for line in data.split(b"\n")]
    damaged = [line for text, line in lines if UNREADABLE in text and not _is_utf_8(line)]
    western = windows_1252(b"\n".join(damaged))
    pairs = zip(damaged, western.split("\n"), repaired(western).split("\n"), strict=bool(damaged))
    old = {line: as_western for line, as_western, as_meant in pairs if as_meant != as_western}
    return "\n".join(old.get(line, text) for text, line in lines)


def _guessed(data: bytes, western: str) -> tuple[str, str]:
    """Return data as Western text where it reads as such, else by the best guess; raises `UnreadableError`."""
    beyond = len(_BEYOND_ASCII.findall(western))
    if beyond <= _LARGEST_WESTERN_SHARE * len(western) and not is_mojibake(western):
        return western, _WESTERN
    guess = from_bytes(data).best()
    if guess is None or guess.percent_chaos > _LARGEST_CHAOS:
        raise UnreadableError("encoding", "the file is not text in a known encoding; save it as UTF-8")
    return str(guess), guess.encoding


def _main(found: Sequence[Repair]) -> str:
    """Return the encoding of most of what was repaired."""
    sizes: Counter[str] = Counter()
    for repair in found:
        sizes[repair.encoding] += len(repair.text)
    return max(sizes, key=sizes.__getitem__)


def _warnings(text: str, whole: str, encoding: str, found: Sequence[Repair]) -> Iterator[Message]:
    """Yield what a person who relies on the text must know of how it was read."""
    if bad := _lines_with(UNREADABLE, whole):
        yield message(
            "%(where)s: not valid %(encoding)s, shown as %(sign)s",
            where=_places(bad),
            encoding=encoding,
            sign=UNREADABLE,
        )
    for name, numbers in _lines_of(text, found).items():
        yield message("%(where)s: decoded from %(encoding)s", where=_places(numbers), encoding=name)


def _lines_with(character: str, text: str) -> list[int]:
    """Return the number of the line of each such character."""
    if character not in text:
        return []
    return [number for number, line in enumerate(text.split("\n"), 1) for _ in range(line.count(character))]


def _lines_of(text: str, found: Sequence[Repair]) -> dict[str, list[int]]:
    """Return the numbers of the repaired lines, by encoding."""
    numbers: dict[str, list[int]] = {}
    number, position = 1, 0
    for repair in found:
        number += text.count("\n", position, repair.start)
        position = repair.start
        lines = zip(text[position : repair.end].split("\n"), repair.text.split("\n"), strict=True)
        own = numbers.setdefault(repair.encoding, [])
        own += [n for n, (old, new) in enumerate(lines, number) if old != new and n not in own[-1:]]
    return numbers


def _places(numbers: Sequence[int]) -> Message:
    if len(numbers) == 1:
        return message("line %(line)s", line=numbers[0])
    return message("%(count)s places, the first in line %(line)s", count=len(numbers), line=numbers[0])
