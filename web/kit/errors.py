"""The page for what went wrong, with a search box to go on from."""

from fastapi import Response

from web.kit.parameters import Parameters
from web.kit.rendering import render
from web.kit.visit import Visit


def error_page(visit: Visit, status: int, message: str) -> Response:
    """Return an error page; `message` names the input and the remedy, in English."""
    view = {"status": status, "message": message, "parameters": Parameters()}
    return render(visit, "kit/error.html", view, status)
