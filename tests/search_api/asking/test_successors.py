"""A body or province that the reorganisation of 2025 changed: found under both names, never without a note."""

from pathlib import Path

import pytest

from search_api.asking.schemas import ask_out
from search_api.asking.successors import bodies_in
from search_api.asking.types import MOST_JOINED_QUOTES, MOST_QUOTES, Answer
from tests.index_worlds import collect
from tests.product import Product

INFORMATION, SCIENCE = "Sở Thông tin và Truyền thông", "Sở Khoa học và Công nghệ"
CULTURE = "Sở Văn hóa, Thể thao và Du lịch"


def plans(folder: Path, **tasks: dict[str, tuple[str, ...]]) -> Product:
    """Return the product over plans by their names, each with bodies and what these are to do."""
    for name, by_body in tasks.items():
        lines = [f"KẾ HOẠCH\nViệc {name.replace('_', ' ')} năm 2024", "I. TỔ CHỨC THỰC HIỆN"]
        for number, (body, duties) in enumerate(by_body.items(), 1):
            lines += [f"{number}. {body}", *(f"- {duty}" for duty in duties)]
        (folder / f"{name}.txt").write_text("\n\n".join(lines) + "\n", encoding="utf-8")
    collect(folder / "data", *(folder / f"{name}.txt" for name in tasks))
    return Product.open(folder / "data")


def quoted(answer: Answer) -> list[tuple[str, str]]:
    return [(quote.reason, quote.text.removeprefix("- ")) for quote in answer.quotes]


def noted(answer: Answer) -> list[tuple[str, str, str]]:
    return [(note.asked, note.other, note.since) for note in answer.notes]


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("sở thông tin và truyền thông", {INFORMATION}),
        ("so thong tin va truyen thong", {INFORMATION}),
        ("Department of Information and Communications", {INFORMATION}),
        ("Sở TT&TT, Sở Y tế và Sở Nội vụ", {INFORMATION, "Sở Y tế", "Sở Nội vụ"}),
        ("Sở Lao động, Thương binh và Xã hội", {"Sở Lao động - Thương binh và Xã hội"}),
        ("UBND các huyện, thị xã, thành phố", {"Ủy ban nhân dân huyện"}),
        ("Ban Tuyên giáo Tỉnh ủy", {"Ban Tuyên giáo"}),
        ("Ban Tuyên giáo và Dân vận Tỉnh ủy", {"Ban Tuyên giáo và Dân vận"}),
        ("Ban Tuyên giáo và Khoa giáo", set()),
        ("Ban Dân tộc Hội đồng nhân dân tỉnh", set()),
        ("Thanh tra Sở Nội vụ", set()),
        ("Kho lưu trữ Sở Nội vụ", set()),
        ("Sở Thông tin", set()),
    ],
)
def test_only_whole_names_at_the_head_of_a_list_are_bodies(text, bodies):
    assert bodies_in(text) == bodies


@pytest.fixture(scope="module")
def two_plans(tmp_path_factory):
    return plans(
        tmp_path_factory.mktemp("two"),
        của_tỉnh_Hải_Dương={
            INFORMATION: ("Mở lớp tập huấn viết bản tin.", "Kiểm tra các cơ quan báo chí."),
            "Sở Y tế": ("Khám mắt cho học sinh.",),
        },
        của_thành_phố_Hải_Phòng={
            SCIENCE: ("Lắp cảm biến đo mưa.",),
            "Ban Tuyên giáo và Dân vận": ("Phát tờ rơi về tiết kiệm điện.",),
        },
    )


def test_a_body_asked_by_its_new_name_is_found_by_its_own_duties_and_then_by_those_of_the_old(two_plans):
    answer = two_plans.ask(f"{SCIENCE} phải làm gì?")
    found = quoted(answer)
    assert found[0] == ("duty", "Lắp cảm biến đo mưa.")
    assert sorted(found[1:]) == [
        ("other_name", "Kiểm tra các cơ quan báo chí."),
        ("other_name", "Mở lớp tập huấn viết bản tin."),
    ]
    (note,) = answer.notes
    assert (note.asked, note.other, note.former, note.successor) == (
        SCIENCE,
        INFORMATION,
        INFORMATION,
        SCIENCE,
    )
    assert (note.since, note.how, note.what, note.sure) == ("2025-03-01", "whole", (), True)


@pytest.mark.parametrize(
    "question",
    [f"{INFORMATION} phải làm gì?", "what must the Department of Information and Communications do?"],
)
def test_a_body_asked_by_its_old_name_is_found_by_the_new_one_too(two_plans, question):
    answer = two_plans.ask(question)
    assert [reason for reason, _ in quoted(answer)] == ["duty", "duty", "other_name"]
    assert quoted(answer)[-1] == ("other_name", "Lắp cảm biến đo mưa.")
    assert noted(answer)[0] == (INFORMATION, SCIENCE, "2025-03-01")


def test_the_notes_are_in_the_json(two_plans):
    answer = two_plans.ask(f"{CULTURE} phải làm gì?")
    (note,) = ask_out(two_plans.snapshot, answer).notes
    assert note.model_dump() == {
        "asked": CULTURE, "other": INFORMATION, "former": INFORMATION, "successor": CULTURE, "since": "2025-03-01",
        "how": "tasks", "what": ["báo chí", "xuất bản"], "sure": True, "basis": "45/2025/NĐ-CP",
    }  # fmt: skip


def test_who_took_over_tasks_is_asked_for_only_the_duties_that_name_them(two_plans):
    answer = two_plans.ask(f"{CULTURE} phải làm gì?")
    assert quoted(answer) == [("other_name", "Kiểm tra các cơ quan báo chí.")]
    assert [(note.other, note.what) for note in answer.notes] == [(INFORMATION, ("báo chí", "xuất bản"))]


def test_a_new_name_that_begins_with_the_old_one_is_not_taken_for_it(two_plans):
    answer = two_plans.ask("Ban Tuyên giáo phải làm gì?")
    assert quoted(answer) == [("other_name", "Phát tờ rơi về tiết kiệm điện.")]
    assert [(note.other, note.sure) for note in answer.notes] == [("Ban Tuyên giáo và Dân vận", False)]


def test_an_english_name_of_a_body_is_read_by_its_vietnamese_one(two_plans):
    answer = two_plans.ask("what must the propaganda committee do?")
    assert [reason for reason, _ in quoted(answer)] == ["other_name"]
    assert noted(answer) == [("Ban Tuyên giáo", "Ban Tuyên giáo và Dân vận", "2025-03-01")]


def test_a_duty_of_both_is_an_own_one(tmp_path):
    service = plans(tmp_path, a={f"{SCIENCE}, {INFORMATION}": ("Sửa loa phường.",)})
    answer = service.ask(f"{SCIENCE} phải làm gì?")
    assert (quoted(answer), answer.notes) == ([("duty", "Sửa loa phường.")], ())


def test_a_body_that_goes_on_has_no_note_where_nothing_is_found_by_it(tmp_path):
    service = plans(tmp_path, a={"Sở Nội vụ": ("Sắp xếp hồ sơ.",)})
    assert service.ask("Sở Nội vụ phải làm gì?").notes == ()


def test_a_body_that_nobody_took_over_from_has_no_note(two_plans):
    answer = two_plans.ask("Sở Y tế phải làm gì?")
    assert (quoted(answer), answer.notes) == ([("duty", "Khám mắt cho học sinh.")], ())


def test_duties_under_the_old_name_are_joined_with_the_topic(two_plans):
    answer = two_plans.ask(f"{SCIENCE} phải làm gì về tập huấn viết bản tin?")
    coverage = {part.document.metadata.province: part.coverage for part in answer.documents}
    assert quoted(answer) == [("other_name", "Mở lớp tập huấn viết bản tin.")]
    assert coverage == {"Hải Dương": "joined", "Hải Phòng": "actor_only"}


def test_a_plan_with_other_duties_under_the_other_name_alone_is_not_listed(two_plans):
    answer = two_plans.ask(f"{INFORMATION} phải làm gì về tập huấn viết bản tin?")
    assert [part.document.metadata.province for part in answer.documents] == ["Hải Dương"]


def test_duties_under_the_other_name_that_do_not_name_the_topic_stand_apart_from_it(tmp_path):
    service = plans(
        tmp_path,
        cũ={INFORMATION: ("Sửa loa phường.",), "Cơ quan, đơn vị": ("Tiết kiệm điện trong giờ cao điểm.",)},
    )
    answer = service.ask(f"{SCIENCE} phải làm gì về tiết kiệm điện?")
    assert [part.coverage for part in answer.documents] == ["apart"]
    assert [reason for reason, _ in quoted(answer)] == ["direction", "other_name"]


def test_of_many_own_duties_some_are_left_out_for_those_under_the_other_name(tmp_path):
    many = tuple(f"Trồng cây số {number} trước trụ sở." for number in range(MOST_JOINED_QUOTES + 1))
    service = plans(tmp_path, cũ={INFORMATION: ("Sửa loa phường.",)}, mới={SCIENCE: many})
    found = quoted(service.ask(f"{SCIENCE} phải làm gì?"))
    assert [reason for reason, _ in found] == ["duty"] * (MOST_JOINED_QUOTES - 1) + ["other_name"]


def test_own_duties_on_a_topic_come_before_those_under_the_other_name(tmp_path):
    service = plans(
        tmp_path,
        cũ={INFORMATION: ("Sửa loa phường.",)},
        mới={SCIENCE: ("Kiểm tra và sửa loa phường ở chợ.",)},
    )
    assert [reason for reason, _ in quoted(service.ask(f"{SCIENCE} phải làm gì về loa phường?"))] == [
        "duty_on_topic", "other_name",
    ]  # fmt: skip


def test_a_body_in_a_topic_is_found_under_its_other_name_behind_its_own(tmp_path):
    many = tuple(f"Sửa loa phường số {number}." for number in range(MOST_QUOTES + 1))
    service = plans(tmp_path, cũ={INFORMATION: ("Thay dây cho loa phường.",)}, mới={SCIENCE: many})
    answer = service.ask(f"{SCIENCE} sửa loa phường")
    assert answer.reading.actor is None
    assert [reason for reason, _ in quoted(answer)] == ["topic"] * (MOST_QUOTES - 1) + ["other_name"]
    assert quoted(answer)[-1][1] == "Thay dây cho loa phường."
    assert noted(answer) == [(SCIENCE, INFORMATION, "2025-03-01")]


@pytest.fixture(scope="module")
def old_plan(tmp_path_factory):
    return plans(tmp_path_factory.mktemp("old"), cũ={INFORMATION: ("Sửa loa phường.",)})


def test_a_body_that_no_plan_names_is_answered_by_the_duties_under_its_other_name(old_plan):
    answer = old_plan.ask(SCIENCE)
    assert (answer.status, quoted(answer)) == ("answered", [("other_name", "Sửa loa phường.")])
    assert answer.confidence == answer.result.confidence != "none"


def test_what_no_plan_speaks_of_has_no_evidence_under_the_other_name_either(old_plan):
    answer = old_plan.ask(f"{SCIENCE} công thức nấu phở bò")
    assert (answer.status, answer.quotes) == ("no_evidence", ())


def test_a_passage_found_under_both_names_is_quoted_once(tmp_path):
    service = plans(
        tmp_path, cũ={INFORMATION: ("Sửa loa phường.",)}, mới={SCIENCE: ("Sửa loa phường và đài xã.",)}
    )
    found = [text for _, text in quoted(service.ask(f"{SCIENCE} sửa loa phường"))]
    assert sorted(found) == ["Sửa loa phường và đài xã.", "Sửa loa phường."]


def test_a_province_tells_which_plans_are_of_one_that_became_part_of_it(two_plans):
    answer = two_plans.ask("khám mắt cho học sinh ở Hải Phòng")
    assert [text for _, text in quoted(answer)] == ["Khám mắt cho học sinh."]
    (note,) = answer.notes
    assert (note.asked, note.other, note.since, note.how) == (
        "Hải Phòng",
        "Hải Dương",
        "2025-07-01",
        "merged",
    )


def test_a_province_that_has_none_of_those_plans_tells_nothing(two_plans):
    assert two_plans.ask("khám mắt cho học sinh ở Cần Thơ").notes == ()


def test_a_province_that_is_no_more_tells_what_it_is_part_of(two_plans):
    assert noted(two_plans.ask("khám mắt cho học sinh ở Hải Dương")) == [
        ("Hải Dương", "Hải Phòng", "2025-07-01")
    ]


def test_an_organisation_that_keeps_its_name_is_told_what_it_is_under_and_gets_no_duties_of_that(tmp_path):
    service = plans(tmp_path, a={"Hội Nông dân": ("Trồng rau.",), "Mặt trận Tổ quốc": ("Giám sát.",)})
    answer = service.ask("Hội Nông dân phải làm gì?")
    assert quoted(answer) == [("duty", "Trồng rau.")]
    assert [(note.other, note.how) for note in answer.notes] == [("Mặt trận Tổ quốc", "under")]
    assert service.ask("Mặt trận Tổ quốc phải làm gì?").notes == ()
