"""Tables: a row is one thing, under the heads of its columns."""

import pytest

from tests.worlds import outline, plan

MARKDOWN = (
    "| TT | Việc | Lớp | Tháng |\n|----|------|-----|-------|\n"
    "| 1 | Gieo cải | 6A | Tháng 3 |\n| 2 | Rào vườn | 7A | Tháng 4 |"
)
TABS = "TT\tViệc\tLớp\tTháng\n1\tGieo cải\t6A\tTháng 3\n2\tRào vườn\t7A\tTháng 4"


def rows(document) -> list[tuple[str, str]]:
    return [(p.span.of(document.text), p.place) for p in document.passages if "dòng" in p.place]


@pytest.mark.parametrize("table", [MARKDOWN, TABS])
def test_each_row_is_a_passage_under_the_heads(table):
    document = plan("I. VIỆC LÀM", "1. Chia theo bảng sau:", table, "2. Báo thầy phụ trách.")
    assert [place for _, place in rows(document)] == [
        "dòng 1, bảng, mục 1, phần I", "dòng 2, bảng, mục 1, phần I",
    ]  # fmt: skip
    last = document.passages[-2]
    assert last.path == ("I. VIỆC LÀM", "1. Chia theo bảng sau", "TT · Việc · Lớp · Tháng")
    assert "Rào vườn" in last.span.of(document.text)
    assert "Gieo" not in last.span.of(document.text)
    assert document.passages[-1].place == "mục 2, phần I"


def test_a_row_is_quoted_as_it_stands():
    assert rows(plan("1. Việc:", MARKDOWN))[1][0] == "2 | Rào vườn | 7A | Tháng 4"


def test_a_row_of_one_cell_heads_the_rows_below_it():
    table = "TT\tViệc\tLớp\tTháng\nMÙA XUÂN\t\t\t\n1\tGieo\t6A\t3\nMÙA HÈ\t\t\t\n1\tHái\t7A\t6"
    document = plan("1. Việc:", table)
    assert [place for _, place in rows(document)] == [
        "dòng 1, MÙA XUÂN, bảng, mục 1",
        "dòng 1, MÙA HÈ, bảng, mục 1",
    ]


def test_two_tables_of_one_item_are_told_apart():
    document = plan("1. Việc:", TABS, "Và mùa hè:", TABS)
    assert [place for _, place in rows(document)][2:] == ["dòng 1, bảng 2, mục 1", "dòng 2, bảng 2, mục 1"]


def test_rows_without_heads_are_rows():
    document = plan("1. Việc:", "Gieo\t6A\t3\nHái\t7A\t6\nBán\t8A\t7")
    assert [place for _, place in rows(document)] == ["dòng 1, mục 1", "dòng 2, mục 1", "dòng 3, mục 1"]


def test_one_line_with_tabs_is_no_table():
    document = plan("1. Lớp 6A\tgieo\tcải.", "2. Tưới.")
    assert [row[2] for row in outline(document)] == ["1", "2"]


def test_a_number_in_a_row_is_no_item():
    document = plan("1. Việc:", TABS, "2. Tưới.")
    assert [node.label for node in document.nodes if node.mark == "arabic"] == ["1", "2"]
