"""What stands under the text, cell by cell."""

from ingest.reading.fields.closing import closing_cells
from ingest.reading.lines import Line, SourceRun
from ingest.reading.regions import Region
from tests.worlds import lines


def cells_of(source):
    return closing_cells([Region("body", tuple(lines(source)))])


def test_lines_in_two_columns_are_parted():
    written = ("Nơi nhận:       KT. GIÁM ĐỐC", "- Các lớp;     (Đã ký)", "2")
    found = closing_cells(
        [Region("recipients", tuple(Line([SourceRun(text, 0)], 1, False) for text in written))]
    )
    assert [(cell.text, cell.column) for cell in found] == [
        ("Nơi nhận:", "left"), ("KT. GIÁM ĐỐC", "right"), ("- Các lớp;", "left"), ("(Đã ký)", "right"),
    ]  # fmt: skip
    assert [cell.is_role for cell in found] == [False, True, False, False]
    assert [cell.without_mark() for cell in found][:3:2] == ["", "Các lớp"]
    assert found[-1].says_signed


def test_the_end_of_a_text_closes_it_from_the_first_role_on():
    found = cells_of("Điều 1. Các lớp trồng rau.\n\ntm. chính phủ\nthủ tướng\nTrần Thị Mẫu")
    assert [cell.text for cell in found] == ["tm. chính phủ", "thủ tướng", "Trần Thị Mẫu"]


def test_a_text_that_just_ends_has_no_closing():
    assert cells_of("1. Các lớp trồng rau.\n\n2. Mỗi lớp hai luống.") == []
