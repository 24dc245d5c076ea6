"""Answers with verbatim quotes, or the front page before a question."""

from fastapi import APIRouter, Response

from index.errors import InvalidQueryError
from index.snapshot import Snapshot
from search_api.asking.answers import ask
from search_api.asking.types import Answer
from search_api.kit.parameters import Served
from search_api.writing import Written
from web.asking.view import document_groups, line_view, plan_views, reading_view
from web.asking.written_view import written_view
from web.kit.forms import form, refused
from web.kit.front import front_page
from web.kit.parameters import Parameters
from web.kit.presenters import hit_views
from web.kit.rendering import render
from web.kit.visit import Here, Visit

router = APIRouter()


@router.get("/ask")
def ask_page(visit: Here, snapshot: Served) -> Response:
    """Verbatim quotes that answer a question."""
    parameters = Parameters.of(visit.query)
    if not parameters.q:
        return front_page(visit, snapshot, parameters)
    try:
        answer = ask(snapshot, parameters.q, parameters.filters(), as_typed=bool(parameters.as_typed))
    except InvalidQueryError as error:
        return refused(visit, snapshot, parameters, "ask", error)
    return answer_page(visit, snapshot, parameters, answer)


def answer_page(
    visit: Visit, snapshot: Snapshot, parameters: Parameters, answer: Answer, finished: Written | None = None
) -> Response:
    """Return the page of an answer, with its finished summary where there is one."""
    urls = visit.urls.returning("ask", parameters)
    view = {
        "answer": answer,
        "reading": reading_view(answer, parameters, urls),
        "line": line_view(answer, snapshot, urls),
        "plans": plan_views(answer, snapshot, urls),
        "documents": document_groups(answer, urls),
        "written": written_view(visit.written_by, parameters, answer, urls, finished),
        "nearest": hit_views(answer.result.hits, urls, parameters.q),
    }
    return render(visit, "asking/ask.html", {**form(visit, snapshot, parameters, "ask"), **view})
