"""What an answer is made of."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from index.snapshot import Snapshot
from index.types import Confidence, DocumentRecord, PassageRecord, SearchResult
from search_api.asking.evidence import Said
from search_api.asking.quotes import Quote
from search_api.asking.reading import Reading
from search_api.asking.statements import Language, Statement
from search_api.asking.successors import Note

MOST_QUOTES = 6
# Joined answers show more: the direction and the section of the actor, for each plan.
MOST_JOINED_QUOTES = 12

Status = Literal["answered", "no_evidence"]
# What a document has of actor and topic: a duty of the actor on the topic; both, but apart; one only.
Covers = Literal["joined", "apart", "topic_only", "actor_only"]


@dataclass(frozen=True, slots=True)
class DocumentAnswer:
    """The quotes of one document, in order; `coverage` where the question names actor and topic.

    A document that has the actor only has no quotes, and `example` is the first of its duties.
    """

    document: DocumentRecord
    quotes: tuple[Quote, ...]
    coverage: Covers | None = None
    example: PassageRecord | None = None


def by_document(snapshot: Snapshot, quotes: Iterable[Quote]) -> tuple[DocumentAnswer, ...]:
    """Return quotes by document, in the order of the first of each."""
    groups: defaultdict[str, list[Quote]] = defaultdict(list)
    for quote in quotes:
        groups[quote.document.id].append(quote)
    return tuple(DocumentAnswer(snapshot.document(identity), tuple(own)) for identity, own in groups.items())


@dataclass(frozen=True)
class Answer:
    """The quotes that answer a question, what can be said in a line, and the search behind them.

    `plans` is what each document has, where the question asks for documents; `notes` what became of the
    bodies and provinces that it names.
    """

    reading: Reading
    status: Status
    confidence: Confidence
    documents: tuple[DocumentAnswer, ...]
    result: SearchResult
    plans: tuple[Said, ...] = ()
    line: Statement | None = None
    notes: tuple[Note, ...] = ()

    @property
    def language(self) -> Language:
        """The language of the question, which its answer line is in."""
        return "en" if self.reading.english else "vi"

    @cached_property
    def quotes(self) -> tuple[Quote, ...]:
        """All quotes, document after document."""
        return tuple(quote for part in self.documents for quote in part.quotes)
