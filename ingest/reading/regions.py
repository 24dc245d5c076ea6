"""Regions of a document: letterhead, title, body, recipients, signature."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.language.bodies import names_pattern
from ingest.language.document_types import types_at, types_pattern
from ingest.language.folding import one_line
from ingest.language.labels import read_label
from ingest.language.letters import CAPITAL
from ingest.reading.lines import Line

# Attached texts that restart the body after a signature.
_ATTACHED = re.compile(rf"^(?:PHỤ LỤC|Phụ lục|{types_pattern('attachment', capitals=True)})\b")
_RECIPIENTS = re.compile(r"^nơi\s+nhận\s*(?::|[.;]?$)", re.I)
_AUTHORITY = re.compile(
    rf"^(?:T/?M|K/?T|T/?L|TUQ|Q)\s?\.?\s{{1,9}}(?=[{CAPITAL}])|^(?:TM|KT|TL|TUQ|Q)\.\s*(?=[{CAPITAL}])"
)
_ROLE = re.compile(
    rf"^(?:(?:PHÓ|QUYỀN)\s+)?(?:{names_pattern('signature', capitals=True)})"
    r"(?:\s+(?:THƯỜNG TRỰC|TỈNH ỦY|THÀNH ỦY))?$"
)
# Who decides, in capitals between the title of a decision and its grounds.
_DECIDING = re.compile(rf"^(?:{names_pattern('decision', capitals=True)})(?: [^a-z]*)?$")
_PREAMBLE = re.compile(
    r"^(?:Thực hiện|Căn cứ|Theo|Nhằm|Để|Triển khai|Tiếp tục|Trên cơ sở|Thi hành)\b.*[:.;,]$", re.S
)
_SUBJECT_OF_LETTER = re.compile(r"^\s*(?:V/v|Về việc)\b", re.I)
_ADDRESSEE = re.compile(r"^Kính gửi\b", re.I)
_STAMP = re.compile(r"\bBẢN\b.{0,12}\bĐ[ẾỀ]N\b|^\s*(?:BẢN|Đ[ẾỀ]N)\b|Lưu hồ sơ|^Chuyển\s*[.:…]|^Giờ\s*[.:…]")
_HEADER_LIMIT = 60


@dataclass(frozen=True, slots=True)
class Region:
    """Consecutive lines with one role; `body` is what the outline is made of."""

    name: str
    lines: tuple[Line, ...]


def split_regions(lines: Sequence[Line]) -> list[Region]:
    """Return the regions in source order; every line belongs to exactly one."""
    begin, end = _title_lines(lines)
    regions = _letterhead(lines[:begin])
    if end > begin:
        regions.append(Region("title", tuple(lines[begin:end])))
    body = end
    while body < len(lines) and end > begin and _DECIDING.match(lines[body].text):
        body += 1
    if body > end:
        regions.append(Region("authority", tuple(lines[end:body])))
    return regions + _body_and_closing(lines[body:])


def document_type(line: str) -> str | None:
    """Return the type named by a title line such as "KẾ HOẠCH", else None."""
    bare = one_line(line).rstrip(":").upper()
    for name in types_at("title"):
        upper = name.upper()
        if bare == upper or (bare.startswith(upper + " ") and one_line(line).isupper()):
            return name
    return None


def is_subject_of_letter(line: str) -> bool:
    """True for "V/v …", which names the subject of an official letter."""
    return bool(_SUBJECT_OF_LETTER.match(line))


def _title_lines(lines: Sequence[Line]) -> tuple[int, int]:
    """Return the half-open range of the title: the type line and its subject lines."""
    for index, line in enumerate(lines[:_HEADER_LIMIT]):
        if read_label(line.text):
            break
        if document_type(line.text):
            return index, _subject_end(lines, index + 1)
        if _ADDRESSEE.match(line.text):
            return index, index
    return _untitled(lines)


def _untitled(lines: Sequence[Line]) -> tuple[int, int]:
    """Without a type line, the letterhead ends at the first label or sentence."""
    for index, line in enumerate(lines):
        if read_label(line.text) or _PREAMBLE.match(line.text) or len(line.text) > 150:
            return index, index
    return 0, 0


def _subject_end(lines: Sequence[Line], index: int) -> int:
    start = index
    while index < len(lines):
        line = lines[index]
        opening = index > start and line.blank_before and not line.text.startswith("(")
        if opening or read_label(line.text) or _is_sentence(line.text):
            break
        index += 1
    return index


def _is_sentence(text: str) -> bool:
    return bool(_PREAMBLE.match(text)) or (len(text) > 60 and text.endswith((".", ":", ";")))


def _letterhead(lines: Sequence[Line]) -> list[Region]:
    """Split the lines above the title into letterhead and incoming stamp."""
    regions: list[Region] = []
    stamped = _stamp_lines(lines)
    for index, line in enumerate(lines):
        name = "stamp" if index in stamped else "letterhead"
        if regions and regions[-1].name == name:
            regions[-1] = Region(name, (*regions[-1].lines, line))
        else:
            regions.append(Region(name, (line,)))
    return regions


def _stamp_lines(lines: Sequence[Line]) -> set[int]:
    """Return the lines of every block (no blank line inside) that looks like a stamp."""
    stamped: set[int] = set()
    block: list[int] = []
    for index, line in enumerate(lines):
        if line.blank_before:
            block = []
        block.append(index)
        if _STAMP.search(line.text):
            stamped.update(block)
        elif stamped.intersection(block):
            stamped.add(index)
    return stamped


def _body_and_closing(lines: Sequence[Line]) -> list[Region]:
    regions: list[Region] = []
    name = "body"
    current: list[Line] = []
    for index, line in enumerate(lines):
        following = _next_region(name, line, len(lines) - index - 1, index)
        if following != name and current:
            regions.append(Region(name, tuple(current)))
            current = []
        name = following
        current.append(line)
    return [*regions, Region(name, tuple(current))] if current else regions


def _next_region(name: str, line: Line, rest: int, index: int) -> str:
    """Return the region that `line` belongs to, given the region before it."""
    text = one_line(line.text)
    if _RECIPIENTS.match(text):
        return "recipients"
    if index and _is_signature_line(text):
        return "signature"
    if name in ("recipients", "signature") and _ATTACHED.match(text) and rest > 2:
        return "body"
    if name == "recipients" and not _is_recipient(line):
        return "signature"
    return name


def _is_signature_line(text: str) -> bool:
    return len(text) < 70 and bool(_AUTHORITY.match(text) or _ROLE.match(text))


def _is_recipient(line: Line) -> bool:
    """Recipients are bullets, or follow one another without a blank line."""
    return not line.blank_before or bool(read_label(line.text)) or line.text.endswith((";", ","))
