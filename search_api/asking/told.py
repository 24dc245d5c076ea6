"""The words of a quote that answer a question by themselves: whom it binds, by when, how much, how many, who pays."""

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from itertools import accumulate

from ingest.language.folding import canonical, fold
from ingest.language.labels import label_end
from ingest.language.phrases import keys_of
from ingest.types import Span
from search_api.asking.actors import actor_names
from search_api.asking.amounts import (
    amounts,
    clause_of,
    clause_span,
    first_number_of,
    numbers,
    sentence_span,
)
from search_api.asking.asked import Asked
from search_api.asking.evidence import names_of
from search_api.asking.question import Ask
from search_api.asking.quotes import Quote, sentences
from search_api.asking.roles import agent, payer, receivers
from search_api.asking.statements import Statement, Told, ToldKind, joined
from search_api.asking.times import asked_hours, asked_rhythms, asks_how_often, hours, lengths, rhythms, times
from search_api.instruments.overview import of_document

_BRACKETS = {"(": 1, ")": -1}
_PARTS = re.compile(r"[\s,;(]{0,3}(?:trong đó|gồm|bao gồm)(?!\w)", re.I)
_PAYS = re.compile(
    r"\b(?:who|which \w+) (?:pays?|paid|financ\w+|funds?|bears?)\b"
    r"|\b(?:ai|nao|do ai) (?:phai |se )?(?:chi|tra|tai tro|(?:chiu|ganh) (?:chi phi|kinh phi|phi|tien))\b"
)
_MAY_NOT = re.compile(r"\b(?:(?:ai|nao) khong|may not|must not)\b")
_TO_WHOM = re.compile(
    r"\b(?:(?:to|from|with|for) whom|where to"
    r"|who (?:(?:must|should|has to|needs to|is to) be|is) (?:told|informed|notified|asked)"
    r"|(?:who|wh\w+ \w+) (?:to|(?:must|should|do|does|can) (?:\w+ )?\w+) (?:ask|call|contact|inform|notify|report|tell)"
    r"|(?:cho|gui|ve|toi|den|voi|bao|bao cao|phan anh|hoi|gap|lien he) (?:ai|dau))\b"
)
_WITH_WHOM = re.compile(
    r"\b(?:phoi hop|hop tac|cung) (?:voi )?(?:nhung )?(?:ai|co quan nao|don vi nao|so nao)\b"
    r"|\bwith wh(?:om|ich \w+)\b|\bwho does .* (?:work|cooperate|coordinate) with\b|\bpartners?\b"
)
# Who is given something is not who gives it.
_GETS = re.compile(
    r"\b(?:ai|nao) (?:se )?duoc (?:tang|huong|ho tro|nhan|thuong|khen|tra|xet|mien)\b"
    r"|\bwho (?:receives|is (?:awarded|given|paid|entitled))\b"
)
_WHOSE = re.compile(r"\b(?:whose|cua ai)\b")
# Who asks for a deadline wants no mere day.
_LIMIT = re.compile(
    r"\b(?:by when|by wh\w+ (?:date|day)|deadlines?|due|closing|han|thoi han|truoc|cham nhat)\b"
)
# Who asks so wants no share.
_OF_MONEY = re.compile(r"\b(?:money|cost|costs|budget|price|fee|(?<!phan )tien|kinh phi|trieu|ty|dong|gia)\b")
# What asks for an amount, and for a time, by whether the question is English: asked twice, two are told.
_ASKS_AMOUNT = {True: re.compile(r"\bhow (?:much|many)\b"), False: re.compile(r"\b(?:bao nhieu|may)\b")}
_ASKS_TIME = {
    True: re.compile(r"\b(?:how (?:long|soon|quickly)|when|(?:what|which) (?:day|date|month|time))\b"),
    False: re.compile(r"\b(?:bao (?:lau|gio)|khi nao|(?:ngay|thang|quy) (?:nao|may))\b"),
}
# A second question word behind what joins: "how much, and which budget pays", "bao nhiêu tiền, ai chi".
_ASKING = {
    True: r"(?:how|when|who|whom|which|what|where)",
    False: r"(?:ai|nao|gi|dau|may|bao (?:nhieu|lau|gio))",
}
_ASKS_AGAIN = {
    True: re.compile(rf"\band\s+(?:(?!and\b)\w+\s+){{0,2}}?{_ASKING[True]}\b"),
    False: re.compile(rf"\b{_ASKING[False]}\b.*?(?:[,;:]|\bva)\s+(?:\w+\s+){{0,4}}?{_ASKING[False]}\b"),
}
_ASKS_DAY, _DAY = (
    re.compile(r"\b(?:ngay (?:nao|may|bao nhieu)|wh\w+ da(?:y|te)s?)\b"),
    re.compile(r"\d\s?/|ngày\s\d"),
)
_BARE_YEAR = re.compile(r"(?:năm\s)?\d{4}", re.I)
_ASKS_YEAR = re.compile(r"\b(?:years?|nam (?:nao|may|bao nhieu))\b")
_ASKS_TIMES = re.compile(r"\b(?:(?:what|which) (?:days|dates|months)|(?:nhung|cac) (?:ngay|thang|quy) nao)\b")
# Of several clauses one is meant where it answers so much better than the next.
_CLEARLY = 1.25
# "Mẫu do Hội đồng duyệt", "đầu mối là Sở Ngoại vụ": the clause says who it is.
_SAYS_WHO = re.compile(r"(?<!\w)(?:do|(?<!nhất )là)(?!\w)")
_NAME = re.compile(r"[\"“][^\"“”\n]{2,120}[\"”]")
# Up to the end of a sentence whose verb stands behind its subject: "già làng được mời làm người coi mó".
_HAS_SUBJECT = re.compile(r"(?<!\w)[^\W\d_]++(?:\s[^\W\d_]++){0,5}\s(?:được|phải)(?!\w).*?(?=[.;]*$)", re.S)
# Where it is not sure which of several times or sums is meant, all are told if they stand so near together, and so much
# of a provision where several things are asked of it.
_LONGEST_TOGETHER, _LONGEST_CLAUSE = 200, 120
# Behind a number stands within so many words what it counts.
_WORDS_BEHIND = 3


def told(asked: Asked, quote: Quote) -> Statement | None:
    """Return the words of a quote that answer by themselves, for each thing that is asked; None where it has none."""
    which = asked.reading.asks_which and (asked.scope.own or not asked.reading.numbers)
    if which and (instrument := _instrument(asked, quote)):
        return instrument
    found: dict[Ask, Told] = {}
    for ask in asked.reading.asks:
        # "Bao nhiêu" asks for a sum where there is one, and else for a number.
        words = None if ask == "figure" and "amount" in found else _TELL[ask](asked, quote)
        found |= {ask: words} if words else {}
    if len(found) == 1 and _asks_again(asked):
        (words,) = found.values()
        return words if len(numbers(words.words)) > 1 else _whole(quote, words)
    return joined(list(found.values()))


def _asks_again(asked: Asked) -> bool:
    return _ASKS_AGAIN[asked.reading.english].search(fold(asked.query.text)) is not None


def _whole(quote: Quote, told: Told) -> Told | None:
    """Return the quote, or the sentence of one of several things that are asked, where it is short."""
    text = quote.text
    whole = Span(_label(text).end, len(text))
    if whole.end - whole.start > _LONGEST_TOGETHER:
        whole = sentence_span(text, told.span.moved(-quote.start))
    return _words_of(quote, "thing", whole) if whole.end - whole.start <= _LONGEST_TOGETHER else None


def _who(asked: Asked, quote: Quote) -> Told | None:
    """Return who does it, pays for it or gets it, by the words of the quote, else whom the provision binds."""
    folded = fold(asked.query.text)
    if _MAY_NOT.search(folded):
        return None
    if _WITH_WHOM.search(folded):
        spans = quote.record.duty.partners if quote.record else ()
        return _words_of(quote, "body", _together([span.moved(-quote.start) for span in spans]))
    if _TO_WHOM.search(folded):
        return _words_of(quote, "body", _beside_topic(asked, quote.text, receivers(quote.text)))
    if _PAYS.search(folded):
        return _words_of(quote, "body", payer(quote.text))
    return _doer(asked, quote, whose=bool(_WHOSE.search(folded)))


def _doer(asked: Asked, quote: Quote, *, whose: bool) -> Told | None:
    """Return who does something or, where it is asked `whose` consent it takes, whose."""
    if whose and (of := receivers(quote.text)):
        return _words_of(quote, "body", _beside_topic(asked, quote.text, of))
    deed = asked.reading.deed
    names = names_of(deed, asked.vocabulary, english=asked.reading.english) if deed else ()
    if doing := agent(quote.text, names):
        return _words_of(quote, "body", doing)
    duty = quote.record.duty if quote.record else None
    saying = _sentence_with_subject(asked, quote.text)
    asked_of = quote.actor is not None and (
        _GETS.search(fold(asked.query.text)) or _is_named(asked, quote.actor)
    )
    if quote.actor and duty and duty.actor and not asked_of and not _is_behind(saying, quote, duty.actor):
        return Told("actor", quote.actor, duty.actor, quote.passage.id, quote.document)
    quoted = _names_in_marks(quote.text)
    said = (Span(*found.span()) for found in _SAYS_WHO.finditer(quote.text))
    named = [clause_span(quote.text, span) for span in said if not any(map(span.overlaps, quoted))]
    one = named[0] if len(named) == 1 else saying
    return None if one and _repeats(asked, one.of(quote.text)) else _words_of(quote, "body", one)


def _is_named(asked: Asked, actor: str) -> bool:
    """True for a body that the question names itself: who works with Sở Y tế is somebody else."""
    names = (name for name in actor_names(asked.query.text) if name.words[0].isupper())
    return any(canonical(actor) in name.names for name in names)


def _repeats(asked: Asked, words: str) -> bool:
    """True for words that the question has already."""
    return set(keys_of(words)) <= set(keys_of(asked.query.text))


def _best_sentence(asked: Asked, text: str) -> Span | None:
    """Return the sentence of a quote that answers far better than its others, or its only one."""
    spans = sentences(text)
    scores = asked.snapshot.searcher.score_texts(asked.query.own_units(), [span.of(text) for span in spans])
    order = sorted(range(len(spans)), key=lambda place: -scores[place])
    if not order or (len(order) > 1 and scores[order[0]] <= _CLEARLY * scores[order[1]]):
        return None
    return spans[order[0]]


def _sentence_with_subject(asked: Asked, text: str) -> Span | None:
    """Return the sentence of a quote that answers far better than its others, where it is short and says who."""
    best = _best_sentence(asked, text)
    if best is None:
        return None
    start, end = best.start, best.end
    while start < end and not text[start].isalnum():
        start += 1
    found = _HAS_SUBJECT.match(text, start, end)
    return Span(*found.span()) if found and len(found.group()) <= _LONGEST_CLAUSE else None


def _is_behind(sentence: Span | None, quote: Quote, actor: Span) -> bool:
    """True for a sentence with a subject of its own, behind that of the body that the provision binds."""
    within = quote.start <= actor.start < quote.end
    return within and sentence is not None and sentence.start > actor.end - quote.start


def _when(asked: Asked, quote: Quote) -> Told | None:
    """Return the hour, the rhythm, the length or the time limit that is asked for; where no limit is set, the time."""
    question = fold(asked.query.text)
    limited = [limit.span.moved(-quote.start) for limit in quote.deadlines]
    clock = asked_hours(question, quote.text)
    # "Trước 17 giờ ngày 07/8" is one time limit.
    clock = [] if any(hour.overlaps(limit) for hour in clock for limit in limited) else clock
    if particular := asked_rhythms(question, quote.text) or clock:
        return _words_of(quote, "time", _beside_topic(asked, quote.text, particular))
    if asks_how_often(question):
        # "Năm 2024" says nothing of it.
        return None
    several = _times_asked(asked) > 1
    if asked.reading.wanted == "length":
        found = lengths(quote.text)
    elif quote.deadlines and not several:
        return _time_limit(asked, quote)
    else:
        cited = _cited(asked, quote)
        own = _own_year(asked, quote)
        every = (span for span in times(quote.text) if not any(map(span.overlaps, cited)))
        if _LIMIT.search(question) and not _ASKS_YEAR.search(question):
            # What was in a year that is over is due by no day.
            every = (span for span in every if not _BARE_YEAR.fullmatch(span.of(quote.text)))
        found = [span for span in every if not own or fold(span.of(quote.text)) not in own]
    if _ASKS_DAY.search(question):
        found = [span for span in found if _DAY.search(span.of(quote.text))] or found
    # "Ba tháng một lần" is no length of three months.
    found = [next(filter(span.overlaps, rhythms(quote.text)), span) for span in found]
    if several:
        found += limited
        return _words_of(quote, "time", _together(found) or _beside_topic(asked, quote.text, found))
    names = asked.names_of(asked.reading.topic)
    near = [span for span in found if names.share_in((clause_of(quote.text, span),))]
    # A plan that only cites what the question names may give any time.
    only_cites = bool(asked.reading.numbers) and quote.document.id not in asked.scope.own
    return _words_of(quote, "time", _beside_topic(asked, quote.text, near or ([] if only_cites else found)))


def _own_year(asked: Asked, quote: Quote) -> tuple[str, ...]:
    """Return how the year of a quote's document is written, if no year is asked for: all is due within it."""
    year = quote.document.metadata.year
    return () if _ASKS_YEAR.search(fold(asked.query.text)) or not year else (f"nam {year}", str(year))


def _time_limit(asked: Asked, quote: Quote) -> Told | None:
    limits = quote.deadlines
    if _LIMIT.search(fold(asked.query.text)):
        limits = tuple(limit for limit in limits if limit.bound != "on") or limits
    spans = [limit.span.moved(-quote.start) for limit in limits]
    span = _beside_topic(asked, quote.text, spans)
    told = _words_of(quote, "deadline", span)
    return replace(told, deadline=limits[spans.index(span)]) if told and span in spans else told


def _times_asked(asked: Asked) -> int:
    """Return how many times a question asks for; two for "which months"."""
    question = fold(asked.query.text)
    return len(_ASKS_TIME[asked.reading.english].findall(question)) + 2 * bool(_ASKS_TIMES.search(question))


def _amount(asked: Asked, quote: Quote) -> Told | None:
    found = amounts(quote.text)
    if _OF_MONEY.search(fold(asked.query.text)):
        found = [span for span in found if not span.of(quote.text).endswith("%")]
    asks = _ASKS_AMOUNT[asked.reading.english].findall(fold(asked.query.text))
    both = (
        _together([clause_span(quote.text, span) for span in found]) if len(asks) == len(found) > 1 else None
    )
    return _words_of(quote, "amount", both or _beside_topic(asked, quote.text, found))


def _figure(asked: Asked, quote: Quote) -> Told | None:
    """Return the number of what is counted, or the clause of the number that is asked for."""
    counted = asked.reading.counted
    if len(counted) == 1:
        names = names_of(counted[0], asked.vocabulary, english=asked.reading.english)
        if number := first_number_of(quote.text, names):
            clause = clause_span(quote.text, number)
            return _words_of(
                quote, "amount", clause if clause.end - clause.start <= _LONGEST_CLAUSE else number
            )
    others = [*times(quote.text), *hours(quote.text), *_cited(asked, quote), _label(quote.text)]
    spans = [span for span in numbers(quote.text) if not any(map(span.overlaps, others))]
    if len(counted) < 2:
        clauses = _clauses_of(asked, quote.text, spans, "".join(counted))
        return _words_of(quote, "amount", _beside_topic(asked, quote.text, clauses))
    clauses = _clauses(quote.text, spans)
    sentence = _beside_topic(
        asked, quote.text, list(dict.fromkeys(sentence_span(quote.text, c) for c in clauses))
    )
    within = [clause for clause in clauses if sentence and sentence.overlaps(clause)]
    return _words_of(quote, "amount", _together(within))


def _clauses_of(asked: Asked, text: str, spans: Sequence[Span], thing: str) -> list[Span]:
    """Return the clauses of numbers that name a thing, else of those that a word of it stands behind, else all."""
    clauses = _clauses(text, spans)
    if not thing:
        return clauses
    names = asked.names_of(thing)
    naming = [clause for clause in clauses if names.share_in((clause.of(text),))]
    if naming:
        return naming
    # "96 vị trí mốc" are "cột mốc".
    called = names_of(thing, asked.vocabulary, english=asked.reading.english)
    words = {key for name in called for key in keys_of(name)}
    counts = [span for span in spans if words.intersection(keys_of(text[span.end :])[:_WORDS_BEHIND])]
    return _clauses(text, counts) or clauses


def _clauses(text: str, spans: Iterable[Span]) -> list[Span]:
    return list(dict.fromkeys(clause_span(text, span) for span in spans))


def _name(asked: Asked, quote: Quote) -> Told | None:
    """Return the name in quotation marks that is asked for, with them."""
    return _words_of(quote, "name", _beside_topic(asked, quote.text, _names_in_marks(quote.text)))


def _names_in_marks(text: str) -> list[Span]:
    return [Span(*found.span()) for found in _NAME.finditer(text)]


def _thing(asked: Asked, quote: Quote) -> Told | None:
    """Return the sentence that answers far better than the others, where it is short."""
    found = _best_sentence(asked, quote.text)
    if found is None or found.end - found.start > _LONGEST_TOGETHER:
        return None
    return _words_of(quote, "thing", found)


_TELL: dict[Ask, Callable[[Asked, Quote], Told | None]] = {
    "who": _who,
    "when": _when,
    "amount": _amount,
    "figure": _figure,
    "name": _name,
    "thing": _thing,
}


def _label(text: str) -> Span:
    """Return where the labels of a provision stand, whose numbers count nothing."""
    return Span(0, label_end(text))


def _instrument(asked: Asked, quote: Quote) -> Told | None:
    """Return the instrument of the kind that is asked for which a quote cites: "which decision set the allowance?"."""
    whole = Span(0, len(quote.text))
    cited = [span for span in _cited(asked, quote, asked.reading.kinds) if whole.overlaps(span)]
    return _words_of(quote, "name", _beside_topic(asked, quote.text, cited))


def _cited(asked: Asked, quote: Quote, kinds: Collection[str] = ()) -> list[Span]:
    """Return where the document of a quote cites instruments, of some kinds or any, as places of the quote.

    The days of instruments are only their own.
    """
    cited = of_document(asked.snapshot, quote.document.id)
    of_kinds = [places for record, places in cited if not kinds or record.type in kinds]
    return [at.citation.instrument.span.moved(-quote.start) for places in of_kinds for at in places]


def _beside_topic(asked: Asked, text: str, found: Sequence[Span]) -> Span | None:
    """Return the only one of some spans, or the one whose clause names most of the topic, or all together."""
    if len(found) < 2:
        return found[0] if found else None
    names = asked.names_of(asked.reading.topic)
    shares = [names.share_in((clause_of(text, span), span.of(text))) for span in found]
    best = max(shares)
    if not best and (names.parts < 2 or _parts_follow(text, found[0])):
        # "kinh phí bao nhiêu": the first sum is the whole, and its parts follow.
        return found[0]
    if best and shares.count(best) == 1:
        return found[shares.index(best)]
    clauses = [clause_span(text, span) for span in found]
    return _clearly_best(asked, text, found, clauses) or _together(clauses)


def _clearly_best(asked: Asked, text: str, found: Sequence[Span], clauses: Sequence[Span]) -> Span | None:
    """Return the one of some spans whose clause answers the question far better than the others' do, if one does."""
    units = asked.query.own_units()
    scores = asked.snapshot.searcher.score_texts(units, [clause.of(text) for clause in clauses]).tolist()
    order = sorted(range(len(found)), key=lambda place: -scores[place])
    return found[order[0]] if scores[order[0]] > _CLEARLY * scores[order[1]] else None


def _parts_follow(text: str, span: Span) -> bool:
    """True for an amount that is taken apart behind it: "14,8 tỷ đồng, trong đó …"."""
    return _PARTS.match(text, span.end) is not None


def _together(spans: Sequence[Span]) -> Span | None:
    """Return from the first to the last of some spans, where that is short."""
    if not spans:
        return None
    whole = Span(min(span.start for span in spans), max(span.end for span in spans))
    return whole if whole.end - whole.start <= _LONGEST_TOGETHER else None


def _unbroken(text: str, span: Span) -> Span:
    """Return a span, or the sentence of one that breaks into a bracket: "tháng 5), Đức (tháng 9"."""
    open_brackets = list(accumulate(_BRACKETS.get(letter, 0) for letter in span.of(text)))
    broken = min(open_brackets, default=0) < 0 or open_brackets[-1:] not in ([], [0])
    return sentence_span(text, span) if broken else span


def _words_of(quote: Quote, kind: ToldKind, span: Span | None) -> Told | None:
    if span is None:
        return None
    span = _unbroken(quote.text, span)
    span = Span(span.start, span.start + len(span.of(quote.text).rstrip(";. ")))
    behind = _label(quote.text).end
    if span.start < behind < span.end:
        span = Span(behind, span.end)
    return Told(kind, span.of(quote.text), span.moved(quote.start), quote.passage.id, quote.document)
