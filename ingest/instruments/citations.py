"""Instruments: the documents that a text cites, by number or by name."""

import re
from collections.abc import Iterator

from ingest.instruments.laws import named_instruments
from ingest.instruments.numbers import NUMBER_PATTERN, SERIAL, SHORT_PATTERN, canonical_number
from ingest.language.bodies import names_pattern
from ingest.language.dates import DATE, parse_date
from ingest.language.document_types import types_at, types_pattern
from ingest.language.folding import one_line
from ingest.types import Instrument, Span

TYPES = types_pattern("citation")
_TYPE_NAMES = {form: name for name in types_at("citation") for form in (name, name.upper())}
_TYPE = f"{TYPES}|{types_pattern('citation', capitals=True)}"
_ISSUER = rf"(?:{names_pattern('citation')})[^,;.:()“”\"]{{0,150}}?"
_ISSUER_END = (
    r"(?=\s{0,3}(?:[,;.:()“”\"]|$)|\s{1,3}(?:về|thực hiện|hướng dẫn|[Bb]an hành"
    r"|quy định|triển khai|sửa đổi|và|phê duyệt|thành|khóa|khoá|[-–—])(?!\w))"
)
_FIRST_LETTERS = "".join(sorted({form[0] for form in _TYPE_NAMES}))
_CITATION = re.compile(
    # With what a type, "số" or a number begins: most places are none.
    rf"(?=[\dsS{_FIRST_LETTERS}])"
    rf"(?:(?P<type>{_TYPE})\s{{1,3}})?(?P<marker>(?:số|SỐ|Số)\s?:?\s{{0,3}})?(?<![\w/-])"
    # "12, 13 và 14-KH/TU": serials that share the rest of the last one.
    rf"(?P<sharing>(?(type)|(?(marker)|(?!)))(?:{SERIAL}(?:,\s{{0,3}}|\s{{1,3}}(?:và|VÀ)\s{{1,3}})){{1,9}})?"
    rf"(?P<number>{NUMBER_PATTERN}|(?(type){SHORT_PATTERN}|(?(marker){SHORT_PATTERN}|(?!))))(?!\w)"
    rf"(?:\s?,?\s{{0,3}}(?:ban hành\s)?ngày\s{{1,3}}(?P<date>{DATE}))?"
    rf"(?:\s?,?\s{{0,3}}của\s{{1,3}}(?P<issuer>{_ISSUER}){_ISSUER_END})?"
    # "(Bộ Chính trị, 15/6/2023)"
    rf"(?:\s?\((?P<bracketed>{_ISSUER}),\s{{0,3}}(?:ngày\s{{1,3}})?(?P<bracketed_date>{DATE})\))?",
)
_SERIAL = re.compile(SERIAL)


def find_instruments(text: str, start: int = 0, end: int | None = None) -> list[Instrument]:
    """Return the instruments cited in `text[start:end]`, in order, each with its span."""
    end = len(text) if end is None else end
    found: list[Instrument] = []
    everything = [*named_instruments(text, start, end), *_numbered(text, start, end)]
    for instrument in sorted(everything, key=lambda i: (i.span.start, -i.span.end)):
        # "Luật An ninh mạng số 24/2018/QH14" is one citation, found by name and by number.
        if not found or instrument.span.start >= found[-1].span.end:
            found.append(instrument)
    return found


def _numbered(text: str, start: int, end: int) -> Iterator[Instrument]:
    for match in _CITATION.finditer(text, start, end):
        number = canonical_number(match["number"])
        written = match["date"] or match["bracketed_date"]
        date = parse_date(written) if written else None
        kind = _TYPE_NAMES[match["type"]] if match["type"] else None
        body = match["issuer"] or match["bracketed"]
        issuer = one_line(body) if body else None
        begin = match.start()
        if match["sharing"]:
            begin = match.start("number")
            for serial, span in _sharing(match):
                yield Instrument(_SERIAL.sub(serial, number, count=1), kind, None, issuer, span)
        yield Instrument(number, kind, date, issuer, Span(begin, match.end()))


def _sharing(match: re.Match[str]) -> Iterator[tuple[str, Span]]:
    """Yield the serials before the last of a list; type and marker belong to the first."""
    serials = list(_SERIAL.finditer(match.string, *match.span("sharing")))
    for place, serial in enumerate(serials):
        yield serial.group(), Span(match.start() if place == 0 else serial.start(), serial.end())
