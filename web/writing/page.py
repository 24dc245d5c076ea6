"""The answer with its written summary, for readers without script: the page waits for the summary."""

from fastapi import APIRouter, Response
from starlette.concurrency import run_in_threadpool

from index.errors import InvalidQueryError
from search_api.kit.parameters import Served
from search_api.writing import TermSupport, sources_of
from search_api.writing.routes import Writer
from web.asking.page import answer_page
from web.kit.forms import refused
from web.kit.parameters import Parameters
from web.kit.visit import Here

router = APIRouter()


@router.get("/ask/written")
async def written(visit: Here, composer: Writer, service: Served) -> Response:
    """The quotes of `/ask`, and above them the finished summary or why there is none."""
    parameters = Parameters.of(visit.query)
    try:
        answer = await run_in_threadpool(service.ask, parameters.q, parameters.filters())
    except InvalidQueryError as error:
        return refused(visit, service, parameters, "ask", error)
    support = TermSupport(service.searcher.generation)
    finished = await composer.write(answer.question.text, sources_of(answer.quotes), support)
    return await run_in_threadpool(answer_page, visit, service, parameters, answer, finished)
