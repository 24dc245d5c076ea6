"""Roles: who does, pays, gets or allows something, by the words of a text, also where the provision binds another."""

import re
from collections.abc import Iterable

from ingest.language.letters import CAPITAL
from ingest.types import Span

_AGENT = r"(?<!\w)do\s+(?P<body>(?:(?!do\s)[^,.;:()]){{2,80}}?)\s+(?:tự\s+)?(?:{deeds})(?!\w)"
# "Giáo viên cắm bản và học sinh lớp 12 được mời dạy": who is asked to do it does it.
_APPOINTED = (
    r"(?:^|[.;:)])\W*(?P<body>[^.;:()]{{2,120}}?)\s+được\s+(?:mời|cử|giao|phân công|chọn)\s+(?:{deeds})(?!\w)"
)
_PAYING = ("chi trả", "tài trợ", "bảo đảm", "đài thọ", "chi", "trả", "cấp")
# "gọi ngay cho Trung tâm Công nghệ thông tin tỉnh", "khi chưa có ý kiến của Sở Ngoại vụ".
_GIVEN = re.compile(
    r"(?<!\w)(?:(?:gửi|báo cáo|báo|gọi(?: ngay)?|nộp|chuyển|trình)(?:\s[\w/]+){0,8}?\s+(?:cho|về|đến|tới|lên)|gửi|trình"
    rf"|(?:ý kiến|phép|đồng ý|chấp thuận|thẩm quyền|chữ ký|xác nhận)\s+của)\s+(?P<body>[{CAPITAL}][^,.;:()]{{2,80}})"
)


def payer(text: str) -> Span | None:
    """Return who pays, by the words of `text`: "kinh phí do doanh nghiệp tài trợ"."""
    return agent(text, _PAYING)


def agent(text: str, deeds: Iterable[str]) -> Span | None:
    """Return who does something, by the words of `text`: "phần nào được công bố do Giám đốc quyết định"."""
    named = "|".join(re.escape(deed) for deed in sorted(deeds, key=len, reverse=True))
    for pattern in (_AGENT, _APPOINTED) if named else ():
        if found := re.search(pattern.format(deeds=named), text, re.I):
            return Span(*found.span("body"))
    return None


def receivers(text: str) -> list[Span]:
    """Return to whom something is to go, or whose consent it takes, by the words of `text`."""
    return [Span(*found.span("body")) for found in _GIVEN.finditer(text)]
