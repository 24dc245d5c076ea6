"""Actors: the body that a provision gives a duty to."""

import re

from ingest.labels import read_label

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


def find_actor(path: tuple[str, ...], text: str) -> str | None:
    """Return the actor of a provision, verbatim: the subject of its sentence, else its heading.

    None where neither names a body.
    """
    words = without_label(text)
    match = _NAMED_BEFORE_COLON.match(words) or _SUBJECT.match(words)
    if match:
        return match["actor"].strip()
    headings = (without_label(heading).rstrip(":") for heading in reversed(path))
    return next((heading for heading in headings if _STARTS_WITH_BODY.match(heading)), None)


def without_label(text: str) -> str:
    """Return `text` without the outline label it begins with."""
    label = read_label(text)
    return text[label.length :].strip() if label else text.strip()
