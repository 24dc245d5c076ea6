"""English citations: places, types and bodies in English, names and titles as they are."""

import pytest

from index.types import DocumentRecord
from ingest.language.document_types import types_at
from ingest.types import Metadata
from search_api.kit.citations import cite, cite_in_english
from search_api.kit.english_names import english_body, english_place, english_type

FULL = {
    "title": "Trồng cây ven đường",
    "type": "Kế hoạch",
    "number": "12/KH-UBND",
    "date": "2025-03-07",
    "issuer": "UBND tỉnh Hải Lâm",
    "province": "Hải Lâm",
}


def citation(without: tuple[str, ...] = (), place: str = "điểm d, mục 1, phần I") -> str:
    fields = {name: value for name, value in FULL.items() if name not in without}
    return cite_in_english(DocumentRecord("d", "d.txt", Metadata(**fields)), place)


@pytest.mark.parametrize(
    ("without", "expected"),
    [
        (
            (),
            "Point d, section 1, part I, Plan No. 12/KH-UBND dated 7 March 2025 of the People's Committee of "
            "Hải Lâm province on “trồng cây ven đường”",
        ),
        (
            ("date", "type"),
            "Point d, section 1, part I, Document No. 12/KH-UBND of the People's Committee of Hải Lâm province "
            "on “trồng cây ven đường”",
        ),
        (
            ("number", "date"),
            "Point d, section 1, part I, Plan of the People's Committee of Hải Lâm province on “trồng cây ven đường”",
        ),
        (("number", "date", "issuer"), "Point d, section 1, part I, Plan on “trồng cây ven đường”"),
    ],
)
def test_what_the_document_says_is_cited_in_english(without, expected):
    assert citation(without) == expected


def test_quotation_marks_within_an_abstract_are_the_inner_ones():
    record = DocumentRecord("d", "d.txt", Metadata("Kế hoạch cuộc thi “Rừng xanh”", type="Kế hoạch"))
    assert cite_in_english(record, "mục 1") == "Section 1, Plan on “cuộc thi ‘Rừng xanh’”"


@pytest.mark.parametrize(
    ("place", "english"),
    [
        ("gạch đầu dòng thứ hai, mục 4, phần IV", "dash item 2, section 4, part IV"),
        ("dấu sao thứ nhất, Mục 2, phần B", "asterisk item 1, Section 2, part B"),
        (
            "dấu cộng thứ hai mươi tư, mục 2.4, mục 2, phần II",
            "plus item 24, section 2.4, section 2, part II",
        ),
        ("điểm đ, Khoản 2, Điều 6, Chương II", "point đ, Clause 2, Article 6, Chapter II"),
        ("đoạn 1, mục 1, phần III, chú thích ¹", "paragraph 1, section 1, part III, footnote ¹"),
        ("phần mở đầu", "opening part"),
        ("phần kết thúc", "closing part"),
        ("Phần thứ nhất", "Part one"),
        ("PHẦN THỨ HAI", "Part two"),
        ("Phụ lục", "Appendix"),
        ("điểm a, khoản 1, Điều 3, Quy chế kèm theo", "point a, clause 1, Article 3, attached Regulations"),
        ("dòng 2, bảng, mục 1", "row 2, table, section 1"),
        ("mục 1 (lần 2), phần I", "section 1 (time 2), part I"),
        ("PHỤ LỤC SỐ 2", "Appendix 2"),
    ],
)
def test_the_steps_of_a_place_are_translated(place, english):
    assert english_place(place) == english


@pytest.mark.parametrize(
    "heading", ["Mục tiêu", "Điểm sáng, QUY ĐỊNH CHUNG", "Phần việc của xã", "Điều tra dân số"]
)
def test_a_heading_that_only_begins_like_a_label_stays_vietnamese(heading):
    assert english_place(heading) == heading


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("UBND tỉnh Hải Lâm", "the People's Committee of Hải Lâm province"),
        ("Uỷ ban nhân dân  thành phố Đông Hải", "the People's Committee of Đông Hải city"),
        ("UBND xã Vạn Sơn", "the People's Committee of Vạn Sơn commune"),
        ("Ủy ban nhân dân", "the People's Committee"),
        ("Sở thông tin và truyền thông tỉnh Hải Lâm",
         "the Department of Information and Communications of Hải Lâm province"),
        ("Bộ Chỉ huy Quân sự tỉnh Hải Lâm", "the Provincial Military Command of Hải Lâm province"),
        ("Ban Tuyên giáo Tỉnh uỷ Hải Lâm", "the Provincial Propaganda and Education Board of Hải Lâm"),
        ("Ban Chỉ đạo Công tác thông tin đối ngoại tỉnh Hải Lâm",
         "the Steering Committee for External Information of Hải Lâm province"),
    ],
)  # fmt: skip
def test_the_glossary_names_the_bodies(name, english):
    assert english_body(name, "Hải Lâm") == english


@pytest.mark.parametrize("name", ["Tổ phụ trách cây xanh tỉnh Hải Lâm", "Tổ cây xanh Hải Lâm", "Tổ cây xanh"])
def test_a_body_that_the_glossary_does_not_know_keeps_its_name(name):
    assert english_body(name, "Hải Lâm") == name


def test_every_type_of_document_that_is_read_has_an_english_name():
    assert [name for name in types_at("title") if english_type(name) == name] == []


def test_every_sample_passage_has_the_same_facts_in_both_citations(sample_service):
    for document in sample_service.documents():
        for passage in sample_service.passages_of(document.id):
            official, english = (f(document, passage.place) for f in (cite, cite_in_english))
            title = document.metadata.title.removeprefix(f"{document.metadata.type} ")
            assert (document.metadata.number or title) in english
            assert "gạch đầu dòng" not in english
            assert "mục " not in english.partition(" on “")[0]
            assert "None" not in english
            assert official.count(", ") == english.count(", ")


def test_the_api_gives_both_citations(client):
    hit = client.get("/api/v1/search", params={"q": "tàu cá mất kết nối"}).json()["results"][0]
    passage = client.get(f"/api/v1/passages/{hit['passage_id']}").json()
    quote = client.get("/api/v1/ask", params={"q": "tàu cá mất kết nối"}).json()["answer"][0]
    assert hit["citation_en"] == passage["citation_en"]
    for found in (hit, quote):
        assert " province on “" in found["citation_en"]
        assert found["citation"] != found["citation_en"]


@pytest.mark.parametrize(("language", "shown"), [("en", True), ("vi", False)])
def test_english_pages_show_both_citations(client, language, shown):
    for path in ("/search", "/ask"):
        page = client.get(path, params={"q": "tàu cá mất kết nối", "lang": language}).text
        assert "của Ủy ban nhân dân tỉnh An Khê Đông" in page
        assert ("of the People&#39;s Committee of An Khê Đông province" in page) is shown
