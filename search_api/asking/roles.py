"""Roles: who does, pays, gets or allows something, by the words of a text, also where the provision binds another."""

import re
from collections.abc import Collection, Iterable
from functools import lru_cache

from ingest.language.bodies import body_name_of
from ingest.language.folding import fold
from ingest.language.letters import CAPITAL
from ingest.types import Span
from search_api.asking.actors import actor_names

_AGENT = r"(?<!\w)do\s+(?P<body>(?:(?!do\s)[^,.;:()]){{2,80}}?)\s+(?:tự\s+)?(?:{deeds})(?!\w)"
# "Giáo viên cắm bản và học sinh lớp 12 được mời dạy": who is asked to do it does it.
_APPOINTED = (
    r"(?:^|[.;:)])\W{{0,3}}(?P<body>[^\s.;:()][^.;:()]{{1,119}}?)(?<!\s)\s+"
    r"được\s+(?:mời|cử|giao|phân công|chọn)\s+(?:{deeds})(?!\w)"
)


@lru_cache
def _doing(deeds: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    """Return the patterns by which somebody does one of some deeds."""
    named = "|".join(re.escape(deed) for deed in sorted(deeds, key=len, reverse=True))
    return tuple(re.compile(pattern.format(deeds=named), re.I) for pattern in (_AGENT, _APPOINTED))


_PAYS = _doing(("chi trả", "tài trợ", "bảo đảm", "đài thọ", "chi", "trả", "cấp"))
# "gọi ngay cho Trung tâm Công nghệ thông tin tỉnh", "khi chưa có ý kiến của Sở Ngoại vụ".
_GIVEN = re.compile(
    r"(?<!\w)(?:(?:gửi|báo cáo|báo|gọi(?: ngay)?|nộp|chuyển|trình|phản ánh)(?:\s[\w/]+){0,8}?\s+(?:cho|về|đến|tới|lên)"
    r"|gửi|trình|trao đổi(?: thông tin)? với"
    rf"|(?:ý kiến|phép|đồng ý|chấp thuận|thẩm quyền|chữ ký|xác nhận)\s+của)\s+(?P<body>[{CAPITAL}][^,.;:()]{{2,80}})"
)

_LEVEL = re.compile(rf"(?:\s(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường|Trung ương|[{CAPITAL}]\w+))+")


def payer(text: str) -> Span | None:
    """Return who pays, by the words of `text`: "kinh phí do doanh nghiệp tài trợ"."""
    return _first_body(text, _PAYS)


def agent(text: str, deeds: Collection[str]) -> Span | None:
    """Return who does something, by the words of `text`: "phần nào được công bố do Giám đốc quyết định"."""
    return _first_body(text, _doing(tuple(deeds))) if deeds else None


def _first_body(text: str, patterns: Iterable[re.Pattern[str]]) -> Span | None:
    found = next(filter(None, (pattern.search(text) for pattern in patterns)), None)
    return Span(*found.span("body")) if found else None


def receivers(text: str) -> list[Span]:
    """Return to whom something is to go, or whose consent it takes, by the words of `text`."""
    return [_body(text, Span(*found.span("body"))) for found in _GIVEN.finditer(text)]


def _body(text: str, span: Span) -> Span:
    """Return where the body ends that a span begins with: "Sở Y tế tỉnh" of "Sở Y tế tỉnh tổng hợp"."""
    name = next(actor_names(span.of(text)), None)
    head = body_name_of(name.words) if name and not name.start else None
    if name is None or head is None or fold(head.name) == fold(name.words):
        # The "Hội đồng" of "Hội đồng kiến trúc" is no whole name.
        return span
    level = _LEVEL.match(text, span.start + name.end)
    return Span(span.start, min(level.end() if level else span.start + name.end, span.end))
