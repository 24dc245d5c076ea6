"""What a document says about itself: number, date, issuer, province, year, signer, recipients."""

import re
from collections import Counter
from collections.abc import Sequence

from ingest.instruments.citations import NUMBER, canonical_number, parse_date
from ingest.language.bodies import names_pattern
from ingest.language.folding import canonical, one_line
from ingest.language.letters import CAPITAL, SMALL
from ingest.language.provinces import province_names
from ingest.reading.lines import Line
from ingest.reading.regions import Region, document_type, is_subject_of_letter
from ingest.types import Metadata

_OWN_NUMBER = re.compile(rf"\bSố\s*:?\s*(?P<number>{NUMBER.pattern})")
_YEAR = re.compile(r"\bnăm\s+((?:19|20)\d{2})\b(?!\s*[-–])", re.I)
_SPAN_OF_YEARS = re.compile(r"giai đoạn\s+\d{4}\s*[-–]\s*\d{4}", re.I)
_PLACE_AND_DATE = re.compile(r",\s*ngày\s+\d{1,2}\s+tháng\s+\d{1,2}\s+năm\s+\d{4}", re.I)
_BODY_NAME = rf"(?:{names_pattern('preamble')})"
_ISSUING = re.compile(
    rf"(?P<issuer>{_BODY_NAME}(?:\s[^,;:()]{{0,150}}?)?)\s?(?:\([^()]{{0,80}}\)\s?)?"
    r"(?:xây dựng|ban hành|hướng dẫn|đề nghị|yêu cầu|thông báo|báo cáo|quyết định|triển khai|đề ra)\b"
)
_NAME = rf"[{CAPITAL}][{SMALL}]+(?:[ ][{CAPITAL}][{SMALL}]+){{0,2}}"
_LOCALITY = re.compile(rf"\b(?P<kind>[Tt]ỉnh|[Tt]hành phố|TP\.?)(?:\s+[ủỦ]y|\s+[uU]ỷ)?\s+(?P<name>{_NAME})")
_LETTERHEAD_LOCALITY = re.compile(
    rf"\b(?:TỈNH|THÀNH PHỐ)(?:\s+ỦY|\s+UỶ)?\s+(?P<name>(?!ỦY|UỶ)[{CAPITAL}]+(?:[ ][{CAPITAL}]+){{0,2}})\s*$",
    re.M,
)
_ORGANISATION = re.compile(names_pattern("letterhead", capitals=True))
_MOTTO = re.compile(r"ĐẢNG CỘNG SẢN|CỘNG HÒA XÃ HỘI|CỘNG HOÀ XÃ HỘI|Độc lập|TÀI LIỆU MẪU", re.I)
_PERSON = re.compile(
    rf"^(?:[{CAPITAL}][{SMALL}]+|[{CAPITAL}]{{2,}})(?:\s+[{CAPITAL}][{SMALL}{CAPITAL}]*){{1,4}}$"
)
_ON_BEHALF = re.compile(r"^T/?M\.?\s+(?P<body>.+)$")
_MOTTO_TAIL = re.compile(r"\s(?:CỘNG HÒA XÃ HỘI|ĐẢNG CỘNG SẢN).*$")
_NO_PROVINCE_YET = re.compile(r"(?: tỉnh| thành phố| tỉnh ủy| tỉnh uỷ| thành ủy)$", re.I)


def read_metadata(regions: Sequence[Region], preamble: str, fallback_title: str) -> Metadata:
    """Return the metadata; a field that the document does not give is None.

    `preamble` is the text before the first label; `fallback_title` stands in for a missing title.
    """
    letterhead = _texts(regions, "letterhead")
    title_lines = _texts(regions, "title")
    kind, subject = _title(title_lines, letterhead)
    header = "\n".join(letterhead)
    date = _date(letterhead)
    opening = f"{subject or ''} {preamble}"
    province = _province(letterhead, opening, " ".join(_texts(regions, "body")))
    return Metadata(
        title=_full_title(kind, subject) or fallback_title,
        type=kind,
        number=_number(header),
        issuer=_issuer(preamble, letterhead, _texts(regions, "signature"), province),
        province=province,
        year=_year(subject, date),
        date=date,
        signer=_signer(_texts(regions, "signature")),
        recipients=tuple(_recipients(_lines(regions, "recipients"))),
    )


def _lines(regions: Sequence[Region], name: str) -> list[Line]:
    return [line for region in regions if region.name == name for line in region.lines]


def _texts(regions: Sequence[Region], name: str) -> list[str]:
    return [one_line(line.text) for line in _lines(regions, name)]


def _title(lines: Sequence[str], letterhead: Sequence[str]) -> tuple[str | None, str | None]:
    """Return type and subject from the title lines, or from the "V/v" of an official letter."""
    if not lines:
        return _letter_title(letterhead)
    kind = document_type(lines[0])
    own = lines[0][len(kind) :].strip(" :") if kind else lines[0]
    words = [own] if own else []
    words += [line for line in lines[1:] if not line.startswith("(") and not _is_noise(line)]
    return kind, " ".join(words) or None


def _is_noise(line: str) -> bool:
    return bool(_MOTTO.search(line)) or not any(c.isalpha() for c in line)


def _letter_title(letterhead: Sequence[str]) -> tuple[str | None, str | None]:
    for index, line in enumerate(letterhead):
        if is_subject_of_letter(line):
            rest = [x for x in letterhead[index + 1 : index + 3] if x[:1].islower()]
            return "Công văn", " ".join([line, *rest])
    return None, None


def _full_title(kind: str | None, subject: str | None) -> str | None:
    if not subject:
        return kind
    if subject.isupper():
        subject = subject.capitalize()
    if not kind or kind == "Công văn":
        return subject
    return f"{kind} {subject[0].lower()}{subject[1:]}" if subject[1:2].islower() else f"{kind} {subject}"


def _number(header: str) -> str | None:
    match = _OWN_NUMBER.search(header)
    return canonical_number(match["number"]) if match else None


def _date(letterhead: Sequence[str]) -> str | None:
    dated = (line for line in letterhead if _PLACE_AND_DATE.search(line))
    return next((parse_date(line) for line in dated), None)


def _year(subject: str | None, date: str | None) -> int | None:
    plain = _SPAN_OF_YEARS.sub("", subject or "")
    match = _YEAR.search(plain)
    if match:
        return int(match[1])
    return int(date[:4]) if date else None


def _province(letterhead: Sequence[str], opening: str, body: str) -> str | None:
    """Return the province named with most weight; a city within a province carries none."""
    votes: Counter[str] = Counter()
    for text, weight in ((" ".join(letterhead), 5), (opening, 5), (body, 1)):
        for match in _LOCALITY.finditer(text):
            name = _known_name(match["name"])
            if match["kind"].lower() == "tỉnh" or name in province_names():
                votes[name] += weight
    for match in _LETTERHEAD_LOCALITY.finditer("\n".join(letterhead)):
        votes[_known_name(match["name"].strip().title())] += 20
    return votes.most_common(1)[0][0] if votes else None


def _known_name(name: str) -> str:
    """Return the longest known province that `name` begins with, else `name` itself."""
    known = [p for p in province_names() if canonical(name + " ").startswith(canonical(p) + " ")]
    return max(known, key=len) if known else name


def _issuer(
    preamble: str, letterhead: Sequence[str], signature: Sequence[str], province: str | None
) -> str | None:
    """Return the body that speaks in the preamble, else in the letterhead, else the signature."""
    found = list(_ISSUING.finditer(one_line(preamble)))
    spoken = _nearest_body(found[-1]["issuer"]) if found else ""
    if len(spoken.split()) > 1:
        return _with_province(spoken, province)
    printed = _letterhead_body(letterhead) or _signed_for(signature)
    return _with_province(_sentence_case(printed, province), province) if printed else None


def _letterhead_body(letterhead: Sequence[str]) -> str | None:
    """Return the last body named in capitals; a line "TỈNH …" below it belongs to its name."""
    lines = [_MOTTO_TAIL.sub("", line).strip() for line in letterhead]
    for index in range(len(lines) - 1, -1, -1):
        if _ORGANISATION.match(lines[index]) and not _MOTTO.search(lines[index]):
            rest = lines[index + 1 : index + 2]
            tail = [x for x in rest if x.isupper() and not _MOTTO.search(x)]
            return " ".join([lines[index], *tail])
    return None


def _signed_for(signature: Sequence[str]) -> str | None:
    match = next((m for line in signature if (m := _ON_BEHALF.match(line))), None)
    return match["body"] if match else None


def _nearest_body(issuer: str) -> str:
    """Cut "… tỉnh về …, Ban Chỉ đạo" down to the last body named."""
    starts = [match.start() for match in re.finditer(rf"\b{_BODY_NAME}", issuer)]
    for start in reversed(starts):
        before = issuer[:start].rstrip()
        if start == 0 or before.endswith((",", ";")):
            return issuer[start:]
    return issuer


def _with_province(issuer: str, province: str | None) -> str:
    """Complete "Ủy ban nhân dân tỉnh" by the province's name."""
    issuer = one_line(issuer)
    return f"{issuer} {province}" if province and _NO_PROVINCE_YET.search(issuer) else issuer


def _sentence_case(name: str, province: str | None) -> str:
    """Return a name that stands in capitals as "Ủy ban nhân dân tỉnh Hải Lâm"."""
    lowered = name[0] + name[1:].lower() if not name.startswith("UBND") else "UBND" + name[4:].lower()
    return re.sub(re.escape(province.lower()), province, lowered) if province else lowered


def _signer(lines: Sequence[str]) -> str | None:
    """Return the name below the role: the last line that looks like a person."""
    names = [line for line in lines if _PERSON.match(line) and not line.isupper()]
    return names[-1] if names else None


def _recipients(lines: Sequence[Line]) -> list[str]:
    entries = [one_line(line.text).lstrip("-–+•* ").rstrip(" ,;.") for line in lines]
    return [entry for entry in entries if entry and not canonical(entry).startswith("nơi nhận")]
