"""The events of a written answer."""

from typing import ClassVar

from pydantic import Field

from search_api.kit.schemas import Schema
from search_api.writing import REASONS, Reason, Sentence, WritingOutcome


class SentenceOut(Schema):
    """A sentence that its quotes bear out: to be inserted as text, never as markup."""

    text: str
    citations: list[str] = Field(description="Ids of the passages that it rests on")
    numbers: list[int] = Field(description="The same as numbers of the quotes, from 1, in order of /ask")
    language: str = Field(description='"vi", or "en" for every other language')


class DoneOut(Schema):
    """The end of a written answer; `cut_short` says why it is not whole, where it is not."""

    event: ClassVar[str] = "done"

    sentences: int
    dropped: int = Field(description="Sentences that did not pass and are not shown")
    seconds: float
    cut_short: Reason | None


class UnavailableOut(Schema):
    """The end where nothing is shown."""

    event: ClassVar[str] = "unavailable"

    reason: Reason
    detail: str
    dropped: int


def sentence_out(sentence: Sentence) -> SentenceOut:
    """Return the JSON form of a sentence."""
    return SentenceOut(
        text=sentence.text,
        citations=list(sentence.passage_ids),
        numbers=list(sentence.numbers),
        language="vi" if sentence.vietnamese else "en",
    )


def outcome_out(outcome: WritingOutcome) -> DoneOut | UnavailableOut:
    """Return the JSON form of how a written answer ended."""
    if outcome.sentences or not outcome.reason:
        return DoneOut(
            sentences=outcome.sentences,
            dropped=outcome.dropped,
            seconds=outcome.seconds,
            cut_short=outcome.reason,
        )
    return UnavailableOut(reason=outcome.reason, detail=REASONS[outcome.reason], dropped=outcome.dropped)
