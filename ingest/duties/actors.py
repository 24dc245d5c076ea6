"""Actors: the body that a provision or a heading gives a duty to."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Literal

from ingest.duties.bodies import Body, begins_body, body_at, kinds_at
from ingest.language.labels import read_label
from ingest.language.phrases import Clause, Words, clauses, word_set
from ingest.types import Span

HeadingKind = Literal["aim", "demand", "state", "other"]
# A provision has some 350 words at most; what stands behind is not looked at.
_MOST_WORDS = 500
_LONGEST_HEADING = 2000
_HEADING_KINDS: tuple[tuple[HeadingKind, re.Pattern[str]], ...] = (
    ("aim", re.compile(r"mục đích|mục tiêu|chỉ tiêu", re.I)),
    ("demand", re.compile(r"yêu cầu", re.I)),
    (
        "state",
        re.compile(
            r"đánh giá|(?:đặc điểm )?tình hình|hiện trạng|thực trạng|kết quả|bối cảnh|sự cần thiết|giải thích từ ngữ"
            r"|phạm vi|danh mục",
            re.I,
        ),
    ),
)
_DUTIES_OF = re.compile(
    r"(?:trách nhiệm|nhiệm vụ|quyền|nghĩa vụ|chức năng)(?:,?\s[^\W\d_]+){0,5}?\scủa\s", re.I
)
_OPENS_A_PLAN = re.compile(
    r"(?:căn cứ|thực hiện|theo|để|nhằm|tiếp tục|triển khai|thi hành|trên cơ sở)\s", re.I
)
_LEADS_IN = re.compile(r"(?:dưới đây|sau đây|sau|này)\s?\.+$", re.I)
_SUM = re.compile(r"\A[\s\d.,()]{1,40}(?:(?:nghìn|triệu|tỷ|đồng)[\s;.]{0,5}){1,4}$")
# "được giao …" gives a duty; "được hưởng …" gives a benefit, "bị xem xét …" says what is risked.
_GIVEN = word_set("giao phân ủy chỉ")
_BENEFITS = word_set("xét đề hưởng nhận tặng thưởng khen biểu hỗ mời nâng bổ cấp công")
_SANCTIONS = word_set("xem kỷ xử nhắc thu phạt đưa cắt đình trừ khiển loại")
# "là cơ quan thường trực", "là đầu mối" give a duty; "là sinh viên" does not.
_OFFICES = word_set("cơ đơn đầu thành thường")
_TIMES = word_set("khi nếu vào trước trong sau do")
# Said of a body in passing: "chỉ người phát ngôn …", "riêng 05 huyện …".
_BEFORE_BODY = word_set("chỉ riêng")
_FIELDS = frozenset({("chủ", "trì"), ("thực", "hiện"), ("phụ", "trách"), ("trách", "nhiệm")})
_ORDERS = word_set("giao chuyển đề kính trân yêu phân ủy")
_MARKERS = _ORDERS | word_set("do được là")
_TRAILING = " \n\t:;,./"


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor: the characters of its name, and the word at which what it does begins."""

    span: Span
    verb: int | None


def words_of(text: str) -> Words:
    """Return the words of a provision or heading after its label."""
    return Words(text, _label_length(text), _MOST_WORDS)


def actor_of_sentence(text: str) -> Span | None:
    """Return the body that a provision's first sentence gives a duty to, or None."""
    words = words_of(text)
    found = named_first(words, clauses(words))
    return found.span if found else None


def actor_of_heading(heading: str) -> Span | None:
    """Return the body that a heading names, or None where it names none."""
    return _actor_of_heading(heading[:_LONGEST_HEADING])


@lru_cache(maxsize=4096)
def _actor_of_heading(heading: str) -> Span | None:
    begin = _label_length(heading)
    duties = _DUTIES_OF.match(heading, begin)
    words = Words(heading, duties.end() if duties else begin, _MOST_WORDS)
    parts = clauses(words, marks=".:")
    towards = (words.key(0), words.key(1)) == ("đối", "với")
    first = 2 if towards else _order_length(words, 0)
    body = body_at(words, first, parts[0].last, heading=True) if parts else None
    # A sentence names a body only as the subject of its verb, people are also spoken of: "Đối với ngư dân".
    if body is None or (towards and body.kind == "people") or (parts[0].mark == "." and body.verb is None):
        return None
    return _named(words, body, None).span


def heading_kind(heading: str) -> HeadingKind:
    """Return whether a heading is over aims, over demands, over how things stand, or over other matter."""
    return _heading_kind(heading[:_LONGEST_HEADING])


@lru_cache(maxsize=4096)
def _heading_kind(heading: str) -> HeadingKind:
    begin = _label_length(heading)
    return next((kind for kind, pattern in _HEADING_KINDS if pattern.match(heading, begin)), "other")


def is_preamble(text: str) -> bool:
    """True for the unlabelled words that open a plan: on what it rests, who issues it."""
    leads_in = text.rstrip().endswith(":") or (
        _OPENS_A_PLAN.match(text) and _LEADS_IN.search(text.rstrip()[-20:])
    )
    return bool(leads_in) and read_label(text) is None


def named_first(words: Words, parts: Sequence[Clause]) -> Actor | None:
    """Return the actor of the first sentence: its subject, the one told to, the body before a colon."""
    in_charge = _in_charge(words, parts)
    if in_charge or not parts or _is_sum(words, parts):
        return in_charge
    found = _in_clause(words, _whole_list(words, parts)) or _before_colon(words, parts)
    if found is None and parts[0].mark == ":" and len(parts) > 1:
        found = _in_clause(words, parts[1])
    return found


def named_later(words: Words, parts: Sequence[Clause]) -> Actor | None:
    """Return the first actor named anywhere: in a later sentence, by "do …", by "giao …"."""
    for number, part in enumerate(parts):
        found = (_in_clause(words, part) if number else None) or _in_passing(words, part, first=number == 0)
        if found:
            return found
    return None


def _whole_list(words: Words, parts: Sequence[Clause]) -> Clause:
    """Return the first clause, with those after it where semicolons part the bodies of its subject."""
    whole = parts[0]
    for part in parts[1:]:
        body = body_at(words, whole.first, whole.last)
        if whole.mark != ";" or body is None or body.verb is not None or not begins_body(words, part.first):
            break
        whole = Clause(whole.first, part.last, part.mark)
    return whole


def _in_clause(words: Words, part: Clause) -> Actor | None:
    """Return the actor named at the start of a clause, or after what goes before its subject."""
    first = part.first + (words.key(part.first) in _BEFORE_BODY)
    found = _ordered(words, first, part.last) or _doing(words, first, part.last)
    if found or "adjunct" not in kinds_at(words, first)[1]:
        return found
    towards = _doing(words, first + 2, part.last) if words.key(first) == "đối" else None
    return towards or _after_adjunct(words, first, part.last)


def _after_adjunct(words: Words, first: int, limit: int) -> Actor | None:
    """Return the subject after a comma: "Khi có bão, các xã …"."""
    for index in range(first + 1, limit):
        if "," not in words.gap(index):
            continue
        begin = index + (words.key(index) in _BEFORE_BODY)
        found = _doing(words, begin, limit)
        if found and "," not in words.gap(found.verb or 0):
            return found
        found = _ordered(words, begin, limit)
        if found:
            return found
    return None


def _before_colon(words: Words, parts: Sequence[Clause]) -> Actor | None:
    """Return the body of "Sở Y tế: mở lớp …"; names after the colon only tell which bodies."""
    towards = (words.key(0), words.key(1)) == ("đối", "với")
    body = body_at(words, parts[0].first + 2 * towards, parts[0].last)
    if parts[0].mark != ":" or body is None or body.verb is not None or len(parts) < 2:
        return None
    rest = words.text[words.starts[parts[1].first] :]
    return None if _is_list_of_names(rest) else _named(words, body, parts[1].first)


def _is_sum(words: Words, parts: Sequence[Clause]) -> bool:
    """True for "Doanh nghiệp tài trợ: 5 tỷ đồng", which says where money comes from."""
    rest = words.text[words.starts[parts[1].first] :] if len(parts) > 1 else ""
    return parts[0].mark == ":" and bool(_SUM.match(rest))


def _is_list_of_names(rest: str) -> bool:
    names = [name.strip() for name in re.split("[,;]", rest) if name.strip(" ./\n")]
    return len(names) > 1 and all(name[0].isupper() for name in names)


def _in_charge(words: Words, parts: Sequence[Clause]) -> Actor | None:
    """Return the body of a field "Chủ trì: …", "Đơn vị thực hiện: …"."""
    for before, part in pairwise(parts):
        field = (words.key(before.last - 2), words.key(before.last - 1))
        if before.mark == ":" and field in _FIELDS and before.last - before.first <= 6:
            body = body_at(words, part.first, part.last)
            if body:
                return _named(words, Body(body.first, part.last, None, body.kind), before.last - 2)
    return None


def _in_passing(words: Words, part: Clause, *, first: bool) -> Actor | None:
    for index in range(part.first, part.last):
        found = _told_at(words, index, part, first) if words.keys[index] in _MARKERS else None
        if found:
            return found
    return None


def _told_at(words: Words, index: int, part: Clause, first: bool) -> Actor | None:
    """Return the body that "do …", "được …", "đầu mối là …" or an order at word `index` names."""
    key, before = words.key(index), words.key(index - 1)
    if (key == "do" and before != "lý") or (key == "được" and (first or before == "phải")):
        return _doing(words, index + 1, part.last)
    if key == "là" and before == "mối":
        body = body_at(words, index + 1, part.last)
        return _named(words, body, None) if body else None
    told = key in ("giao", "chuyển") or "," in words.gap(index)
    return _ordered(words, index, part.last) if told else None


def _ordered(words: Words, index: int, limit: int) -> Actor | None:
    """Return the body after "Giao", "Đề nghị", "Yêu cầu" at word `index`, or None."""
    length = _order_length(words, index)
    body = body_at(words, index + length, limit) if length else None
    if body is None or (body.verb is None and words.key(index) != "giao"):
        return None
    return _named(words, body, body.verb)


def _order_length(words: Words, index: int) -> int:
    if words.key(index) not in _ORDERS:
        return 0
    length, kinds = kinds_at(words, index)
    return length if "order" in kinds else 0


def _doing(words: Words, index: int, limit: int) -> Actor | None:
    """Return the body at word `index` where a verb follows that makes it a duty."""
    body = body_at(words, index, limit)
    if body is None or body.verb is None or not _is_duty(words, body.verb, limit):
        return None
    return _named(words, body, body.verb)


def _is_duty(words: Words, verb: int, limit: int) -> bool:
    """True where the verb asks something of its body, rather than telling what happens to it."""
    key, after = words.key(verb), words.key(verb + 1)
    _, kinds = kinds_at(words, verb)
    if "passive" in kinds:
        return key == "được" and after in _GIVEN
    if key == "là":
        return after in _OFFICES
    if key == "không" and "thì" in words.keys[verb:limit]:
        return False
    return ("stop" not in kinds or key in _TIMES) and not _is_earned(words, verb, limit)


def _is_earned(words: Words, verb: int, limit: int) -> bool:
    """True where the sentence says what its body earns: "có … được xét tặng", "… bị xem xét kỷ luật"."""
    conditional = words.key(verb) in ("có", "không")
    for index in range(verb, limit):
        if index > verb and "," in words.gap(index):
            return False
        key, after = words.key(index), words.key(index + 1)
        if (key == "bị" and after in _SANCTIONS) or (conditional and key == "được" and after in _BENEFITS):
            return True
    return False


def _named(words: Words, body: Body, verb: int | None) -> Actor:
    span = body.span(words)
    return Actor(Span(span.start, span.start + len(span.of(words.text).rstrip(_TRAILING))), verb)


def _label_length(text: str) -> int:
    label = read_label(text)
    return label.length if label else 0
