"""The head: letterhead, title and who decides, also where the regions do not know the title."""

import pytest

from ingest.reading.fields.head import cells, read_head, without_mottoes
from ingest.reading.regions import Region, split_regions
from tests.worlds import lines

SOURCE = """BỘ Y TẾ
Số: 3/2025/QĐ-BYT

quyết định của bộ trưởng bộ y tế
Về việc ăn rau
(Ban hành kèm theo Quy chế)

bộ trưởng bộ y tế

Căn cứ Luật Trồng trọt năm 2018;
Theo đề nghị của các lớp,

QUYẾT ĐỊNH:

Điều 1. Ăn rau.
"""


def in_one_region(source):
    return [Region("body", tuple(lines(source)))]


@pytest.mark.parametrize("regions", [lambda source: split_regions(lines(source)), in_one_region])
def test_the_title_is_found_whatever_the_regions_say(regions):
    head = read_head(regions(SOURCE))
    assert head.title == ("quyết định của bộ trưởng bộ y tế", "Về việc ăn rau")
    assert head.authority == ("bộ trưởng bộ y tế",)
    assert cells(head.letterhead) == ["BỘ Y TẾ", "Số: 3/2025/QĐ-BYT"]


def test_a_text_without_a_head_has_none():
    head = read_head(in_one_region("1. Các lớp trồng rau.\n\n2. Mỗi lớp hai luống.\n"))
    assert (head.letterhead, head.title, head.authority) == ("", (), ())


def test_mottoes_are_taken_out_in_any_case_and_either_language():
    text = "UBND TỈNH CỘNG HOÀ XÃ HỘI CHỦ NGHIÃ VIỆT NAM\nHẢI LÂM độc lập – tự do – hạnh phúc\nSocialist Republic of Vietnam"
    assert without_mottoes(text).split("\n") == ["UBND TỈNH ", "", "HẢI LÂM ", "", "", ""]


def test_cells_are_parted_by_wide_gaps_tabs_and_bars():
    assert cells("SỞ Y TẾ      Hải Lâm\t12/KH|x\n-----\n ") == ["SỞ Y TẾ", "Hải Lâm", "12/KH", "x"]
