"""Parts: what closes a document swallows nothing, what is attached has a name of its own."""

import pytest

from ingest.reading.reader import read_document, read_source
from ingest.sources.source import Block, Source, Style
from tests.worlds import depths, documents_of, outline, plan

CLOSING = (
    "Nơi nhận:\n- Các lớp;\n- Lưu: VT.",
    "TM. NHÀ TRƯỜNG\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH",
    "Lê Thị Mận",
)
LETTERHEAD = """UBND TỈNH HẢI LÂM
Số: {number}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Hải Lâm, ngày 5 tháng 3 năm 2024

{kind}
{subject} năm 2024

"""


def letterhead(number: str, kind: str = "KẾ HOẠCH", subject: str = "Trồng rau") -> str:
    return LETTERHEAD.format(number=number, kind=kind, subject=subject)


def named(document) -> dict[str, str]:
    texts: dict[str, list[str]] = {}
    for part in document.named:
        texts.setdefault(part.name, []).append(part.span.of(document.text))
    return {name: "\n".join(lines) for name, lines in texts.items()}


def places(document) -> dict[str, str]:
    return {passage.span.of(document.text): passage.place for passage in document.passages}


@pytest.mark.parametrize(
    "title", ["BIỂU PHÂN CÔNG", "BẢNG GIAO VIỆC CÁC LỚP", "LỊCH TƯỚI NƯỚC", "DỰ TOÁN MUA HẠT GIỐNG"]
)
def test_anything_in_capitals_behind_the_signature_is_an_annex(title):
    document = plan(
        "I. GIEO", "1. Lớp 6A gieo cải.", *CLOSING, title, "1. Lớp 7A rào vườn.", "2. Lớp 8A tưới nước."
    )
    assert [row[3] for row in outline(document)][-2:] == ["Lớp 7A rào vườn.", "Lớp 8A tưới nước."]
    assert document.passages[-1].path[0] == title
    assert document.passages[-1].place == f"mục 2, {title.capitalize()}"
    assert document.metadata.signer == "Lê Thị Mận"


def test_each_annex_has_its_own_outline():
    document = plan(
        "I. GIEO", "1. Cải.", *CLOSING, "PHỤ LỤC 01\nGIỐNG RAU", "I. MÙA XUÂN", "1. Cải.", "2. Đỗ.",
        "PHỤ LỤC 02\nCÔNG CỤ", "1. Cuốc.",
    )  # fmt: skip
    assert places(document) == {
        "1. Cải.": "mục 1, phần I, Phụ lục 01", "2. Đỗ.": "mục 2, phần I, Phụ lục 01",
        "1. Cuốc.": "mục 1, Phụ lục 02",
    }  # fmt: skip
    assert document.passages[-1].path == ("PHỤ LỤC 02 CÔNG CỤ", "1.")


def test_an_attached_regulation_is_told_from_the_decision():
    document = plan(
        "Điều 1. Ban hành Quy chế giữ vườn.", "Điều 2. Các lớp thi hành.", "TM. NHÀ TRƯỜNG\nCHỦ TỊCH\nLê Thị Mận",
        "QUY CHẾ\nGiữ vườn rau\n(Kèm theo Quyết định số 7/QĐ-THCS)", "Chương I\nQUY ĐỊNH CHUNG", "Điều 1. Khung giờ",
        "1. Buổi sáng:", "a) Tưới;", "đ) Nhổ cỏ.",
    )  # fmt: skip
    last = document.passages[-1]
    assert last.path == (
        "QUY CHẾ Giữ vườn rau",
        "Chương I QUY ĐỊNH CHUNG",
        "Điều 1. Khung giờ",
        "1. Buổi sáng",
        "đ)",
    )
    assert last.place == "điểm đ, khoản 1, Điều 1, Chương I, Quy chế kèm theo"
    assert places(document)["Điều 1. Ban hành Quy chế giữ vườn."] == "Điều 1"
    assert named(document)["promulgation"] == "(Kèm theo Quyết định số 7/QĐ-THCS)"


def test_what_is_promulgated_needs_no_capitals_and_no_signature_before_it():
    document = plan(
        "Điều 1. Ban hành chế độ tưới nước.", "chế độ tưới nước\ncủa các lớp\n(Ban hành theo Quyết định số 7/QĐ-THCS)",
        "Điều 1. Tưới buổi sáng.",
    )  # fmt: skip
    assert document.passages[-1].path[0] == "chế độ tưới nước của các lớp"


def test_the_letterhead_of_an_annex_is_no_title():
    document = plan(
        "1. Gieo.", *CLOSING,
        "UBND TỈNH HẢI LÂM\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n\nCHƯƠNG TRÌNH\nTưới nước",
        "1. Sáng.",
    )  # fmt: skip
    assert document.passages[-1].path[0] == "CHƯƠNG TRÌNH Tưới nước"
    assert "Độc lập" in named(document)["annex letterhead"]
    assert document.metadata.number is None


def test_annexes_named_in_a_list_are_items_of_the_body():
    document = plan("1. Gieo, theo các phụ lục:\nPhụ lục 1: Giống\nPhụ lục 2: Công cụ", "2. Tưới.")
    assert "annex" not in {node.mark for node in document.nodes}


def test_the_closing_of_an_annex_signs_only_the_annex():
    document = plan("1. Gieo.", *CLOSING, "QUY CHẾ\nGiữ vườn", "1. Rào.", "CHỦ TỊCH\nNguyễn Văn Đỗ")
    assert document.metadata.signer == "Lê Thị Mận"
    assert named(document)["annex signature"] == "CHỦ TỊCH\nNguyễn Văn Đỗ"


def test_an_office_in_the_body_is_no_signature():
    document = plan(
        "I. BAN QUẢN LÝ VƯỜN", "TRƯỞNG BAN", "Cô Lê Thị Mận.", "ỦY VIÊN", "Thầy Đỗ.", "II. VIỆC LÀM", "1. Gieo.", "2. Tưới.",
        *CLOSING,
    )  # fmt: skip
    assert [label for _, label in depths(document) if label] == ["I", "II", "1", "2"]
    assert "TRƯỞNG BAN" not in named(document)["signature"]


def test_a_name_that_begins_like_an_authority_is_no_signature():
    document = plan("I. NƠI LÀM", "Q. Đồng Trà gieo trước ngày 10/4.", "II. VIỆC LÀM", "1. Gieo.", *CLOSING)
    assert "Q. Đồng Trà gieo trước ngày 10/4." in places(document)


def test_a_place_of_receipt_in_the_body_is_no_list_of_recipients():
    document = plan(
        "1. Nộp ảnh.", "Nơi nhận: phòng thầy phụ trách nhận ảnh từ thứ Hai.", "2. Tưới.", "3. Hái.", *CLOSING
    )
    assert [label for _, label in depths(document)] == ["1", "", "2", "3"]
    assert document.metadata.recipients == ("Các lớp", "Lưu: VT")


def test_recipients_that_labels_follow_are_body():
    document = plan("1. Gửi rau.", "Nơi nhận:\n- Bếp ăn;\n- Các lớp.", "2. Tưới.", "3. Hái.")
    assert [label for _, label in depths(document)] == ["1", "-", "-", "2", "3"] or len(places(document)) >= 4
    assert "2. Tưới." in places(document)


def test_a_signer_in_capitals_is_part_of_the_signature():
    document = plan("1. Gieo.", "TM. NHÀ TRƯỜNG\nCHỦ TỊCH", "LÊ THỊ MẬN")
    assert named(document)["signature"].endswith("LÊ THỊ MẬN")


def test_offices_in_small_letters_sign_below_recipients():
    document = plan("1. Gieo.", "Nơi nhận:\n- Các lớp;\n- Lưu: VT.\nkt.chủ tịch\nphó chủ tịch\n\nLê Thị Mận")
    assert named(document)["signature"] == "kt.chủ tịch\nphó chủ tịch\nLê Thị Mận"


def test_two_letterheads_are_two_documents():
    source = (
        letterhead("31/KH-UBND") + "I. GIEO\n\n1. Cải.\n\nNơi nhận:\n- Lưu: VT.\n\nCHỦ TỊCH\nLê Thị Mận\n"
        + letterhead("88/HD-UBND", "HƯỚNG DẪN", "Tưới nước") + "I. TƯỚI\n\n1. Sáng.\n\nCHỦ TỊCH\nĐỗ Văn Hành\n"
    )  # fmt: skip
    first, second = documents_of(source, "hai.txt")
    assert (first.metadata.number, second.metadata.number) == ("31/KH-UBND", "88/HD-UBND")
    assert (first.metadata.signer, second.metadata.signer) == ("Lê Thị Mận", "Đỗ Văn Hành")
    assert first.source + second.source == source.strip()
    assert list(places(second)) == ["1. Sáng."]
    assert first.id != second.id
    assert read_document(source, "hai.txt", first.id) == first


def test_the_second_document_is_named_after_the_first():
    source = letterhead("31/KH-UBND") + "1. Cải.\n" + letterhead("88/KH-UBND") + "1. Đỗ.\n"
    assert [document.id for document in documents_of(source, "hai.txt", "vuon")] == ["vuon", "vuon-2"]


@pytest.mark.parametrize("number", ["31/KH-UBND", "31 /KH-UBND"])
def test_the_same_number_again_is_no_second_document(number):
    source = letterhead("31/KH-UBND") + "1. Cải.\n" + letterhead(number, "PHƯƠNG ÁN") + "1. Đỗ.\n"
    assert len(documents_of(source, "mot.txt")) == 1


@pytest.mark.parametrize("below", ["NHÂN VIÊN\nQUY ĐỊNH CHUNG", "QUY ĐỊNH CHUNG"])
def test_a_title_has_no_sentence_above_it_and_something_below_it(below):
    sentence = (
        "Học sinh lớp 6A có quyền tự do lựa chọn hạt giống gieo ở luống của mình, trừ hạt giống trái vụ."
    )
    document = read_document(f"Quyền lựa chọn hạt giống\n\n{sentence}\n{below}\n", "a.txt")
    assert document.passages[0].span.of(document.text) == sentence


def test_a_translation_has_the_same_parts():
    document = read_document(
        "PEOPLE'S COMMITTEE OF HAI LAM PROVINCE\nNo. 7/KH-UBND\nSOCIALIST REPUBLIC OF VIET NAM\n\nPLAN\n"
        "On school gardens in 2024\n\nPursuant to the needs of the schools;\n\nPART I. AIMS\n\n1. Grow cabbage.\n\n"
        "a) In spring.\n\nPART II. WORK\n\n1. Water the beds.\n\nRecipients:\n- As above;\n- Archive.\n\n"
        "ON BEHALF OF THE PEOPLE'S COMMITTEE\nVICE CHAIRMAN\nLe Thi Man\n",
        "plan.txt",
    )
    assert depths(document) == [(1, ""), (1, "PART I"), (2, "1"), (3, "a"), (1, "PART II"), (2, "1")]
    assert named(document)["recipients"].startswith("Recipients:")
    assert named(document)["signature"].endswith("Le Thi Man")


def test_a_stamp_right_below_the_letterhead_is_not_all_of_it():
    document = plan_with_head(
        "TRƯỜNG HẢI LÂM\nSố: 7/KH-THL\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        "Hải Lâm, ngày 5 tháng 3 năm 2024\nBẢN ĐẾN Số: 815 Ngày: 06/3/2024"
    )
    assert named(document)["stamp"] == "BẢN ĐẾN Số: 815 Ngày: 06/3/2024"
    assert document.metadata.date == "2024-03-05"


def test_a_dash_drawn_beside_the_motto_is_no_item():
    document = plan_with_head(
        "TRƯỜNG HẢI LÂM     CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n- 0 -    Độc lập - Tự do - Hạnh phúc\nSố: 7/KH-THL"
    )
    assert "- 0 -" in named(document)["letterhead"]
    assert document.metadata.number == "7/KH-THL"


def test_an_item_in_brackets_below_the_title_is_no_more_of_it():
    document = read_document("KẾ HOẠCH\nTrồng rau năm 2024\n\n(1) Gieo cải.\n\n(2) Tưới nước.\n", "vuon.txt")
    assert document.metadata.title == "Kế hoạch trồng rau năm 2024"
    assert [node.label for node in document.nodes] == ["1", "2"]


def plan_with_head(head: str):
    return read_document(f"{head}\n\nKẾ HOẠCH\nTrồng rau năm 2024\n\n1. Lớp 6A gieo cải.\n", "vuon.txt")


def centred(*texts: str) -> list[Block]:
    return [Block(text, gap=True, page=1, style=Style(align="center")) for text in texts]


def test_a_centred_title_of_an_annex_may_have_space_within():
    text = [Block(text, gap=True, page=1) for text in ("1. Gieo cải.", "TM. NHÀ TRƯỜNG", "Lê Thị Mận")]
    title = centred("QUY CHẾ", "Tưới nước vườn trường", "(Kèm theo Quyết định số 7/QĐ-THL)")
    attached = Block("Điều 1. Tưới buổi sáng.", gap=True, page=1)
    source = Source((*centred("KẾ HOẠCH", "Trồng rau"), *text, *title, attached), "test")
    (document,) = read_source(source, "vuon.pdf")
    assert [node.heading for node in document.nodes if node.mark == "annex"] == [
        "QUY CHẾ Tưới nước vườn trường"
    ]
