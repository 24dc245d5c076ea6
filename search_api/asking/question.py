"""A question as its segments: which cues it has, and what they ask for."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import dropwhile, pairwise
from typing import Literal

from index.expansion import is_short_form
from index.glossary import Entry, load_glossary
from ingest.language.dates import DATE
from ingest.language.document_types import english_types
from ingest.language.folding import canonical, fold
from ingest.types import Span
from search_api.asking.cues import NOUNS, Sense, cue_phrases
from search_api.asking.english import is_english_question
from search_api.asking.frame import is_frame
from search_api.asking.segments import Segment, Vocabulary, segments

# What words a provision can give: a body, a time, a sum of money, a number of something, a name, or a thing of some kind.
Ask = Literal["who", "when", "amount", "figure", "name", "thing"]
_HOW: tuple[Sense, ...] = ("which", "count")
# Within an English sentence these only join: "people who do well", "what happens when …".
_COMMAS = frozenset([",", ":", ";", "-", "–"])
_BEFORE_WHO = frozenset(["and", "by", "to", "from", "or", "so", "me", "us", "know", "ask", "out"])
_AFTER_WHEN = frozenset(
    ["", "must", "should", "shall", "is", "are", "was", "were", "do", "does", "did", "will"]
)
# Kinds of documents that go by what they are about; a report is mostly one that is due.
_DESCRIBED = frozenset(
    {"Kế hoạch", "Hướng dẫn", "Chương trình", "Quy chế", "Đề án", "Quyết định", "Chỉ thị", "Công văn"}
)
_APOSTROPHES = ("'", "’")
# What a document does with its date, number, name and issuer.
_OF_DOCUMENTS = frozenset(
    [
        "ra",
        "de",
        "mang",
        "ghi",
        "co",
        "date",
        "dates",
        "bear",
        "bears",
        "come",
        "came",
        "out",
        "have",
        "carry",
        "carries",
    ]
)
# Terms of the glossary that begin so are time limits: "thời hạn báo cáo".
_TIME_LIMIT = "thoi han "
_LIMITED = re.compile(
    r"\b(?:deadlines?|due|by when|by wh\w+ da(?:y|te)|must|have to|has to|phai|han|thoi han|cham nhat|truoc ngay)\b"
)
_DAY_OF_NUMBER = re.compile(
    rf",?\s{{1,3}}(?:ngày|ngay|dated|of|on)\s{{1,3}}(?:the\s)?(?:{DATE}|\d{{1,2}}\s[A-Z][a-z]+\s\d{{4}}|[A-Z][a-z]+\s\d{{1,2}},\s\d{{4}})",
    re.I,
)
# Within an English sentence these mostly join: "boats whose signal is lost".
_WHO = ("who", "whose")
_WHICH_THING = frozenset(["which", "what", "nào", "những nào"])
_WHERE = ("where", "ở đâu", "tại đâu", "đến đâu", "đâu", "chỗ nào", "nơi nào", "ở những đâu")
_WHETHER = frozenset(["does", "do", "did", "is", "are", "has", "have"])
_OR_NOT = frozenset(["khong", "chua", "hay khong", "hay chua"])
_NUMBER_OF = frozenset(["so", "tong so"])
_FOR = frozenset(["cho", "for"])
_HOW_MANY = re.compile(r"\b(?:bao nhieu|may|how many)\b")
_WHAT_IT_IS = frozenset(["what is", "what s", "what are", "la gi", "la cai gi", "gi"])
_BEFORE_SUBJECT = frozenset(["on", "for", "about", "against"])


class Question:
    """The words of a question in segments; places of segments count from 0."""

    def __init__(self, text: str, *vocabularies: Vocabulary) -> None:
        self.text = text
        self.segments = segments(text, *vocabularies)
        self.english = is_english_question(text)
        self.unmarked = text.isascii()

    def has(self, *senses: Sense) -> bool:
        """True where a segment is a cue in one of the senses."""
        return any(segment.has(*senses) for segment in self.segments)

    def is_frame(self, words: str) -> bool:
        """True where words only hold the question together."""
        return is_frame(words, english=self.english, unmarked=self.unmarked)

    def is_glued(self, segment: Segment) -> bool:
        """True for letters behind an apostrophe, the "roi" of "Chăm H'roi"."""
        before = self.text[max(segment.start - 2, 0) : segment.start]
        return before[-1:] in _APOSTROPHES and before[:1].isalnum() and len(segment.words) > 1

    @cached_property
    def numbers(self) -> list[Segment]:
        """The segments that are numbers or names of instruments."""
        return [s for s in self.segments if s.meaning and s.meaning.number]

    @cached_property
    def years(self) -> list[Segment]:
        """The segments that are years."""
        places = range(len(self.segments))
        return [self.segments[i] for i in places if self._is_year(i) and not self._is_of_law(i)]

    @cached_property
    def years_named(self) -> tuple[int, ...]:
        """The years themselves."""
        return tuple(s.meaning.year for s in self.years if s.meaning and s.meaning.year)

    def _is_year(self, place: int) -> bool:
        meaning = self.segments[place].meaning
        return bool(meaning and meaning.year)

    def _is_of_law(self, place: int) -> bool:
        """True for the year of an instrument: "the 2016 Press Law", "Luật Báo chí năm 2016"."""
        beside = [s for s in self.segments[max(place - 2, 0) : place + 2] if not self.is_frame(s.words)]
        return any(fold(name).startswith("luat ") for s in beside for name in _names_in_glossary(s))

    @cached_property
    def places(self) -> list[Segment]:
        """The segments that are provinces."""
        return [s for s in self.segments if s.meaning and s.meaning.place]

    @cached_property
    def asked(self) -> dict[Sense, Sense]:
        """What is asked for with "which" or "how many": body, plan or province, each with how."""
        found: dict[Sense, Sense] = {}
        for how, _, noun_at in self._asked_places():
            noun = next(each for each in NOUNS if self.segments[noun_at].has(each))
            found.setdefault(noun, how)
        if not found and self.has("count") and self.issues:
            # "How many were issued in 2023?": only documents are.
            found["plan"] = "count"
        return found

    @cached_property
    def asking(self) -> set[int]:
        """The places of "which", "how many" and what they ask for."""
        return {place for _, first, second in self._asked_places() for place in (first, second)}

    def _asked_places(self) -> Iterator[tuple[Sense, int, int]]:
        for place, segment in enumerate(self.segments):
            for how in _HOW:
                noun_at = self._noun_at(place) if segment.has(how) else None
                if noun_at is not None:
                    yield how, place, noun_at

    def _noun_at(self, place: int) -> int | None:
        """Return where the noun of a question word stands: with it, or after one other word."""
        words = fold(self.segments[place].words)
        steps = 0 if words == "what" or words.endswith("nao") else 2 if self.english else 1
        for at in range(place, len(self.segments)):
            if self._words_at(at) in _FOR:
                # "góp bao nhiêu cho kế hoạch": no plans are counted.
                return None
            if self.segments[at].has(*NOUNS):
                return at
            # "list all of the plans": what only joins is no step.
            steps -= at > place and not self.is_frame(self.segments[at].words)
            if steps <= 0:
                return None
        return None

    @cached_property
    def counted(self) -> tuple[str, ...]:
        """What stands after each "how many", where no document or province is counted."""
        if self.asks_for_documents:
            return ()
        places = [place for place, segment in enumerate(self.segments) if segment.has("count")]
        begins = fold(self.segments[0].words) in _NUMBER_OF if self.segments else False
        return tuple(map(self._counted_from, places)) or (
            (self._numbered,) if begins and self._numbered else ()
        )

    def _counted_from(self, place: int) -> str:
        """Return what a "how many" counts: the words behind it, or those behind "of its", or behind a "số" before it."""
        if self.segments[place].has(*NOUNS):
            return _behind_count(self.segments[place].words)
        after = self.segments[place + 1 :]
        if self.english and after and after[0].words.lower() == "of":
            after = tuple(dropwhile(lambda segment: self.is_frame(segment.words), after))
        if not after:
            return self._numbered
        # "Bao nhiêu cho TTĐN" counts nothing.
        return "" if self.is_frame(after[0].words) else after[0].words

    @cached_property
    def _numbered(self) -> str:
        """What "số" counts in "số trường dạy tiếng Khmer là bao nhiêu"."""
        behind = (after for word, after in pairwise(self.segments) if fold(word.words) in _NUMBER_OF)
        return next((segment.words for segment in behind if not self.is_frame(segment.words)), "")

    @cached_property
    def asks(self) -> tuple["Ask", ...]:
        """What words a provision is to give by itself; more than one where several things are asked."""
        found: tuple[tuple[Ask, bool], ...] = (
            ("who", self.asks_who),
            ("when", self.asks_when or self.has("year")),
            ("amount", self.asks_how_much),
            ("figure", bool(self.counted)),
            ("name", self.asks_name),
        )
        asks = tuple(ask for ask, asked in found if asked)
        return asks or (("thing",) if self.asks_thing else ())

    @cached_property
    def asks_for_documents(self) -> bool:
        """True where the answer is a document or a province."""
        return "plan" in self.asked or "province" in self.asked

    @cached_property
    def begins_with_documents(self) -> bool:
        """True for "những kế hoạch có nhắc tới …": documents, and what they are to say."""
        telling = [segment for segment in self.segments if not self.is_frame(segment.words)][:2]
        return (
            len(telling) > 1
            and telling[0].has("plan", "province")
            and telling[1].has("say")
            and not self.numbers
        )

    @cached_property
    def issues(self) -> bool:
        """True where the issue of a document is asked about; in "Quyết định ban hành Quy chế" the word is of a title."""
        for place, segment in enumerate(self.segments):
            beside = (*self.segments[max(place - 1, 0) : place], *self.segments[place + 1 : place + 2])
            if segment.has("issue") and not (len(beside) == 2 and all(each.has("plan") for each in beside)):
                return True
        return False

    @cached_property
    def asks_who(self) -> bool:
        """True where somebody is asked for, if only as a contact."""
        otherwise = self.asks_when or self.has("money", "count", "which")
        return self._asks_somebody or (self.has("contact") and not otherwise)

    @cached_property
    def _asks_somebody(self) -> bool:
        return self.asked.get("body") == "which" or any(
            segment.words.lower().split()[0] not in _WHO or not place or self._begins_clause(place)
            for place, segment in enumerate(self.segments)
            if segment.has("who")
        )

    @cached_property
    def deed(self) -> str:
        """What somebody who is asked for does: the words after "who"."""
        for place, segment in enumerate(self.segments):
            if segment.has("who") or (place in self.asking and segment.has("body")):
                after = (s.words for s in self.segments[place + 1 :] if not self.is_frame(s.words))
                return next(after, "")
        return ""

    @cached_property
    def asks_when(self) -> bool:
        """True where a time is asked for."""
        return any(
            segment.words.lower() != "when" or not place or self._words_at(place + 1) in _AFTER_WHEN
            for place, segment in enumerate(self.segments)
            if segment.has("when") or fold(segment.words).startswith(_TIME_LIMIT)
        )

    @cached_property
    def asks_limit(self) -> bool:
        """True where a time limit is asked for, or what must be done: no document is issued by a deadline."""
        return _LIMITED.search(fold(self.text)) is not None

    @cached_property
    def asks_how_much(self) -> bool:
        """True where money or a share is asked for."""
        # "Hotline number" and "how tall" ask for no money.
        asked = (fold(s.words) for s in self.segments if s.has("count"))
        alone = bool(self.counted) and not self._counts_somebody and all(map(_HOW_MANY.search, asked))
        alone = alone and all(not words or self.is_frame(words) for words in self.counted)
        if self.has("money") or alone:
            return True
        # "Who gets the first prize?" does not ask how much it is.
        return not (self._asks_somebody or self.asks_when) and any(map(_is_sum, self.segments))

    @cached_property
    def _counts_somebody(self) -> bool:
        """True for "how many people"."""
        return any(segment.has("count") and segment.has("body") for segment in self.segments)

    @cached_property
    def asks_thing(self) -> bool:
        """True for "in which languages", "các nhãn nào", "where": a thing of a kind, or a place, is asked for."""
        return self.names(*_WHERE) or any(map(self._is_which_thing, range(len(self.segments))))

    def _is_which_thing(self, place: int) -> bool:
        """True for "which", "what" or "nào" beside a noun."""
        if place in self.asking or self._words_at(place) not in _WHICH_THING:
            return False
        at = place + (1 if self.english else -1)
        if not 0 <= at < len(self.segments) or self.is_frame(self.segments[at].words):
            return False
        # What no table knows is a noun behind "which" and before "nào"; an English verb follows "what": "what keeps".
        return self.segments[at].meaning is None or _is_thing(self.segments[at], english=self.english)

    @cached_property
    def asks_name(self) -> bool:
        """True where it is asked what something is called; a title may be what somebody is awarded."""
        return any(s.has("title") and not s.words.lower().startswith("title") for s in self.segments)

    @cached_property
    def negates(self) -> bool:
        """True where the question has a negation; "không" at its end only asks: "có kế hoạch nào … không?"."""
        return any(segment.has("not") for segment in self.segments[:-1])

    @cached_property
    def names_year_of_document(self) -> bool:
        """True where a year stands with a kind of document: "kế hoạch năm 2023", "văn bản ban hành năm 2023"."""
        return self._stand_beside_document(self.years)

    @cached_property
    def names_place_of_document(self) -> bool:
        """True where a place stands with a kind of document: "kế hoạch của Thanh Giang"."""
        return self._stand_beside_document(self.places)

    def _stand_beside_document(self, named: Collection[Segment]) -> bool:
        others = [s for s in (*self.places, *self.years) if s not in named]
        near = [s for s in self.segments if self._is_document(s) or not self._joins(s, others)]
        return any(
            (self._is_document(first) and second in named) or (self._is_document(second) and first in named)
            for first, second in pairwise(near)
        )

    def _joins(self, segment: Segment, others: Collection[Segment]) -> bool:
        return segment in others or segment.has("issue") or self.is_frame(segment.words)

    def _is_document(self, segment: Segment) -> bool:
        """True for a kind of document, or one with what it is about."""
        described = any(
            start <= segment.start and segment.end <= end for _, start, end in self.described_documents
        )
        return described or segment.has("plan")

    @cached_property
    def asks_whether(self) -> bool:
        """True where it is asked whether documents speak of something: "Lạng Sơn có nói đến du lịch không?"."""
        if not self.has("say") or not (self.places or self.has("plan")):
            return False
        first, last = self._words_at(0), fold(self.segments[-1].words)
        if self.english:
            return first in _WHETHER
        return last in _OR_NOT and any(fold(segment.words).split()[0] == "co" for segment in self.segments)

    @cached_property
    def says_of_place(self) -> bool:
        """True where it is asked of a place whether its plans speak of something."""
        said = next((segment.start for segment in self.segments if segment.has("say")), 0)
        return self.asks_whether and any(place.start < said for place in self.places)

    @cached_property
    def says_something(self) -> bool:
        """True where the question has more than numbers, kinds of documents and cues."""
        cues: tuple[Sense, ...] = ("plan", "cite", "say", "when", "issue", "which")
        named = (*self.numbers, *self.places, *self.years)
        days = [Span(number.end, end_of_number(self.text, number.end)) for number in self.numbers]
        left = (s for s in self.segments if s not in named and not s.has(*cues))
        return not all(self.is_frame(s.words) or any(d.start <= s.start < d.end for d in days) for s in left)

    @cached_property
    def cites_by_number(self) -> bool:
        """True where no number stands behind what cites: "98/KH-UBND thực hiện kết luận nào?"."""
        cites = [segment.start for segment in self.segments if segment.has("cite")]
        return not any(number.start > start for number in self.numbers for start in cites[-1:])

    @cached_property
    def asks_what_is_cited(self) -> bool:
        """True for "what does the plan of Hải Lâm implement?"."""
        telling = [segment for segment in self.segments if not self.is_frame(segment.words)]
        return self._words_at(0) == "what" and self.has("plan") and bool(telling) and telling[-1].has("cite")

    @property
    def described(self) -> tuple[str, int, int] | None:
        """What a document is called by, "human rights" in "the human rights plan", and where that stands with the kind."""
        return next(iter(self.described_documents), None)

    def is_of_number(self, place: int) -> bool:
        """True for a kind of document right before its number: "KL 85-KL/TW"."""
        return any(segment in self.numbers for segment in self.segments[place + 1 : place + 2])

    @cached_property
    def described_documents(self) -> tuple[tuple[str, int, int], ...]:
        """All that documents are called by, as `described` has the first."""
        return tuple(self._described())

    def _described(self) -> Iterator[tuple[str, int, int]]:
        for place, segment in enumerate(self.segments):
            if place in self.asking or self.is_of_number(place):
                # "Conclusion 57-KL/TW" goes by its number.
                continue
            entries = segment.meaning.entries if segment.meaning and not segment.meaning.senses else ()
            if " " in segment.words and any(map(_names_document, entries)):
                yield segment.words, segment.start, segment.end
            elif segment.has("plan") and (run := self._called_by(place)):
                start, end = run[0].start, run[-1].end
                yield self.text[start:end], min(start, segment.start), max(end, segment.end)

    def _called_by(self, place: int) -> Sequence[Segment]:
        """Return the terms that say which plan is meant: behind its kind, in English before it or after "on", "for"."""
        behind, before = self.segments[place + 1 :], self.segments[:place][::-1]
        if not self.english:
            return self._terms(behind)
        joined = bool(behind) and behind[0].words.lower() in _BEFORE_SUBJECT
        # "The tourism plan for 2024" is called by what stands before it all the same.
        return (joined and self._terms(behind[1:])) or self._terms(before)[::-1]

    def _terms(self, run: Iterable[Segment]) -> list[Segment]:
        """Return the first terms of a run, with the words that only join them."""
        found: list[Segment] = []
        for segment in run:
            meaning = segment.meaning
            if meaning and (meaning.place or meaning.number or meaning.year or meaning.senses):
                break
            found.append(segment)
        while found and not (found[-1].meaning and found[-1].meaning.entries):
            found.pop()
        while found and self.is_frame(found[0].words):
            found.pop(0)
        return found

    @cached_property
    def is_of_document_alone(self) -> bool:
        """True where a question has nothing beside the document that it asks about and what it asks of it."""
        if not (self.described or self.numbers or (self.places and self.has("plan"))):
            return False
        _, first, after = self.described or ("", 0, 0)
        cues: tuple[Sense, ...] = (
            "plan",
            "when",
            "who",
            "which",
            "body",
            "issue",
            "sign",
            "number",
            "title",
            "year",
            "receive",
        )
        named = (*self.numbers, *self.places, *self.years)
        left = (
            s
            for s in self.segments
            if s not in named and not (first <= s.start and s.end <= after) and not s.has(*cues)
        )
        return all(self.is_frame(s.words) or fold(s.words) in _OF_DOCUMENTS for s in left)

    @cached_property
    def abbreviation(self) -> str:
        """The abbreviation whose meaning is asked for, empty where none is."""
        short = [s.words for s in self.segments if not s.has("short") and is_short_form(s.words)]
        if not self.has("short") and not (len(short) == 1 and self._asks_only_what(short[0])):
            return ""
        return next(iter(short), "")

    def _asks_only_what(self, words: str) -> bool:
        """True for a question that asks what some words are, and nothing else: "TTĐN là gì", "what is TTĐN"."""
        return fold(" ".join(s.words for s in self.segments if s.words != words)) in _WHAT_IT_IS

    def names(self, *phrases: str) -> bool:
        """True where a segment is one of some phrases, with or without marks."""
        wanted = set(map(fold, phrases))
        return any(fold(segment.words) in wanted for segment in self.segments)

    def _begins_clause(self, place: int) -> bool:
        """True for a segment behind a comma or a word that joins: "if …, who …", "tell me who …"."""
        between = self.text[self.segments[place - 1].end : self.segments[place].start]
        return between.strip() in _COMMAS or self._words_at(place - 1) in _BEFORE_WHO

    def _words_at(self, place: int) -> str:
        return self.segments[place].words.lower() if place < len(self.segments) else ""


def end_of_number(text: str, end: int) -> int:
    """Return where a number ends with the day of its document behind it: "85-KL/TW ngày 19/8/2021"."""
    found = _DAY_OF_NUMBER.match(text, end)
    return found.end() if found else end


def _names_in_glossary(segment: Segment) -> Iterator[str]:
    entries = segment.meaning.entries if segment.meaning else ()
    return (entry.vietnamese[0] for entry in entries)


def _behind_count(words: str) -> str:
    """Return what is counted, where it is one cue with the words that count: the "people" of "how many people"."""
    led = (count for count in _counts() if fold(words).startswith(f"{count} "))
    return words[len(max(led, key=len, default="")) :].strip()


@cache
def _counts() -> tuple[str, ...]:
    """Return the cues that count, as typed without marks."""
    return tuple(fold(phrase) for phrase, senses in cue_phrases() if senses == {"count"})


def _is_thing(segment: Segment, *, english: bool) -> bool:
    """True for a term that can be asked for with "which"; an English verb behind "what" is none: "what keeps"."""
    entries = segment.meaning.entries if segment.meaning else ()
    return any(not english or entry.kind not in ("action", "quality") for entry in entries)


def _is_sum(segment: Segment) -> bool:
    """True for a sum of some kind, or a term that is one: "prize", "phụ cấp kiêm nhiệm"."""
    return segment.has("sum") or any(
        f"{canonical(name)} ".startswith(_sums()) for name in _names_in_glossary(segment)
    )


@cache
def _sums() -> tuple[str, ...]:
    """Return what terms begin with that are sums: the Vietnamese cues of more than one syllable."""
    cues = (canonical(phrase) for phrase, senses in cue_phrases() if senses & {"money", "sum"})
    return tuple(f"{cue} " for cue in cues if " " in cue and not cue.isascii())


def _names_document(entry: Entry) -> bool:
    """True for a term that is a document with what it is about: "kế hoạch thông tin đối ngoại"."""
    words = canonical(entry.vietnamese[0])
    kind = next((kind for name, kind in kinds_of_documents().items() if words.startswith(f"{name} ")), None)
    return entry.kind == "document" and kind in _DESCRIBED


@cache
def kinds_of_documents() -> dict[str, str]:
    """Map the names of kinds of documents in both languages to the Vietnamese one."""
    found: dict[str, str] = {}
    for vietnamese, english in english_types().items():
        for name in (vietnamese, english, f"{english}s"):
            found.setdefault(canonical(name), vietnamese)
    for entry in load_glossary():
        kind = found.get(canonical(entry.vietnamese[0])) if entry.kind == "document" else None
        if kind:
            found |= {canonical(name): kind for name in entry.english if canonical(name) not in found}
    return found
