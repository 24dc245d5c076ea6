"""Duties: what a provision asks of whom, with whom and by when, in its place in a document."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.duties.reader import plan_year, read_duties, read_duty
from ingest.reading.reader import read_folder
from ingest.types import Document, Duty, Span
from tests.conftest import SAMPLES
from tests.worlds import plan


def duties(document: Document) -> list[Duty]:
    passages = [(p.id, p.span) for p in document.passages if p.kind == "provision"]
    return list(read_duties(document.text, document.nodes, passages, plan_year(document.metadata.title)))


def only_duty(*paragraphs: str) -> tuple[Duty | None, str]:
    """Return the duty of the last paragraph, and the text that its spans count in."""
    document = plan(*paragraphs)
    last = document.passages[-1].id
    return next((duty for duty in duties(document) if duty.passage_id == last), None), document.text


def actor(*paragraphs: str) -> tuple[str | None, bool]:
    duty, text = only_duty(*paragraphs)
    return (duty.actor.of(text) if duty and duty.actor else None, bool(duty and duty.from_heading))


def read(sentence: str) -> Duty:
    duty = read_duty(sentence, "p", Span(0, len(sentence)), [])
    assert duty
    return duty


HEADING = "1. Sở Y tế"


@pytest.mark.parametrize(
    ("paragraphs", "expected"),
    [
        (["I. TỔ CHỨC THỰC HIỆN", HEADING, "- Khám mắt cho học sinh."], ("Sở Y tế", True)),
        (["I. TỔ CHỨC THỰC HIỆN", HEADING, "- Đoàn Thanh niên xã mở lớp."], ("Đoàn Thanh niên xã", False)),
        (["I. TỔ CHỨC THỰC HIỆN", HEADING, "- Mở lớp; các xã chọn người học."], ("Sở Y tế", True)),
        (["I. TỔ CHỨC THỰC HIỆN", HEADING, "- Tài liệu do Hội Nông dân soạn."], ("Sở Y tế", True)),
        (
            ["I. TỔ CHỨC THỰC HIỆN", "1. Việc chung", "- Tài liệu do Hội Nông dân soạn."],
            ("Hội Nông dân", False),
        ),
        (["I. TỔ CHỨC THỰC HIỆN", "1. Việc chung", "- Mở lớp; các xã chọn người học."], ("các xã", False)),
        (
            ["I. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế khám mắt cho học sinh.", "Mở thêm 02 lớp học."],
            ("Sở Y tế", True),
        ),
        (["I. SỞ Y TẾ", "1. Khám mắt", "- Mua 200 cặp kính."], ("SỞ Y TẾ", True)),
        (["I. MỤC TIÊU", "1. Mỗi xã có một vườn cây."], (None, False)),
        (["I. MỤC ĐÍCH, YÊU CẦU", "2. Yêu cầu: Mỗi xã chọn một vườn cây."], ("Mỗi xã", False)),
        (["I. TÌNH HÌNH", "1. Các xã đã trồng 500 cây."], (None, False)),
        (["I. PHÂN CÔNG", "1. Kinh phí: các xã tự cân đối 5 triệu đồng."], ("các xã", False)),
    ],
)
def test_the_actor_is_that_of_the_provision_else_of_the_nearest_heading(paragraphs, expected):
    assert actor(*paragraphs) == expected


def test_the_innermost_heading_that_names_a_body_counts():
    assert actor("I. SỞ Y TẾ", "1. Công an xã", "a) Nội dung chung", "- Trực đêm.") == ("Công an xã", True)


def test_a_heading_is_found_under_its_own_place_in_the_document():
    duty, text = only_duty("I. TỔ CHỨC THỰC HIỆN", HEADING, "- Khám mắt.", "2. Sở Nội vụ", "- Mở lớp.")
    assert duty
    assert duty.actor
    assert duty.actor.start == text.index("Sở Nội vụ")


@pytest.mark.parametrize(
    "words",
    [
        "Thực hiện Kế hoạch số 12/KH-UBND ngày 05/3/2025, Ủy ban nhân dân xã ban hành kế hoạch như sau:",
        "Căn cứ tình hình, Ủy ban nhân dân xã ban hành Kế hoạch này.",
        "Để có vườn cây, các xã làm việc theo các mục dưới đây.",
    ],
)
def test_the_words_that_open_a_plan_ask_nothing(words):
    assert read_duty(words, "p", Span(0, len(words)), []) is None


def test_closing_words_still_give_an_order():
    words = "Giao Sở Y tế theo dõi việc thực hiện Quyết định này."
    assert read(words).actor == Span(5, 12)


def test_a_later_part_of_a_long_provision_keeps_the_actor_of_its_beginning():
    sentences = [f"Vườn số {n} trồng thêm 20 cây ăn quả và làm cỏ mỗi tháng một lần." for n in range(40)]
    document = plan("I. PHÂN CÔNG", "1. Hội Nông dân xã chăm sóc các vườn. " + " ".join(sentences))
    found = duties(document)
    assert len(found) > 1
    assert {(d.actor.of(document.text), d.from_heading) for d in found if d.actor} == {
        ("Hội Nông dân xã", False),
        ("Hội Nông dân xã", True),
    }


@pytest.mark.parametrize(
    ("sentence", "action", "target"),
    [
        ("Sở Y tế chủ trì khám mắt cho học sinh.", "chủ trì khám", "mắt cho học sinh"),
        ("Sở Y tế chủ trì, phối hợp với Hội Nông dân và các xã tổ chức lớp học; gửi báo cáo.",
         "chủ trì, phối hợp với Hội Nông dân và các xã tổ chức", "lớp học"),
        ("Các xã chủ động, kịp thời sửa chữa và nạo vét kênh.", "chủ động, kịp thời sửa chữa và nạo vét", "kênh"),
        ("Các xã cung cấp thông tin về vườn cây.", "cung cấp", "thông tin về vườn cây"),
        ("Các xã: mở lớp dạy nghề.", "mở lớp", "dạy nghề"),
        ('Thư viện xã mở "Góc đọc" cho trẻ.', "mở", '"Góc đọc" cho trẻ'),
        ("Các xã căn cứ chức năng, nhiệm vụ, xây dựng kế hoạch.", "xây dựng", "kế hoạch"),
        ("Các xã báo cáo.", "báo cáo", None),
        ("Sở Y tế: số trẻ bị cận thị.", None, "số trẻ bị cận thị"),
        ("Kinh phí do Sở Tài chính bố trí.", "bố trí", None),
    ],
)  # fmt: skip
def test_the_action_is_the_verbs_and_the_object_what_follows(sentence, action, target):
    duty = read(sentence)
    assert (duty.action and duty.action.of(sentence), duty.object and duty.object.of(sentence)) == (
        action,
        target,
    )


@pytest.mark.parametrize(
    ("sentence", "partners"),
    [
        ("Sở Y tế chủ trì, phối hợp với Sở Nội vụ và các trường khám mắt.", ["Sở Nội vụ", "các trường"]),
        ("Sở Y tế phối hợp chặt chẽ với Sở Thông tin và Truyền thông, Công an tỉnh đưa tin.",
         ["Sở Thông tin và Truyền thông", "Công an tỉnh"]),
        ("Sở Y tế phối hợp với các sở, ban, ngành, UBND các huyện, thị xã triển khai.",
         ["các sở, ban, ngành", "UBND các huyện, thị xã"]),
        ("Sở Y tế phối hợp các xã trong việc khám mắt.", ["các xã"]),
        ("Sở Y tế cùng với Hội Phụ nữ mở lớp.", ["Hội Phụ nữ"]),
        ("Sở Y tế mở lớp với sự tham gia của các bệnh viện.", ["các bệnh viện"]),
        ("Chủ trì: Sở Y tế. Phối hợp: Công an xã.", ["Công an xã"]),
        ("Sở Y tế phối hợp làm phim.", []),
        ("Hợp tác xã nông nghiệp mở lớp.", []),
    ],
)  # fmt: skip
def test_partners_are_the_bodies_to_work_with(sentence, partners):
    assert [partner.of(sentence) for partner in read(sentence).partners] == partners


@pytest.mark.parametrize(
    "partner",
    [
        "các đơn vị của các bộ, ngành chuyên môn ở Trung ương",
        "Bộ Chỉ huy Bộ đội Biên phòng tỉnh",
        "Ban Tuyên giáo Trung ương",
        "Văn phòng Chính phủ",
        "Bảo tàng công lập",
    ],
)
def test_the_name_of_a_partner_is_not_cut_at_a_syllable_that_looks_like_a_verb(partner):
    sentence = f"Sở Y tế phối hợp với Công an tỉnh, {partner} tổ chức họp."
    assert [found.of(sentence) for found in read(sentence).partners] == ["Công an tỉnh", partner]


@pytest.mark.parametrize(
    ("sentence", "action"),
    [
        ("Sở Y tế căn cứ chức năng, nhiệm vụ chủ động triển khai Kế hoạch.", "chủ động triển khai"),
        ("Các xã căn cứ nhiệm vụ được giao lập dự toán.", "lập"),
        ("Các xã căn cứ tình hình thực tế tổ chức in tài liệu.", "tổ chức in"),
        ("Các xã căn cứ tình hình, đặc điểm của tỉnh, xác định rõ nội dung.", "xác định"),
        ("Các xã căn cứ chức năng, nhiệm vụ của mình.", None),
        ("Định kỳ hằng quý, năm báo cáo kết quả về Sở Y tế.", "báo cáo"),
        ("Định kỳ trước ngày 20 hằng tháng, gửi báo cáo về Sở Y tế.", "gửi"),
        ("Trên đây là Kế hoạch trồng cây. Định kỳ hằng quý báo cáo về Sở Y tế.", "báo cáo"),
    ],
)
def test_what_is_to_be_done_is_no_ground_and_no_rhythm(sentence, action):
    found = read(sentence).action
    assert (found.of(sentence) if found else None) == action


def test_a_regular_report_in_the_last_words_of_a_plan_is_a_duty():
    duty, text = only_duty(
        "I. PHÂN CÔNG",
        "1. Sở Y tế trồng cây.",
        "Trên đây là Kế hoạch trồng cây. Định kỳ báo cáo kết quả thực hiện về Sở Y tế để tổng hợp.",
    )
    assert duty
    assert duty.action.of(text) == "báo cáo"
    assert only_duty("I. PHÂN CÔNG", "- Họp báo định kỳ và đột xuất.")[0] is None


def test_deadlines_count_in_the_document():
    duty, text = only_duty("I. PHÂN CÔNG", HEADING, "- Báo cáo trước ngày 20 hằng tháng và trước ngày 15/12.")
    assert duty
    assert [(d.span.of(text), d.rule, d.due) for d in duty.deadlines] == [
        ("trước ngày 20 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=20", None),
        ("trước ngày 15/12", None, "2024-12-15"),
    ]


def test_a_provision_with_neither_actor_nor_deadline_has_no_duty():
    assert only_duty("I. NỘI DUNG", "- Trồng thêm cây.")[0] is None


@pytest.mark.parametrize(
    ("title", "year"),
    [
        ("Kế hoạch trồng cây năm 2025", 2025),
        ("Kế hoạch trồng cây giai đoạn 2023 - 2025", None),
        ("Kế hoạch thực hiện Kết luận 12-KL/TU ngày 15/6/2023", None),
        ("Kế hoạch năm 2025 thực hiện Kết luận ngày 15/6/2023", None),
        ("Quyết định ban hành Quy chế", None),
    ],
)
def test_only_a_plan_for_one_year_gives_its_year_to_its_deadlines(title, year):
    assert plan_year(title) == year


PIECES = st.sampled_from(
    ["Sở Y tế", "các xã", "phối hợp với", "chủ trì", ",", "và", "tổ chức", "do", "Giao", "căn cứ", "để", "lớp học", ";",
     ":", ".", "(", ")", '"', "trước ngày 5/3", "hằng tháng", "1.", "- ", "\n", "Đối với", "phải", "bị", "¹", "Mục tiêu"]
)  # fmt: skip
TEXTS = st.lists(PIECES, max_size=25).map(" ".join) | st.text(max_size=60)


@given(heading=TEXTS, own=TEXTS)
def test_every_span_of_any_duty_lies_in_its_place_and_is_stripped(heading, own):
    text = f"{heading}\n{own}"
    place = Span(len(heading) + 1, len(text))
    duty = read_duty(text, "p", place, [Span(0, len(heading))])
    if duty:
        assert_in_place(duty, text, place, Span(0, len(heading)))


def assert_in_place(duty: Duty, text: str, place: Span, above: Span) -> None:
    spans = [duty.action, duty.object, *duty.partners, *(deadline.span for deadline in duty.deadlines)]
    holders = [(span, place) for span in spans if span]
    holders += [(duty.actor, above if duty.from_heading else place)] if duty.actor else []
    for span, holder in holders:
        assert holder.start <= span.start < span.end <= holder.end
        assert span.of(text) == span.of(text).strip()
    assert duty.actor or duty.deadlines
    assert all(a.span.end <= b.span.start for a, b in itertools.pairwise(duty.deadlines))


def test_the_duties_of_a_collection_lie_in_their_provisions():
    for document in read_folder(SAMPLES):
        provisions = {p.id: p.span for p in document.passages if p.kind == "provision"}
        assert document.duties
        for duty in document.duties:
            place = provisions[duty.passage_id]
            assert_in_place(duty, document.text, place, Span(0, place.start))


@pytest.mark.parametrize(
    ("words", "actor", "deadlines"),
    [
        ("Làm đầu mối bảo hộ ngư dân", "Sở Ngoại vụ", ["trong 24 giờ sau khi có xác nhận"]),
        (
            "Nhiệm vụ 2: Tu bổ thành cổ",
            "Ban Quản lý dự án tỉnh",
            ["tháng 5/2024", "xong trước Tết Nguyên đán"],
        ),
        ("Mỗi huyện lập một hồ sơ", "Mỗi huyện", ["chậm nhất tháng 8/2024"]),
        ("Ban Chỉ đạo họp ba tháng", "Ban Chỉ đạo", ["ba tháng một lần", "sáng thứ Sáu"]),
        ("Cung cấp dịch vụ tìm trường học", "Sở Ngoại vụ", []),
        ("Phát hiện mốc nghiêng", None, ["trong ngày"]),
    ],
)
def test_duties_of_the_samples(words, actor, deadlines):
    found = (
        (document.text, duty)
        for document in read_folder(SAMPLES)
        for passage in document.passages
        if words in passage.span.of(document.text)
        for duty in document.duties
        if duty.passage_id == passage.id
    )
    text, duty = next(found)
    assert (duty.actor.of(text) if duty.actor else None) == actor
    assert [deadline.span.of(text) for deadline in duty.deadlines] == deadlines
