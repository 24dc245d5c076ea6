"""The composer: asks the endpoint for a summary and lets through the sentences that pass."""

import time
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from dataclasses import dataclass

from search_api.kit.metrics import observe_written_answer, observe_written_sentence
from search_api.writing.checks import Checker, Fault
from search_api.writing.circuit import Circuit
from search_api.writing.client import Endpoint, stream_text
from search_api.writing.cutting import Cutter
from search_api.writing.prompt import MOST_SENTENCES, messages
from search_api.writing.support import Support
from search_api.writing.types import EndpointError, Reason, Sentence, Source, WritingOutcome

# A model that writes so many sentences that do not pass will not write a good one.
MOST_CHECKED = 60


@dataclass(frozen=True, slots=True)
class Written:
    """A finished written answer."""

    sentences: tuple[Sentence, ...]
    outcome: WritingOutcome


class Composer:
    """Writes summaries by one endpoint, behind one circuit."""

    def __init__(self, endpoint: Endpoint, circuit: Circuit | None = None) -> None:
        self.endpoint = endpoint
        self.circuit = circuit or Circuit()

    async def compose(
        self, question: str, sources: Sequence[Source], support: Support
    ) -> AsyncGenerator[Sentence | WritingOutcome, None]:
        """Yield each sentence that passes as soon as it is complete, and the outcome at the end.

        Closing the iterator ends the request to the endpoint.
        """
        begin = time.monotonic()
        shown = dropped = 0
        reason: Reason | None = None if sources else "no_evidence"
        try:
            async with aclosing(self._checked(question, sources, support)) as parts:
                async for part in parts:
                    observe_written_sentence(part if isinstance(part, str) else "shown")
                    if isinstance(part, Sentence):
                        shown += 1
                        yield part
                    else:
                        dropped += 1
        except EndpointError as error:
            reason = error.reason
        if not shown and not reason:
            reason = "nothing_passed"
        observe_written_answer(reason or "complete")
        yield WritingOutcome(shown, dropped, round(time.monotonic() - begin, 3), reason)

    async def write(self, question: str, sources: Sequence[Source], support: Support) -> Written:
        """Return the finished answer."""
        sentences: list[Sentence] = []
        async with aclosing(self.compose(question, sources, support)) as parts:
            async for part in parts:
                if isinstance(part, WritingOutcome):
                    return Written(tuple(sentences), part)
                sentences.append(part)
        raise AssertionError("a composition ends with its outcome")

    async def _checked(
        self, question: str, sources: Sequence[Source], support: Support
    ) -> AsyncGenerator[Sentence | Fault, None]:
        """Yield each sentence or its fault, until there are enough; nothing is sent without sources."""
        if not sources:
            return
        checker, shown, checked = Checker(sources, support), 0, 0
        with self.circuit.attempt():
            async with aclosing(self._runs(question, sources)) as runs:
                async for run in runs:
                    checked += 1
                    if checked > MOST_CHECKED:
                        raise EndpointError("too_long")
                    part = checker.check(run)
                    yield part
                    shown += isinstance(part, Sentence)
                    if shown == MOST_SENTENCES:
                        return

    async def _runs(self, question: str, sources: Sequence[Source]) -> AsyncGenerator[str, None]:
        """Yield what the endpoint writes, cut into sentences."""
        cutter = Cutter()
        async with aclosing(stream_text(self.endpoint, messages(question, sources))) as pieces:
            async for piece in pieces:
                for run in cutter.feed(piece):
                    yield run
        for run in cutter.finish():
            yield run
