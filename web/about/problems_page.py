"""What each kind of problem means that the API answers with, and what to do about it."""

from collections.abc import Callable
from dataclasses import dataclass

from fastapi import APIRouter, Response

from index.errors import NotFoundError
from search_api.kit.problems import KINDS, PROBLEMS_PATH, Kind
from web.kit.rendering import render
from web.kit.visit import Here

router = APIRouter()


@dataclass(frozen=True, slots=True)
class Explained:
    """A kind of problem with what it means and what to do."""

    kind: Kind
    meaning: str


@router.get(PROBLEMS_PATH)
def problems(visit: Here) -> Response:
    """All kinds of problems."""
    return render(visit, "about/problems.html", {"problems": explained(visit.gettext)})


@router.get(f"{PROBLEMS_PATH}/{{name}}")
def problem_page(visit: Here, name: str) -> Response:
    """One kind of problem: the page that its address in an answer leads to."""
    found = [each for each in explained(visit.gettext) if each.kind.name == name]
    if not found:
        raise NotFoundError(f"there is no problem called {name!r}; {PROBLEMS_PATH} lists all")
    return render(visit, "about/problems.html", {"problems": found})


def explained(_: Callable[[str], str]) -> list[Explained]:
    """Return every kind of problem with what it means, in the language of `_`."""
    meanings = {
        "bad-request": _("The request could not be understood. Send it as the description of the API says."),
        "unauthorized": _(
            "This server answers those who have a valid key. Ask its administrator for one, or whether yours has expired."
        ),
        "forbidden": _(
            "This may not be done: the key has too small a scope, or a form was sent from pages of another server."
        ),
        "not-found": _(
            "There is no such address, document or passage. A document may have been removed since."
        ),
        "method-not-allowed": _(
            "The address exists, but not for this method. The header Allow names those that it knows."
        ),
        "cursor-expired": _(
            "The index has changed since the cursor was given. Begin the list again without it."
        ),
        "content-too-large": _("The body of the request is larger than this server takes."),
        "unknown-host": _("The server does not go by the name that the request was sent to."),
        "invalid-request": _(
            "A parameter has a value that it cannot have. The detail names it and says what it can be."
        ),
        "unknown-parameter": _(
            "The address has a parameter that it does not know. The detail names the nearest one."
        ),
        "unknown-value": _(
            "Nothing in this index has the value of that filter. The detail names those that are there."
        ),
        "too-many-requests": _(
            "Too many requests came from one place. The header Retry-After says how long to wait."
        ),
        "internal-error": _(
            "Something went wrong that should not have. Tell the administrator the id of the request."
        ),
        "unavailable": _(
            "The server cannot answer at this moment. The header Retry-After says when to come back."
        ),
        "insufficient-storage": _(
            "The disk of the server is nearly full, and takes no more documents. Its administrator has to make room."
        ),
    }
    return [Explained(kind, meanings[kind.name]) for kind in KINDS.values()]
