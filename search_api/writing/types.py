"""The words of the written answer as data: sources, sentences, how it ended."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, Protocol

from index.types import DocumentRecord, PassageRecord
from ingest.language.folding import one_line
from search_api.kit.citations import cite

# Why there is no written answer, or why it ends early.
Reason = Literal[
    "no_evidence", "nothing_passed", "resting", "busy", "timeout", "unreachable", "refused", "malformed",
    "broken_off", "too_long",
]  # fmt: skip
REASONS: dict[Reason, str] = {
    "no_evidence": "the plans do not speak of the question, so there is nothing to summarise",
    "nothing_passed": "no sentence of the endpoint is supported by the quotations that it cites",
    "resting": "the endpoint failed several times and is left alone for a minute",
    "busy": "other summaries are being written; ask again in a moment",
    "timeout": "the endpoint took too long",
    "unreachable": "the endpoint cannot be reached",
    "refused": "the endpoint answered with an error",
    "malformed": "the endpoint did not answer in the expected form",
    "broken_off": "the endpoint broke off",
    "too_long": "the endpoint sent too much",
}


class EndpointError(Exception):
    """The endpoint gave no usable answer, for the reason `reason`."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(REASONS[reason])
        self.reason = reason


class QuoteLike(Protocol):
    """What the written answer needs of a quote: its words, and where they stand."""

    @property
    def text(self) -> str:
        """The verbatim words."""

    @property
    def passage(self) -> PassageRecord:
        """The passage that they stand in."""

    @property
    def document(self) -> DocumentRecord:
        """The document of the passage."""


@dataclass(frozen=True, slots=True)
class Source:
    """A numbered quote as the model sees it, with its headings and its citation."""

    number: int
    passage_id: str
    text: str
    section: str
    citation: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that passed; `numbers` are the quotes it cites, `vietnamese` the language it is in."""

    text: str
    numbers: tuple[int, ...]
    passage_ids: tuple[str, ...]
    vietnamese: bool


@dataclass(frozen=True, slots=True)
class WritingOutcome:
    """How a written answer ended; `reason` is None where the endpoint said all it wanted to."""

    sentences: int
    dropped: int
    seconds: float
    reason: Reason | None


def sources_of(quotes: Iterable[QuoteLike]) -> tuple[Source, ...]:
    """Return the quotes of an answer numbered from 1, in the order of the page."""
    return tuple(
        Source(
            number=number,
            passage_id=quote.passage.id,
            text=one_line(quote.text),
            section=one_line(" › ".join(quote.passage.path)),
            citation=cite(quote.document, quote.passage.place),
        )
        for number, quote in enumerate(quotes, 1)
    )
