"""Saved searches: the browser keeps them, so the page is the same for everybody."""

from fastapi import APIRouter, Response

from web.kit.parameters import FILTER_NAMES
from web.kit.rendering import render
from web.kit.visit import Here

router = APIRouter()


@router.get("/saved")
def saved(visit: Here) -> Response:
    """The frame that the script fills with what this browser has saved."""
    return render(visit, "quoting/saved.html", {"asked": ("q", *FILTER_NAMES)})
