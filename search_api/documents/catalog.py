"""The documents as a data set in a catalogue of open data: DCAT, as its application profile for Europe (DCAT-AP 3) has it.

JSON-LD that holds its own context, so that whoever reads it needs nothing else.
"""

from dataclasses import dataclass

from index.snapshot import Snapshot

CATALOG_PATH = "/api/v1/catalog.jsonld"
JSON_LD = "application/ld+json"
Node = dict[str, object]

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_VIETNAMESE = "http://publications.europa.eu/resource/authority/language/VIE"
_GOVERNMENT = "http://publications.europa.eu/resource/authority/data-theme/GOVE"
_LINES_STANDARD = "https://jsonlines.org/"
_TITLE = {"vi": "Kế hoạch, hướng dẫn và quyết định", "en": "Plans, guidelines and decisions"}
_CATALOG = {
    "vi": "Dữ liệu của máy chủ PlanSearch này.",
    "en": "The data of this PlanSearch server.",
}
_DATASET = {
    "vi": "Toàn văn văn bản và từng đoạn văn, kèm số hiệu, ngày, cơ quan ban hành và trích dẫn.",
    "en": "Documents with their text, and their passages, with number, date, issuer and citation.",
}
_DISTRIBUTIONS = (
    (
        "documents",
        {"vi": "Văn bản", "en": "Documents"},
        {
            "vi": "Mỗi dòng một văn bản, như /api/v1/documents/{id}.",
            "en": "A document a line, as /api/v1/documents/{id} gives it.",
        },
    ),
    (
        "passages",
        {"vi": "Đoạn văn", "en": "Passages"},
        {
            "vi": "Mỗi dòng một đoạn văn, như /api/v1/passages/{id}.",
            "en": "A passage a line, as /api/v1/passages/{id} gives it.",
        },
    ),
)
_SERVICE = {"vi": "API của PlanSearch", "en": "API of PlanSearch"}


@dataclass(frozen=True, slots=True)
class OpenData:
    """What only the one who runs a server can say of its data; empty where that was not said.

    `licence` is the address of the licence, `publisher` a name.
    """

    title: str = ""
    publisher: str = ""
    licence: str = ""


def catalog(snapshot: Snapshot, base: str, said: OpenData) -> Node:
    """Return the catalogue; `base` begins the addresses of this server and ends with a slash."""
    own = base.rstrip("/") + CATALOG_PATH
    common = _common(snapshot, own, said)
    return {
        "@context": _CONTEXT,
        "@id": own,
        "@type": "dcat:Catalog",
        "dct:description": _in_languages(_CATALOG),
        "foaf:homepage": {"@id": base},
        **common,
        **_licensed(said),
        "dcat:dataset": {
            "@id": f"{own}#dataset",
            "@type": "dcat:Dataset",
            "dct:identifier": f"{own}#dataset",
            "dct:description": _in_languages(_DATASET),
            "dcat:version": snapshot.manifest.generation,
            "dcat:landingPage": {"@id": f"{base}documents"},
            "dcat:theme": {"@id": _GOVERNMENT},
            **common,
            **_extent(snapshot),
            "dcat:distribution": [
                _distribution(base, own, name, title, description, said)
                for name, title, description in _DISTRIBUTIONS
            ],
        },
        "dcat:service": {
            "@id": f"{own}#api",
            "@type": "dcat:DataService",
            "dct:title": _in_languages(_SERVICE),
            "dcat:endpointURL": {"@id": f"{base}api/v1"},
            "dcat:endpointDescription": {"@id": f"{base}openapi.json"},
            "dcat:servesDataset": {"@id": f"{own}#dataset"},
        },
    }


def _common(snapshot: Snapshot, own: str, said: OpenData) -> Node:
    """Return what is told of the catalogue and of the data set alike."""
    publisher: Node = {"@id": f"{own}#publisher", "@type": "foaf:Agent", "foaf:name": said.publisher}
    return {
        "dct:title": said.title or _in_languages(_TITLE),
        "dct:language": {"@id": _VIETNAMESE},
        "dct:modified": {"@value": snapshot.manifest.created, "@type": "xsd:dateTime"},
        **({"dct:publisher": publisher} if said.publisher else {}),
    }


def _licensed(said: OpenData) -> Node:
    return {"dct:license": {"@id": said.licence}} if said.licence else {}


def _extent(snapshot: Snapshot) -> Node:
    """Return which years and provinces the documents name."""
    told = [record.metadata for record in snapshot.documents.values()]
    years = sorted({metadata.year for metadata in told if metadata.year})
    provinces = sorted({metadata.province for metadata in told if metadata.province})
    extent: Node = {}
    if provinces:
        extent["dct:spatial"] = [
            {"@type": "dct:Location", "skos:prefLabel": {"@value": province, "@language": "vi"}}
            for province in provinces
        ]
    if years:
        extent["dct:temporal"] = {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _year(years[0]),
            "dcat:endDate": _year(years[-1]),
        }
    return extent


def _distribution(
    base: str, own: str, name: str, title: dict[str, str], description: dict[str, str], said: OpenData
) -> Node:
    address = {"@id": f"{base}api/v1/{name}.jsonl"}
    return {
        "@id": f"{own}#{name}",
        "@type": "dcat:Distribution",
        "dct:title": _in_languages(title),
        "dct:description": _in_languages(description),
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        "dct:format": {"@type": "dct:MediaTypeOrExtent", "rdfs:label": "JSON Lines"},
        "dct:conformsTo": {"@id": _LINES_STANDARD, "@type": "dct:Standard"},
        **_licensed(said),
    }


def _year(year: int) -> Node:
    return {"@value": f"{year:04}", "@type": "xsd:gYear"}


def _in_languages(words: dict[str, str]) -> list[Node]:
    return [{"@value": said, "@language": language} for language, said in words.items()]
