"""Actors: the body that a provision gives a duty to."""

import re

from ingest.labels import read_label
from ingest.types import Span

_BODY = (
    r"(?:Các |Những )?(?:[Cc]ơ quan|[Đđ]ơn vị|[Đđ]ịa phương|[Ss]ở|[Bb]an|[Bb]ộ|[Bb]áo(?! cáo)|[Đđ]ài|[Hh]ội|Công an"
    r"|[Uu]ỷ ban|[Ủủ]y ban|UBND|HĐND|[Hh]uyện|[Tt]ỉnh|[Tt]hành|Tỉnh đoàn|Đoàn|Liên đoàn|Mặt trận|[Vv]ăn phòng"
    r"|[Tt]hành viên|[Cc]hủ tịch|[Tt]hủ trưởng|[Gg]iám đốc|[Dd]oanh nghiệp|[Cc]hi cục|[Cc]ục|[Tt]rung tâm"
    r"|[Pp]hòng|[Bb]ộ đội|[Đđ]ồn|[Cc]ấp ủy|[Tt]ổ chức|[Nn]gười|[Cc]ảng|[Hh]ạt|[Cc]án bộ|[Tt]ổ)\b"
)
_STARTS_WITH_BODY = re.compile(rf"^{_BODY}")
_DUTY_VERB = (
    r"(?:chủ trì|phối hợp|đẩy mạnh|tham mưu|chủ động|hướng dẫn|tổ chức|bố trí|tiếp nhận|là cơ quan|làm đầu mối"
    r"|phát|mở|ban hành|báo cáo|xây dựng|triển khai|căn cứ|tăng cường|thực hiện|chỉ đạo|công bố|cung cấp"
    r"|theo dõi|duy trì|phải|có trách nhiệm|chịu trách nhiệm|kịp thời|tiếp tục|thường xuyên|tích cực|nghiên cứu"
    r"|xác nhận|làm rõ|dành|dùng|ký|nghiêm túc|quán triệt|huy động|vận động|đề xuất|rà soát|kiểm tra|được|cử)"
)
_TOLD = r"(?:(?:Giao|Đề nghị|Yêu cầu)\s+)?"
_SUBJECT = re.compile(rf"^{_TOLD}(?P<actor>{_BODY}[^.;:]{{0,160}}?)\s+{_DUTY_VERB}\b")
_NAMED_BEFORE_COLON = re.compile(rf"^{_TOLD}(?P<actor>{_BODY}[^.;:]{{0,160}}?)\s*:")


def actor_of_sentence(text: str) -> Span | None:
    """Return the body that is the subject of a provision's first sentence, or None."""
    begin = _after_label(text)
    match = _NAMED_BEFORE_COLON.match(text[begin:]) or _SUBJECT.match(text[begin:])
    return _trimmed(text, Span(begin + match.start("actor"), begin + match.end("actor"))) if match else None


def actor_of_heading(heading: str) -> Span | None:
    """Return the body that a heading names, or None where it names none."""
    begin = _after_label(heading)
    if not _STARTS_WITH_BODY.match(heading[begin:]):
        return None
    return _trimmed(heading, Span(begin, len(heading)))


def _after_label(text: str) -> int:
    label = read_label(text)
    return label.length if label else len(text) - len(text.lstrip())


def _trimmed(text: str, span: Span) -> Span:
    """Return the span without the blanks and colons at its ends."""
    words = span.of(text)
    kept = words.strip(" \n\t:,")
    begin = span.start + words.index(kept)
    return Span(begin, begin + len(kept))
