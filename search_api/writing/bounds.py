"""Bounds: a time or amount in a sentence must be bounded as its quotes bound it."""

import re
from collections.abc import Iterator
from enum import Enum

from ingest.language.time_words import ENGLISH_MONTH, SPELLED
from search_api.writing.facts import Fact, claimed, periods, stated
from search_api.writing.support import Nearness


class Bound(Enum):
    """On which side of a number something is; `WITHIN` is said of a span that is not left."""

    NONE = "none"
    MOST = "most"
    LEAST = "least"
    WITHIN = "within"


_BORNE_OUT_BY = {
    Bound.NONE: {Bound.NONE, Bound.WITHIN},
    Bound.WITHIN: {Bound.WITHIN, Bound.MOST, Bound.NONE},
    Bound.MOST: {Bound.MOST, Bound.WITHIN},
    Bound.LEAST: {Bound.LEAST},
}
_RANGE = r"\b(?:từ|from)\b(?=[^.;]{1,30}?\b(?:đến|xuống|lên|sang|tới|to|down|up)\b)"
_MOST = (
    r"\b(?:không (?:quá|vượt quá|muộn hơn|nhiều hơn|chậm hơn)|tối đa|nhiều nhất|(?:chậm|muộn) nhất(?: sau| vào| là)?|chưa đến|ít hơn|dưới"
    r"|trước|(?:đến|tới)(?= hết| ngày| tháng| năm| quý)"
    r"|at most|(?:no|not) (?:more|later|longer) than|(?:less|fewer) than|not exceed(?:ing)?|up to|(?:a )?maximum(?: of)?|under|below"
    r"|before|by|until)\b"
)
_LEAST = (
    r"\b(?:ít nhất|tối thiểu|không (?:dưới|ít hơn|sớm hơn)|sớm nhất(?: sau| vào)?|từ|trên|quá|hơn|sau|kể từ"
    r"|at least|(?:no|not) (?:less|fewer|earlier|sooner) than|(?:more|longer|later) than|(?:a )?minimum(?: of)?|over|above|from|after|since"
    r"|exceed(?:s|ing)?)\b"
)
_WITHIN = r"\b(?:trong vòng|trong|within|in)\b"
_AFTER_LEAST = r"\b(?:trở lên|trở đi|or (?:more|longer|over|above|later)|and (?:above|over)|at the earliest)\b"
_AFTER_MOST = r"\b(?:trở xuống|trở lại|or (?:less|fewer|below|under)|at the latest|in advance|ahead)\b"
_END = r"[;()]|[.,](?!\d)"
_SIGN = re.compile(
    rf"(?P<limit>\b(?:hạn|deadline)\b[^\d,;.]{{0,40}}(?=\d))|(?P<after_least>{_AFTER_LEAST})|(?P<after_most>{_AFTER_MOST})|(?P<range>{_RANGE})|(?P<most>{_MOST})"
    rf"|(?P<least>{_LEAST})|(?P<within>{_WITHIN})|(?P<end>{_END})",
    re.I,
)
_MEANING = {"limit": Bound.MOST, "most": Bound.MOST, "least": Bound.LEAST, "within": Bound.WITHIN}
_TIMES = ((re.compile(r"\btwice\b", re.I), "2 times"), (re.compile(r"\bhalf\b|\bmột nửa\b", re.I), "50%"))


_SOON = re.compile(rf"\W*(?:\w+\W+){{0,2}}(?:\d|{SPELLED}(?!\w)|{ENGLISH_MONTH})", re.I)


def bounded(text: str) -> Iterator[tuple[Bound, str]]:
    """Yield the words of `text` in runs, each with the bound that stands before or behind it."""
    for pattern, plain in _TIMES:
        text = pattern.sub(plain, text)
    start, bound = 0, Bound.NONE
    for sign in _SIGN.finditer(text):
        kind = str(sign.lastgroup)
        words = text[start : sign.start()]
        behind = {"after_least": Bound.LEAST, "after_most": Bound.MOST}.get(kind)
        yield behind or _near(bound, words), words
        bound, start = _MEANING.get(kind, Bound.NONE), sign.end()
    yield _near(bound, text[start:]), text[start:]


def _near(bound, words):
    return bound if _SOON.match(words) else Bound.NONE


def _facts(text, read):
    for bound, words in bounded(text):
        for fact in read(words):
            if fact.kind in ("quantity", "date", "time"):
                yield bound, fact


def changes_bound(sentence: str, evidence: str, debug=False) -> bool:
    theirs: dict[Fact, set[Bound]] = {}
    for bound, fact in _facts(evidence, lambda words: stated((words,))):
        theirs.setdefault(fact, set()).add(bound)
    for bound, fact in _facts(sentence, claimed):
        found = theirs.get(fact)
        if debug: print('   B',bound,fact.values,found)
        if found and not found & _BORNE_OUT_BY[bound]:
            return True
    return False


_NUMBER = r"(?!\s*(?:(?:ngày|giờ|tháng|năm|quý|the|ít nhất|at least|hết|khoảng)\s+)*\d)"
_EVENT = re.compile(
    rf"(?:\b(?P<before>trước(?: khi)?(?! (?:đây|hết|mắt|nhất))|before|until|prior to|ahead of)"
    rf"|\b(?<!như )(?<!chậm nhất )(?P<after>sau(?: khi)?(?! (?:đây|đó))|after|following|kể từ khi))\b{_NUMBER}(?P<event>[^,;.()]*)",
    re.I,
)


def events(text):
    found = {"before": [], "after": []}
    for m in _EVENT.finditer(text):
        if m["event"].strip():
            found["before" if m["before"] else "after"].append(" ".join(m["event"].split()[:8]))
    return found


def changes_order(sentence, evidence, near: Nearness, debug=False):
    theirs = events(evidence)
    b, a = ". ".join(theirs["before"]), ". ".join(theirs["after"])
    for kind, evs in events(sentence).items():
        for e in evs:
            s = near(e, [b, a])
            own, other = s if kind == "before" else s[::-1]
            if debug: print('   E', kind, e, [round(x,2) for x in s])
            if not (b or a) and kind == "before" and re.search(r"\btrước\b|\bbefore\b", evidence, re.I):
                continue
            if own <= other or own < .05:
                return True
    return False


_UP = r"\b(?:tăng|nâng|increas\w+|rais\w+|ris(?:es?|ing)|rose)\b"
_DOWN = r"\b(?:giảm|hạ|rút|reduc\w+|shorten\w*|decreas\w+|lower(?:s|ed|ing)?|fall\w*|cuts?)\b"
_SHARES = (
    (_UP, rf"{_UP}|\blên\b"),
    (_DOWN, rf"{_DOWN}|\bxuống\b"),
    (r"\b(?:một phần|một số|một vài|some|part of|several|a few)\b",)*2,
    (r"\b(?:half|một nửa|nửa)\b",)*2,
    (r"\b(?:most of|majority|phần lớn|đa số|hầu hết)\b",)*2,
)


def changes_share(sentence, evidence):
    return any(re.search(m, sentence, re.I) and not re.search(t, evidence, re.I) for m, t in _SHARES)


_CLAUSE = re.compile(r"[;:)]|[.,](?!\d)\s*|\b(?:nhưng|thì)\b")
_MY_CLAUSE = re.compile(r"[;:)]|[.,](?!\d)\s*|\b(?:nhưng|thì|but|and)\b")
_DIGITS = re.compile(r"\d[\d.,/]*")


def misplaces_a_fact(sentence, evidence, near, debug=False):
    theirs = [c for c in _CLAUSE.split(evidence) if c.strip()]
    said = [stated((c,)) for c in theirs]
    strong = [claimed(c) for c in theirs]
    for clause in _MY_CLAUSE.split(sentence):
        mine = [f for f in claimed(clause) if f.kind in ("quantity", "date", "time", "quarter")]
        if not mine:
            continue
        scores = near(_DIGITS.sub("", clause), theirs)
        for fact in mine:
            own = [s for s, f in zip(scores, said) if fact in f]
            rivals = [s for s, f, st in zip(scores, said, strong) if fact not in f and any(_rival(fact, o) and o not in stated((clause,)) for o in st)]
            if debug: print('   F', fact.values, 'own', [round(x,2) for x in own], 'rivals', [round(x,2) for x in rivals])
            if own and rivals and max(rivals) > max(own) * 1.25:
                return True
        for f in mine:
            for g in mine:
                holders = [(s,st) for s,st in zip(said,strong) if f in s]
                if f != g and holders and all(g not in s and any(_rival(g, o) and o not in mine and f not in o.implied() for o in st) for s,st in holders):
                    if debug: print('   G', f.values, g.values)
                    return True
    return False


def _sort(fact):
    if fact.kind != "quantity": return fact.kind
    v, unit = fact.values
    return unit or ("year" if 1900 <= v <= 2100 else "money" if v >= 100_000 else "count")


def _rival(fact, other):
    return _sort(fact) == _sort(other) and fact != other and fact not in other.implied() and other not in fact.implied()


def changes_period(sentence, evidence):
    theirs = periods(evidence)
    return bool(theirs) and not periods(sentence) <= theirs
