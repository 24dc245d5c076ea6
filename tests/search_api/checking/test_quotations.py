"""What becomes of a quotation: the same words, other words, an older version, nowhere."""

import unicodedata

import pytest

from index.scratch import plain_document, snapshot_over
from index.types import DocumentRecord
from ingest.types import Metadata
from search_api.checking.check import check
from search_api.checking.shown import citation, pieces
from tests.search_api.checking.conftest import FIRST, OTHER, SECOND, SHARED, THIRD


@pytest.mark.parametrize(
    "words",
    [
        "Các lớp gieo hạt cải ở luống đầu của vườn",
        FIRST,
        f"1. {FIRST}",
        f"a) {FIRST}",
        f"- {FIRST}",
        FIRST.replace("(1)", ""),
        "các lớp gieo hạt cải\nở luống  đầu của\tvườn;",
        "luống đầu của vườn, tưới nước mỗi sáng trước 7 giờ 30.",
        "trồng hòa thuận – đoàn kết giữa các lớp",
        "giữa các lớp 'một trái, một chuyện'",
        unicodedata.normalize("NFD", SECOND),
        SECOND.replace(" ", "\u00a0"),
        SECOND.replace("15/5", "15 / 5"),
        "Các lớp gieo […] ở luống đầu của vườn",
        "Các lớp gieo (...) tưới nước mỗi sáng",
        "… hạt cải ở luống đầu ... trước 7 giờ 30…",
        "mỗi sáng trước 7 giờ 30.\n2. Nhà trường phải mua 1.640 dụng cụ",
        "trước 7 giờ 30 […] Không đốt lá khô trong vườn",
        "Không […] đốt lá khô trong vườn",
        "KHÔNG ĐỐT LÁ KHÔ TRONG VƯỜN",
    ],
)
def test_the_same_words_are_verbatim(only, words):
    found = only(words)
    assert (found.verdict, found.document.id, found.changes) == ("verbatim", "garden", ())


@pytest.mark.parametrize(
    ("words", "changes"),
    [
        ("Các lớp gieo hạt ngô ở luống đầu của vườn", [("word", "ngô", "cải")]),
        (SECOND.replace("1.640", "1.650"), [("number", "1.650", "1.640")]),
        (SECOND.replace("15/5/2024", "15/6/2024"), [("date", "15/6/2024", "15/5/2024")]),
        (SECOND.replace("phải", "không phải"), [("negation", "không", "")]),
        (THIRD.split(";")[0].replace("Không đốt", "Đốt"), [("negation", "", "Không")]),
        (SECOND.replace("phải", "nên"), [("modality", "nên", "phải")]),
        (FIRST.replace("giờ 30", "phút 30"), [("unit", "phút", "giờ")]),
        (FIRST.replace("luống", "luông"), [("tone", "luông", "luống")]),
        (FIRST.replace("Các lớp gieo", "Gieo các lớp"), [("order", "Gieo các lớp", "Các lớp gieo")]),
        (FIRST.replace("mỗi sáng ", ""), [("word", "", "mỗi sáng")]),
        (FIRST.replace("vườn,", "vườn"), [("sign", "", ",")]),
        (FIRST.replace("hạt cải", "hạt Cải"), [("capitals", "Cải", "cải")]),
        ("640 dụng cụ làm vườn cho", [("number", "", "1.")]),
        ("và báo cáo trước ngày 15/5", [("date", "", "/2024")]),
        ("đốt lá khô trong vườn", [("negation", "", "Không")]),
        ("tưới nước mỗi sáng […] đốt lá khô trong vườn", [("negation", "", "Không")]),
        ("Các lớp gieo […] ở luống cuối của vườn", [("word", "cuối", "đầu")]),
        ("lớp gieo ngô cải", [("word", "ngô", "hạt")]),
    ],
)
def test_other_words_are_shown_with_what_the_plan_has(only, plans, words, changes):
    found = only(words)
    assert found.verdict == "altered"
    assert [(one.kind, one.draft_words, one.plan_words) for one in found.changes] == changes
    text = plans.text(found.document.id)
    assert [one.plan.of(text) for one in found.changes] == [plan for _, _, plan in changes]


@pytest.mark.parametrize(
    "words",
    [
        "Tàu cá phải bật máy định vị khi ra khơi",
        "Nhà trường xây bể bơi và mời bác sĩ về khám mắt cho học sinh",
        "một hai ba bốn",
    ],
)
def test_another_text_is_not_found(only, words):
    found = only(words)
    assert (found.verdict, found.document, found.place, found.changes) == ("not_found", None, None, ())


def test_pieces_in_another_order_are_not_verbatim(only):
    found = only("tưới nước mỗi sáng […] Các lớp gieo hạt cải")
    assert found.verdict == "altered"
    assert [(one.kind, one.plan_words) for one in found.changes] == [("order", "Các lớp gieo hạt cải")]
    assert only("Mọi khoản chi đều được công khai […] Đội bóng của trường").verdict != "verbatim"


def test_a_title_is_verbatim_of_its_document_and_in_no_passage(only):
    found = only("Kế hoạch trồng rau trong vườn trường")
    assert (found.verdict, found.document.id, found.passages) == ("verbatim", "garden", ())
    assert citation(found).startswith("Kế hoạch số 14/KH-UBND")


def test_the_document_that_is_cited_beside_the_words_is_preferred(plans):
    draft = "Kế hoạch số 14/KH-UBND của UBND tỉnh {} nêu: “{}”."
    for place, identity, other in (("Vân Sơn", "sport", "garden"), ("Hải Lâm", "garden", "sport")):
        (found,) = check(plans, draft.format(place, SHARED)).quotations
        assert (found.document.id, [also.id for also in found.also_in]) == (identity, [other])


def test_words_of_another_document_than_the_one_cited_are_told(plans):
    (found,) = check(plans, f"Kế hoạch 14/KH-UBND của UBND tỉnh Hải Lâm nêu: “{OTHER}”.").quotations
    assert (found.verdict, found.document.id, found.cited.id) == ("verbatim", "sport", "garden")


def test_each_quotation_has_the_citation_of_its_own_sentence(plans):
    kinds = (
        "“{}” (Kế hoạch 14/KH-UBND của UBND tỉnh {}). ",
        "Kế hoạch 14/KH-UBND của UBND tỉnh {1}: “{0}”. ",
    )
    for draft in kinds:
        text = draft.format(SHARED, "Hải Lâm") + draft.format(SHARED, "Vân Sơn")
        assert [one.document.id for one in check(plans, text).quotations] == ["garden", "sport"]


def test_a_quotation_over_several_provisions_names_them_all(only):
    found = only(f"{FIRST}\n2. {SECOND}")
    assert [passage.place for passage in found.passages] == ["mục 1", "mục 2"]
    assert citation(found).startswith("Từ mục 1 đến mục 2, Kế hoạch số 14/KH-UBND")
    assert citation(found, english=True).startswith("From section 1 to section 2, Plan No. 14/KH-UBND")


def test_what_differs_is_shown_apart_from_its_neighbours(plans):
    checked = check(plans, "“Các lớp gieo ở luống đầu của vườn rau, tưới nước mỗi sáng”")
    shown = [(kind, words.strip()) for kind, words in pieces(plans, checked, checked.quotations[0])]
    assert shown == [
        ("equal", "Các lớp gieo"), ("delete", "hạt cải"), ("equal", "ở luống đầu của vườn"), ("insert", "rau"),
        ("equal", ", tưới nước mỗi sáng"),
    ]  # fmt: skip
    joined = "".join(words for kind, words in pieces(plans, checked, checked.quotations[0]))
    assert "gieo hạt cải ở" in joined
    assert "vườn rau," in joined


def test_a_quotation_of_five_thousand_words_is_checked_to_the_end(sample_service):
    snapshot = sample_service.snapshot
    longest = max(snapshot.documents, key=lambda identity: len(snapshot.text(identity)))
    body = snapshot.text(longest).replace('"', "").split()
    words = (body * (1 + 5000 // len(body)))[:5000]
    (found,) = check(snapshot, f"“{' '.join(words)}”").quotations
    assert found.verdict != "verbatim"
    (found,) = check(snapshot, f"“{' '.join(body[40:440])}”").quotations
    whole = found.verdict
    body[300] = "khác-hẳn"
    (found,) = check(snapshot, f"“{' '.join(body[40:440])}”").quotations
    assert (whole, found.verdict) == ("verbatim", "altered")
    assert "khác-hẳn" in [change.draft_words for change in found.changes]


def test_one_of_many_that_say_nearly_the_same_is_found():
    said = "Bộ trưởng, Thủ trưởng cơ quan ngang Bộ, Chủ tịch Ủy ban nhân dân"
    texts = [said.replace(",", ";")] * 40 + [said] + [said.replace(",", " -")] * 40
    documents = [
        plain_document(DocumentRecord(f"d{n}", f"d{n}.txt", Metadata(f"Số {n}")), [(f"p{n}", text, ())])
        for n, text in enumerate(texts)
    ]
    with snapshot_over(documents) as snapshot:
        (found,) = check(snapshot, f"“{said}”").quotations
    assert (found.verdict, found.document.id) == ("verbatim", "d40")


def test_over_no_documents_everything_is_absent():
    with snapshot_over([]) as nothing:
        found = check(nothing, "“bốn chữ ở đây” theo Kế hoạch số 14/KH-UBND")
    assert [one.verdict for one in (*found.quotations, *found.citations)] == ["not_found", "unknown"]
