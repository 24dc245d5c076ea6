"""The issuer: the body that signed, by letterhead, title, preamble and signature."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.instruments.numbers import codes_of
from ingest.language.bodies import body_names, decider_of, issuing_body_of
from ingest.language.document_types import type_codes, type_of_title
from ingest.language.folding import canonical, strip_marks
from ingest.reading.fields.closing import ON_BEHALF, Cell
from ingest.reading.fields.evidence import Candidate
from ingest.reading.fields.head import Head
from ingest.reading.fields.number import number_in_title

_LAST, _EARLIER, _AGREEING, _IN_TITLE, _DECIDING, _SPEAKING, _SIGNED, _BY_CODE = 4, 1, 4, 4, 4, 3, 2, 3
OF_ISSUER = re.compile(r"\s{0,3}(?:liên tịch\s{1,3})?của\s{1,3}(?P<body>.*)", re.I | re.S)
_JOINT = re.compile(r"\s{0,3}(?:của\s{1,3})?(?:liên tịch|liên bộ)\s{0,3}", re.I)
_CLAUSE_START = re.compile(r"(?:^|[,;.:]\s{1,3}|\n)(?=[^\W\d_])")
_SPEAKS = re.compile(
    r"\s(?:xây dựng|ban hành|hướng dẫn|đề nghị|yêu cầu|thông báo|báo cáo|quyết định"
    r"|triển khai|đề ra|quy định|chỉ thị|kính trình)\b"
)
_BRACKETED = re.compile(r"\s?\([^()]{0,80}\)")
_BETWEEN_BODIES = re.compile(r"\s{0,3}(?:\s[-–—]\s|,\s|\n|\svà\s)\s{0,3}", re.I)
_NOT_IN_NAME = re.compile(r"[.;:\d“”\"]| của ")
_LONGEST_NAME = 150  # characters
_LONGEST_PREAMBLE = 12_000
_SHORT_FORMS = (("ubnd", "ủy ban nhân dân"), ("hđnd", "hội đồng nhân dân"))


@dataclass(frozen=True, slots=True)
class Sources:
    """Where a document names its issuer: `closing` are the cells under the text, from the signature on."""

    head: Head
    bodies: Sequence[str]
    preamble: str
    closing: Sequence[Cell]
    number: str | None


def find_issuers(sources: Sources) -> list[str]:
    """Return the issuers as they are written; several of a joint document, none where no place names one."""
    joint = _joint_issuers(sources)
    if len(joint) > 1:
        return joint
    candidates = [*_candidates(sources)]
    if not candidates:
        return []
    return [max(candidates, key=lambda one: (_support(one, candidates), one.weight, len(one.value))).value]


def agrees(code: str, body: str) -> bool:
    """True where a code of a number abbreviates a body: SVHTT is the Sở Văn hóa và Thể thao."""
    letters = strip_marks(code).upper().rstrip("0123456789")
    initials = "".join(word[0] for word in strip_marks(_key(body)).upper().split())
    rest = iter(initials)
    return letters[:1] == initials[:1] and all(letter in rest for letter in letters)


def issuer_codes(number: str | None) -> list[str]:
    """Return the codes of issuers in a number, without that of the type."""
    return [code for code in codes_of(number or "") if code not in type_codes()]


def _key(body: str) -> str:
    """Return a body in matching form, with usual short forms in full."""
    key = " ".join(re.findall(r"\w+", canonical(body)))
    for short, full in _SHORT_FORMS:
        key = re.sub(rf"\b{short}\b", full, key)
    return key


def _support(one: Candidate[str], candidates: Iterable[Candidate[str]]) -> int:
    """Return the weight of all candidates that name the same body, with or without its place."""
    own = _key(one.value)
    keys = ((_key(other.value), other.weight) for other in candidates)
    return sum(weight for key, weight in keys if own.startswith(key) or key.startswith(own))


def _candidates(sources: Sources) -> Iterator[Candidate[str]]:
    codes = issuer_codes(sources.number)
    for place, name in enumerate(reversed(sources.bodies)):
        agreeing = _AGREEING if any(agrees(code, name) for code in codes) else 0
        yield Candidate(name, (_EARLIER if place else _LAST) + agreeing)
    for name in _in_title(sources.head.title):
        yield Candidate(name, _IN_TITLE)
    for line in sources.head.authority:
        if body := decider_of(line):
            yield Candidate(body.strip(" :,"), _DECIDING)
    if speaker := _speaker(sources.preamble):
        yield Candidate(speaker, _SPEAKING)
    for name in _signed_for(sources.closing):
        yield Candidate(name, _SIGNED)
    for known in body_names():
        if known.code and any(code.rstrip("0123456789") == known.code for code in codes):
            yield Candidate(known.name, _BY_CODE)


def _in_title(title: Sequence[str]) -> Iterator[str]:
    """Yield who issued by the title: "Nghị định của Chính phủ số …", "QUYẾT ĐỊNH CỦA BỘ TRƯỞNG BỘ Y TẾ"."""
    own = number_in_title(" ".join(title))
    named = type_of_title(title[0]) if title else None
    words = own.between if own else title[0][named.end :] if named else ""
    if not own and named and not words.strip() and len(title) > 1:
        words = " " + title[1]
    match = OF_ISSUER.match(words)
    if body := decider_of((match["body"] if match else words).strip(" :,")):
        yield body


def _speaker(preamble: str) -> str | None:
    """Return the body that speaks last before the first label: "…, Sở Y tế hướng dẫn như sau"."""
    if len(preamble) > _LONGEST_PREAMBLE:
        return None
    text = _BRACKETED.sub("", preamble)
    spoken = None
    for start in _CLAUSE_START.finditer(text):
        match = _SPEAKS.search(text, start.end(), start.end() + _LONGEST_NAME)
        name = decider_of(text[start.end() : match.start()]) if match else None
        if name and len(name.split()) > 1 and not _NOT_IN_NAME.search(name):
            spoken = name
    return spoken


def _signed_for(closing: Sequence[Cell]) -> Iterator[str]:
    """Yield the first body that a signature is given for: "TM. ỦY BAN NHÂN DÂN"."""
    for cell in closing:
        match = ON_BEHALF.fullmatch(cell.text)
        body = decider_of(match["body"]) if match else None
        if body:
            yield body
            return


def _joint_issuers(sources: Sources) -> list[str]:
    """Return the issuers of a joint document: as many as the number has codes, or as begin with a body."""
    title = " ".join(sources.head.title)
    own = number_in_title(title)
    joint = " liên tịch" in canonical(title[:60]) or any(
        "LT" in code for code in codes_of(sources.number or "")
    )
    if not joint:
        return []
    named = _JOINT.sub("", own.between).strip() if own else ""
    names = [part for name in (named, *sources.bodies) if name for part in _parts(name, sources.number)]
    codes = issuer_codes(sources.number)
    return [name for name in names if not codes or any(agrees(code, name) for code in codes)]


def _parts(names: str, number: str | None) -> list[str]:
    """Part "BỘ Y TẾ - BỘ TÀI CHÍNH"; in "Bộ Y tế - Tài chính" the second is a Bộ as well."""
    words = [part for part in _BETWEEN_BODIES.split(names) if part]
    whole: list[str] = []
    for part in words:
        if issuing_body_of(part) or not whole:
            whole.append(part)
        else:
            whole[-1] += f" - {part}"
    codes = issuer_codes(number)
    if len(codes) != len(words):
        return whole
    kind = words[0].split()[0]
    return [part if agrees(code, part) else f"{kind} {part}" for part, code in zip(words, codes, strict=True)]
