"""Citations: what a person pastes into a report, in Vietnamese and in English.

The Vietnamese form is that of Nghị định 30/2020/NĐ-CP: type, number, date, issuer, abstract.
"""

import re
from datetime import date
from pathlib import PurePath

from babel.dates import format_date

from index.types import DocumentRecord, PassageRecord
from ingest.language.document_types import type_of_title
from ingest.language.folding import one_line
from ingest.language.labels import BULLETS, STRUCTURAL, read_labels
from search_api.kit.english_names import english_body, english_place, english_type

_ABOUT = re.compile(r"(?P<matter>v/v|về việc|về)(?!\w)[\s:]*", re.I)

# Labels that are said with what they label, and the mark of a place that comes again.
_SPOKEN_LABELS = STRUCTURAL | {"article", "clause", "ordinal"}
_TIMES = re.compile(r" \(lần \d+\)$")
_INNER_QUOTES = str.maketrans("“”", "‘’")


def cite(document: DocumentRecord, place: str) -> str:
    """Return a citation in the Vietnamese official form, of the whole document where `place` is empty.

    Place, then type, number, date, issuer and abstract as far as the document gives them: "Mục 2,
    phần IV, Kế hoạch số 45/KH-UBND ngày 12 tháng 01 năm 2024 của UBND tỉnh Hải Lâm về công tác
    thông tin đối ngoại năm 2024".
    """
    metadata = document.metadata
    name = metadata.type or "Văn bản"
    if metadata.number:
        name += f" số {metadata.number}"
    if metadata.date:
        name += f" {_day_in_words(date.fromisoformat(metadata.date))}"
    if metadata.issuer:
        name += f" của {metadata.issuer}"
    about, abstract = _abstract(document)
    if about:
        name += f" {about} {abstract}"
    return _joined(place, name + _file_name(document))


def cite_in_english(document: DocumentRecord, place: str) -> str:
    """Return the same citation in English; names of places, abstracts and unknown bodies stay Vietnamese.

    "Section 2, part IV, Plan No. 45/KH-UBND dated 12 January 2024 of the People's Committee of
    Hải Lâm province on “công tác thông tin đối ngoại năm 2024”".
    """
    metadata = document.metadata
    name = english_type(metadata.type)
    if metadata.number:
        name += f" No. {metadata.number}"
    if metadata.date:
        name += f" dated {format_date(date.fromisoformat(metadata.date), 'd MMMM y', 'en')}"
    if metadata.issuer:
        name += f" of {english_body(metadata.issuer, metadata.province)}"
    about, abstract = _abstract(document)
    if about:
        name += f" on “{abstract.translate(_INNER_QUOTES)}”"
    return _joined(english_place(place), name + _file_name(document))


def quoted(text: str, place: str) -> str:
    """Return the words of a provision as they stand in quotation marks: without the label of their list.

    The label is a dash or the like, or the letter or number that `place` names; "Điều 5." stays.
    """
    step = _TIMES.sub("", place.partition(",")[0]).lower()
    for label in read_labels(text):
        is_own = label.mark in BULLETS or step.endswith(f" {label.text.lower()}")
        if is_own and label.mark not in _SPOKEN_LABELS and text[label.length :].strip():
            return text[label.length :]
    return text


def quotation(text: str, place: str, *citations: str) -> str:
    """Return what a person pastes into a report: the quote in quotation marks, below it its citations."""
    return "\n".join([f"“{quoted(text, place)}”", *citations])


def subject(document: DocumentRecord) -> str:
    """Return what a document is about: its title without its type, or the whole title."""
    return _abstract(document)[1] or one_line(document.metadata.title)


def document_url(document_id: str) -> str:
    """Return the permanent address of a document on the pages."""
    return f"/documents/{document_id}"


def passage_url(passage: PassageRecord) -> str:
    """Return the permanent address of a passage on the pages."""
    return f"{document_url(passage.document_id)}#p-{passage.id}"


def _day_in_words(day: date) -> str:
    """Return a day as the decree writes it: a zero before days below 10 and before the months 1 and 2."""
    month = f"{day.month:02}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02} tháng {month} năm {day.year}"


def _abstract(document: DocumentRecord) -> tuple[str, str]:
    """Return the word that joins the abstract, and the abstract: the title without its type.

    Both are empty where the title is nothing but the type, or the name of the file.
    """
    if _is_named_by_file(document):
        return "", ""
    title = one_line(document.metadata.title)
    typed = type_of_title(title)
    subject = title[typed.end :].strip(" :,.") if typed else title
    about = _ABOUT.match(subject)
    subject = subject[about.end() :] if about else subject
    if not subject:
        return "", ""
    return "về" if about is None or about["matter"].lower() == "về" else "về việc", _begun_small(subject)


def _begun_small(subject: str) -> str:
    """Return a subject without the capital of its first word, unless that is of a name or a short form."""
    first, _, rest = subject.partition(" ")
    is_name = not first[1:].islower() or rest[:1].isupper()
    return subject if is_name else subject[0].lower() + subject[1:]


def _is_named_by_file(document: DocumentRecord) -> bool:
    """True where a document has no title, so that its file's name stands for one."""
    return document.metadata.title == PurePath(document.source_file).stem


def _file_name(document: DocumentRecord) -> str:
    return f" ({document.metadata.title})" if _is_named_by_file(document) else ""


def _joined(place: str, name: str) -> str:
    return f"{place[:1].upper()}{place[1:]}, {name}" if place else name
