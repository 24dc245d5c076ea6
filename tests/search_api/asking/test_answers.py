"""Answers: verbatim quotes, or the honest word that there is no evidence."""

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import InvalidQueryError
from index.types import Filters
from search_api.asking.quotes import sentences
from search_api.asking.types import MOST_JOINED_QUOTES, MOST_QUOTES
from tests.index_worlds import collect, write_plan
from tests.product import Product

_LINES = (Path(__file__).parents[2] / "sample_questions.jsonl").read_text(encoding="utf-8").splitlines()
QUESTIONS = [json.loads(line)["query"] for line in _LINES]
FOREIGN = [
    "how do black holes evaporate through Hawking radiation?",
    "recipe for chocolate cake with walnuts",
    "guitar chords for beginners",
    "công thức nấu phở bò",
]


def assert_verbatim(service: Product, question: str) -> None:
    for quote in service.ask(question).quotes:
        passage, document = quote.passage, service.detail(quote.document.id)
        assert quote.text
        assert quote.text in passage.text
        assert document.text[quote.start : quote.end] == quote.text
        assert passage.start <= quote.start < quote.end <= passage.end
        assert all(limit.span.of(document.text) in quote.text for limit in quote.deadlines)
        assert quote.action is None or quote.action in quote.text
        assert quote.actor is None or quote.actor in document.text


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_quote_is_verbatim_at_its_place(sample_service, question):
    assert_verbatim(sample_service, question)


def test_a_provision_of_each_document_as_a_question_is_answered_verbatim(sample_service):
    for document in sample_service.documents():
        assert_verbatim(sample_service, sample_service.passages_of(document.id)[-2].text[:200])


@settings(max_examples=25)
@given(question=st.lists(st.sampled_from(" ".join(QUESTIONS).split()), min_size=1, max_size=12).map(" ".join))
def test_quotes_of_any_question_are_verbatim(sample_service, question):
    try:
        assert_verbatim(sample_service, question)
    except InvalidQueryError:
        assert not any(character.isalnum() for character in question)


@pytest.mark.parametrize("question", QUESTIONS)
def test_status_follows_confidence(sample_service, question):
    found = sample_service.ask(question)
    assert (found.status == "no_evidence") == (found.result.confidence == "none")
    assert bool(found.quotes) == (found.status == "answered")


@pytest.mark.parametrize("question", QUESTIONS)
def test_there_are_few_quotes_and_none_twice(sample_service, question):
    answer = sample_service.ask(question)
    quotes = answer.quotes
    assert len(quotes) <= (MOST_JOINED_QUOTES if answer.reading.actor else MOST_QUOTES)
    assert len({(q.document.id, q.start) for q in quotes}) == len(quotes)


@pytest.mark.parametrize("question", FOREIGN)
def test_a_question_that_the_plans_do_not_speak_of_has_no_evidence(sample_service, question):
    found = sample_service.ask(question)
    assert (found.status, found.quotes) == ("no_evidence", ())
    assert found.result.hits, "the nearest passages are still listed"


def test_a_provision_asked_for_in_its_own_words_is_quoted_first(sample_service):
    asked = "tàu mất kết nối quá 6 giờ phải gọi chủ tàu; quá 10 ngày thì mời về bờ kiểm tra"
    found = sample_service.ask(asked)
    assert found.status == "answered"
    assert asked in found.quotes[0].text


LONG = [
    "Trạm khuyến nông xã mở lớp dạy ghép cành bưởi cho hộ trồng cây ăn quả tại nhà văn hóa thôn.",
    "Đội tuần tra đê dùng xuồng máy đi kiểm tra cống ngăn mặn mỗi đêm trong mùa nước lớn.",
    "Thư viện huyện chở sách bằng xe lưu động đến các điểm trường vùng xa vào sáng thứ Bảy.",
    "Hội người cao tuổi tổ chức thi đánh cờ tướng nhân ngày truyền thống của hội tại sân đình.",
    "Nhà máy nước súc rửa đường ống và báo trước giờ ngừng cấp nước cho từng cụm dân cư.",
    "Câu lạc bộ thiên văn của trường phổ thông dựng kính ngắm sao cho học sinh ở sân vận động.",
]


@pytest.fixture(scope="module")
def long_provision(tmp_path_factory):
    folder = tmp_path_factory.mktemp("long")
    collect(folder / "data", write_plan(folder / "a.txt", " ".join(LONG), "Ủy ban xã chấm điểm thi đua."))
    return Product.open(folder / "data")


@pytest.mark.parametrize("wanted", LONG)
def test_a_long_provision_is_quoted_by_its_best_sentences(long_provision, wanted):
    quote = next(q for q in long_provision.ask(wanted).quotes if q.passage.text.startswith("1."))
    assert wanted in quote.text
    assert len(quote.text) <= 420 < len(quote.passage.text)


@given(text=st.text(st.sampled_from('aB .;!?…\n"”)đ1'), max_size=60))
def test_sentences_lose_no_character(text):
    spans = sentences(text)
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())
    assert all(first.end <= second.start for first, second in itertools.pairwise(spans))


PRESS = "2. Báo và Đài tỉnh"
PLANS = {
    # A duty of the actor on the topic, and a direction on it.
    "joined": (
        "I. NHIỆM VỤ",
        "1. Mọi người cùng chống khai thác hải sản bất hợp pháp, không báo cáo, không theo quy định (IUU).",
        "II. TỔ CHỨC THỰC HIỆN",
        PRESS,
        "- Mở chuyên mục hằng tuần về chống khai thác IUU.",
        "- Dạy phóng viên quay phim bằng điện thoại.",
    ),
    # Both, but apart.
    "apart": (
        "I. NHIỆM VỤ",
        "1. Cùng nhau gỡ thẻ vàng IUU.",
        "II. TỔ CHỨC THỰC HIỆN",
        PRESS,
        "- Phát bản tin thời tiết buổi sáng.",
        "3. Sở Y tế",
        "- Khám mắt cho học sinh.",
    ),
    # The topic, given to others only.
    "topic only": (
        "I. TỔ CHỨC THỰC HIỆN",
        "1. Chi cục Thủy sản",
        "- Kiểm tra tàu cá để chống khai thác IUU.",
    ),
    # The actor only.
    "actor only": ("I. TỔ CHỨC THỰC HIỆN", PRESS, "- Giới thiệu món bánh xèo và lễ hội đua ghe."),
}


@pytest.fixture(scope="module")
def four_plans(tmp_path_factory):
    folder = tmp_path_factory.mktemp("four")
    for name, lines in PLANS.items():
        text = "\n\n".join([f"KẾ HOẠCH\nViệc {name} của tỉnh năm 2024", *lines])
        (folder / f"{name}.txt").write_text(text + "\n", encoding="utf-8")
    collect(folder / "data", *(folder / f"{name}.txt" for name in PLANS))
    return Product.open(folder / "data")


def by_file(service: Product, question: str) -> dict[str, tuple[str | None, list[tuple[str, str]]]]:
    return {
        part.document.source_file.removesuffix(".txt"): (
            part.coverage,
            [(quote.reason, " ".join(quote.text.split()[:4])) for quote in part.quotes],
        )
        for part in service.ask(question).documents
    }


@pytest.mark.parametrize(
    "question",
    [
        "what must press agencies do about IUU?",
        "báo, đài phải làm gì về IUU?",
        "co quan bao chi phai lam gi ve IUU",
        "duties of newspapers on IUU",
    ],
)
def test_an_actor_and_a_topic_are_joined_and_it_is_said_where_one_is_missing(four_plans, question):
    found = by_file(four_plans, question)
    assert found == {
        "joined": (
            "joined",
            [("duty_on_topic", "- Mở chuyên mục"), ("direction", "1. Mọi người cùng")],
        ),
        "apart": ("apart", [("duty", "- Phát bản tin"), ("direction", "1. Cùng nhau gỡ")]),
        "topic only": ("topic_only", [("other_body", "- Kiểm tra tàu")]),
        "actor only": ("actor_only", []),
    }
    assert next(iter(found)) == "joined"
    assert four_plans.ask(question).status == "answered"


def test_every_duty_in_a_plan_that_is_about_the_topic_is_on_it(tmp_path):
    provisions = ["UBND cấp xã: chọn giờ phát do dân họp.", "Sở Tài chính: bố trí tiền cho đài truyền thanh."]
    write_plan(tmp_path / "a.txt", *provisions, title="Phát triển truyền thanh cơ sở")
    write_plan(tmp_path / "b.txt", "UBND cấp xã: giữ sạch đường làng.", title="Bảo vệ môi trường")
    collect(tmp_path / "data", tmp_path / "a.txt", tmp_path / "b.txt")
    found = by_file(Product.open(tmp_path / "data"), "UBND cấp xã phải làm gì về truyền thanh cơ sở?")
    assert found["a"] == (
        "joined",
        [("duty_on_topic", "1. UBND cấp xã:"), ("other_body", "2. Sở Tài chính:")],
    )
    assert found["b"] == ("actor_only", [])


def test_an_actor_without_a_topic_is_answered_by_its_duties(four_plans):
    answer = four_plans.ask("what must the press do?")
    assert (answer.status, answer.reading.topic) == ("answered", "")
    assert {quote.actor for quote in answer.quotes} == {"Báo và Đài tỉnh"}
    assert {quote.reason for quote in answer.quotes} == {"duty"}
    assert len(answer.quotes) == 4


def test_an_actor_and_a_topic_of_which_no_plan_speaks_have_no_evidence(four_plans):
    answer = four_plans.ask("what must press agencies do about Hawking radiation of black holes?")
    assert (answer.status, answer.quotes) == ("no_evidence", ())
    assert {part.coverage for part in answer.documents} == {"actor_only"}
    assert all(part.example and part.example.text for part in answer.documents)
    assert answer.result.hits, "the nearest passages are still listed"


def test_a_question_when_is_answered_by_a_quote_with_a_time_limit(tmp_path):
    lines = (
        "Hộ nuôi cá nộp đơn xin tái đàn tại trụ sở ủy ban xã.",
        "Đơn xin tái đàn của hộ nuôi cá phải nộp trước ngày 15/8/2025.",
        "Thư viện mở cửa buổi tối.",
    )
    collect(tmp_path / "data", write_plan(tmp_path / "a.txt", *lines))
    asked = Product.open(tmp_path / "data").ask("khi nào hộ nuôi cá nộp đơn xin tái đàn?")
    assert asked.reading.intent == "when"
    assert "15/8/2025" in (asked.quotes[0].deadline or "")


def test_filters_hold_for_the_duties_of_an_actor(sample_service):
    everywhere = sample_service.ask("Sở Ngoại vụ phải làm gì?")
    only = everywhere.documents[-1].document
    found = sample_service.ask("Sở Ngoại vụ phải làm gì?", Filters(document_id=only.id))
    assert len(everywhere.documents) > 1
    assert [part.document.id for part in found.documents] == [only.id]


HOSTILE = ["a", "?a", "Sở", "báo", "phải làm gì", "what must do", "what must the press do about", "新闻机构必须做什么?",
           "không phải là không được làm gì", "not never no", "Nguyễn Văn An", "giao giao giao", "(" * 500 + "x",
           "báo" * 600, "what must " * 150]  # fmt: skip


@pytest.mark.parametrize("question", HOSTILE)
def test_a_strange_question_is_answered_verbatim_or_not_at_all(sample_service, question):
    assert_verbatim(sample_service, question)


@pytest.mark.parametrize("question", HOSTILE)
def test_a_strange_question_gets_a_page(client, question):
    assert client.get("/ask", params={"q": question}).status_code == 200


def test_a_question_of_5000_characters_is_refused_with_its_limit(client):
    page = client.get("/ask", params={"q": "tàu cá " * 715, "lang": "en"})
    assert page.status_code == 422
    assert "2000" in page.text


def line_of(service: Product, question: str) -> str | None:
    answer = service.ask(question)
    return answer.line.text("en" if answer.reading.english else "vi") if answer.line else None


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Kế hoạch nhân quyền Thanh Giang ra ngày bao nhiêu?", "(Kế hoạch 33/KH-BCĐNQ, Thanh Giang)"),
        ("Issuing body of the tourism plan of Phú Trà", "Phú Trà"),
        ("what is the date on the Thanh Giang human rights plan?", "(Plan 33/KH-BCĐNQ, Thanh Giang)"),
        ("What legal basis does the An Khê Đông fishing plan rest on?", "Quyết định 81/QĐ-TTg"),
    ],
)
def test_a_document_is_known_by_what_its_title_means(sample_service, question, told):
    assert told in line_of(sample_service, question)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Tổng kinh phí của kế hoạch phát triển du lịch Phú Trà?", "Tổng kinh phí 46,3 tỷ đồng (Phú Trà)"),
        ("How much does the Phú Trà tourism plan cost?", "Tổng kinh phí 46,3 tỷ đồng (Phú Trà)"),
        ("kinh phi thong tin doi ngoai Hai Lam", "Ngân sách tỉnh bảo đảm 4.850.000.000 đồng (Hải Lâm)"),
        # The whole stands above its parts, in words that only lead in.
        ("budget of 05/CTr-UBND", "38.700.000.000 đồng (Vân Sơn)"),
    ],
)
def test_what_a_plan_costs_is_told_by_its_section_on_money(sample_service, question, told):
    assert line_of(sample_service, question) == told


def test_a_part_of_the_money_is_not_taken_for_the_whole(sample_service):
    line = line_of(sample_service, "Già làng, trưởng bản ở Vân Sơn được hỗ trợ mỗi tháng bao nhiêu?")
    assert line == "700.000 đồng/người/tháng (Vân Sơn)"


def test_budgets_are_compared_by_the_sections_on_money(sample_service):
    found = sample_service.ask("So sánh kinh phí của Phú Trà và Thanh Giang")
    quoted = {quote.passage.path[-1] for quote in found.quotes}
    assert quoted >= {"V. KINH PHÍ", "III. KINH PHÍ"}


def test_what_no_plan_has_by_the_names_of_the_glossary_is_said_with_these_names(sample_service):
    told = line_of(sample_service, "how many plans mention malaria?")
    assert told == "0 of 15 documents mention “malaria” (sốt rét, bệnh sốt rét)"


def test_of_a_thing_that_may_stand_there_by_another_name_nothing_is_said(sample_service):
    fishery = next(d for d in sample_service.documents() if d.metadata.number == "118/KH-UBND")
    found = sample_service.ask("how many plans mention fishing?")
    assert found.line is None
    assert {plan.says for plan in found.plans if plan.document_id == fishery.id} <= {True, None}


def test_a_question_of_two_words_finds_the_plan_that_it_is_the_subject_of(sample_service):
    found = sample_service.ask("children online protection in An Khê Đông")
    assert found.status == "answered"
    assert found.quotes[0].document.metadata.number == "203/KH-UBND"


def test_a_name_typed_without_marks_is_looked_for_without_marks(tmp_path):
    collect(tmp_path / "data", write_plan(tmp_path / "a.txt", "Trao giải Ngọn sóng cho ngư dân."))
    service = Product.open(tmp_path / "data")
    assert [plan.says for plan in service.ask("ke hoach nao noi den ngon song").plans] == [True]
    assert [plan.says for plan in service.ask("ke hoach nao noi den ngon nui").plans] != [True]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("kế hoạch nào nhắc đến Nhật Bản?", "2 trong 15 văn bản nói đến “Nhật Bản”: Đông Hải"),
        ("Văn bản nào nhắc đến Singapore hoặc Đức?", "1 trong 15 văn bản nói đến “Singapore hoặc Đức”: Đông Hải"),
        ("how many were issued in 2022?", "2 of 15 documents: Đông Hải, Vân Sơn"),
        ("Where is the Women's Union mentioned?",
         "3 of 15 documents (2 provinces) mention “Women's Union”: An Khê Đông, Đông Hải"),
        ("is the 2016 Press Law cited anywhere?",
         "1 of 15 documents cite Luật Báo chí 2016: Decision 1726/QĐ-UBND, Đông Hải"),
        ("Which documents cite the Press Law?", "1 of 15 documents cite Luật Báo chí 2016: Decision 1726/QĐ-UBND, Đông Hải"),
        ("Which plans mention Laos?", "2 of 15 documents mention “Laos”: Vân Sơn"),
        ("Lò Văn Thiệp ký văn bản số mấy?", "Vân Sơn: 12-KH/BCĐ, Kế hoạch công tác thông tin đối ngoại năm 2022"),
        ("date of the Vân Sơn programme on digital village loudspeakers", "6 April 2023 (Programme 05/CTr-UBND, Vân Sơn)"),
    ],
)  # fmt: skip
def test_documents_are_told_by_what_they_say_and_who_issued_them(sample_service, question, told):
    assert line_of(sample_service, question) == told


@pytest.mark.parametrize(
    ("question", "first", "told"),
    [
        (
            "Kinh phí cả giai đoạn cho việc bảo vệ trẻ em trên mạng?",
            "Giai đoạn 2021 - 2025 là",
            "23.500.000.000",
        ),
        (
            "tong kinh phi bao ve tre em tren moi truong mang la bao nhieu",
            "Giai đoạn 2021 - 2025 là",
            "23.500.000.000",
        ),
        ("07/KH-UBND bố trí cho xúc tiến đầu tư mấy tỷ", "1. Ngân sách thành phố", "Xúc tiến đầu tư 15,5 tỷ"),
    ],
)
def test_a_plan_called_by_its_subject_or_a_part_of_it_is_told_what_it_costs(
    sample_service, question, first, told
):
    assert sample_service.ask(question).quotes[0].text.startswith(first)
    assert told in (line_of(sample_service, question) or "")


@pytest.mark.parametrize(
    ("question", "confidence"),
    [
        ("Sở Giao thông vận tải phải làm gì với người đăng tin giả?", "low"),
        ("Người đăng tin giả bị xử lý thế nào?", "high"),
    ],
)
def test_what_others_do_about_a_topic_is_no_sure_answer(sample_service, question, confidence):
    assert sample_service.ask(question).confidence == confidence


def test_what_led_to_a_plan_comes_behind_what_it_provides(sample_service):
    found = sample_service.ask(
        "Which rules must journalists keep when reporting from the field during a storm?"
    )
    assert found.quotes[0].text.startswith("3. Trong bão")


def test_documents_are_told_by_the_body_that_issued_them(sample_service):
    found = sample_service.ask("Văn bản nào do Ban Tuyên giáo ban hành?")
    assert [part.document.metadata.number for part in found.documents] == ["31-HD/BTGTU"]


def test_plans_that_are_compared_by_their_numbers_are_quoted_and_no_others(sample_service):
    found = sample_service.ask("Khác nhau giữa kế hoạch 45/KH-UBND và 118/KH-UBND về chủ tàu")
    assert {quote.document.metadata.number for quote in found.quotes} == {"45/KH-UBND", "118/KH-UBND"}


@pytest.mark.parametrize(("question", "sure"), [
    ("What does plan 118/KH-UBND say?", "high"),
    ("What does plan 118/KH-UBND of An Khe Dong say?", "high"),
    ("What does plan 118/KH-UBND of Dong Hai say?", "low"),
])  # fmt: skip
def test_a_number_of_another_province_is_no_sure_answer(sample_service, question, sure):
    assert sample_service.ask(question).confidence == sure


@pytest.mark.parametrize(
    ("question", "files"),
    [
        (
            "So sánh kinh phí kế hoạch phát triển du lịch với kế hoạch bảo vệ trẻ em trên môi trường mạng",
            {"0019a.txt", "tre-em-mang-akd.txt"},
        ),
        (
            "compare the budgets of the human rights plan and the tourism plan",
            {"scan_0112.txt", "0019a.txt"},
        ),
    ],
)
def test_plans_are_compared_by_what_they_are_called(sample_service, question, files):
    quotes = sample_service.ask(question).quotes
    assert {Path(quote.document.source_file).name for quote in quotes} == files
    assert all("đồng" in quote.text for quote in quotes[:1])


def test_what_a_plan_carries_out_is_told_where_its_number_is_asked_about(sample_service):
    line = sample_service.ask("Kế hoạch 98/KH-UBND thực hiện kết luận nào?").line
    assert line
    assert line.text("vi") == "Kết luận 12-KL/TW (Kế hoạch 98/KH-UBND, Đông Hải)"


@pytest.mark.parametrize(
    "question",
    ["Quyết định tiếp phóng viên nước ngoài có hiệu lực từ bao giờ?",
     "When does the decision on foreign reporters take effect?"],
)  # fmt: skip
def test_when_a_decision_takes_effect_is_not_when_it_was_signed(sample_service, question):
    line = sample_service.ask(question).line
    assert line
    assert "15/7/2022" in line.text("vi")


def test_signer_and_day_are_told_where_both_are_asked(sample_service):
    line = sample_service.ask("Kế hoạch nhân quyền Thanh Giang do ai ký và ký ngày nào?").line
    assert line
    assert "Thạch Minh Đăng" in line.text("vi")
    assert "01/03/2024" in line.text("vi")


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("kết luận 57 được kế hoạch nào thực hiện?", ("57-KL/TW",)),
        ("nghị định 72/2015 được viện dẫn ở đâu", ("72/2015/NĐ-CP",)),
        ("Who signed decision 1726?", ("1726/QĐ-UBND",)),
        ("kế hoạch số 118 nói gì về cảng cá", ("118/KH-UBND",)),
        ("kế hoạch 118 năm tới nói gì về cảng cá", ()),
        ("kế hoạch 118/KH-TU", ("118/KH-TU",)),
    ],
)
def test_a_document_goes_by_its_kind_and_the_figures_of_its_number(sample_service, question, numbers):
    assert sample_service.ask(question).reading.numbers == numbers


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("What type of document is 1726/QĐ-UBND?", "Decision (1726/QĐ-UBND, Đông Hải)"),
        ("van ban 1726/QD-UBND la loai gi", "Quyết định (1726/QĐ-UBND, Đông Hải)"),
        # Of what is only cited, citations tell, where they do; never is it told of the plan that cites it.
        ("what kind of document is 61/BC-STNMT", None),
        ("142-KH/TU thuộc loại văn bản nào?", "Kế hoạch (142-KH/TU, theo văn bản của Thanh Giang)"),
    ],
)
def test_the_type_of_a_document_is_told_by_its_number(sample_service, question, line):
    answer = sample_service.ask(question)
    assert answer.reading.fact == "type"
    assert (answer.line and answer.line.text(answer.language)) == line


@pytest.mark.parametrize(
    "question", ["what type of document mentions tourism?", "loại văn bản nào nói về du lịch?"]
)
def test_which_type_says_something_asks_for_the_documents(sample_service, question):
    assert sample_service.ask(question).reading.intent == "plans"


def test_what_is_only_likely_within_a_place_is_shown_as_not_sure(sample_service):
    # The words of the plan are far from these, but it is of Phú Trà.
    found = sample_service.ask("Who is in charge of rebuilding the old citadel in Phú Trà?")
    assert (found.status, found.confidence) == ("answered", "low")
    assert found.line
    assert "Ban Quản lý dự án tỉnh" in found.line.text("vi")
    assert "Tu bổ thành cổ" in found.quotes[0].text
    assert sample_service.ask("Who is in charge of rebuilding the old citadel?").status == "no_evidence"


def test_a_body_that_is_counted_is_not_asked_for_its_duties(sample_service):
    assert sample_service.ask("How many border posts have to supply news?").reading.actor is None
    assert sample_service.ask("What do border posts have to supply?").reading.actor


def test_a_plan_is_not_counted_where_what_is_for_it_is(sample_service):
    assert (
        sample_service.ask("xã hội hóa góp bao nhiêu cho kế hoạch du lịch Phú Trà").reading.intent == "money"
    )
    assert sample_service.ask("bao nhiêu kế hoạch nhắc đến du lịch").reading.intent == "count"


@pytest.mark.parametrize(
    ("typed", "read_as"),
    [
        ("overseas scolars", "scholars"),
        ("foreing reportrs", "reporters"),
        ("wich department is in charge", "which"),
        ("whcih plans mention IUU", "which"),
        ("restorring the old citadel", "restoring"),
    ],
)
def test_slips_in_any_form_of_a_known_word_are_mended(sample_service, typed, read_as):
    assert read_as in [each.read_as for each in sample_service.ask(typed).reading.corrections]


def test_what_a_body_has_to_do_comes_first_where_its_document_is_what_comes_near(sample_service):
    found = sample_service.ask("Vụ tin giả cá chết, Công an tỉnh Hải Lâm được giao việc gì?")
    assert (found.confidence, found.line) == ("low", None)
    assert found.quotes[0].actor == "Công an tỉnh"
    assert found.quotes[0].reason == "duty"


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("kế hoạch thông tin đối ngoại", {"45/KH-UBND", "12-KH/BCĐ"}),
        ("ke hoach thong tin doi ngoai 2024", {"45/KH-UBND"}),
        ("external information plans", {"45/KH-UBND", "12-KH/BCĐ"}),
        ("kế hoạch bảo vệ trẻ em trên mạng", {"203/KH-UBND"}),
        ("Phú Trà tourism plan for 2024", {None}),
    ],
)
def test_a_question_that_only_names_a_document_is_answered_with_it(sample_service, question, numbers):
    found = sample_service.ask(question)
    assert {quote.document.metadata.number for quote in found.quotes} == numbers
    assert found.confidence == "high"


def test_what_no_document_is_called_is_looked_for_in_all(sample_service):
    assert sample_service.ask("kế hoạch đào tạo").reading.intent == "passages"


@pytest.mark.parametrize("question", ["Hải Lâm", "Hải Lâm làm gì?", "what does the Hải Lâm plan say?"])
def test_of_a_place_alone_its_documents_are_shown(sample_service, question):
    found = sample_service.ask(question)
    assert {quote.document.metadata.province for quote in found.quotes} == {"Hải Lâm"}
    assert len({quote.document.id for quote in found.quotes}) == len(found.quotes) > 1


@pytest.mark.parametrize("question", ["bao nhiêu?", "gì", "who", "phải làm gì", "what should they do?"])
def test_a_question_that_names_nothing_has_no_evidence(sample_service, question):
    assert sample_service.ask(question).status == "no_evidence"


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("TTĐN là gì", "Thông tin đối ngoại (Hải Lâm)"),
        ("what is IUU?", "Khai thác hải sản bất hợp pháp, không báo cáo và không theo quy định (Hải Lâm)"),
    ],
)
def test_what_an_abbreviation_is_is_told_in_full(sample_service, question, line):
    found = sample_service.ask(question)
    assert found.line.text(found.language) == line


def test_a_term_of_two_words_is_no_abbreviation(sample_service):
    assert sample_service.ask("kinh phí là gì").reading.abbreviation == ""


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("Cầm Bá Trường giữ chức vụ gì?", "CHỦ TỊCH"),
        (
            "Who signed the human rights plan, and in what capacity?",
            "Thạch Minh Đăng; TRƯỞNG BAN, PHÓ CHỦ TỊCH",
        ),
        ("Ai là phó chủ tịch UBND tỉnh Hải Lâm?", "Trịnh Khắc Vũ"),
        (
            "KH số 12-KH/BCĐ của Vân Sơn gửi cho những nơi nào?",
            "Thường trực Tỉnh ủy; Các thành viên Ban Chỉ đạo",
        ),
        ("Who receives the plan 203/KH-UBND?", "Bộ LĐTBXH (b/c)"),
        ("Kết luận 57-KL/TW của ai?", "Bộ Chính trị"),
        ("Date of issue of programme 05/CTr-UBND (Van Son, grassroots loudspeakers)?", "6 April 2023"),
        ("What does the child online safety plan implement?", "Quyết định 830/QĐ-TTg"),
    ],
)
def test_what_a_document_says_of_itself_is_told(sample_service, question, line):
    found = sample_service.ask(question)
    assert found.line.text(found.language).startswith(line)


def test_what_is_due_by_a_day_is_asked_of_no_document(sample_service):
    found = sample_service.ask("Các sở, quận Đông Hải phải ký kế hoạch riêng về CCHC trước ngày nào?")
    assert found.reading.fact is None
    assert "31/01/2025" in found.quotes[0].text


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("Nguồn kinh phí của kế hoạch 12-KH/BCĐ của Vân Sơn là gì?", "Ngân sách tỉnh cấp 2,1 tỷ đồng"),
        ("Ngân sách tỉnh rót bao nhiêu cho TTĐN Vân Sơn năm 2022?", "Ngân sách tỉnh cấp 2,1 tỷ đồng"),
        ("Theo KH 216, riêng năm 2024 Thanh Giang bố trí mấy tỷ?", "5,6 tỷ đồng"),
        ("Kinh phí làm sản phẩm truyền hình trong KH TTĐN Hải Lâm 2024?", "1.750 triệu đồng"),
    ],
)
def test_money_is_told_in_whatever_words_it_is_asked_for(sample_service, question, line):
    assert line in sample_service.ask(question).line.text("vi")


@pytest.mark.parametrize(
    "question",
    ["kế hoạch thông tin đối ngoại Hải Lâm năm 2029 có kinh phí bao nhiêu", "the 2029 tourism plan"],
)
def test_a_document_of_a_year_that_none_has_is_absent(sample_service, question):
    found = sample_service.ask(question)
    assert (found.status, "2029" in found.line.text("vi")) == ("no_evidence", True)


def test_a_body_whose_topic_is_not_found_is_shown_what_its_plan_gives_it(sample_service):
    found = sample_service.ask("Vụ tin thất thiệt hải sản Hải Lâm, Sở Y tế cần làm những gì?")
    assert (found.confidence, {quote.actor for quote in found.quotes}) == ("low", {"Sở Y tế"})


def test_when_a_body_has_to_do_something_is_what_a_provision_says(sample_service):
    found = sample_service.ask("When must the districts of Phú Trà send their visitor figures?")
    assert "24" in found.line.text("en")


def test_a_name_in_capitals_is_no_lake_and_no_household(tmp_path):
    collect(
        tmp_path / "data",
        write_plan(tmp_path / "a.txt", "Treo tranh về Hồ Thị Mẫu ở nhà văn hóa.", "Quét sân đình."),
        write_plan(tmp_path / "b.txt", "Nạo vét hồ, sửa nhà cho mẫu giáo.", "Quét sân chùa."),
    )
    service = Product.open(tmp_path / "data")
    for question in ("kế hoạch nào nhắc đến Hồ Thị Mẫu", "which plans mention Ho Thi Mau?"):
        assert service.ask(question).line.text("vi").startswith("1 trong 2 văn bản")


def test_what_stands_beside_a_name_is_not_mended(sample_service):
    assert sample_service.ask("Nguyễn Văn Thông giữ chức vụ gì?").reading.corrections == ()


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("Hải Lâm có nói đến du lịch không?", "3 trong 3 văn bản nói đến “du lịch”: Hải Lâm"),
        ("Does the Thanh Giang plan mention Japan?", "0 of 2 documents mention “Japan”"),
        ("ke hoach cua Dong Hai co noi den ASEAN khong", "0 trong "),
    ],
)
def test_whether_plans_speak_of_something_is_told(sample_service, question, line):
    found = sample_service.ask(question)
    assert found.line.text(found.language).startswith(line)


@pytest.mark.parametrize(
    ("question", "heading"),
    [
        ("Mục đích của kế hoạch 12-KH/BCĐ của Vân Sơn", "Mục đích"),
        ("yêu cầu của kế hoạch 12-KH/BCĐ", "Yêu cầu"),
        ("What is the purpose of the 12-KH/BCĐ plan of Vân Sơn?", "Mục đích"),
    ],
)
def test_a_section_is_quoted_by_its_name(sample_service, question, heading):
    found = sample_service.ask(question)
    assert found.quotes
    assert all(any(heading in each for each in quote.passage.path) for quote in found.quotes)


@pytest.mark.parametrize(
    ("question", "line"),
    [
        ("Which plan is the oldest?", "17 September 2021 (Plan 203/KH-UBND, An Khê Đông)"),
        ("Kế hoạch nào mới nhất?", "Ngày 14/03/2025 (Kế hoạch 98/KH-UBND, Đông Hải)"),
    ],
)
def test_the_newest_and_the_oldest_are_told_by_their_days(sample_service, question, line):
    found = sample_service.ask(question)
    assert found.line.text(found.language) == line


def test_which_is_newest_is_not_told_where_a_document_gives_no_year(tmp_path):
    collect(
        tmp_path / "data",
        write_plan(tmp_path / "a.txt", "Trồng rau.", title="Trồng rau năm 2023"),
        write_plan(tmp_path / "b.txt", "Trồng hoa.", title="Trồng hoa"),
    )
    assert Product.open(tmp_path / "data").ask("Kế hoạch nào mới nhất?").status == "no_evidence"


def test_all_names_of_the_border_guard_are_one_body(sample_service):
    asked = (sample_service.ask(f"{name} làm gì ở Vân Sơn?") for name in ("BĐBP", "Bộ đội Biên phòng"))
    assert all("Bộ Chỉ huy Bộ đội Biên phòng tỉnh" in [q.actor for q in found.quotes] for found in asked)


def test_a_kind_of_document_before_a_number_describes_none(sample_service):
    line = sample_service.ask("Which documents cite Politburo Conclusion 57-KL/TW, and which do not?").line
    assert line.text("en").startswith("3 of 15 documents cite")
    found = sample_service.ask("KL 57-KL/TW ngày 15/6/2023 nói về vấn đề gì?")
    assert (found.reading.actor, found.reading.numbers) == (None, ("57-KL/TW",))


def test_what_a_province_signed_with_another_is_asked_of_no_document(sample_service):
    assert sample_service.ask("Which Lao provinces has Vân Sơn signed minutes with?").reading.fact is None
    assert sample_service.ask("Ai ký văn bản của Phú Trà?").reading.fact == "signer"


def test_a_plan_without_a_short_part_of_the_topic_does_not_speak_of_it(sample_service):
    found = sample_service.ask("kế hoạch nào nói đến kinh tế xanh, cột mốc")
    assert all(each.says is False for each in found.plans)


def test_of_two_places_that_are_compared_both_are_quoted(sample_service):
    found = sample_service.ask("Lịch báo cáo của Hải Lâm và Vân Sơn khác nhau chỗ nào?")
    assert {quote.document.metadata.province for quote in found.quotes} == {"Hải Lâm", "Vân Sơn"}


@pytest.mark.parametrize("question", ["hotline number for tourists", "phone number of the station"])
def test_what_is_called_a_number_is_no_sum_of_money(sample_service, question):
    assert sample_service.ask(question).reading.intent != "money"


def test_a_document_that_is_asked_for_is_shown_as_it_begins(tmp_path):
    collect(
        tmp_path / "data", write_plan(tmp_path / "a.txt", " ".join(LONG), title="Sinh hoạt của xã năm 2024")
    )
    (quote,) = Product.open(tmp_path / "data").ask("kế hoạch sinh hoạt của xã năm 2024").quotes
    assert (quote.reason, quote.passage.text.index(quote.text)) == ("document", 0)
