"""Small plans to compare: shared provisions in another order, no outline, a single passage."""

from pathlib import Path

from tests.index_worlds import collect, write_plan

RADIO = "Đài truyền thanh xã phát bản tin phòng cháy rừng hai lần mỗi ngày vào mùa khô."
NEWS = "Cơ quan bị nêu tên trong tin giả trả lời Sở Nội vụ trong vòng 24 giờ bằng văn bản."
FESTIVAL = "Lễ hội cầu ngư tổ chức vào tháng Giêng, quy mô cấp huyện, không đốt pháo."
LAMPS = "Thay toàn bộ đèn đường của thị trấn bằng đèn tiết kiệm điện trước tháng mười."
FUNGUS = "Hướng dẫn bà con trồng nấm rơm trong nhà kính và bán cho hợp tác xã."
# Letters of plans, and what the refusal says.
BAD_CHOICES = [
    (["a", "a"], "twice"),
    (["a"], "2 to 6"),
    ([], "2 to 6"),
]


def collect_compared(folder: Path) -> Path:
    """Write the plans into `folder`, ingest them, and return the data folder."""
    plain = folder / "plain.txt"
    paths = [
        write_plan(folder / "a.txt", RADIO, NEWS, FESTIVAL, LAMPS, title="Việc của xã A"),
        write_plan(
            folder / "b.txt", FESTIVAL, RADIO, NEWS.replace("24", "12"), FUNGUS, title="Việc của xã B"
        ),
        write_plan(folder / "c.txt", NEWS, FUNGUS, title="Việc của xã C"),
        write_plan(folder / "one.txt", LAMPS, title="Kế hoạch một việc"),
        plain,
    ]
    plain.write_text(f"Thư gửi bà con\n\n{RADIO}\n\n{FUNGUS}\n", encoding="utf-8")
    collect(folder / "data", *paths)
    return folder / "data"
