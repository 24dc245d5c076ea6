"""Definitions: the short forms that a plan explains are learned from the plan."""

import pytest

from ingest.reading.definitions import find_definitions
from tests.conftest import SAMPLES
from tests.worlds import document_of


def pairs(text: str) -> list[tuple[str, str]]:
    return [(definition.short, definition.long) for definition in find_definitions(text)]


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("đẩy mạnh thông tin đối ngoại (TTĐN) của tỉnh", "TTĐN", "thông tin đối ngoại"),
        ("kết quả cải cách hành chính(CCHC)", "CCHC", "cải cách hành chính"),
        ("giao Ủy ban nhân dân (UBND) xã", "UBND", "Ủy ban nhân dân"),
        ("người Việt Nam ở nước ngoài (NVNONN)", "NVNONN", "người Việt Nam ở nước ngoài"),
        ("phòng cháy và chữa cháy (PCCC)", "PCCC", "phòng cháy và chữa cháy"),
        ("phòng cháy và chữa cháy (PCVCC)", "PCVCC", "phòng cháy và chữa cháy"),
        ("thông tin\nđối   ngoại (TTĐN)", "TTĐN", "thông tin đối ngoại"),
    ],
)
def test_initials_in_brackets_stand_for_the_words_before(text, short, long):
    assert pairs(text) == [(short, long)]


@pytest.mark.parametrize(
    "phrase",
    [
        "sau đây gọi tắt là",
        "sau đây gọi tắt là:",
        "sau đây được gọi tắt là",
        "sau đây viết tắt là",
        "gọi tắt là",
        "sau đây gọi chung tắt là",
    ],
)
def test_a_body_called_by_a_short_name_is_learned(phrase):
    text = f"Ban Chỉ đạo vườn rau tỉnh Hải Lâm ({phrase} Ban Chỉ đạo) họp"
    assert pairs(text) == [("Ban Chỉ đạo", "Ban Chỉ đạo vườn rau tỉnh Hải Lâm")]


def test_the_short_name_may_stand_in_quotes():
    assert pairs("Quy chế giữ vườn rau (gọi tắt là “Quy chế”)") == [("Quy chế", "Quy chế giữ vườn rau")]


@pytest.mark.parametrize(
    "text", ["vườn rau (TTĐN)", "huyện Sơn Lạc (QL 1A)", "(TTĐN) là việc chung", "ba lớp (hai lớp sáu)", ""]
)
def test_brackets_that_do_not_spell_the_words_define_nothing(text):
    assert pairs(text) == []


def test_each_short_form_is_learned_once_from_its_first_place():
    text = "thông tin đối ngoại (TTĐN) và thông tin đối ngoại (TTĐN)"
    (definition,) = find_definitions(text)
    assert definition.start == text.index("TTĐN")


def test_definitions_come_in_reading_order():
    text = "cải cách hành chính (CCHC); Quy chế giữ vườn (gọi tắt là Quy chế); thông tin đối ngoại (TTĐN)"
    assert [short for short, _ in pairs(text)] == ["CCHC", "Quy chế", "TTĐN"]


@pytest.mark.parametrize(
    ("name", "short", "long"),
    [
        ("kh-ttdn-hai-lam-2024.txt", "TTĐN", "thông tin đối ngoại"),
        ("kh_07_dong_hai.txt", "CCHC", "cải cách hành chính"),
        ("KIEU_BAO_DH.md", "NVNONN", "người Việt Nam ở nước ngoài"),
        ("scan_0047.txt", "Ban Chỉ đạo", "Ban Chỉ đạo Công tác thông tin đối ngoại tỉnh Vân Sơn"),
    ],
)
def test_samples_explain_their_short_forms(name, short, long):
    document = document_of(SAMPLES / name)
    assert (short, long) in [(d.short, d.long) for d in document.definitions]
    assert all(document.text.startswith(d.short, d.start) for d in document.definitions)
