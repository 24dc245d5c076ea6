"""Citations: what a person pastes into a report, in Vietnamese and in English."""

from datetime import date

from babel.dates import format_date

from index.types import DocumentRecord, PassageRecord
from ingest.types import Metadata
from search_api.kit.english_names import english_body, english_place, english_type


def cite(document: DocumentRecord, place: str) -> str:
    """Return a citation in the Vietnamese official form.

    Place, then type, number, date, issuer and title as far as the document gives them:
    "mục 2, phần IV, Kế hoạch số 45/KH-UBND ngày 12/01/2024 của UBND tỉnh Hải Lâm (…)".
    """
    metadata = document.metadata
    name = metadata.type or "Văn bản"
    if metadata.number:
        name += f" số {metadata.number}"
    if metadata.date:
        year, month, day = metadata.date.split("-")
        name += f" ngày {day}/{month}/{year}"
    if metadata.issuer:
        name += f" của {metadata.issuer}"
    return _joined(place, name + _title(metadata))


def cite_in_english(document: DocumentRecord, place: str) -> str:
    """Return the same citation in English; names of places, titles and unknown bodies stay Vietnamese.

    "Section 2, part IV, Plan No. 45/KH-UBND dated 12 January 2024 of the People's Committee of
    Hải Lâm province".
    """
    metadata = document.metadata
    name = english_type(metadata.type)
    if metadata.number:
        name += f" No. {metadata.number}"
    if metadata.date:
        name += f" dated {format_date(date.fromisoformat(metadata.date), 'd MMMM y', 'en')}"
    if metadata.issuer:
        name += f" of {english_body(metadata.issuer, metadata.province)}"
    return _joined(english_place(place), name + _title(metadata))


def document_url(document_id: str) -> str:
    """Return the permanent address of a document on the pages."""
    return f"/documents/{document_id}"


def passage_url(passage: PassageRecord) -> str:
    """Return the permanent address of a passage on the pages."""
    return f"{document_url(passage.document_id)}#p-{passage.id}"


def _title(metadata: Metadata) -> str:
    """Return the title where number and issuer do not suffice to find the document."""
    return "" if metadata.number and metadata.issuer else f" ({metadata.title})"


def _joined(place: str, name: str) -> str:
    return f"{place[:1].upper()}{place[1:]}, {name}"
