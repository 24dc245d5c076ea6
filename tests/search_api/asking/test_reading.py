"""The reading of a question: what is asked, of whom, where, when, of which document, about what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.asking.actors import as_names
from search_api.asking.reading import Reading, text_without
from search_api.asking.reading import read as read_text
from search_api.asking.segments import names_of_actors


def read(text: str, known: list[str] | None = None) -> Reading:
    """Read a question; `known` are actors of the plans."""
    return read_text(text, names_of_actors(as_names(known or [])))


@pytest.mark.parametrize(
    ("text", "actor", "topic"),
    [
        ("what must press agencies do about IUU?", "press agencies", "IUU"),
        ("What are the duties of the border guard in border areas?", "border guard", "border areas"),
        ("what must the Department of Information and Communications do?",
         "Department of Information and Communications", ""),
        ("what role does the Youth Union play in digital transformation?", "Youth Union", "digital transformation"),
        ("responsibilities of the steering committee for inspection", "steering committee", "inspection"),
        ("do the communes have to report every month?", "communes", "report every month"),
        ("nhiệm vụ của Sở Ngoại vụ", "Sở Ngoại vụ", ""),
        ("Sở Ngoại vụ có nhiệm vụ gì?", "Sở Ngoại vụ", ""),
        ("Đoàn Thanh niên xây dựng gì?", "Đoàn Thanh niên", "xây dựng"),
        ("báo, đài cần làm gì về chống khai thác IUU?", "báo, đài", "chống khai thác IUU"),
        ("trách nhiệm của báo và đài địa phương", "báo và đài", ""),
        ("co quan bao chi phai lam gi voi khai thac bat hop phap", "co quan bao chi", "khai thac bat hop phap"),
        ("Sở TT&TT có trách nhiệm gì trong chuyển đổi số?", "Sở TT&TT", "chuyển đổi số"),
        ("UBND tỉnh giao Sở TT&TT làm gì", "Sở TT&TT", ""),
        ("BĐBP làm gì ở vùng biển", "BĐBP", "vùng biển"),
        ("duties of Cần Thơ newspapers in training", "newspapers", "training"),
        ("Sở Y tế được phân công gì?", "Sở Y tế", ""),
    ],
)  # fmt: skip
def test_a_question_about_duties_names_actor_and_topic(text, actor, topic):
    reading = read(text)
    assert (reading.actor.words, reading.topic, reading.intent) == (actor, topic, "duties")


@pytest.mark.parametrize(
    "text",
    [
        "what should be done about foreign press agencies?",
        "how should exchange of leaders' visits be publicised?",
        "reorganise the steering committee and its helper group",
        "local broadcasting stations and grassroots loudspeaker system",
        "press",
        "chế độ báo cáo",
        "What do the plans say about tourism?",
        "phải làm gì khi có bão",
        "which bodies should districts mobilise their people for?",
    ],
)
def test_a_body_that_is_spoken_of_is_not_the_actor_of_the_question(text):
    assert read(text).actor is None


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("who must send the monthly report?", "who"),
        ("which bodies should districts mobilise their people for?", "who"),
        ("cơ quan nào làm đầu mối tiếp phóng viên nước ngoài?", "who"),
        ("ai chịu trách nhiệm trực chốt?", "who"),
        ("by when must the list be sent?", "when"),
        ("what happens when a boat loses its signal?", "passages"),
        ("báo cáo quý gửi trước ngày nào?", "when"),
        ("khi nao nop danh sach", "when"),
        ("with which money is the fair paid?", "money"),
        ("kinh phi bao nhieu", "money"),
        ("đờn ca tài tử được hỗ trợ bao nhiêu?", "money"),
        ("which plan speaks of festivals?", "plans"),
        ("văn bản nào nói về lễ hội?", "plans"),
        ("tinh nao noi den nguoi Khmer", "plans"),
        ("How many plans mention ASEAN?", "count"),
        ("có bao nhiêu kế hoạch nói về lễ hội", "count"),
        ("So sánh chế độ báo cáo của Nghệ An và Lạng Sơn", "compare"),
        ("how do Nghệ An and Bắc Giang differ on training?", "compare"),
        ("Who signed the Lạng Sơn plan?", "fact"),
        ("kế hoạch năm 2023 là của tỉnh nào?", "fact"),
        ("57-KL/TW", "instrument"),
        ("which plans carry out Directive 32-CT/TW?", "instrument"),
        ("use of journalism awards and contests", "passages"),
        ("what about people who do well?", "passages"),
        ("chế độ báo cáo", "passages"),
    ],
)
def test_what_a_question_is_after(text, intent):
    assert read(text).intent == intent


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Who signed the Lạng Sơn plan?", "signer"),
        ("Ai ký hướng dẫn của Bắc Giang?", "signer"),
        ("kế hoạch Nghệ An ban hành khi nào?", "date"),
        ("huong dan 31-HD/BTGTU ngay may", "date"),
        ("which body issued the Cần Thơ plan?", "issuer"),
        ("số hiệu của kế hoạch Lạng Sơn", "number"),
        ("kế hoạch năm 2023 là của tỉnh nào?", "province"),
        ("Sở Y tế phải ký cam kết với ai?", None),
        ("how should agreements be signed with Laos?", None),
    ],
)
def test_a_fact_is_asked_of_a_document_only(text, fact):
    assert read(text).fact == fact


def test_a_question_by_when_keeps_its_actor():
    reading = read("when must schools report on storms?")
    assert (reading.intent, reading.actor.words, reading.topic) == ("when", "schools", "report on storms")


def test_an_actor_of_the_plans_themselves_is_known_by_its_name():
    text = "Tổ tuần tra Hòn Sếu phải làm gì trong bão?"
    assert read(text).actor is None
    reading = read(text, ["Tổ tuần tra Hòn Sếu, Đồn Biên phòng Cửa Nam"])
    assert (reading.actor.words, reading.topic) == ("Tổ tuần tra Hòn Sếu", "bão")


def test_places_numbers_and_years_are_no_topic():
    reading = read("so tai chinh can tho phai lam gi de co tien mua loa")
    assert (reading.actor.words, reading.places, reading.topic) == (
        "so tai chinh",
        ("Cần Thơ",),
        "tien mua loa",
    )
    reading = read("Kế hoạch số 06-KH/BCĐ nói gì về báo chí?")
    assert (reading.numbers, reading.topic) == (("06-KH/BCĐ",), "báo chí")
    reading = read("kế hoạch nào của năm 2019 nói về ASEAN?")
    assert (reading.years, reading.topic) == ((2019,), "ASEAN")


def test_a_year_of_something_else_is_left_in_the_topic():
    reading = read("multilateral diplomacy directive 25 of 2018")
    assert reading.years == ()
    assert "2018" in reading.search


def test_a_place_that_documents_are_to_mention_is_their_topic():
    reading = read("Which plans mention Quảng Ninh?")
    assert (reading.places, reading.topic) == ((), "Quảng Ninh")


def test_a_place_beside_a_kind_of_document_restricts_the_question():
    reading = read("what does the Quảng Ninh plan say?")
    assert (reading.places, reading.topic) == (("Quảng Ninh",), "")


@pytest.mark.parametrize(
    "text", ["which plans do not mention human rights?", "kế hoạch nào không đề cập IUU?"]
)
def test_documents_that_do_not_speak_of_something_are_asked_for(text):
    assert read(text).negated


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("budget of the human rights plan", "human rights"),
        ("who signed the child online protection plan?", "child online protection"),
        ("who signed the plan for overseas Vietnamese?", "overseas Vietnamese"),
        ("kinh phí của kế hoạch nhân quyền", "nhân quyền"),
        ("ai ký kế hoạch bảo vệ trẻ em trên mạng?", "bảo vệ trẻ em trên mạng"),
    ],
)
def test_what_a_document_is_called_by_is_told_from_what_it_is_asked(text, words):
    assert read(text).described.words == words


@pytest.mark.parametrize(
    ("text", "supposed"),
    [
        ("kế hoạch nhân quyền ra ngày bao nhiêu?", "date"),
        ("date of the human rights plan", "date"),
        ("kế hoạch nhân quyền là của cơ quan nào?", "issuer"),
        ("kế hoạch nhân quyền giao cơ quan nào mở lớp tập huấn?", None),
        ("when must the human rights plan be reviewed?", None),
    ],
)
def test_a_question_with_nothing_but_a_document_is_supposed_to_be_about_it(text, supposed):
    assert read(text).supposed == supposed


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("ai quản lý cột mốc", "body"),
        ("when is the report due", "time"),
        ("mức hỗ trợ già làng", "amount"),
        ("so sánh mức hỗ trợ già làng của Phú Thọ và Nghệ An", "amount"),
        ("so sánh Phú Thọ và Nghệ An về lễ hội", ""),
    ],
)
def test_what_a_passage_is_to_give_is_known_also_where_plans_are_compared(text, wanted):
    assert read(text).wanted == wanted


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("what must the press do", True),
        ("báo chí phải làm gì", False),
        ("bao chi phai lam gi", False),
        ("IUU", False),
        ("fishing in An Khê Đông", True),
        ("Sở Y tế Hải Lâm", False),
        # Some English dictionary has "hien".
        ("bao cao ket qua thuc hien ke hoach", False),
    ],
)
def test_the_language_of_a_question(text, english):
    assert read(text).english == english


WORDS = """what must the press do about Sở Y tế phải làm gì giao của IUU and schools ? kế hoạch nào 57-KL/TW ở Nghệ An
năm 2023 không who when bao nhiêu so sánh"""


@given(text=st.text(max_size=80) | st.lists(
    st.sampled_from(WORDS.split()), max_size=12
).map(" ".join))  # fmt: skip
def test_any_text_is_read_and_its_parts_stand_in_it(text):
    reading = read(text)
    assert all(text[part.start : part.end].strip().endswith(part.words[-1:]) for part in reading.parts)
    assert all(part.words in text for part in reading.parts)
    assert all(len(text_without(text, part)) < len(text) for part in reading.parts)
    if reading.actor:
        assert text[reading.actor.start : reading.actor.end] == reading.actor.words
