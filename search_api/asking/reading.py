"""The reading of a question: what is asked, of whom, where, when, of which document, about what."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from ingest.language.folding import canonical, fold
from search_api.asking.actors import ActorName
from search_api.asking.asked_actor import asked_actor, end_of_body
from search_api.asking.corrections import Correction
from search_api.asking.cues import Sense
from search_api.asking.intents import Fact, Intent, also_asked, fact_of_question, intent_of, supposed_fact
from search_api.asking.question import Ask, Question, end_of_number, kinds_of_documents
from search_api.asking.segments import Segment, Vocabulary

# A document of whatever kind.
ANY_KIND = ""
# What a question wants of a passage, whatever it is after.
Wanted = Literal["", "time", "length", "body", "amount"]
PartKind = Literal["actor", "place", "year", "number", "document"]

# What is asked of documents is looked for by its topic alone.
_OF_DOCUMENTS: tuple[Intent, ...] = ("plans", "count", "compare", "fact", "instrument")
_ANSWERED_BY_PLANS: tuple[Intent, ...] = ("plans", "count", "compare", "instrument")
_WANTED: dict[Intent, Wanted] = {"when": "time", "who": "body", "money": "amount"}
# What stands before a place, a year or a number and goes with it: "ở tỉnh Cần Thơ", "in the province of …".
_BEFORE_WORDS: tuple[tuple[PartKind, str], ...] = (
    ("place", "của|cua|ở|o|tại|tai|trong|trên địa bàn|tren dia ban|thuộc|tỉnh|tinh|thành phố|thanh pho"
              r"|tp\.?|in|of|for|by|from|at|the|province|city"),
    ("year", "của|cua|trong|năm|nam|in|of|for|from|the|year|giai đoạn|giai doan"),
    ("number", r"số|so|no\.?|number|khi|theo|triển khai|trien khai|thực hiện|thuc hien|under|implementing|carrying out"),
)  # fmt: skip
_BEFORE = {kind: re.compile(rf"(?:(?<!\w)(?:{words})\s+)+$", re.I) for kind, words in _BEFORE_WORDS}
_AFTER_PLACE = re.compile(r"\s{1,3}(?:province|city)\b(?:'s)?|'s\b", re.I)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a reading that can be taken out of the question: its words from `start` to `end`."""

    kind: PartKind
    words: str
    start: int
    end: int


@dataclass(frozen=True)
class Reading:
    """A question as it is understood, `typed` as it came; places of words count in `text`, without its slips.

    `topic` is what is asked about beside actor, places, years and numbers; `search` the words that passages
    are looked for by; `kinds` are kinds of documents that the question names. `negated` where documents are
    asked for that do not speak of the topic; `asks_which` where documents or provinces are; `counted` are the
    things whose numbers are asked for; `asks` the words that a provision is to give; `described` what a
    document is about that the question names by it: "the human rights plan"; `grounds` the kinds of
    instruments that are asked for as what a document carries out; `issued` where its years are of signing;
    `wanted` what a passage is to give, also where plans are compared by it; `supposed` the fact that is asked
    for if what the question names is one document; `abbreviation` one whose meaning is asked for; `also` a
    second fact; `names_document` where a question only names one and asks nothing of it; `deed` what somebody
    who is asked for does; `marked` is `text` where it was typed without marks and read with those that it
    most likely has.
    """

    text: str
    intent: Intent
    fact: Fact | None
    actor: ActorName | None
    topic: str
    search: str
    places: tuple[str, ...]
    years: tuple[int, ...]
    numbers: tuple[str, ...]
    kinds: tuple[str, ...]
    negated: bool
    english: bool
    typed: str = ""
    parts: tuple[Part, ...] = ()
    corrections: tuple[Correction, ...] = ()
    asks_which: bool = False
    counted: tuple[str, ...] = ()
    asks: tuple[Ask, ...] = ()
    described: Part | None = None
    also_described: tuple[Part, ...] = ()
    grounds: tuple[str, ...] = ()
    issued: bool = False
    wanted: Wanted = ""
    supposed: Fact | None = None
    abbreviation: str = ""
    also: Fact | None = None
    deed: str = ""
    marked: str = ""
    names_document: bool = False

    @property
    def facts(self) -> tuple[Fact, ...]:
        """What is asked of documents themselves."""
        return tuple(fact for fact in (self.fact, self.also) if fact)

    @cached_property
    def asks_for_documents(self) -> bool:
        """True where the answer is a set of documents."""
        return self.intent in _ANSWERED_BY_PLANS


def read(text: str, *vocabularies: Vocabulary) -> Reading:
    """Return what a question asks; `vocabularies` are names beside those that every index knows."""
    question = Question(text, *vocabularies)
    fact = fact_of_question(question)
    supposed = None if fact else supposed_fact(question)
    nobody = fact or question.has("compare") or question.asks_who
    actor = None if nobody else asked_actor(question)
    intent = intent_of(question, fact, actor)
    # What documents are asked to mention is their topic; "directive 25 of 2018" is no plan of that year.
    of_documents = intent in ("plans", "count") or (intent == "instrument" and question.asks_for_documents)
    beside = question.names_place_of_document or question.says_of_place
    mentioned = of_documents and question.has("say") and not beside
    dated = question.asks_for_documents or question.has("compare") or question.names_year_of_document
    parts = _parts(question, places=not mentioned, years=dated)
    topic = _topic(question, parts, actor, _dropped(question, intent, fact))
    by_topic = intent in _OF_DOCUMENTS or (question.has("say") and question.has("plan"))
    named = [segment.meaning for segment in question.segments if segment.meaning]
    described = tuple(Part("document", *told) for told in question.described_documents)
    if actor:
        parts.append(Part("actor", actor.words, actor.start, actor.end))
    return Reading(
        text=text,
        intent=intent,
        fact=fact,
        actor=actor,
        topic=topic,
        search=topic
        if by_topic
        else _without(text, [(part.start, part.end) for part in parts if part.kind != "actor"]),
        places=() if mentioned else tuple(dict.fromkeys(m.place for m in named if m.place)),
        years=question.years_named if dated else (),
        numbers=tuple(m.number for m in named if m.number),
        kinds=() if intent == "instrument" else _kinds(question),
        negated=intent in ("plans", "count", "instrument") and question.negates,
        english=question.english,
        parts=tuple(sorted(parts, key=lambda part: part.start)),
        asks_which=question.asks_for_documents,
        counted=question.counted,
        asks=question.asks,
        described=described[0] if described else None,
        also_described=described[1:] if intent == "compare" else (),
        grounds=_grounds(question),
        issued=question.issues or question.has("sign"),
        wanted=_wanted(question, intent),
        supposed=supposed,
        abbreviation=question.abbreviation,
        also=also_asked(question, fact or supposed),
        deed=question.deed if question.asks_who else "",
        names_document=question.is_of_document_alone
        and not (question.asks or question.asked or fact or supposed),
    )


def _wanted(question: Question, intent: Intent) -> Wanted:
    if intent == "compare":
        asks: tuple[tuple[Wanted, bool], ...] = (
            ("body", question.asks_who),
            ("time", question.asks_when),
            ("amount", question.asks_how_much),
        )
        return next((wanted for wanted, asked in asks if asked), "")
    return "length" if intent == "when" and question.has("long") else _WANTED.get(intent, "")


def without_document(reading: Reading, *vocabularies: Vocabulary) -> Reading:
    """Return a reading without the words that describe a document, which then restrict the question."""
    if reading.described is None:
        return reading
    described = (reading.described, *reading.also_described)
    rest = read(_told_without(reading.text, described) or reading.text, *vocabularies)
    parts = tuple(sorted((*reading.parts, *described), key=lambda part: part.start))
    topic = "" if reading.grounds else rest.topic
    return replace(reading, topic=topic, search=rest.search, parts=parts)


def text_without(text: str, part: Part) -> str:
    """Return a question without one of its parts; empty where nothing is left."""
    return _told_without(text, (part,))


def _told_without(text: str, parts: Sequence[Part]) -> str:
    rest = _without(text, [(part.start, part.end) for part in parts])
    return rest if any(map(str.isalnum, rest)) else ""


def _parts(question: Question, *, places: bool, years: bool) -> list[Part]:
    return [
        *(_part(question, "place", segment, _AFTER_PLACE) for segment in question.places if places),
        *(_part(question, "year", segment) for segment in question.years if years),
        *(_part(question, "number", segment) for segment in question.numbers),
    ]


def _part(question: Question, kind: PartKind, segment: Segment, after: re.Pattern[str] | None = None) -> Part:
    text = question.text
    led = _BEFORE[kind].search(text[: segment.start])
    start = led.start() if led else segment.start
    # "nhà ở tại Đông Hải": a word that begins before is no part of the place.
    start = max([start, *(s.end for s in question.segments if s.start < start < s.end)])
    followed = after.match(text, segment.end) if after else None
    end = end_of_number(text, segment.end) if kind == "number" else segment.end
    return Part(kind, segment.words, start, followed.end() if followed else end)


def _dropped(question: Question, intent: Intent, fact: Fact | None) -> set[int]:
    """Return the places of segments that only say what is asked, and are no part of the topic."""
    cues: list[Sense] = ["who", "compare", "count"]
    if intent in _OF_DOCUMENTS:
        cues += ["not", "say", "plan", "which", "issue"]
        cues += (
            ["cite", "basis"] if question.numbers or question.asks_for_documents or _grounds(question) else []
        )
    if fact:
        cues += ["sign", "number", "title", "year", "when", "issue", "body", "office", "receive"]
    dropped = set(question.asking)
    for place, segment in enumerate(question.segments):
        near = question.segments[place + 1 : place + 3]
        if (
            segment.has(*cues)
            or (segment.has("when", "money") and not _is_told(segment))
            or (segment.has("plan") and any(each in question.numbers for each in near))
        ):
            dropped.add(place)
        elif segment.has("say") and question.has("plan", "which") and not _is_told(segment):
            before = place and question.segments[place - 1].has("plan")
            dropped |= {place, place - 1} if before else {place}
    return dropped


def _is_told(segment: Segment) -> bool:
    """True where a cue is a term as well, which the topic keeps: "kinh phí"."""
    entries = segment.meaning.entries if segment.meaning else ()
    return bool(entries) and not segment.has("plan", "who", "count")


def _topic(question: Question, parts: Sequence[Part], actor: ActorName | None, dropped: set[int]) -> str:
    """Return the words that are left, without the frame of the question."""
    gone = [(part.start, part.end) for part in parts]
    if actor:
        given = re.search(r"\bgiao\s*$", fold(question.text[: actor.start]))
        gone.append((0 if given else actor.start, end_of_body(question.text, actor.end)))
    runs: list[list[Segment]] = [[]]
    for place, segment in enumerate(question.segments):
        if place in dropped or any(segment.start < end and start < segment.end for start, end in gone):
            runs.append([])
        else:
            runs[-1].append(segment)
    return " ".join(filter(None, (_trimmed(question, run) for run in runs)))


def _trimmed(question: Question, run: Sequence[Segment]) -> str:
    """Return the words of a run of segments without those at its ends that only frame the question."""
    telling = [
        segment for segment in run if question.is_glued(segment) or not question.is_frame(segment.words)
    ]
    return question.text[telling[0].start : telling[-1].end] if telling else ""


def _kinds(question: Question) -> tuple[str, ...]:
    """Return the kinds of documents that a question names, as documents spell them."""
    return tuple(dict.fromkeys(kind for s in question.segments if s.has("plan") and (kind := _kind(s))))


def _kind(segment: Segment) -> str | None:
    """Return the kind of document that a segment names, with what asks for it: "nghị định nào"."""
    words = canonical(segment.words)
    named = (
        name
        for name in kinds_of_documents()
        if words == name or words.startswith(f"{name} ") or words.endswith(f" {name}")
    )
    longest = max(named, key=len, default=None)
    return kinds_of_documents()[longest] if longest else None


def _grounds(question: Question) -> tuple[str, ...]:
    """Return the kinds of instruments that are asked for as what a document cites: "which decree is its basis?"."""
    if question.asks_what_is_cited:
        return (ANY_KIND,)
    asks = question.has("basis") or (question.asked.get("plan") == "which" and question.has("cite"))
    if not asks or not (question.has("basis") or question.cites_by_number):
        return ()
    asked = (_kind(question.segments[place]) for place in sorted(question.asking))
    return tuple(dict.fromkeys(kind for kind in asked if kind)) or (ANY_KIND,)


def _kept_runs(text: str, gone: Sequence[tuple[int, int]]) -> Iterator[str]:
    """Yield what is left of `text` between the spans that are gone."""
    end = 0
    for start, after in sorted(gone):
        yield text[end : max(start, end)]
        end = max(end, after)
    yield text[end:]


def _without(text: str, gone: Sequence[tuple[int, int]]) -> str:
    return " ".join(" ".join(_kept_runs(text, gone)).split())
