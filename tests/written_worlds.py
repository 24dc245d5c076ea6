"""Sources, cutting and a clock for the tests of the written answer."""

import itertools

from search_api.writing import Source
from search_api.writing.cutting import Cutter

SOURCES = (
    Source(
        1, "p1", "Trạm khuyến nông mở 02 lớp nuôi ong, xong trước ngày 15/8/2025, theo Kế hoạch 45/KH-UBND.",
        "III. NHIỆM VỤ › 2. Trạm khuyến nông", "Mục 2, Kế hoạch số 7/KH-UBND ngày 01 tháng 02 năm 2025 của UBND xã Sơn Lâm",
    ),
    Source(
        2, "p2", "Các thôn trồng “hàng cây quê em” ven đường làng; báo cáo trước ngày 20 hằng tháng.",
        "IV. PHÂN CÔNG", "Mục 4, Kế hoạch số 9/KH-UBND của UBND xã Đông Phú",
    ),
)  # fmt: skip
GOOD = "Trạm khuyến nông mở 02 lớp nuôi ong [1]."


def trusting(sentence: str, evidence: str) -> bool:
    """Support that never objects, so that every other check stands alone."""
    return True


def cut(*pieces: str) -> list[str]:
    cutter = Cutter()
    return [*itertools.chain.from_iterable(cutter.feed(piece) for piece in pieces), *cutter.finish()]


class Clock:
    """Seconds that only a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now
