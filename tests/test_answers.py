"""Answers: verbatim quotes, or the honest word that there is no evidence."""

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import InvalidQueryError
from search_api.actors import find_actor
from search_api.answers import MOST_QUOTES, find_deadline, sentences
from search_api.service import Service
from tests.index_worlds import collect, write_plan

_LINES = (Path(__file__).parent / "sample_questions.jsonl").read_text(encoding="utf-8").splitlines()
QUESTIONS = [json.loads(line)["query"] for line in _LINES]
FOREIGN = [
    "how do black holes evaporate through Hawking radiation?",
    "recipe for chocolate cake with walnuts",
    "guitar chords for beginners",
    "công thức nấu phở bò",
]


def assert_verbatim(service: Service, question: str) -> None:
    for quote in service.ask(question).quotes:
        passage, document = quote.hit.passage, service.detail(quote.hit.document.id)
        assert quote.text
        assert quote.text in passage.text
        assert document.text[quote.start : quote.end] == quote.text
        assert passage.start <= quote.start < quote.end <= passage.end
        assert quote.deadline is None or quote.deadline in quote.text


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
def test_there_are_at_most_six_quotes_and_none_twice(sample_service, question):
    quotes = sample_service.ask(question).quotes
    assert len(quotes) <= MOST_QUOTES == 6
    assert len({(q.hit.document.id, q.start) for q in quotes}) == len(quotes)


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
    return Service.open(folder / "data", "bundled")


@pytest.mark.parametrize("wanted", LONG)
def test_a_long_provision_is_quoted_by_its_best_sentences(long_provision, wanted):
    quote = next(q for q in long_provision.ask(wanted).quotes if q.hit.passage.text.startswith("1."))
    assert wanted in quote.text
    assert len(quote.text) <= 420 < len(quote.hit.passage.text)


@given(text=st.text(st.sampled_from('aB .;!?…\n"”)đ1'), max_size=60))
def test_sentences_lose_no_character(text):
    spans = sentences(text)
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())
    assert all(first.end <= second.start for first, second in itertools.pairwise(spans))


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("Các xã gửi danh sách trước ngày 15/8/2025, quá hạn không xét.", "trước ngày 15/8/2025"),
        ("Gửi về Văn phòng chậm nhất là ngày 05/12/2025.", "chậm nhất là ngày 05/12/2025"),
        ("Trả lời đơn trong vòng 24 giờ.", "trong vòng 24 giờ"),
        ("Trả lời đơn trong 07 ngày làm việc.", "trong 07 ngày làm việc"),
        ("Họp tổ định kỳ hằng quý.", "định kỳ hằng quý"),
        ("Nhận bài dự thi đến hết ngày 30/4/2025.", "đến hết ngày 30/4/2025"),
        ("Sửa xong kênh trong quý III năm 2025.", "trong quý III năm 2025"),
        ("Báo cáo trước 17 giờ ngày 25 hằng tháng.", "trước 17 giờ ngày 25 hằng tháng"),
        ("Nộp hồ sơ trước ngày 10.9.2025.", "trước ngày 10.9.2025"),
        ("Nộp hồ sơ trước 30/6/2025.", "trước 30/6/2025"),
        ("Thôn cử hai người trực chốt.", None),
        ("Trước mắt, thôn cử hai người trực chốt.", None),
    ],
)
def test_a_deadline_is_found_whole(text, deadline):
    assert find_deadline(text) == deadline


@pytest.mark.parametrize(
    "more", ["của các xã", "để tổng hợp, báo cáo", "để Ủy ban nhân dân tỉnh xem xét quyết định"]
)
def test_a_deadline_never_ends_inside_a_word(more):
    text = f"Gửi kết quả trước ngày 15 tháng 9 năm 2025 {more} theo quy định."
    found = find_deadline(text)
    assert found.startswith("trước ngày 15 tháng 9 năm 2025")
    assert not text[text.index(found) + len(found)].isalpha()


@pytest.mark.parametrize(
    ("path", "text", "actor"),
    [
        ((), "1. Sở Y tế chủ trì, phối hợp với các trường khám mắt.", "Sở Y tế"),
        ((), "- Hội Nông dân xã: mở hai lớp ghép cành.", "Hội Nông dân xã"),
        ((), "đ) UBND các xã bố trí kinh phí sửa cầu.", "UBND các xã"),
        ((), "Giao Sở Y tế chủ trì khám mắt cho học sinh.", "Sở Y tế"),
        (("III. PHÂN CÔNG", "4. Các cơ quan báo chí của xã"), "Mở mục mới.", "Các cơ quan báo chí của xã"),
        (("2. Công an xã:",), "a) Trực chốt đêm.", "Công an xã"),
        (("2. Công an xã",), "a) Đoàn Thanh niên xã phối hợp trực chốt.", "Đoàn Thanh niên xã"),
        (("I. MỤC TIÊU",), "Số trẻ bị cận thị giảm.", None),
    ],
)
def test_the_actor_is_the_subject_else_the_heading(path, text, actor):
    assert find_actor(path, text) == actor


def test_actor_and_deadline_reach_the_quote(tmp_path):
    words = "Hội Nông dân xã tổ chức hai lớp ghép cành bưởi, xong trước ngày 15/8/2025."
    collect(tmp_path / "data", write_plan(tmp_path / "a.txt", words, "Thư viện mở cửa buổi tối."))
    quote = (
        Service.open(tmp_path / "data", "bundled").ask("Hội Nông dân xã tổ chức lớp ghép cành bưởi").quotes[0]
    )
    assert (quote.actor, quote.deadline) == ("Hội Nông dân xã", "xong trước ngày 15/8/2025")
