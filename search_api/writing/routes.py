"""The written answer over HTTP, as a stream of server-sent events."""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.sse import EventSourceResponse, ServerSentEvent

from index.errors import NotFoundError
from search_api.asking.answers import ask
from search_api.asking.types import Answer
from search_api.kit.api_route import ApiRoute
from search_api.kit.parameters import Text, Within, Written
from search_api.writing import Composer, Sentence, TermSupport, WritingOutcome, sources_of
from search_api.writing.schemas import outcome_out, sentence_out

router = APIRouter(route_class=ApiRoute)
Parts = AsyncGenerator[Sentence | WritingOutcome, None]


async def composer_of(request: Request) -> Composer:
    """Return the composer; raises `NotFoundError` where no endpoint is configured."""
    composer: Composer | None = request.app.state.composer
    if composer is None:
        raise NotFoundError("there are no written answers here: PLANSEARCH_LLM_URL is not set")
    return composer


Writer = Annotated[Composer, Depends(composer_of)]


def answer_of(snapshot: Written, q: Text, filters: Within) -> Answer:
    """Return the extractive answer, whose quotes the written one rests on."""
    return ask(snapshot, q, filters)


async def parts_of(
    composer: Writer, snapshot: Written, found: Annotated[Answer, Depends(answer_of)]
) -> AsyncIterator[Parts]:
    """Give the parts of a summary, and end what writes it however the reader leaves.

    A reader who leaves while a part is on its way leaves the generator below where it stands.
    """
    async with aclosing(
        composer.compose(found.reading.text, sources_of(found.quotes), TermSupport(snapshot))
    ) as parts:
        yield parts


@router.get("/ask/written", response_class=EventSourceResponse)
async def written(parts: Annotated[Parts, Depends(parts_of)]) -> AsyncIterator[ServerSentEvent]:
    """A summary of the quotes of `/ask`: `sentence` events, then one `done` or `unavailable`."""
    async for part in parts:
        if isinstance(part, WritingOutcome):
            ended = outcome_out(part)
            yield ServerSentEvent(event=ended.event, data=ended)
        else:
            yield ServerSentEvent(event="sentence", data=sentence_out(part))
