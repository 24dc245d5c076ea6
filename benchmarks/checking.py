"""The check of drafts: alterations found, false alarms, and how long ten pages take.

Clauses of the plans are quoted in running prose, half of them with one planted change: a word, a number, a
negation or a date.
"""

import random
import re
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from index.records import whole_document
from index.scratch import snapshot_over
from index.snapshot import Snapshot
from ingest.language.labels import read_label
from ingest.language.phrases import Words, clauses
from ingest.reading.reader import read_folder
from search_api.checking.check import Check, check

_SEED = 11
_CLAUSES = 600
_TOGETHER = 20
_FEWEST_WORDS, _MOST_WORDS = 5, 80
_PAGE = 2800  # characters
_PAGES = 10
_ROUNDS = 5
_NUMBER = re.compile(r"(?<![\w./-])\d+(?![\w/]|[.,]\d)")
_DAY = re.compile(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b")
_NEGATABLE = re.compile(
    r"\b(?:được|phải|thực hiện|tổ chức|xây dựng|tham gia|đăng tải|sử dụng|cung cấp|thông báo)\b"
)
_MARKS = frozenset('“”„«»"')
_PROSE = (
    "Theo báo cáo của đơn vị, việc này đã được ghi rõ: “{}”. Các phòng đã nhận văn bản và đang góp ý.",
    "Tại văn bản này nêu: “{}”; đề nghị đồng chí cho ý kiến trước khi trình ký.",
    "Về nội dung đó, chúng tôi trích nguyên văn “{}” để các đơn vị tiện theo dõi.",
)
Change = Callable[[str, random.Random, Sequence[str]], str | None]


@dataclass(frozen=True, slots=True)
class _Planted:
    """A clause as it is quoted, and which change it has, "" for none."""

    quoted: str
    change: str


def measure(samples: Path, shared: Path) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield the figures of each corpus that is at hand."""
    corpora = {"samples": samples, "five real plans": shared / "corpus"}
    for name, folder in corpora.items():
        if folder.is_dir():
            with snapshot_over(list(map(whole_document, read_folder(folder)))) as snapshot:
                yield name, found(snapshot) | ten_pages(snapshot)


def found(snapshot: Snapshot) -> dict[str, float]:
    """Return the shares of planted changes that are found and shown, by kind, and of false alarms."""
    whole, altered = _planted(snapshot, random.Random(_SEED))
    told = dict(_verdicts(snapshot, [*whole, *altered]))
    alarms = sum(told[planted] != "verbatim" for planted in whole)
    figures = {
        "unaltered clauses": float(len(whole)), "false alarms": alarms / len(whole),
        "altered clauses": float(len(altered)),
        "alterations found": _share(told[planted] != "verbatim" for planted in altered),
        "shown as altered": _share(told[planted] == "altered" for planted in altered),
    }  # fmt: skip
    for kind in _CHANGES:
        of_kind = [told[planted] == "altered" for planted in altered if planted.change == kind]
        figures[f"shown, {kind} ({len(of_kind)})"] = _share(of_kind)
    return figures


def ten_pages(snapshot: Snapshot) -> dict[str, float]:
    """Return the median seconds of a check of ten pages, half of whose quotations are altered, and their number."""
    whole, altered = _planted(snapshot, random.Random(_SEED))
    mixed = [planted for pair in zip(whole, altered, strict=False) for planted in pair]
    text = ""
    for planted in mixed:
        text += _sentence(planted, len(text)) + "\n"
        if len(text) > _PAGES * _PAGE:
            break
    seconds = []
    for _ in range(_ROUNDS):
        begin = time.perf_counter()
        check(snapshot, text)
        seconds.append(time.perf_counter() - begin)
    quotations = len(check(snapshot, text).quotations)
    return {"quotations in ten pages": float(quotations), "ten pages (s)": statistics.median(seconds)}


def _verdicts(snapshot: Snapshot, planted: Sequence[_Planted]) -> Iterator[tuple[_Planted, str]]:
    """Yield what is said of each clause, checked in drafts of some paragraphs."""
    for first in range(0, len(planted), _TOGETHER):
        some = planted[first : first + _TOGETHER]
        checked: Check = check(snapshot, "\n".join(_sentence(one, n) for n, one in enumerate(some)))
        quotations = iter(checked.quotations)
        for one, quotation in zip(some, quotations, strict=True):
            yield one, quotation.verdict


def _sentence(planted: _Planted, number: int) -> str:
    return _PROSE[number % len(_PROSE)].format(planted.quoted)


def _planted(snapshot: Snapshot, draw: random.Random) -> tuple[list[_Planted], list[_Planted]]:
    """Return clauses as they are, and as many with one change, the kinds in turn as far as clauses have them."""
    own = list(_clauses(snapshot))
    draw.shuffle(own)
    vocabulary = sorted({word for clause in own for word in clause.split() if word.isalpha()})
    altered = []
    for number, clause in enumerate(own):
        kinds = list(_CHANGES)
        turned = kinds[number % len(kinds) :] + kinds[: number % len(kinds)]
        changed = ((kind, _CHANGES[kind](clause, draw, vocabulary)) for kind in turned)
        altered.append(next(_Planted(text, kind) for kind, text in changed if text))
    return [_Planted(clause, "") for clause in own[:_CLAUSES]], altered[:_CLAUSES]


def _clauses(snapshot: Snapshot) -> Iterator[str]:
    seen = set()
    for passage in snapshot.every_passage():
        words = Words(passage.text)
        for clause in [*clauses(words, ".;"), *clauses(words, ".;:")]:
            text = words.written(clause.first, clause.last)
            label = read_label(text)
            text = text[label.length :] if label else text
            fits = _FEWEST_WORDS <= len(text.split()) <= _MOST_WORDS
            # Half a bracket is no clause, and marks within would end the quotation.
            if fits and text not in seen and text.count("(") == text.count(")") and not set(text) & _MARKS:
                seen.add(text)
                yield text


def _other_word(clause: str, draw: random.Random, vocabulary: Sequence[str]) -> str | None:
    places = list(re.finditer(r"[^\W\d_]+", clause))
    place = draw.choice(places)
    word = draw.choice([word for word in vocabulary if word.lower() != place.group().lower()])
    return clause[: place.start()] + word + clause[place.end() :]


def _other_number(clause: str, draw: random.Random, _: Sequence[str]) -> str | None:
    places = list(_NUMBER.finditer(clause))
    if not places:
        return None
    place = draw.choice(places)
    return f"{clause[: place.start()]}{int(place.group()) + draw.randint(1, 9)}{clause[place.end() :]}"


def _other_day(clause: str, draw: random.Random, _: Sequence[str]) -> str | None:
    place = _DAY.search(clause)
    if not place:
        return None
    day = int(place[1]) % 28 + draw.randint(1, 3)
    return f"{clause[: place.start()]}{day:02}/{place[2]}/{place[3]}{clause[place.end() :]}"


def _negated(clause: str, _: random.Random, __: Sequence[str]) -> str | None:
    place = _NEGATABLE.search(clause)
    if not place:
        return None
    if clause[: place.start()].endswith("không "):
        return clause[: place.start() - len("không ")] + clause[place.start() :]
    return f"{clause[: place.start()]}không {clause[place.start() :]}"


_CHANGES: dict[str, Change] = {
    "date": _other_day, "number": _other_number, "negation": _negated, "word": _other_word,
}  # fmt: skip


def _share(told: Iterator[bool] | Sequence[bool]) -> float:
    values = list(told)
    return sum(values) / len(values) if values else 1.0
