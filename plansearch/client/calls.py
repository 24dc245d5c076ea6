"""Every call of the API, once: what is sent, and as what the answer is read. Nothing is sent here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Generic, Literal, Self, TypedDict, TypeVar, Unpack
from urllib.parse import quote

import httpx2
from pydantic import BaseModel

from plansearch.client.models import (
    AskOut,
    CheckOut,
    CitedInstrumentOut,
    CompareOut,
    CoverageOut,
    DocumentDetailOut,
    DocumentOut,
    DocumentsOut,
    DutiesOut,
    DutyOut,
    HitOut,
    InstrumentsOut,
    PassageOut,
    SearchOut,
    SimilarOut,
    StatisticsOut,
    SuggestOut,
)
from plansearch.client.problems import ProblemError

Answer = TypeVar("Answer", bound=BaseModel)
Part = TypeVar("Part", bound=SearchOut | DocumentsOut | DutiesOut | InstrumentsOut)
Item = TypeVar("Item")
_API = "/api/v1"
# What the server gives at most at once.
_LONGEST_PART = 100


@dataclass(frozen=True)
class Call(Generic[Answer]):
    """One request, and the model of its answer; a parameter that is None is not sent."""

    path: str
    answer: type[Answer]
    parameters: Mapping[str, object] = field(default_factory=dict)
    body: Mapping[str, str] | None = None

    def request(self, http: httpx2.Client | httpx2.AsyncClient) -> httpx2.Request:
        """Return what is to be sent to the server of `http`."""
        named: dict[str, Any] = {name: value for name, value in self.parameters.items() if value is not None}
        method = "GET" if self.body is None else "POST"
        return http.build_request(method, _API + self.path, params=named, json=self.body)

    def read(self, response: httpx2.Response) -> Answer:
        """Return the answer; raises `ProblemError` where the server has none."""
        if not response.is_success:
            raise ProblemError.of(response)
        return self.answer.model_validate_json(response.content)


class LinesCall(Call[Answer]):
    """A request for JSON Lines; `answer` is the model of each line."""

    def lines(self) -> "Lines[Answer]":
        """Return what reads the answer part by part."""
        return Lines(self.answer)


class Lines(Generic[Answer]):
    """Reads lines from the parts that an answer comes in; only a line feed ends one."""

    def __init__(self, answer: type[Answer]) -> None:
        self._answer, self._begun = answer, bytearray()

    def read(self, part: bytes) -> list[Answer]:
        """Return what the lines say that this part completes."""
        *ends, begun = part.split(b"\n")
        found = []
        for end in ends:
            found.append(self._answer.model_validate_json(self._begun + end))
            self._begun.clear()
        self._begun += begun
        return found

    def end(self) -> None:
        """Raise `httpx2.ReadError` where the answer ended within a line: a proxy may hide that it broke off."""
        if self._begun:
            raise httpx2.ReadError("the answer ended within a line")


@dataclass(frozen=True)
class ListCall(Call[Part], Generic[Part, Item]):
    """A request for a part of a list; `items` names what is listed in its answer."""

    items: Callable[[Part], Sequence[Item]] = field(kw_only=True)

    def first(self) -> Self:
        """Return the call for the part that a walk through the list begins with, as long as one may be."""
        return self._with(limit=self.parameters.get("limit") or _LONGEST_PART)

    def after(self, part: Part) -> Self | None:
        """Return the call for the part after this one, None at the end of the list."""
        return self._with(cursor=part.next, offset=None) if part.next else None

    def _with(self, **parameters: object) -> Self:
        return replace(self, parameters={**self.parameters, **parameters})


class Filters(TypedDict, total=False):
    """Which documents are meant: all where nothing is named."""

    province: str | None
    year: int | None
    type: str | None


class Within(Filters, total=False):
    """Which documents passages are sought in; `document_id` is that of the only one."""

    document_id: str | None


class PartOf(TypedDict, total=False):
    """Which part of a list is meant: so many, after so many or after the part that gave the cursor."""

    limit: int | None
    offset: int | None
    cursor: str | None


class SearchOptions(Within, PartOf, total=False):
    """How passages are sought."""

    sort: Literal["relevance", "date"]


class AskOptions(Within, total=False):
    """How a question is read; `as_typed` letter by letter, without mending slips."""

    as_typed: bool


class DocumentsOptions(Filters, PartOf, total=False):
    """Which documents are listed, and which part of the list is meant."""


class DutiesOptions(Within, PartOf, total=False):
    """Which duties are meant; `-` before `sort` turns the order round."""

    actor: str | None
    exact: bool
    topic: str | None
    deadline: Literal["any", "date", "period", "recurring"] | None
    due_from: date | None
    due_to: date | None
    sort: Literal[
        "document", "-document", "actor", "-actor", "deadline", "-deadline", "province", "-province"
    ]  # fmt: skip


class InstrumentsOptions(PartOf, total=False):
    """Which cited instruments are listed; `q` are words or a number."""

    q: str
    type: str | None
    level: Literal["party", "government", "province"] | None


class CoverageOptions(Filters, total=False):
    """What the columns and the topics of a coverage are."""

    by: Literal["province", "year", "document"]
    topics: Literal["all", "named", "clusters"]


def search(q: str, **options: Unpack[SearchOptions]) -> ListCall[SearchOut, HitOut]:
    """Ranked passages with reasons and citations."""
    return ListCall("/search", SearchOut, {"q": q, **options}, items=lambda part: part.results)


def ask(q: str, **options: Unpack[AskOptions]) -> Call[AskOut]:
    """Verbatim quotes that answer a question, or no evidence."""
    return Call("/ask", AskOut, {"q": q, **options})


def suggest(q: str) -> Call[SuggestOut]:
    """Bodies, topics, numbers, documents and places that begin with the typed words."""
    return Call("/suggest", SuggestOut, {"q": q})


def documents(**options: Unpack[DocumentsOptions]) -> ListCall[DocumentsOut, DocumentOut]:
    """The documents of the index."""
    return ListCall("/documents", DocumentsOut, {**options}, items=lambda part: part.documents)


def document(document_id: str) -> Call[DocumentDetailOut]:
    """One document with text, outline, passages and cited instruments."""
    return Call(f"/documents/{_step(document_id)}", DocumentDetailOut)


def download_documents(**options: Unpack[Filters]) -> LinesCall[DocumentDetailOut]:
    """All documents with text, outline, passages and cited instruments, one after another."""
    return LinesCall("/documents.jsonl", DocumentDetailOut, {**options})


def download_passages(**options: Unpack[Filters]) -> LinesCall[PassageOut]:
    """The passages of all documents in reading order, one after another."""
    return LinesCall("/passages.jsonl", PassageOut, {**options})


def passage(passage_id: str) -> Call[PassageOut]:
    """One passage with its place."""
    return Call(f"/passages/{_step(passage_id)}", PassageOut)


def similar(passage_id: str, limit: int = 10) -> Call[SimilarOut]:
    """How other documents put the same thing, how alike it is, and the word differences."""
    return Call(f"/passages/{_step(passage_id)}/similar", SimilarOut, {"limit": limit})


def compare(*document_ids: str) -> Call[CompareOut]:
    """Two to six documents side by side; the first leads the order."""
    return Call("/compare", CompareOut, {"d": document_ids})


def duties(**options: Unpack[DutiesOptions]) -> ListCall[DutiesOut, DutyOut]:
    """Who must do what, with whom and by when."""
    return ListCall("/duties", DutiesOut, {**options}, items=lambda part: part.duties)


def instruments(**options: Unpack[InstrumentsOptions]) -> ListCall[InstrumentsOut, CitedInstrumentOut]:
    """What the documents cite, the most cited first."""
    return ListCall("/instruments", InstrumentsOut, {**options}, items=lambda part: part.instruments)


def coverage(**options: Unpack[CoverageOptions]) -> Call[CoverageOut]:
    """What the plans speak of: topics by province, year or document, with honest gaps."""
    return Call("/coverage", CoverageOut, {**options})


def check(text: str) -> Call[CheckOut]:
    """Whether the documents say what a draft quotes, and whether it cites them rightly."""
    return Call("/check", CheckOut, body={"text": text})


def statistics() -> Call[StatisticsOut]:
    """How much the index holds."""
    return Call("/statistics", StatisticsOut)


def _step(name: str) -> str:
    """Return a name as one step of a path, whatever it is made of."""
    return quote(name, safe="")
