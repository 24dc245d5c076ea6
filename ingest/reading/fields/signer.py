"""Who signed: a person's name under an office or a body."""

import re
from collections.abc import Iterator, Sequence

from ingest.language.bodies import body_name_of
from ingest.language.document_types import type_of_title
from ingest.language.folding import one_line, strip_marks
from ingest.language.letters import CAPITAL, SMALL
from ingest.language.phrases import word_set
from ingest.reading.fields.closing import ON_BEHALF, Cell
from ingest.reading.fields.evidence import Candidate, best

_TITLE = (
    r"(?:(?:PGS|GS|TSKH|TS|ThS|BS|KS|CN|LS|DS|CKI{1,2}|NGƯT|NGND|NSƯT|NSND|Mr|Ms|Mrs|Dr)\s?\.\s?"
    r"|(?:ThS|TS|BSCKI{1,2}|CKI{1,2}|BS|KS|LS)\s|(?:Đại|Thượng|Trung|Thiếu)\s(?:tướng|tá|úy)\s"
    r"|(?:Ông|Bà|Đồng chí|Đ/c):?\s)"
)
_TITLES = re.compile(rf"(?:{_TITLE}){{1,4}}", re.I)
_SIGNED = re.compile(r"\s?[(\[]?\s?(?:đã\s+ký|signed)\s?[)\]]?\s?[./]*$", re.I)
_WORD = rf"(?:[{CAPITAL}][{SMALL}]{{0,7}}|[{CAPITAL}]{{1,8}})"
_PERSON = re.compile(rf"{_WORD}(?:\s{_WORD}){{1,4}}")
# After the last recipient, where columns were merged.
_TRAILING = re.compile(rf"[;,)]\s(?P<name>{_WORD}(?:\s{_WORD}){{1,4}})$")
# Without marks, as they are in translations; these are the names of nearly all Vietnamese families.
_FAMILIES = word_set(
    "nguyen tran le pham huynh hoang phan vu vo dang bui do ho ngo duong ly dao doan trinh dinh lam mai truong luong "
    "cao ha luu chu ta vuong thai to quach ton kieu trieu nghiem khuat lai la lo vi cam nong ma giang thach son kim "
    "thi tong phung quang hua bach than ninh khong dam van au diep lu banh cu dau an luc mac"
)
_NAMED, _UNDER_ROLE, _TITLED, _ENOUGH = 2, 2, 2, 3
_OFFICES = re.compile(r",\s(?=kiêm\b)|(?<=kiêm),\s", re.I)
_REACH = 6  # cells below an office


def read_signer(cells: Sequence[Cell]) -> str | None:
    """Return the name of who signed, without academic or military titles.

    What counts is the name of a family, an office above, and a title before the name.
    """
    return best(_candidates(cells), least=_ENOUGH)


def read_office(cells: Sequence[Cell], signer: str | None) -> str | None:
    """Return the office in which somebody signed, as it is written: "Phó Bí thư Thường trực kiêm Trưởng ban".

    For whom the person signs, "TM. ỦY BAN NHÂN DÂN", is no office.
    """
    place = next((i for i, cell in enumerate(cells) if signer and _person(cell.text)[0] == signer), 0)
    above = [
        cell.text for cell in cells[max(place - _REACH, 0) : place] if cell.column == cells[place].column
    ]
    lines = [text for text in above if not _SIGNED.fullmatch(text)]
    roles = [
        i for i, text in enumerate(lines) if Cell(text, "whole").is_role and not ON_BEHALF.fullmatch(text)
    ]
    if not roles:
        return None
    # "Kiêm" stands in a line of its own, between two offices.
    return one_line(_OFFICES.sub(" ", ", ".join(lines[roles[0] : roles[-1] + 1])))


def _candidates(cells: Sequence[Cell]) -> Iterator[Candidate[str]]:
    role: int | None = None
    for place, cell in enumerate(cells):
        name, titled = _person(cell.text)
        if name and not cell.is_bullet:
            under = role is not None and (cell.column == "right" or place - role <= _REACH)
            yield Candidate(name, _family(name) + titled + (_UNDER_ROLE if under else 0))
            role = None if under else role
        elif cell.is_role or (cell.opens_recipients and role is None):
            role = place if cell.is_role else None
        elif match := _TRAILING.search(cell.text):
            weight = _family(match["name"])
            yield Candidate(match["name"], weight + (1 if weight and role is not None else 0))


def _person(text: str) -> tuple[str | None, int]:
    """Return the name that `text` is, and how much a title before it counts."""
    bare = _SIGNED.sub("", text)
    title = _TITLES.match(bare)
    name = bare[title.end() :] if title else bare
    if not _PERSON.fullmatch(name) or _is_body(name) or type_of_title(name):
        return None, 0
    if name.isupper() and not _family(name):
        return None, 0
    return (name.title() if name.isupper() else name), _TITLED if title else 0


def _is_body(name: str) -> bool:
    """True for a body or an office; "Đoàn" alone is also the name of a family."""
    body = body_name_of(name)
    return body is not None and (" " in body.name or not _family(name))


def _family(name: str) -> int:
    return _NAMED if strip_marks(name.split(maxsplit=1)[0]).lower() in _FAMILIES else 0
