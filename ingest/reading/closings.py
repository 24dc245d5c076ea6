"""Closings: the recipients and the signature with which a document or an attached text ends."""

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass

from ingest.language.bodies import names_pattern
from ingest.language.labels import BULLETS, read_label
from ingest.language.letters import CAPITAL, SMALL
from ingest.reading.annexes import Part, begins_annex
from ingest.reading.lines import Line

_RECIPIENTS = re.compile(r"^(?:nơi\s(?:nhận|gửi|gởi)|recipients?)\s*(?:[:.;]\s*(?P<first>.*))?$", re.I)
_ENGLISH_ROLE = (
    r"(?:(?:VICE|DEPUTY|ACTING|PERMANENT|STANDING)[ -])*(?:CHAIR(?:MAN|WOMAN|PERSON)?|DIRECTOR|HEAD|CHIEF|"
    r"SECRETARY|MINISTER|PRIME MINISTER|PRESIDENT|GENERAL DIRECTOR|EDITOR-IN-CHIEF)"
)
_ROLES = names_pattern("signature", capitals=True)
_ROLE = re.compile(
    rf"^(?:(?:PHÓ|QUYỀN|THỨ|Q\.)\s+)?(?:{_ROLES}|TRƯỞNG)(?:\s+(?:THƯỜNG TRỰC|TỈNH ỦY|THÀNH ỦY))?$"
    rf"|^{_ENGLISH_ROLE}(?: OF [^a-z]*)?$"
)
# "TM. ỦY BAN NHÂN DÂN", "K/T TRƯỞNG BAN", "KT.Bộ trưởng": for whom the signer signs.
_AUTHORITY = re.compile(
    rf"^(?:T/?M|K/?T|T/?L|TUQ)\s?\.?\s{{1,9}}(?=[{CAPITAL}])|^(?:TM|KT|TL|TUQ)\.\s*(?=[{CAPITAL}])"
    rf"|^(?i:(?:tm|kt|tl|tuq)\s?[./]\s?(?:{_ROLES}))|^(?:ON BEHALF OF|FOR THE) "
)
# Below recipients also where a font made the capitals.
_SMALL_ROLE = re.compile(rf"^(?i:(?:phó |quyền |thứ )?(?:{_ROLES}|trưởng))(?:\s[^.;:,\d]{{0,40}})?$")
_SIGNED = re.compile(r"^\W*(?:đã ký|đã kí|signed|ký tên|ký và ghi|kiêm)", re.I)
_NAME = re.compile(
    rf"^(?:(?:GS|PGS|TS|ThS|BS|Ths|Dr|Mr|Ms)\.? ?)*(?:[{CAPITAL}][{SMALL}]+)(?:\s+[{CAPITAL}][{SMALL}{CAPITAL}]*){{1,4}}$"
)
_LIST_END = (";", ",")
_LONGEST_LINE, _LONGEST_ENTRY = 80, 160
_LONGEST_CLOSING = 200  # lines
_SHORTEST_WORD = 4
_LONGEST_REST = 3  # lines
_CAPITAL_NAME_WORDS = 4


@dataclass(frozen=True, slots=True)
class Closing:
    """Named runs of lines from `start` of a text; `sure` where nothing but a closing looks like it."""

    parts: tuple[Part, ...]
    end: int
    sure: bool


def begins_closing(line: Line) -> bool:
    """True for a line with which recipients or a signature may begin."""
    return not line.row and (_recipients_head(line) is not None or is_signature_line(line))


def is_signature_line(line: Line) -> bool:
    """True for the office of a signer, or for whom he signs."""
    text = line.words
    if len(text) >= _LONGEST_LINE or text.endswith((".", ";", ":", ",")) or any(c.isdigit() for c in text):
        return False
    return bool(_AUTHORITY.match(text) or _ROLE.match(text))


def closing_at(lines: Sequence[Line], start: int, annexes: Set[int]) -> tuple[tuple[Part, ...], int]:
    """Return the parts of the closing at `start`, and where to look on.

    No parts where there is no closing, or where the text goes on behind it: there is nothing, or an
    annex, or after one that is sure another text. A few words behind the last name belong to it.
    Where an office is followed by a signature for somebody, it is one of a list of offices.
    """
    if not begins_closing(lines[start]):
        return (), start + 1
    closing = _read_closing(lines, start)
    end = closing.end
    if _is_list_of_offices(lines, closing.parts):
        return (), closing.parts[-1][1]
    if end == len(lines) or end in annexes:
        return closing.parts, end
    if _is_rest(lines[end : end + _LONGEST_REST + 1]):
        name, begin, _ = closing.parts[-1]
        return (*closing.parts[:-1], (name, begin, len(lines))), len(lines)
    return (closing.parts, end) if closing.sure and _begins_text(lines[end]) else ((), end)


def _is_rest(lines: Sequence[Line]) -> bool:
    """True for the few last lines of a file that say nothing: what a page number leaves, a typist's mark."""
    return len(lines) <= _LONGEST_REST and all(
        len(line.text) < _LONGEST_LINE and not read_label(line.text) and not line.row for line in lines
    )


def _begins_text(line: Line) -> bool:
    """True for a line that may begin a text: no item that follows another."""
    labels = line.labels
    return not labels or any(label.value[-1:] in ((), (1,)) for label in labels)


def _read_closing(lines: Sequence[Line], start: int) -> Closing:
    """Return the recipients and signatures, in any order, that begin at `start`."""
    parts: list[Part] = []
    at = start
    while at < min(len(lines), start + _LONGEST_CLOSING) and (
        begins_closing(lines[at]) or _signs(lines, at, parts)
    ):
        if _recipients_head(lines[at]) is not None:
            name, end = "recipients", _recipients_end(lines, at)
        else:
            name, end = "signature", _signature_end(lines, at)
        end = _behind_scraps(lines, end)
        parts.append((name, at, end))
        at = end
    return Closing(tuple(parts), at, _is_sure(lines, parts))


def _signs(lines: Sequence[Line], at: int, parts: Sequence[Part]) -> bool:
    """True for the office of a signer in small letters, right below recipients."""
    return bool(parts) and parts[-1][0] == "recipients" and bool(_SMALL_ROLE.match(lines[at].words))


def _behind_scraps(lines: Sequence[Line], at: int) -> int:
    """Return where a closing goes on behind what a scan left between recipients and signature."""
    behind = at
    while behind < len(lines) and behind - at < _LONGEST_REST and _is_scrap(lines[behind].words):
        behind += 1
    return behind if behind < len(lines) and begins_closing(lines[behind]) else at


def _is_list_of_offices(lines: Sequence[Line], parts: Sequence[Part]) -> bool:
    signatures = [start for name, start, _ in parts if name == "signature"]
    if parts[0][0] != "signature" or len(signatures) < 2:
        return False
    return not _is_authority(lines[signatures[0]])


def _is_sure(lines: Sequence[Line], parts: Sequence[Part]) -> bool:
    """True where a signature is for somebody or has a name, or stands with recipients."""
    names = {name for name, _, _ in parts}
    signatures = [lines[start:end] for name, start, end in parts if name == "signature"]
    full = any(_is_authority(block[0]) and len(block) > 1 for block in signatures)
    named = any(_NAME.match(line.words) for block in signatures for line in block[1:])
    return len(names) == 2 or (full and named)


def _is_authority(line: Line) -> bool:
    return bool(_AUTHORITY.match(line.words))


def _recipients_head(line: Line) -> str | None:
    """Return what stands behind "Nơi nhận:" on its line, None for any other line.

    A sentence about a place of receipt is no head: what follows there ends like a sentence.
    """
    match = _RECIPIENTS.match(line.words)
    if not match:
        return None
    first = match["first"] or ""
    is_entry = not first or first[0] in "-–+•*" or first.endswith(_LIST_END)
    return first if is_entry else None


def _recipients_end(lines: Sequence[Line], start: int) -> int:
    end = start + 1
    while end < min(len(lines), start + _LONGEST_CLOSING) and _is_recipient(lines[end], end == start + 1):
        end += 1
    return end


def _is_recipient(line: Line, is_first: bool) -> bool:
    """Recipients are bullets, or follow one another without a blank line."""
    if line.row or len(line.text) > _LONGEST_ENTRY or begins_closing(line) or begins_annex(line):
        return False
    if not is_first and _SMALL_ROLE.match(line.words):
        return False
    label = read_label(line.text)
    if label:
        return label.mark in BULLETS
    return is_first or not line.blank_before or line.text.endswith(_LIST_END)


def _signature_end(lines: Sequence[Line], start: int) -> int:
    """Return where a signature ends: behind its last name, or where text begins."""
    end, named = start + 1, False
    while end < min(len(lines), start + _LONGEST_CLOSING):
        line = lines[end]
        if _recipients_head(line) is not None or not _may_sign(line):
            break
        text = line.words
        name = bool(_NAME.match(text)) or _is_name_in_capitals(lines, end)
        if named and not (is_signature_line(line) or name or _SIGNED.match(text) or _is_scrap(text)):
            break
        named = named or name
        end += 1
    return end


def _may_sign(line: Line) -> bool:
    text = line.words
    if _is_scrap(text) or _SIGNED.match(text):
        return True
    if line.row or len(text) >= _LONGEST_LINE or text.endswith((";", ":", ".")) or begins_annex(line):
        return False
    return read_label(text) is None


def _is_scrap(text: str) -> bool:
    """True for what a scan leaves of a stamp or a typist's mark."""
    return len(text) < _SHORTEST_WORD or text.isdigit()


def _is_name_in_capitals(lines: Sequence[Line], number: int) -> bool:
    """True for a few words in capitals that end the text, or stand above what is attached."""
    text = lines[number].words
    words = text.split()
    if not text.isupper() or not 1 < len(words) <= _CAPITAL_NAME_WORDS or is_signature_line(lines[number]):
        return False
    following = lines[number + 1] if number + 1 < len(lines) else None
    return following is None or begins_annex(following) or _recipients_head(following) is not None
