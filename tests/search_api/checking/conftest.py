"""Two plans of a school, and checks of drafts about them."""

import pytest

from index.records import whole_document
from index.scratch import snapshot_over
from search_api.checking.check import check
from tests.worlds import documents_of

HEAD = (
    "ỦY BAN NHÂN DÂN\nTỈNH {place}\nSố: 14/KH-UBND\n{name}, ngày {day} tháng 01 năm 2024\n\n"
    "KẾ HOẠCH\n{title}\n\n"
)
ITEMS = (
    "Các lớp gieo hạt cải ở luống đầu của vườn, tưới nước mỗi sáng trước 7 giờ 30(1).",
    "Nhà trường phải mua 1.640 dụng cụ làm vườn cho từng tổ và báo cáo trước ngày 15/5/2024;",
    "Không đốt lá khô trong vườn; trồng hoà thuận - đoàn kết giữa các lớp “một trái, một chuyện”...",
)
FIRST, SECOND, THIRD = ITEMS
OTHER = "Đội bóng của trường tập mỗi chiều thứ bảy ở sân sau và mời các cụ đến xem."
SHARED = "Mọi khoản chi đều được công khai trên bảng tin của trường vào đầu tháng."


def plan_text(place: str, name: str, title: str, *items: str, day: str = "05") -> str:
    body = "\n\n".join(f"{number}. {words}" for number, words in enumerate(items, 1))
    return HEAD.format(place=place, name=name, title=title, day=day) + body + "\n"


@pytest.fixture(scope="session")
def plans():
    """A plan of Hải Lâm and one of Vân Sơn, with the same number and one sentence in common."""
    garden = plan_text("HẢI LÂM", "Hải Lâm", "Trồng rau trong vườn trường", *ITEMS, SHARED)
    sport = plan_text("VÂN SƠN", "Vân Sơn", "Thể thao của học sinh năm 2024", OTHER, SHARED, day="09")
    documents = [
        *documents_of(garden, "garden.txt", "garden"),
        *documents_of(sport, "sport.txt", "sport"),
    ]
    with snapshot_over(list(map(whole_document, documents))) as snapshot:
        yield snapshot


@pytest.fixture
def only(plans):
    """Check a quotation by itself, or a draft with one."""

    def only_(words: str, draft: str = "Văn bản nêu: “{}”."):
        (found,) = check(plans, draft.format(words)).quotations
        return found

    return only_
