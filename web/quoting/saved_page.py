"""Saved searches: the browser keeps them, so the page is the same for everybody."""

from fastapi import APIRouter, Request, Response

from web.kit.rendering import render

router = APIRouter()


@router.get("/saved")
def saved(request: Request) -> Response:
    """The frame that the script fills with what this browser has saved."""
    return render(request, "quoting/saved.html", {})
