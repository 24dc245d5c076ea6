"""The search box as one script: an element that pages of other sites may hold."""

from functools import cache

from fastapi import APIRouter, Response

from web.kit.i18n import DEFAULT_LANGUAGE, LANGUAGES, Language, translations
from web.kit.rendering import environment

router = APIRouter()

BOX_PATH = "/kit/box.js"
# It is the same for all; its address, which other sites have written down, cannot name its version.
_AN_HOUR = "public, max-age=3600"


@router.get(BOX_PATH)
def box() -> Response:
    """The script with the words of all languages: the page that holds the box says which it speaks."""
    return Response(_script(), media_type="text/javascript", headers={"Cache-Control": _AN_HOUR})


@cache
def _script() -> str:
    words = {language: _words(language) for language in LANGUAGES}
    view = {"words": words, "usual": DEFAULT_LANGUAGE}
    return environment(DEFAULT_LANGUAGE).get_template("portals/box.js").render(view)


def _words(language: Language) -> dict[str, str]:
    """Return what the box says in a language; script puts numbers in the place of {n}."""
    _ = translations(language).gettext
    return {
        "label": _("What are you looking for in the plans?"),
        "search": _("Search"),
        "searching": _("Searching …"),
        "found": _("Passages shown: {n}"),
        "near": _(
            "These passages may be about something near to your question rather than about it. Read before you cite."
        ),
        "unclear": _("The plans do not seem to speak of this."),
        "nothing": _("No passage found."),
        "failed": _("The search cannot be reached at this moment."),
        "all": _("All results"),
    }
