"""What becomes of a citation: all that is said agrees, something does not, nobody knows it."""

import pytest

from index.records import whole_document
from index.scratch import snapshot_over
from search_api.checking.check import check
from search_api.kit.citations import cite, cite_in_english
from tests.search_api.checking.conftest import plan_text
from tests.worlds import documents_of

CITING = "Thực hiện Kết luận số 57-KL/TW ngày 15/6/2023 của Bộ Chính trị về công tác thông tin, trường làm tổ chim."


@pytest.fixture(scope="module")
def snapshot():
    """Three plans, two of them with one number, and an instrument that one of them cites."""
    texts = {
        "garden": plan_text("HẢI LÂM", "Hải Lâm", "Trồng rau trong vườn trường năm 2024", CITING),
        "sport": plan_text("VÂN SƠN", "Vân Sơn", "Thể thao của học sinh", "Đá bóng.", day="09"),
        "music": plan_text("VÂN SƠN", "Vân Sơn", "Đàn hát ở trường", "Hát.").replace("14/KH", "20/KH"),
    }
    documents = [one for name, text in texts.items() for one in documents_of(text, f"{name}.txt", name)]
    with snapshot_over(list(map(whole_document, documents))) as snapshot:
        yield snapshot


def judged(snapshot, text):
    """Return verdict, document and disagreeing fields of the only citation of a draft."""
    (found,) = check(snapshot, text).citations
    return found.verdict, found.document and found.document.id, [one.field for one in found.disagreements]


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("Kế hoạch số 14/KH-UBND ngày 05 tháng 01 năm 2024 của UBND tỉnh Hải Lâm về trồng rau", "garden"),
        ("Kế hoạch số 14/KH-UBND ngày 9/1/2024 của Ủy ban nhân dân tỉnh Vân Sơn", "sport"),
        ("KH 14/KH-UBND ngày 5/1/2024", "garden"),
        ("kế hoạch 14/KH-UBND (UBND tỉnh Vân Sơn, 09/01/2024)", "sport"),
        ("Kế hoạch số 20/KH-UBND năm 2024 của UBND tỉnh", "music"),
        ("20- KH/UBND", "music"),
        ("Plan No. 20/KH-UBND of 5 January 2024", "music"),
        ("Kết luận số 57-KL/TW ngày 15/6/2023 của Bộ Chính trị", None),
        ("57-KL/TW", None),
    ],
)
def test_what_agrees_is_right(snapshot, text, document):
    assert judged(snapshot, text) == ("right", document, [])


@pytest.mark.parametrize(
    ("text", "document", "fields"),
    [
        ("Kế hoạch số 14/KH-UBND ngày 06/01/2024 của UBND tỉnh Hải Lâm", "garden", ["date"]),
        ("Kế hoạch số 20/KH-UBND ngày 30/02/2024", "music", ["date"]),
        ("Kế hoạch số 20/KH-UBND năm 2023", "music", ["year"]),
        ("Quyết định số 20/KH-UBND", "music", ["type"]),
        ("Kế hoạch số 20/KH-UBND của Sở Y tế tỉnh Vân Sơn", "music", ["issuer"]),
        ("Kế hoạch số 20/KH-UBND của UBND tỉnh Hải Lâm", "music", ["province"]),
        ("Kế hoạch số 20/KH-UBND của UBND thành phố Hải Lâm", "music", ["province"]),
        ("Kế hoạch số 20/KH-UBND về phòng cháy, chữa cháy rừng mùa khô;", "music", ["title"]),
        ("Kế hoạch số 14/KH-UBND ngày 5/1/2024 về trồng rau trong vườn trường năm 2025.", "garden", ["title"]),
        ("Kế hoạch số 21/KH-UBND ngày 05/01/2024 của UBND tỉnh Vân Sơn", "music", ["number"]),
        ("Plan No. 20/KH-UBND dated 5 January 2024 of the People's Committee of Hải Lâm province", "music",
         ["province"]),
        ("Kết luận số 57-KL/TW ngày 16/6/2023 của Ban Bí thư", None, ["date", "issuer"]),
    ],
)  # fmt: skip
def test_what_does_not_agree_is_named(snapshot, text, document, fields):
    assert judged(snapshot, text) == ("mismatch", document, fields)


@pytest.mark.parametrize(
    "text", ["Nghị định số 72/2015/NĐ-CP", "Kế hoạch số 21/KH-UBND ngày 07/01/2024 của UBND tỉnh Vân Sơn"]
)
def test_what_nobody_has_or_cites_is_unknown(snapshot, text):
    assert judged(snapshot, text) == ("unknown", None, [])


def test_a_number_that_two_plans_have_is_said_to_be_of_either(snapshot):
    (found,) = check(snapshot, "Kế hoạch số 14/KH-UBND").citations
    assert (found.verdict, found.document) == ("right", None)
    assert [record.id for record in found.fits] == ["garden", "sport"]


def test_every_citation_that_the_product_itself_makes_is_right(sample_service):
    snapshot = sample_service.snapshot
    numbered = [record for record in snapshot.documents.values() if record.metadata.number]
    for form in (cite, cite_in_english):
        for record in numbered:
            checked = check(snapshot, form(record, "mục 1"))
            assert checked.citations[0].verdict == "right", form(record, "mục 1")
            assert checked.citations[0].document == record
            assert {one.verdict for one in checked.quotations} <= {"verbatim"}
    assert len(numbered) > 8
