"""Subjects: what a text says that an instrument is about."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.instruments.citations import find_instruments
from ingest.instruments.subjects import find_subject


def subject(text: str) -> str | None:
    found = find_subject(text, find_instruments(text)[0])
    return found.of(text) if found else None


@pytest.mark.parametrize(
    ("tail", "words"),
    [
        (" về nâng cao chất lượng vườn rau; và", "nâng cao chất lượng vườn rau"),
        (" về việc giữ vườn rau.", "giữ vườn rau"),
        (" của Bộ Chính trị khóa XII về giữ vườn rau", "giữ vườn rau"),
        (" của Đảng ủy Khối về giữ vườn rau", "giữ vườn rau"),
        (" về “Giữ vườn, chăm rau”, UBND tỉnh ban hành", "“Giữ vườn, chăm rau”"),
        (' về "Giữ vườn; chăm rau" năm 2024', '"Giữ vườn; chăm rau"'),
        (" về giữ vườn, chăm rau trong tình hình mới;", "giữ vườn, chăm rau trong tình hình mới"),
        (" về thông tin đối ngoại (TTĐN) năm 2024, Sở", "thông tin đối ngoại (TTĐN) năm 2024"),
        (" về nhiệm vụ năm 2024, các mục tiêu khác", "nhiệm vụ năm 2024"),
        (" về giữ vườn đến năm 2030, tầm nhìn 2045.", "giữ vườn đến năm 2030, tầm nhìn 2045"),
        (" về giữ vườn rau, Ban Chỉ đạo xây dựng kế hoạch", "giữ vườn rau"),
        (" về giữ vườn rau, yêu cầu các lớp làm theo", "giữ vườn rau"),
        (" về giữ vườn rau và Kế hoạch số 12/KH-UBND", "giữ vườn rau"),
        (" về giữ vườn rau và các văn bản khác", "giữ vườn rau"),
        (" của UBND tỉnh ban hành Quy chế giữ vườn;", "ban hành Quy chế giữ vườn"),
        (
            " về thực hiện Kết luận số 12-KL/TW của Bộ Chính trị về “Giữ vườn”, góp phần",
            "thực hiện Kết luận số 12-KL/TW của Bộ Chính trị về “Giữ vườn”",
        ),
        (" (về Kết luận 12-KL/TW), các lớp", "Kết luận 12-KL/TW"),
        (", các lớp trồng rau", None),
        (" áp dụng đến hết năm", None),
        (" phù hợp với lớp", None),
        (" hướng dẫn các lớp trồng rau", None),
    ],
)
def test_the_subject_ends_where_the_phrase_ends(tail, words):
    assert subject(f"Thực hiện Kết luận số 57-KL/TW{tail}") == words


def test_a_phrase_without_end_is_no_subject():
    assert subject("Kết luận số 57-KL/TW về " + "giữ vườn rau " * 60) is None


def test_a_law_with_a_number_is_about_its_name():
    assert subject("Luật An ninh mạng số 24/2018/QH14 quy định") == "An ninh mạng"


def test_what_follows_a_name_speaks_of_a_part_and_is_no_subject():
    assert subject("Nghị quyết Đại hội XIII của Đảng về đối ngoại.") is None
    assert subject("Luật Báo chí năm 2016 về nhà báo.") is None


@given(st.text(alphabet=' ,.;()“”"\nrauvềPUBND0123-/', max_size=80))
def test_a_subject_is_verbatim_after_its_citation_and_has_no_loose_ends(tail):
    text = f"Kết luận số 57-KL/TW về {tail}"
    instrument = find_instruments(text)[0]
    found = find_subject(text, instrument)
    if found:
        words = found.of(text)
        assert found.start >= instrument.span.end
        assert words == words.strip(" ,")
        assert "\n" not in words
