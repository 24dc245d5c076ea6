"""Bounds: a number or date of a sentence must be bounded as its quotes bound it, and grow as it grows there."""

import re
from collections.abc import Callable, Iterable, Iterator
from enum import Enum

from ingest.language.time_words import ENGLISH_MONTH, SPELLED
from search_api.writing.facts import MEASURES, Fact, claimed, periods, stated


class Bound(Enum):
    """On which side of a number something lies; WITHIN says of a span that it is not left."""

    NONE = "none"
    MOST = "most"
    LEAST = "least"
    WITHIN = "within"


# What a quote must say for a sentence to say it.
_BORNE_OUT_BY = {
    Bound.NONE: {Bound.NONE, Bound.WITHIN},
    Bound.WITHIN: {Bound.WITHIN, Bound.MOST, Bound.NONE},
    Bound.MOST: {Bound.MOST, Bound.WITHIN},
    Bound.LEAST: {Bound.LEAST},
}
_LIMIT = r"\b(?:hạn|deadline)\b[^\d,;.]{0,40}(?=\d)"
# "từ 15 xuống 8": the ends of a change bound nothing.
_RANGE = r"\b(?:từ|from)\b(?=[^.;]{1,30}?\b(?:đến|xuống|lên|sang|tới|to|down|up)\b)"
_MOST = (
    r"\b(?:không (?:quá|vượt quá|muộn hơn|nhiều hơn|chậm hơn)|tối đa|nhiều nhất|(?:chậm|muộn) nhất(?: sau| vào| là)?"
    r"|chưa đến|ít hơn|dưới|trước|(?:đến|tới)(?= hết| ngày| tháng| năm| quý)"
    r"|at most|(?:no|not) (?:more|later|longer) than|(?:less|fewer) than|not exceed(?:ing)?|up to"
    r"|(?:a )?maximum(?: of)?|under|below|before|by|until)\b"
)
_LEAST = (
    r"\b(?:ít nhất|tối thiểu|không (?:dưới|ít hơn|sớm hơn)|sớm nhất(?: sau| vào)?|từ|trên|quá|hơn|sau|kể từ"
    r"|at least|(?:no|not) (?:less|fewer|earlier|sooner) than|(?:more|longer|later) than|(?:a )?minimum(?: of)?"
    r"|over|above|from|after|since|exceed(?:s|ing)?)\b"
)
_WITHIN = r"\b(?:trong vòng|trong|within|in)\b"
_LEAST_BEHIND = (
    r"\b(?:trở lên|trở đi|or (?:more|longer|over|above|later)|and (?:above|over)|at the earliest)\b"
)
_MOST_BEHIND = r"\b(?:trở xuống|trở lại|or (?:less|fewer|below|under)|at the latest|in advance|ahead)\b"
_SIGN = re.compile(
    rf"(?P<limit>{_LIMIT})|(?P<least_behind>{_LEAST_BEHIND})|(?P<most_behind>{_MOST_BEHIND})|(?P<range>{_RANGE})"
    rf"|(?P<most>{_MOST})|(?P<least>{_LEAST})|(?P<within>{_WITHIN})|(?P<end>[;()]|[.,](?!\d))",
    re.I,
)
_AHEAD = {"limit": Bound.MOST, "most": Bound.MOST, "least": Bound.LEAST, "within": Bound.WITHIN}
_BEHIND = {"least_behind": Bound.LEAST, "most_behind": Bound.MOST}
# A sign is of a number that follows soon: "trên sóng của Đài hai lượt mỗi ngày" bounds nothing.
_SOON = re.compile(
    rf"\A\W{{0,5}}(?:\w{{1,20}}\W{{1,3}}){{0,2}}(?:\d|(?:{SPELLED})(?!\w)|{ENGLISH_MONTH})", re.I
)
_TWICE = re.compile(r"\btwice\b", re.I)
# Words for a change or a share, and what a quote must say for a sentence to say them.
_UP = r"tăng|nâng|increas\w+|rais\w+|ris(?:es?|ing)|rose"
_DOWN = r"giảm|hạ|rút|reduc\w+|shorten\w*|decreas\w+|lower(?:s|ed|ing)?|fall\w*"
_PART = r"một phần|một số|một vài|some|part of|several|a few"
_HALF = r"half|một nửa|nửa"
_MAJORITY = r"most of|majority|phần lớn|đa số|hầu hết"
_QUANTIFIERS = tuple(
    (re.compile(rf"\b(?:{said})\b", re.I), re.compile(rf"\b(?:{needed})(?!\w)", re.I))
    for said, needed in (
        (_UP, rf"{_UP}|lên"), (_DOWN, rf"{_DOWN}|xuống"), (_PART, _PART), (_HALF, rf"{_HALF}|50\s?%"),
        (_MAJORITY, _MAJORITY),
    )
)  # fmt: skip


def bounds_otherwise(sentence: str, evidence: str) -> bool:
    """True where `sentence` bounds, shares or changes an amount, or repeats, as `evidence` does not."""
    return (
        _has_another_bound(sentence, evidence)
        or _has_another_period(sentence, evidence)
        or any(said.search(sentence) and not needed.search(evidence) for said, needed in _QUANTIFIERS)
    )


def _has_another_bound(sentence: str, evidence: str) -> bool:
    theirs: dict[Fact, set[Bound]] = {}
    for fact, bound in _bounded(evidence, lambda words: stated((words,))):
        theirs.setdefault(fact, set()).add(bound)
    return any(
        not theirs[fact] & _BORNE_OUT_BY[bound]
        for fact, bound in _bounded(sentence, claimed)
        if fact in theirs
    )


def _has_another_period(sentence: str, evidence: str) -> bool:
    """True for "báo cáo tuần" where the quotes only speak of months."""
    theirs = periods(evidence)
    return bool(theirs) and not periods(sentence) <= theirs


def _bounded(text: str, read: Callable[[str], Iterable[Fact]]) -> Iterator[tuple[Fact, Bound]]:
    """Yield the numbers and dates that `read` finds, each with its bound."""
    for words, bound in _parts(_TWICE.sub("2 times", text)):
        yield from ((fact, bound) for fact in read(words) if fact.kind in MEASURES)


def _parts(text: str) -> Iterator[tuple[str, Bound]]:
    """Yield the words between the signs of a bound, with the bound before or behind them."""
    start, bound = 0, Bound.NONE
    for sign in _SIGN.finditer(text):
        kind, words = str(sign.lastgroup), text[start : sign.start()]
        yield words, _BEHIND.get(kind) or _if_soon(bound, words)
        start, bound = sign.end(), _AHEAD.get(kind, Bound.NONE)
    yield text[start:], _if_soon(bound, text[start:])


def _if_soon(bound: Bound, words: str) -> Bound:
    return bound if _SOON.match(words) else Bound.NONE
