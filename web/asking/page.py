"""Answers with verbatim quotes, or the front page before a question."""

from fastapi import APIRouter, Request, Response

from index.errors import InvalidQueryError
from search_api.asking.answers import Answer
from search_api.kit.parameters import service_of
from search_api.writing import Written
from web.asking.view import document_groups
from web.asking.written_view import written_view
from web.kit.forms import form, refused
from web.kit.front import front_page
from web.kit.parameters import Parameters
from web.kit.presenters import hit_views
from web.kit.rendering import render, urls_of

router = APIRouter()


@router.get("/ask")
def ask(request: Request) -> Response:
    """Verbatim quotes that answer a question."""
    parameters = Parameters.of(request)
    if not parameters.q:
        return front_page(request, parameters, "ask")
    try:
        answer = service_of(request).ask(parameters.q, parameters.filters())
    except InvalidQueryError as error:
        return refused(request, parameters, "ask", error)
    return answer_page(request, parameters, answer)


def answer_page(
    request: Request, parameters: Parameters, answer: Answer, finished: Written | None = None
) -> Response:
    """Return the page of an answer, with its finished summary where there is one."""
    urls = urls_of(request)
    view = {
        "answer": answer,
        "documents": document_groups(answer, urls),
        "written": written_view(request, parameters, answer, urls, finished),
        "nearest": hit_views(answer.result.hits, urls, parameters.q),
    }
    return render(request, "asking/ask.html", {**form(request, parameters, "ask"), **view})
