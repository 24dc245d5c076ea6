"""Changes: in which words a quotation departs from the plan, and what each changed word is about."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ingest.language.dates import DATE
from ingest.language.folding import canonical, strip_marks
from ingest.language.phrases import keys_of, word_set
from ingest.language.time_words import VIETNAMESE_NUMBERS
from ingest.types import Span
from search_api.checking.alignment import Alignment
from search_api.checking.atoms import Atoms
from search_api.checking.borders import NEGATIONS, left_out_before, left_out_behind
from search_api.checking.plans import other_capitals

ChangeKind = Literal[
    "negation", "date", "number", "unit", "modality", "order", "tone", "capitals", "sign", "word"
]
_MODALITIES = word_set("phải cần nên được thể buộc khuyến khích phép bắt quyền tùy")
_UNITS = word_set(
    "% ‰ trăm nghìn ngàn triệu tỷ tỉ đồng usd eur giờ phút giây ngày tuần tháng quý năm km m cm mm ha tấn tạ kg"
    " lít người hộ lượt suất"
)
_NUMBER_WORDS = frozenset(VIETNAMESE_NUMBERS)
_DATE = re.compile(DATE, re.I)
# How far around a change the date may reach that it lies in.
_LONGEST_DATE = 40
# How far from the place that has most of its words a quotation in another order may begin.
_NEAR = 8
_BEFORE, _BEHIND = re.compile(r"(?:\d{1,9}[.,/:-]){1,6}\Z"), re.compile(r"(?:[.,/:-]\d+)+")
_SIGNS = re.compile(r"[^\w\s.,;:()\[\]/&!?•\"“”'-]")


@dataclass(frozen=True, slots=True)
class Change:
    """Words of the draft, and those that the plan has in their place; either may be none, and is empty then.

    Spans count in the texts of draft and plan.
    """

    kind: ChangeKind
    draft: Span
    plan: Span
    draft_words: str
    plan_words: str


def changes(parts: Sequence[tuple[Atoms, Alignment]], plan: Atoms) -> tuple[Change, ...]:
    """Return the changes in parts of a quotation, each laid beside the plan, in their order.

    A part that the plan has before the one before it is moved. That a part leaves out what stands right
    beside its words, and must not be left out, is a change too.
    """
    found: list[Change] = []
    end = 0
    for number, (part, laid) in enumerate(parts):
        if number and laid.first < end:
            found.append(_moved(part, plan, plan.span(laid.first, laid.last)))
            continue
        following = parts[number + 1][1].first if number + 1 < len(parts) else len(plan)
        before = left_out_before(plan, laid.first, end)
        behind = left_out_behind(plan, laid.last, following if following >= laid.last else len(plan))
        found += _of_part(part, laid, plan, range(laid.first - before, laid.last + behind))
        end = laid.last
    return tuple(found)


def moved_words(part: Atoms, plan: Atoms, place: int) -> Change | None:
    """Return the words of a quotation that the plan has in another order around atom `place`, or None."""
    own, theirs = part.words(), plan.words()
    near = int(plan.is_word[:place].sum())
    wanted = np.sort(own.keys)
    for first in range(max(0, near - _NEAR), near + len(own) // 4 + _NEAR):
        keys = theirs.keys[first : first + len(own)]
        if len(keys) == len(wanted) and np.array_equal(np.sort(keys), wanted):
            other = np.flatnonzero(keys != own.keys)
            return _moved_within(own, theirs, first, other) if len(other) else None
    return None


def _moved_within(own: Atoms, theirs: Atoms, first: int, other: NDArray[np.int64]) -> Change:
    """Return the change from the first to the last of the `other` words, which stand in another order."""
    begin, end = int(other[0]), int(other[-1]) + 1
    return _moved(own.part(begin, end), theirs, theirs.span(first + begin, first + end))


def _moved(part: Atoms, plan: Atoms, theirs: Span) -> Change:
    own = part.span(0, len(part))
    return Change("order", own, theirs, own.of(part.text), theirs.of(plan.text))


def _of_part(part: Atoms, laid: Alignment, plan: Atoms, whole: range) -> Iterator[Change]:
    for own, theirs in _runs(part, laid, plan, whole):
        draft_span = part.span(own.start, own.stop)
        plan_span = plan.span(theirs.start, theirs.stop)
        if own and theirs and _has_digit(draft_span.of(part.text) + plan_span.of(plan.text)):
            draft_span = _whole_number(part.text, draft_span)
            plan_span = _whole_number(plan.text, plan_span)
        words = draft_span.of(part.text), plan_span.of(plan.text)
        in_date = _in_date(part.text, draft_span) or _in_date(plan.text, plan_span)
        yield Change(_kind(*words, in_date=in_date), draft_span, plan_span, *words)


def _runs(part: Atoms, laid: Alignment, plan: Atoms, whole: range) -> Iterator[tuple[range, range]]:
    """Yield the atoms of both that differ, neighbours together; those of the plan are in `whole`."""
    capitals = _other_capitals(part, laid, plan)
    own, theirs = range(0), range(whole.start, whole.start)
    for number, at in enumerate(laid.beside):
        if at < 0:
            own = range(own.start, number + 1)
            continue
        theirs = range(theirs.start, at)
        if part.keys[number] != plan.keys[at] or number in capitals:
            own, theirs = range(own.start, number + 1), range(theirs.start, at + 1)
            continue
        if own or theirs:
            yield own, theirs
        own, theirs = range(number + 1, number + 1), range(at + 1, at + 1)
    theirs = range(theirs.start, whole.stop)
    if own or theirs:
        yield own, theirs


def _other_capitals(part: Atoms, laid: Alignment, plan: Atoms) -> frozenset[int]:
    """Return which words stand in other capitals than in the plan."""
    beside = np.array(laid.beside, np.int64)
    same = np.flatnonzero(beside >= 0)
    same = same[part.keys[same] == plan.keys[beside[same]]]
    changed = other_capitals(part.at(same), plan, beside[same])
    return frozenset(same[changed].tolist())


def _kind(draft: str, plan: str, *, in_date: bool) -> ChangeKind:
    """Return what a change is about: of several things the gravest."""
    own, theirs = _said(draft), _said(plan)
    other = set(own) ^ set(theirs)
    kinds: list[tuple[ChangeKind, bool]] = [
        ("sign", not own and not theirs),
        ("capitals", own == theirs),
        ("negation", bool(other & NEGATIONS)),
        ("date", in_date),
        ("number", any(word.isdigit() or word in _NUMBER_WORDS for word in other)),
        ("unit", bool(other & _UNITS)),
        ("modality", bool(other & _MODALITIES)),
        ("tone", [strip_marks(word) for word in own] == [strip_marks(word) for word in theirs]),
    ]
    return next((kind for kind, holds in kinds if holds), "word")


def _said(words: str) -> list[str]:
    return [*keys_of(words), *map(canonical, _SIGNS.findall(words))]


def _has_digit(words: str) -> bool:
    return any(map(str.isdigit, words))


def _whole_number(text: str, span: Span) -> Span:
    """Return a span with the rest of a number that it lies in: "640" of "1.640" is no number."""
    before = _BEFORE.search(text, max(0, span.start - _LONGEST_DATE), span.start)
    behind = _BEHIND.match(text, span.end)
    return Span(before.start() if before else span.start, behind.end() if behind else span.end)


def _in_date(text: str, span: Span) -> bool:
    if span.start >= span.end:
        return False
    begin = max(0, span.start - _LONGEST_DATE)
    dates: Sequence[re.Match[str]] = list(_DATE.finditer(text, begin, span.end + _LONGEST_DATE))
    return any(date.start() < span.end and span.start < date.end() for date in dates)
