"""Answer lines: the only sentences that the product itself prints about documents in an answer.

Each kind holds the data that it rests on and can prove itself against a snapshot; one that cannot is
never printed. docs/answers.md has the rule.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from babel.dates import format_date

from index.snapshot import Snapshot
from index.types import DocumentRecord
from ingest.language.folding import one_line, squash
from ingest.types import Deadline, Span
from search_api.asking.evidence import TopicNames, documents_that_name
from search_api.asking.intents import Fact
from search_api.instruments.overview import instruments, of_document
from search_api.instruments.records import InstrumentRecord
from search_api.kit.english_names import english_body, english_type

Language = Literal["vi", "en"]
ToldKind = Literal["actor", "deadline", "time", "amount", "body", "name", "thing", "heading", "meaning"]
LANGUAGES: tuple[Language, ...] = get_args(Language)
# "giai đoạn 2021 - 2025"
PERIOD = re.compile(r"(?<!\d)((?:19|20)\d\d)\s*[-–]\s*((?:19|20)\d\d)(?!\d)")
_DAY_OF_RULE = re.compile(r"BYMONTHDAY=(\d+)(?![\d,])")
_TEENS = range(11, 14)
# More names than these make no line.
_MOST_NAMES = 8


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a statement rests on: a passage, or a document by what it says of itself."""

    passage_id: str | None = None
    document_id: str | None = None


class Statement(ABC):
    """A sentence about documents that data prove."""

    @abstractmethod
    def text(self, language: Language) -> str:
        """Return the sentence in a language; words of documents stay as they are."""

    @abstractmethod
    def is_proven(self, snapshot: Snapshot) -> bool:
        """True where the snapshot holds what the sentence says."""

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """What it rests on."""
        return ()


@dataclass(frozen=True, slots=True)
class Told(Statement):
    """Words of a provision that answer by themselves: whom it binds, by when, how much; and where they stand.

    Those of a heading above it have no place of their own in it: their `span` says nothing.
    """

    kind: ToldKind
    words: str
    span: Span
    passage_id: str
    document: DocumentRecord
    deadline: Deadline | None = None

    def text(self, language: Language) -> str:
        """Return "Trước ngày 20 hằng tháng (Nghệ An)", in English with what the words come to."""
        words = one_line(self.words)
        words = words[:1].upper() + words[1:]
        english = self._in_english(words) if language == "en" else ""
        return (
            f"{words} – {english} ({name_of(self.document)})"
            if english
            else f"{words} ({name_of(self.document)})"
        )

    def _in_english(self, words: str) -> str:
        if self.kind == "actor":
            english = english_body(words, self.document.metadata.province)
            return "" if english == words else english
        return english_deadline(self.deadline) if self.deadline else ""

    def is_proven(self, snapshot: Snapshot) -> bool:
        """True where the provision has these words, as what it binds, or in itself."""
        passage = snapshot.find_passage(self.passage_id)
        if passage is None or passage.document_id != self.document.id:
            return False
        duty = snapshot.duty(self.passage_id)
        if self.kind == "actor":
            return duty is not None and duty.actor == self.words
        if self.deadline and (duty is None or self.deadline not in duty.duty.deadlines):
            return False
        if self.kind == "heading":
            return any(self.words in heading for heading in passage.path)
        inside = passage.start <= self.span.start and self.span.end <= passage.end
        said = Span(self.span.start - passage.start, self.span.end - passage.start).of(passage.text)
        return inside and said == self.words

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The provision."""
        return (Evidence(passage_id=self.passage_id),)


@dataclass(frozen=True, slots=True)
class Joined(Statement):
    """Several statements, where a question asks several things: who pays, and how much."""

    parts: tuple[Statement, ...]

    def text(self, language: Language) -> str:
        """Return "20 triệu đồng; Doanh nghiệp (Thanh Giang)": where they stand is said once if it is the same."""
        texts = [part.text(language) for part in self.parts]
        places = {text[text.rfind(" (") :] for text in texts}
        if len(places) > 1 or not all(text.endswith(")") for text in texts):
            return "; ".join(texts)
        (place,) = places
        return "; ".join(text.removesuffix(place) for text in texts) + place

    def is_proven(self, snapshot: Snapshot) -> bool:
        """True where each part is."""
        return all(part.is_proven(snapshot) for part in self.parts)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """That of the parts."""
        return tuple(dict.fromkeys(each for part in self.parts for each in part.evidence))


def joined(parts: Sequence[Statement]) -> Statement | None:
    """Return one statement of several, each once; None of none."""
    each = tuple(dict.fromkeys(parts))
    return Joined(each) if len(each) > 1 else next(iter(each), None)


@dataclass(frozen=True, slots=True)
class Counted(Statement):
    """How many of the documents asked about name a topic, or do not, and which."""

    topic: str
    names: TopicNames
    spoken: tuple[tuple[DocumentRecord, str], ...]
    silent: tuple[DocumentRecord, ...]
    negated: bool

    def text(self, language: Language) -> str:
        """Return "3 trong 5 văn bản nói đến …: Bắc Giang, Cần Thơ, Quảng Bình"."""
        asked = self.silent if self.negated else tuple(document for document, _ in self.spoken)
        total = len(self.spoken) + len(self.silent)
        does = {
            ("vi", False): "nói đến", ("vi", True): "không nói đến",
            ("en", False): "mention", ("en", True): "do not mention",
        }[language, self.negated]  # fmt: skip
        # That none names it is true of the words that were looked for.
        names = () if self.spoken else self.names.translations
        looked_for = f" ({', '.join(names)})" if names else ""
        return _count_line(language, asked, total, f"{does} “{self.topic}”{looked_for}")

    def is_proven(self, snapshot: Snapshot) -> bool:
        """True where each document that is counted has a passage or title that names it, and no other has."""
        naming = documents_that_name(snapshot, self.names)
        return (
            naming is not None
            and naming.issuperset(document.id for document, _ in self.spoken)
            and naming.isdisjoint(document.id for document in self.silent)
        )

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """A passage of each document that names it."""
        return tuple(
            Evidence(passage_id=passage) if passage else Evidence(document_id=document.id)
            for document, passage in self.spoken
        )


@dataclass(frozen=True, slots=True)
class Citing(Statement):
    """How many of the documents asked about cite an instrument, or do not, and which."""

    number: str
    subject: str
    keys: tuple[str, ...]
    citing: tuple[DocumentRecord, ...]
    silent: tuple[DocumentRecord, ...]
    negated: bool

    def text(self, language: Language) -> str:
        """Return "3 trong 5 văn bản viện dẫn Kết luận 57-KL/TW: …"."""
        asked = self.silent if self.negated else self.citing
        does = {
            ("vi", False): "viện dẫn", ("vi", True): "không viện dẫn",
            ("en", False): "cite", ("en", True): "do not cite",
        }[language, self.negated]  # fmt: skip
        total = len(self.citing) + len(self.silent)
        one = _label(asked[0], language) if len(asked) == 1 and asked[0].metadata.number else ""
        line = _count_line(language, asked, total, f"{does} {self.number}", one)
        return f"{line} ({one_line(self.subject)})" if self.subject else line

    def is_proven(self, snapshot: Snapshot) -> bool:
        """True where exactly those documents cite it."""
        known = instruments(snapshot).by_key
        found = {document for key in self.keys for document in known[key].documents}
        words = [c.words for key in self.keys for c in known[key].citations]
        subjects = [c.subject_words for key in self.keys for c in known[key].citations]
        if self.subject and self.subject not in (*words, *subjects):
            return False
        return all(d.id in found for d in self.citing) and not any(d.id in found for d in self.silent)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The documents that cite it."""
        return tuple(Evidence(document_id=document.id) for document in self.citing)


@dataclass(frozen=True, slots=True)
class FactOf(Statement):
    """What documents say of themselves: who signed, when, the number, the issuer."""

    fact: Fact
    documents: tuple[DocumentRecord, ...]

    def text(self, language: Language) -> str:
        """Return "Hoàng Văn Nghiêm (Kế hoạch 06-KH/BCĐ, Lạng Sơn)"."""
        return "; ".join(
            f"{_fact_words(self.fact, document, language)} "
            f"({_label(document, language, typed=self.fact != 'type')})"
            for document in self.documents
        )

    def is_proven(self, snapshot: Snapshot) -> bool:
        """True where each document says it of itself."""
        return bool(self.documents) and all(
            snapshot.document(d.id) == d and fact_of(self.fact, d) for d in self.documents
        )

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The documents."""
        return tuple(Evidence(document_id=document.id) for document in self.documents)


@dataclass(frozen=True, slots=True)
class Listed(Statement):
    """Documents by what restricts them: of a place, of a year, with a number of their own; `total` of how many."""

    documents: tuple[DocumentRecord, ...]
    total: int | None = None

    def text(self, language: Language) -> str:
        """Return "Nghệ An: Kế hoạch công tác thông tin đối ngoại năm 2023", or how many of how many."""
        if self.total is not None:
            return _count_line(language, self.documents, self.total, "")
        return "; ".join(f"{name_of(d)}: {_titled(d)}" for d in self.documents[:_MOST_NAMES])

    def is_proven(self, snapshot: Snapshot) -> bool:
        """True where the index holds them as they are."""
        known = bool(self.documents) and all(snapshot.document(d.id) == d for d in self.documents)
        return known and self.total in (None, len(snapshot.documents))

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The documents."""
        return tuple(Evidence(document_id=document.id) for document in self.documents)


@dataclass(frozen=True, slots=True)
class Grounds(Statement):
    """What documents of some kind a document cites."""

    document: DocumentRecord
    kinds: tuple[str | None, ...]
    keys: tuple[str, ...]
    labels: tuple[str, ...]

    def text(self, language: Language) -> str:
        """Return "Nghị quyết 40-NQ/TU (Hướng dẫn 31-HD/BTGTU, Phú Trà)"."""
        return f"{', '.join(self.labels)} ({_label(self.document, language)})"

    def is_proven(self, snapshot: Snapshot) -> bool:
        """True where the document cites each of them and no other of the kind."""
        cited = {
            record.key for record, _ in of_document(snapshot, self.document.id) if record.type in self.kinds
        }
        return bool(self.keys) and cited == set(self.keys)

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The document."""
        return (Evidence(document_id=self.document.id),)


@dataclass(frozen=True, slots=True)
class CitedAs(Statement):
    """What citations say of an instrument: its day, its issuer or its type."""

    fact: Fact
    key: str
    label: str
    citing: tuple[DocumentRecord, ...]
    value: str

    def text(self, language: Language) -> str:
        """Return "Ngày 15/06/2023 (Kết luận 57-KL/TW, theo văn bản của Hải Lâm)"."""
        words = _value_words(self.fact, self.value, language)
        by = ", ".join(dict.fromkeys(name_of(document) for document in self.citing[:_MOST_NAMES]))
        source = f"as cited by {by}" if language == "en" else f"theo văn bản của {by}"
        return f"{words} ({self.label}, {source})"

    def is_proven(self, snapshot: Snapshot) -> bool:
        """True where the citations of the instrument say so."""
        record = instruments(snapshot).by_key.get(self.key)
        return record is not None and fact_cited(self.fact, record) == self.value

    @property
    def evidence(self) -> tuple[Evidence, ...]:
        """The documents that cite it."""
        return tuple(Evidence(document_id=document.id) for document in self.citing)


@dataclass(frozen=True, slots=True)
class Absent(Statement):
    """No document here is of a place or year, or has or cites a number."""

    kind: Literal["number", "place", "year"]
    value: str

    def text(self, language: Language) -> str:
        """Return "Không văn bản nào ở đây mang hay viện dẫn số 999-KL/TW"."""
        return {
            ("vi", "number"): "Không văn bản nào ở đây mang hoặc viện dẫn số {}",
            ("vi", "place"): "Không văn bản nào ở đây là của {}",
            ("vi", "year"): "Không văn bản nào ở đây là của năm {}",
            ("en", "number"): "No document here has or cites {}",
            ("en", "place"): "No document here is of {}",
            ("en", "year"): "No document here is of {}",
        }[language, self.kind].format(self.value)

    def is_proven(self, snapshot: Snapshot) -> bool:
        """True where no document has it."""
        every = snapshot.documents.values()
        if self.kind == "place":
            return all(document.metadata.province != self.value for document in every)
        if self.kind == "year":
            return all(str(document.metadata.year) != self.value for document in every)
        return not has_number(snapshot, self.value)


def english_deadline(deadline: Deadline) -> str:
    """Return the day of a deadline in English with its bound, "before the 20th"; empty where no day is known.

    A period is over by its last day: what is due "trong quý II/2023" is so by 30 June.
    """
    if deadline.due:
        bound = "by" if deadline.kind == "period" and deadline.bound == "on" else deadline.bound
        return f"{bound} {_day(deadline.due, 'en')}"
    day = _DAY_OF_RULE.search(deadline.rule or "")
    if not day:
        return ""
    number = int(day[1])
    ending = "th" if number in _TEENS else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{deadline.bound} the {number}{ending}"


def has_number(snapshot: Snapshot, number: str) -> bool:
    """True where a document has a number as its own or cites it."""
    wanted = squash(number)
    own = (document.metadata.number for document in snapshot.documents.values())
    cited = (record.number for record in instruments(snapshot).by_key.values())
    return any(squash(each) == wanted for each in (*own, *cited) if each)


def fact_of(fact: Fact, document: DocumentRecord) -> str | None:
    """Return what a document says of itself, as it stands in the index; None where it does not say."""
    metadata = document.metadata
    if fact == "year":
        return str(metadata.year) if metadata.year else None
    if fact == "recipients":
        more = " …" if len(metadata.recipients) > _MOST_NAMES else ""
        return "; ".join(metadata.recipients[:_MOST_NAMES]) + more or None
    value: str | None = getattr(metadata, fact)
    return value


def fact_cited(fact: Fact, record: InstrumentRecord) -> str | None:
    """Return what most citations say of an instrument; None where none does."""
    return {"date": record.date, "issuer": record.issuer, "type": record.type}.get(fact)


def name_of(document: DocumentRecord) -> str:
    """Return what a document is called in a line: its province, else its issuer or number."""
    metadata = document.metadata
    return metadata.province or metadata.issuer or metadata.number or metadata.title


def _fact_words(fact: Fact, document: DocumentRecord, language: Language) -> str:
    period = PERIOD.search(document.metadata.title) if fact == "year" else None
    return (
        f"{period[1]} - {period[2]}"
        if period
        else _value_words(fact, fact_of(fact, document) or "", language)
    )


def _value_words(fact: Fact, value: str, language: Language) -> str:
    if fact == "date":
        return _day(value, language)
    return english_type(value) if fact == "type" and language == "en" else value


def _day(iso: str, language: Language) -> str:
    day = date.fromisoformat(iso)
    return format_date(day, "d MMMM y", "en") if language == "en" else f"Ngày {day:%d/%m/%Y}"


def _label(document: DocumentRecord, language: Language, *, typed: bool = True) -> str:
    metadata = document.metadata
    kind = english_type(metadata.type) if language == "en" else metadata.type or "Văn bản"
    named = " ".join(filter(None, (kind if typed else None, metadata.number)))
    return ", ".join(filter(None, (named, metadata.province)))


def _titled(document: DocumentRecord) -> str:
    metadata = document.metadata
    return f"{metadata.number}, {metadata.title}" if metadata.number else metadata.title


def _count_line(
    language: Language, asked: Sequence[DocumentRecord], total: int, does: str, one: str = ""
) -> str:
    """Return how many of `total` documents do something, and which: `one` is what a single one is called."""
    names = [one] if one else [name_of(document) for document in asked]
    listed = ", ".join(dict.fromkeys(names[:_MOST_NAMES])) + (" …" if len(names) > _MOST_NAMES else "")
    of = f"{len(asked)} of {total} documents" if language == "en" else f"{len(asked)} trong {total} văn bản"
    provinces = {document.metadata.province for document in asked}
    if 1 < len(provinces) < len(asked) and None not in provinces:
        of += f" ({len(provinces)} provinces)" if language == "en" else f" ({len(provinces)} tỉnh, thành)"
    return f"{of} {does}".rstrip() + (f": {listed}" if names else "")
