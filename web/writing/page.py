"""The answer with its written summary, for readers without script: the page waits for the summary."""

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from index.errors import InvalidQueryError
from search_api.asking.answers import Answer
from search_api.kit.parameters import service_of
from search_api.writing import TermSupport, Written, sources_of
from search_api.writing.routes import composer_of
from web.asking.page import answer_page
from web.kit.forms import refused
from web.kit.parameters import Parameters

router = APIRouter()


@router.get("/ask/written")
async def written(request: Request) -> Response:
    """The quotes of `/ask`, and above them the finished summary or why there is none."""
    composer_of(request)
    parameters = Parameters.of(request)
    try:
        answer = await run_in_threadpool(service_of(request).ask, parameters.q, parameters.filters())
    except InvalidQueryError as error:
        return refused(request, parameters, "ask", error)
    finished = await _write(request, answer)
    return await run_in_threadpool(answer_page, request, parameters, answer, finished)


async def _write(request: Request, answer: Answer) -> Written:
    support = TermSupport(service_of(request).searcher.generation)
    return await composer_of(request).write(answer.question.text, sources_of(answer.quotes), support)
