"""Citations: place, type, number, date, issuer, and the abstract."""

import pytest

from index.types import DocumentRecord
from ingest.types import Metadata
from search_api.kit.citations import cite, passage_url, quotation, quoted

FULL = {
    "title": "Trồng cây ven đường",
    "type": "Kế hoạch",
    "number": "12/KH-UBND",
    "date": "2025-03-07",
    "issuer": "UBND xã Vạn Sơn",
}
WHOLE = "Mục 2, phần IV, Kế hoạch số 12/KH-UBND ngày 07 tháng 3 năm 2025 của UBND xã Vạn Sơn về trồng cây ven đường"


def citation(without: tuple[str, ...] = (), place: str = "mục 2, phần IV", **other: str) -> str:
    fields = {name: value for name, value in (FULL | other).items() if name not in without}
    return cite(DocumentRecord("d", "d.txt", Metadata(**fields)), place)


def test_a_full_citation_has_the_official_form():
    assert citation() == WHOLE


@pytest.mark.parametrize(
    ("without", "expected"),
    [
        (("date",), "Kế hoạch số 12/KH-UBND của UBND xã Vạn Sơn về trồng cây ven đường"),
        (("type", "issuer"), "Văn bản số 12/KH-UBND ngày 07 tháng 3 năm 2025 về trồng cây ven đường"),
        (("number",), "Kế hoạch ngày 07 tháng 3 năm 2025 của UBND xã Vạn Sơn về trồng cây ven đường"),
        (("type", "number", "date", "issuer"), "Văn bản về trồng cây ven đường"),
    ],
)
def test_what_a_document_does_not_say_is_left_out(without, expected):
    assert citation(without) == f"Mục 2, phần IV, {expected}"


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("2019-02-27", "ngày 27 tháng 02 năm 2019"),
        ("2024-02-05", "ngày 05 tháng 02 năm 2024"),
        ("2024-01-12", "ngày 12 tháng 01 năm 2024"),
        ("2025-03-31", "ngày 31 tháng 3 năm 2025"),
        ("2023-10-09", "ngày 09 tháng 10 năm 2023"),
    ],
)
def test_the_day_is_in_words_with_the_zeros_of_the_decree(date, words):
    assert f" {words} của " in citation(date=date)


@pytest.mark.parametrize(
    ("title", "ending"),
    [
        ("Kế hoạch trồng cây năm 2025", " về trồng cây năm 2025"),
        ("Kế hoạch về trồng cây", " về trồng cây"),
        ("Về trồng cây", " về trồng cây"),
        ("V/v trồng cây", " về việc trồng cây"),
        ("Về việc trồng cây", " về việc trồng cây"),
        ("Kế hoạch thực hiện Kết luận 12-KL/TU về vườn cây", " về thực hiện Kết luận 12-KL/TU về vườn cây"),
        ("Hải Lâm trồng cây", " về Hải Lâm trồng cây"),
        ("IUU và ngư dân", " về IUU và ngư dân"),
        ("Kế hoạch", " UBND xã Vạn Sơn"),
    ],
)
def test_the_abstract_is_joined_once_without_the_type(title, ending):
    assert citation(title=title).endswith(ending)


def test_a_document_without_a_title_goes_by_the_name_of_its_file():
    record = DocumentRecord("d", "Tai lieu 3.txt", Metadata("Tai lieu 3"))
    assert cite(record, "mục 2") == "Mục 2, Văn bản (Tai lieu 3)"


@pytest.mark.parametrize(
    ("place", "begins"), [("điểm đ, khoản 1", "Điểm đ, khoản 1, "), ("Phụ lục", "Phụ lục, ")]
)
def test_the_place_begins_with_a_capital(place, begins):
    assert citation(place=place).startswith(begins)


@pytest.mark.parametrize(
    ("text", "place", "words"),
    [
        ("- Trồng cây.", "gạch đầu dòng thứ nhất, mục 1", "Trồng cây."),
        ("đ) Trồng cây.", "điểm đ, mục 1", "Trồng cây."),
        ("2.4. Trồng cây.", "mục 2.4, phần I", "Trồng cây."),
        ("(1) Trồng cây.", "mục 1 (lần 2), phần I", "Trồng cây."),
        ("II. Trồng cây", "phần II", "Trồng cây"),
        ("Điều 5. Trồng cây", "Điều 5, Chương II", "Điều 5. Trồng cây"),
        ("2. Trồng cây.", "mục 1", "2. Trồng cây."),
        ("15. Trồng cây.", "mục 5", "15. Trồng cây."),
        ("Trồng cây.", "mục 1", "Trồng cây."),
        ("-", "gạch đầu dòng thứ nhất", "-"),
    ],
)
def test_a_quote_stands_in_quotation_marks_without_the_label_of_its_list(text, place, words):
    assert quoted(text, place) == words
    assert quotation(text, place, "Mục 1", "Section 1") == f"“{words}”\nMục 1\nSection 1"


def test_every_sample_passage_is_quoted_without_its_dash_or_letter(sample_service):
    for document in sample_service.documents():
        for passage in sample_service.passages_of(document.id):
            words = quoted(passage.text, passage.place)
            assert passage.text.endswith(words)
            assert not words.startswith(("- ", "a) ", "1. "))


def test_every_sample_passage_can_be_cited_by_place_and_document(sample_service):
    for document in sample_service.documents():
        for passage in sample_service.passages_of(document.id):
            text = cite(document, passage.place)
            metadata = document.metadata
            assert passage.place
            assert (metadata.number or metadata.title.removeprefix(f"{metadata.type} ")) in text
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
