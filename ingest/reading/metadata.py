"""What a document says about itself: number, date, issuer, province, year, signer and office, recipients.

Each field is weighed from all places that can name it; one that no place supports is None.
"""

from collections.abc import Sequence

from ingest.instruments.authorities import is_central
from ingest.reading.fields.closing import closing_cells
from ingest.reading.fields.dating import place_of_signing, read_date, read_year
from ingest.reading.fields.head import read_head
from ingest.reading.fields.issuer import Sources, find_issuers
from ingest.reading.fields.letterhead import read_bodies
from ingest.reading.fields.names import usual_writing, with_place
from ingest.reading.fields.number import read_number
from ingest.reading.fields.province import Mentions, read_province
from ingest.reading.fields.recipients import read_recipients
from ingest.reading.fields.signer import read_office, read_signer
from ingest.reading.fields.title import read_title, type_by
from ingest.reading.regions import Region
from ingest.types import Metadata

_PREAMBLE = 3_000  # characters that may name the province
_ENDING = 3_000  # characters in which a law says when it was adopted


def read_metadata(regions: Sequence[Region], preamble: str, fallback_title: str) -> Metadata:
    """Return the metadata; a field that the document does not give is None.

    `preamble` is the text before the first label; `fallback_title` stands in for a missing title.
    """
    head = read_head(regions)
    closing = closing_cells(regions)
    spoken = preamble if head.title else ""
    text = "\n".join(line.text for region in regions if region.name == "body" for line in region.lines)
    whole_title = " ".join(head.title)
    title = read_title(head.title, head.letterhead)
    number = read_number(head.letterhead, whole_title, title.type)
    date = read_date(head.letterhead, whole_title, [cell.text for cell in closing], text[-_ENDING:])
    bodies = read_bodies(head.letterhead)
    issuers = find_issuers(Sources(head, bodies.names, spoken, closing if head.title else (), number))
    roles = [cell.text for cell in closing if cell.is_role]
    opening = (head.letterhead, title.subject, *head.authority, spoken[:_PREAMBLE], *roles)
    mentions = Mentions((*issuers, *bodies.all), place_of_signing(head.letterhead), opening, text)
    province = read_province(mentions, central=any(is_central(number, issuer) for issuer in issuers))
    signer = read_signer(closing)
    return Metadata(
        title=title.in_full(text) or fallback_title,
        type=type_by(title, number),
        number=number,
        issuer=", ".join(with_place(usual_writing(name, text), bodies.all, province) for name in issuers)
        or None,
        province=province,
        year=read_year(title.subject, head.letterhead, date, number),
        date=date,
        signer=signer,
        office=read_office(closing, signer),
        recipients=read_recipients(closing, signer),
    )
