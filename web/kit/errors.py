"""The page for what went wrong, with a search box to go on from."""

from fastapi import Request, Response

from web.kit.parameters import Parameters
from web.kit.rendering import render


def error_page(request: Request, status: int, message: str) -> Response:
    """Return an error page; `message` names the input and the remedy, in English."""
    view = {"status": status, "message": message, "parameters": Parameters()}
    return render(request, "kit/error.html", view, status)
