"""The answer with its written summary, for readers without script: the page waits for the summary."""

from fastapi import APIRouter, Response
from starlette.concurrency import run_in_threadpool

from index.errors import InvalidQueryError
from search_api.asking.answers import ask
from search_api.kit.parameters import Written
from search_api.writing import TermSupport, sources_of
from search_api.writing.routes import Writer
from web.asking.page import answer_page
from web.kit.forms import refused
from web.kit.parameters import Parameters
from web.kit.visit import Here

router = APIRouter()


@router.get("/ask/written")
async def written(visit: Here, composer: Writer, snapshot: Written) -> Response:
    """The quotes of `/ask`, and above them the finished summary or why there is none."""
    parameters = Parameters.of(visit.query)
    try:
        answer = await run_in_threadpool(ask, snapshot, parameters.q, parameters.filters())
    except InvalidQueryError as error:
        return refused(visit, snapshot, parameters, "ask", error)
    support = TermSupport(snapshot)
    finished = await composer.write(answer.reading.text, sources_of(answer.quotes), support)
    return await run_in_threadpool(answer_page, visit, snapshot, parameters, answer, finished)
