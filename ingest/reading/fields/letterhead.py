"""Bodies on a letterhead: who issued, and below whom; where they are."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.language.bodies import issuing_body_of
from ingest.language.folding import canonical
from ingest.reading.fields.dating import date_spans
from ingest.reading.fields.head import cells
from ingest.reading.fields.number import number_spans

_SUBJECT = re.compile(r"(?:V/v|Về việc|Re:|Subject)\b", re.I)
_NAME_WORDS = re.compile(r"(?:[^\W\d_]|[ ,&'’–-])+")
_PLACE_KIND = re.compile(
    r"(?:tỉnh|thành phố|tp\.?|huyện|quận|thị xã|thị trấn|xã|phường|đặc khu)\s(?!ủy|uỷ)", re.I
)
# What is stamped beside a letterhead: how secret, how urgent, how far it has come.
_STAMPED = frozenset(
    {"dự thảo", "mật", "tối mật", "tuyệt mật", "khẩn", "thượng khẩn", "hỏa tốc", "thu hồi", "draft"}
)
_TO_FILL_IN = re.compile(r"\.{3}|…|_{3}")
_MOST_WORDS = 9
_ENGLISH_BODY = re.compile(
    r"(?:committee|department|ministry|council|government|board|assembly|agency)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Bodies:
    """The bodies on a letterhead from the highest down; `place` is a place that stands there alone."""

    names: tuple[str, ...]
    place: str | None

    @property
    def all(self) -> tuple[str, ...]:
        """The place, and the bodies from the highest down."""
        return (self.place, *self.names) if self.place else self.names


def read_bodies(letterhead: str) -> Bodies:
    """Return the bodies on a letterhead; a name may take several lines."""
    names: list[str] = []
    place, open_name = None, False
    for cell in _names(letterhead):
        if canonical(cell) in _STAMPED or _TO_FILL_IN.search(cell):
            open_name = False
        elif issuing_body_of(cell) or _ENGLISH_BODY.search(cell):
            names.append(cell)
            open_name = True
        elif names and open_name and _goes_on(names[-1], cell):
            names[-1] += f" {cell}"
        else:
            place = place or (cell if _PLACE_KIND.match(cell) and not names else None)
            open_name = False
    return Bodies(tuple(names), place)


def subject_of_letter(letterhead: str) -> str | None:
    """Return the "V/v …" of an official letter, with the lines it goes on for."""
    found: list[str] = []
    for cell in cells(_without_fields(letterhead)):
        if _SUBJECT.match(cell):
            found = [cell]
        elif found and cell[:1].islower():
            found.append(cell)
        elif found:
            break
    return " ".join(found) or None


def _names(letterhead: str) -> Iterator[str]:
    """Yield the cells of a letterhead that are neither number, date nor subject."""
    subject = False
    for cell in cells(_without_fields(letterhead)):
        subject = bool(_SUBJECT.match(cell)) or (subject and cell[:1].islower())
        if not subject:
            yield cell


def _without_fields(letterhead: str) -> str:
    text = list(letterhead)
    for start, end in [*number_spans(letterhead), *date_spans(letterhead)]:
        text[start:end] = "\n" * (end - start)
    return "".join(text)


def _goes_on(name: str, cell: str) -> bool:
    """True where a cell in the same case is more of the name above it."""
    if not _NAME_WORDS.fullmatch(cell) or len(cell.split()) > _MOST_WORDS:
        return False
    mixed = not (name.isupper() or name.islower())
    return bool(_PLACE_KIND.match(cell)) if mixed else (name.isupper(), name.islower()) == _case(cell)


def _case(text: str) -> tuple[bool, bool]:
    return text.isupper(), text.islower()
