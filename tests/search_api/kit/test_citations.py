"""Citations: place, type, number, date, issuer, and the title where those do not suffice."""

import pytest

from index.types import DocumentRecord
from ingest.types import Metadata
from search_api.kit.citations import cite, passage_url

FULL = {
    "title": "Trồng cây ven đường",
    "type": "Kế hoạch",
    "number": "12/KH-UBND",
    "date": "2025-03-07",
    "issuer": "UBND xã Vạn Sơn",
}
WHOLE = "Mục 2, phần IV, Kế hoạch số 12/KH-UBND ngày 07/03/2025 của UBND xã Vạn Sơn"


def citation(without: tuple[str, ...] = (), place: str = "mục 2, phần IV") -> str:
    fields = {name: value for name, value in FULL.items() if name not in without}
    return cite(DocumentRecord("d", "d.txt", Metadata(**fields)), place)


def test_a_full_citation_has_the_official_form():
    assert citation() == WHOLE


@pytest.mark.parametrize(
    ("without", "expected"),
    [
        (("date",), "Mục 2, phần IV, Kế hoạch số 12/KH-UBND của UBND xã Vạn Sơn"),
        (("type",), "Mục 2, phần IV, Văn bản số 12/KH-UBND ngày 07/03/2025 của UBND xã Vạn Sơn"),
        (
            ("number",),
            "Mục 2, phần IV, Kế hoạch ngày 07/03/2025 của UBND xã Vạn Sơn (Trồng cây ven đường)",
        ),
        (("issuer",), "Mục 2, phần IV, Kế hoạch số 12/KH-UBND ngày 07/03/2025 (Trồng cây ven đường)"),
        (("type", "number", "date", "issuer"), "Mục 2, phần IV, Văn bản (Trồng cây ven đường)"),
    ],
)
def test_what_a_document_does_not_say_is_left_out(without, expected):
    assert citation(without) == expected


@pytest.mark.parametrize(
    ("place", "begins"), [("điểm đ, khoản 1", "Điểm đ, khoản 1, "), ("Phụ lục", "Phụ lục, ")]
)
def test_the_place_begins_with_a_capital(place, begins):
    assert citation(place=place).startswith(begins)


def test_every_sample_passage_can_be_cited_by_place_and_document(sample_service):
    for document in sample_service.documents():
        for passage in sample_service.passages_of(document.id):
            text = cite(document, passage.place)
            metadata = document.metadata
            assert passage.place
            assert (metadata.number or metadata.title) in text
            assert "None" not in text
            assert "\n" not in text


def test_the_places_within_a_document_tell_its_provisions_apart(sample_service):
    for document in sample_service.documents():
        passages = [p for p in sample_service.passages_of(document.id) if p.kind == "provision"]
        places = {passage.place for passage in passages}
        assert len(places) > len(passages) / 2


def test_the_address_names_document_and_passage(sample_service):
    hit = sample_service.search("tàu cá").hits[0]
    assert passage_url(hit.passage) == f"/documents/{hit.document.id}#p-{hit.passage.id}"
