"""A document as search engines read it: schema.org's Legislation, as JSON-LD."""

from index.snapshot import Snapshot
from index.types import DocumentRecord
from search_api.kit.citations import document_url


def legislation(record: DocumentRecord, base: str) -> dict[str, object]:
    """Return what a document says of itself; `base` begins its address, without a slash at the end."""
    metadata, address = record.metadata, base + document_url(record.id)
    issuer = {"@type": "GovernmentOrganization", "name": metadata.issuer} if metadata.issuer else None
    place = {"@type": "AdministrativeArea", "name": metadata.province} if metadata.province else None
    told = {
        "@id": address,
        "url": address,
        "name": metadata.title,
        "legislationIdentifier": metadata.number,
        "legislationType": metadata.type,
        "legislationDate": metadata.date,
        "legislationPassedBy": issuer,
        "legislationJurisdiction": place,
    }
    given = {name: value for name, value in told.items() if value}
    return {"@context": "https://schema.org", "@type": "Legislation", "inLanguage": "vi", **given}


def canonical_id(snapshot: Snapshot, document_id: str) -> str:
    """Return the id of the document that stands for this one: a copy says the same, an earlier state does not."""
    relative = snapshot.relatives.get(document_id)
    return relative.of if relative and relative.kind == "copy" else document_id
