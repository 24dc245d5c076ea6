"""Vietnamese and English: which language a request wants, and how its texts and numbers read."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Literal

from babel.dates import format_datetime
from babel.numbers import format_decimal
from babel.support import NullTranslations, Translations
from starlette.requests import Request

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")
DEFAULT_LANGUAGE: Language = "vi"
PARAMETER = "lang"
COOKIE = "lang"
LOCALE_FOLDER = Path(__file__).parent.parent / "locale"


def explicit_language(request: Request) -> Language | None:
    """Return the language that the address itself asks for, if it is one of ours."""
    return _known(request.query_params.get(PARAMETER, ""))


def choose_language(request: Request) -> Language:
    """Return the language of a page: the address, then the cookie, then the browser, then vi."""
    return (
        explicit_language(request)
        or _known(request.cookies.get(COOKIE, ""))
        or _preferred(request.headers.get("accept-language", ""))
        or DEFAULT_LANGUAGE
    )


@cache
def translations(language: Language) -> NullTranslations:
    """Return the compiled catalogue of a language."""
    return Translations.load(LOCALE_FOLDER, [language])


def number(value: float, language: Language) -> str:
    """Return a number with the separators of the language: 14.220 or 14,220."""
    return format_decimal(value, locale=language)


def day(date: str | None) -> str | None:
    """Return an ISO date as dd/mm/yyyy, the form of Vietnamese documents in both languages."""
    return "/".join(reversed(date.split("-"))) if date else None


def moment(timestamp: str, language: Language) -> str:
    """Return an ISO timestamp as day and time in UTC."""
    time = datetime.fromisoformat(timestamp).astimezone(UTC)
    return format_datetime(time, "dd/MM/yyyy HH:mm 'UTC'", locale=language)


def _known(code: str) -> Language | None:
    """Return the language of a code such as `en` or `en-GB`."""
    return next((known for known in LANGUAGES if known == code.strip().lower()[:2]), None)


def _preferred(header: str) -> Language | None:
    """Return the first of our languages in an Accept-Language header, by its weights."""
    ranges = [part.split(";q=") for part in header.replace(" ", "").split(",") if part]
    ranges.sort(key=lambda item: -_weight(item))
    return next((code for item in ranges if (code := _known(item[0]))), None)


def _weight(item: list[str]) -> float:
    try:
        return float(item[1]) if len(item) > 1 else 1.0
    except ValueError:
        return 0.0
