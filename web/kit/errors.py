"""The page for what went wrong, with a search box to go on from."""

from fastapi import Response

from web.kit.parameters import Parameters
from web.kit.rendering import render
from web.kit.visit import Visit


def error_page(
    visit: Visit, status: int, message: str, request_id: str, *, translated: bool = False
) -> Response:
    """Return an error page; `message` names the input and the remedy, in English unless it is `translated`.

    The id of the request is shown where the server is at fault: its log has it too.
    """
    view = {
        "status": status,
        "message": message,
        "request_id": request_id if status >= 500 else "",
        "translated": translated or visit.language == "en",
        "parameters": Parameters(),
    }
    return render(visit, "kit/error.html", view, status)
