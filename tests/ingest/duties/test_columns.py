"""Duties in the rows of a table, read from its columns."""

import pytest

from ingest.duties.columns import column_kinds
from ingest.reading.reader import read_source
from ingest.sources.source import Block, Cell, Source
from ingest.types import Deadline, Document, Duty

HEAD = ("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian hoàn thành")


def read(*rows: tuple[str, ...]) -> Document:
    title = [Block("KẾ HOẠCH", "paragraph"), Block("Trồng rau trong trường năm 2024", "paragraph")]
    cells = [
        Block(text, "cell", cell=Cell(0, number, column, header=number == 0))
        for number, row in enumerate(rows) for column, text in enumerate(row) if text
    ]  # fmt: skip
    (document,) = read_source(
        Source((*title, Block("I. PHÂN CÔNG", "paragraph"), *cells), "test"), "vuon.docx"
    )
    return document


def only(document: Document) -> Duty:
    (duty,) = document.duties
    return duty


def words(document: Document, duty: Duty) -> dict[str, object]:
    """Return the words of each part of a duty."""
    return {
        "actor": duty.actor.of(document.text) if duty.actor else None,
        "action": duty.action.of(document.text) if duty.action else None,
        "object": duty.object.of(document.text) if duty.object else None,
        "partners": [partner.of(document.text) for partner in duty.partners],
        "deadlines": [deadline.span.of(document.text) for deadline in duty.deadlines],
    }


def test_each_part_of_a_duty_is_read_from_its_column():
    document = read(
        HEAD,
        (
            "1",
            "Xây dựng hàng rào tre quanh vườn",
            "Phòng Giáo dục và Đào tạo",
            "Đoàn xã; Hội Phụ nữ xã",
            "Quý II/2024",
        ),
    )
    duty = only(document)
    assert words(document, duty) == {
        "actor": "Phòng Giáo dục và Đào tạo",
        "action": "Xây dựng",
        "object": "hàng rào tre quanh vườn",
        "partners": ["Đoàn xã", "Hội Phụ nữ xã"],
        "deadlines": ["Quý II/2024"],
    }
    assert duty.deadlines == (Deadline(duty.deadlines[0].span, "period", "2024-06-30"),)


@pytest.mark.parametrize(
    ("time", "kind", "due"),
    [
        ("Trước ngày 10/3/2024", "date", "2024-03-10"),
        ("Tháng 5", "period", "2024-05-31"),
        ("Hằng quý", "recurring", None),
    ],
)
def test_a_time_needs_no_words_around_it(time, kind, due):
    document = read(HEAD, ("1", "Tưới rau", "Tổ 1", "", time))
    assert [(each.kind, each.due) for each in only(document).deadlines] == [(kind, due)]


def test_several_bodies_in_a_cell_are_one_actor_and_an_empty_cell_is_none():
    document = read(HEAD, ("1", "Tưới rau", "Tổ 1, Tổ 2", "", ""), ("2", "Nhổ cỏ", "", "", "Tháng 5"))
    actors = [duty.actor.of(document.text) if duty.actor else None for duty in document.duties]
    assert actors == ["Tổ 1, Tổ 2", None]


def test_a_row_that_names_neither_actor_nor_time_is_no_duty():
    assert read(HEAD, ("1", "Hạt cải", "", "", ""), ("2", "Tưới rau", "Tổ 1", "", "")).duties[0].passage_id


def test_a_table_whose_columns_tell_nothing_is_read_by_its_words():
    document = read(("TT", "Loại hạt", "Số luống"), ("1", "Cải do Tổ 1 gieo trước ngày 05/3/2024", "2"))
    assert words(document, only(document))["deadlines"] == ["trước ngày 05/3/2024"]


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ("Đơn vị thực hiện", "actor"), ("CƠ QUAN, ĐƠN VỊ CHỦ TRÌ", "actor"), ("Đơn vị phối hợp thực hiện", "partners"),
        ("Thời gian", "deadline"), ("Tiến độ", "deadline"), ("Nội dung công việc", "task"), ("Ghi chú", None),
        ("Kinh phí (triệu đồng)", None),
    ],
)  # fmt: skip
def test_what_a_column_holds_its_head_tells(head, kind):
    assert column_kinds(f"STT | {head}") == [None, kind]
