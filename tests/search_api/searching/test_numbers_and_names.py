"""Searching by number and by name: a number is one name, and letters that no model knows match nothing."""

import pytest

NUMBERS = ["216/KH-UBND", "45/KH-UBND", "12-KH/BCĐ", "31-HD/BTGTU", "1726/QĐ-UBND"]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("frame", ["{}", "Kế hoạch số {} giao báo chí làm gì?", "what does {} say?"])
def test_the_document_with_a_number_comes_before_those_that_cite_it(sample_service, number, frame):
    found = sample_service.search(frame.format(number))
    assert found.hits[0].document.metadata.number == number
    assert found.confidence == "high"


@pytest.mark.parametrize("number", ["45/kh-ubnd", "45 / KH - UBND", "45/KH–UBND"])
def test_case_blanks_and_other_dashes_do_not_matter(sample_service, number):
    assert sample_service.search(number).hits[0].document.metadata.number == "45/KH-UBND"


def test_a_number_that_stands_nowhere_is_absent_whatever_its_parts_mean(sample_service):
    assert sample_service.search("999-KL/TW").confidence == "none"
    assert sample_service.search("57-KL/TW").confidence != "none"


@pytest.mark.parametrize("question", ["渔业", "рыболовство", "ทะเล", "어업 관광", "日本の観光"])
def test_another_script_matches_nothing(sample_service, question):
    assert sample_service.search(question).confidence == "none"
    assert sample_service.ask(question).status == "no_evidence"


@pytest.mark.parametrize(("typed", "plain"), [("ﬁshing", "fishing"), ("ｔｏｕｒｉｓｍ", "tourism"), ("kĩ năng", "kỹ năng"),
                                              ("qui chế", "quy chế"), ("xử lí", "xử lý")])  # fmt: skip
def test_other_spellings_find_the_same(sample_service, typed, plain):
    ids = [[hit.passage.id for hit in sample_service.search(query).hits[:5]] for query in (typed, plain)]
    assert ids[0] == ids[1]


@pytest.mark.parametrize("name", ["khuoi vang", "phuoc sa", "hon seu"])
def test_a_name_typed_without_marks_is_not_said_to_be_absent(sample_service, name):
    assert sample_service.search(name).confidence != "none"


@pytest.mark.parametrize("question", ["a", "không phải không", "?a", "du lịch ở Hà Nội và ở Hải Lâm", "kế hoạch năm 1999",
                                      "x" * 1900, "tôi không không muốn không biết"])  # fmt: skip
def test_odd_questions_get_a_sensible_answer(sample_service, question):
    answer = sample_service.ask(question)
    assert answer.confidence != "high" or answer.quotes
    assert answer.line is None or answer.line.is_proven(sample_service.snapshot)
