"""Citations: what a person pastes into a report."""

from index.types import DocumentRecord, PassageRecord


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
    if not (metadata.number and metadata.issuer):
        name += f" ({metadata.title})"
    return f"{place[:1].upper()}{place[1:]}, {name}"


def passage_url(passage: PassageRecord) -> str:
    """Return the permanent address of a passage on the pages."""
    return f"/documents/{passage.document_id}#p-{passage.id}"
