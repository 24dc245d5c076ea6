"""Questions: what is asked, of which actor, about which topic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.expansion import expand_query
from search_api.asking.actors import as_names
from search_api.asking.questions import Question, read_question


def read(text: str, known: list[str] | None = None) -> Question:
    """Read a question with what its abbreviations stand for."""
    return read_question(text, expand_query(text)[1], as_names(known) if known else None)


@pytest.mark.parametrize(
    ("text", "actor", "topic"),
    [
        ("what must press agencies do about IUU?", "press agencies", "IUU"),
        ("What are the duties of the border guard in border areas?", "border guard", "border areas"),
        ("what must the Department of Information and Communications do?",
         "Department of Information and Communications", ""),
        ("what role does the Youth Union play in digital transformation?", "Youth Union", "digital transformation"),
        ("what must fishermen do when the connection is lost?", "fishermen", "connection is lost"),
        ("responsibilities of the steering committee for inspection", "steering committee", "inspection"),
        ("do the communes have to report every month?", "communes", "report every month"),
        ("nhiệm vụ của Sở Ngoại vụ", "Sở Ngoại vụ", ""),
        ("Sở Ngoại vụ có nhiệm vụ gì?", "Sở Ngoại vụ", ""),
        ("báo, đài cần làm gì về chống khai thác IUU?", "báo, đài", "chống khai thác IUU"),
        ("trách nhiệm của báo và đài địa phương", "báo và đài", ""),
        ("co quan bao chi phai lam gi voi khai thac bat hop phap", "co quan bao chi", "khai thac bat hop phap"),
        ("Sở TT&TT có trách nhiệm gì trong chuyển đổi số?", "Sở Thông tin và Truyền thông", "chuyển đổi số"),
        ("UBND tỉnh giao Sở TT&TT làm gì", "Sở Thông tin và Truyền thông", ""),
        ("BĐBP làm gì ở vùng biển", "Bộ đội Biên phòng", "vùng biển"),
    ],
)  # fmt: skip
def test_a_question_about_duties_names_actor_and_topic(text, actor, topic):
    question = read(text)
    assert (question.actor.words, question.topic, question.kind) == (actor, topic, "duty")


@pytest.mark.parametrize(
    "text",
    [
        "what should be done about foreign press agencies?",
        "how should exchange of leaders' visits be publicised?",
        "reorganise the steering committee and its helper group",
        "local broadcasting stations and grassroots loudspeaker system",
        "press",
        "BCĐ báo cáo BTGTW",
        "phải làm gì khi có bão",
        "127-KH/TU",
    ],
)
def test_a_body_that_is_spoken_of_is_not_the_actor_of_the_question(text):
    question = read(text)
    assert (question.actor, question.topic) == (None, text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("who must send the monthly report?", "who"),
        ("which bodies should districts mobilise their people for?", "who"),
        ("cơ quan nào làm đầu mối tiếp phóng viên nước ngoài?", "who"),
        ("ai chịu trách nhiệm trực chốt?", "who"),
        ("by when must the list be sent?", "when"),
        ("báo cáo quý gửi trước ngày nào?", "when"),
        ("khi nao nop danh sach", "when"),
        ("with which money is the fair paid?", "money"),
        ("kinh phi xa hoi hoa", "money"),
        ("which plan speaks of festivals?", "document"),
        ("văn bản nào nói về lễ hội?", "document"),
        ("use of journalism awards and contests", "topic"),
        ("what about people who do well?", "topic"),
    ],
)
def test_the_kind_of_a_question(text, kind):
    assert read(text).kind == kind


def test_a_question_by_when_keeps_its_actor():
    question = read("when must schools report on storms?")
    assert (question.kind, question.actor.words, question.topic) == ("when", "schools", "report on storms")


def test_an_actor_of_the_plans_themselves_is_known_by_its_name():
    text = "Tổ tuần tra Hòn Sếu phải làm gì trong bão?"
    assert read(text).actor is None
    question = read(text, ["Tổ tuần tra Hòn Sếu, Đồn Biên phòng Cửa Nam"])
    assert (question.actor.words, question.topic) == ("Tổ tuần tra Hòn Sếu", "bão")


def test_a_province_after_the_actor_says_whose_it_is():
    question = read("so tai chinh can tho phai lam gi de co tien mua loa")
    assert (question.actor.words, question.province) == ("so tai chinh", "Cần Thơ")
    assert question.topic == "tien mua loa"


@pytest.mark.parametrize(("text", "english"), [("what must the press do", True), ("báo chí phải làm gì", False),
                                               ("bao chi phai lam gi", False), ("IUU", False)])  # fmt: skip
def test_the_language_of_a_question(text, english):
    assert read(text).english == english


WORDS = "what must the press do about Sở Y tế phải làm gì giao của IUU and schools ?"


@given(text=st.text(max_size=80) | st.lists(
    st.sampled_from(WORDS.split()), max_size=12
).map(" ".join))  # fmt: skip
def test_any_text_is_read_and_the_actor_stands_in_it(text):
    question = read(text)
    if question.actor is None:
        assert question.topic == text
    else:
        assert question.actor.names
