"""Vietnamese and English: which language a page speaks, and how its texts and numbers read."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Literal

from babel.dates import format_datetime
from babel.numbers import format_decimal, format_percent
from babel.support import NullTranslations, Translations

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")
DEFAULT_LANGUAGE: Language = "vi"
PARAMETER = "lang"
COOKIE = "lang"
LOCALE_FOLDER = Path(__file__).parent.parent / "locale"


def known_language(code: str) -> Language | None:
    """Return the language of a code such as `en` or `en-GB`, None where it is none of ours."""
    return next((known for known in LANGUAGES if known == code.strip().lower()[:2]), None)


def choose_language(address: str, cookie: str, browser: str) -> Language:
    """Return the language of a page by what these ask for, the first that is ours, else Vietnamese."""
    return known_language(address) or known_language(cookie) or _preferred(browser) or DEFAULT_LANGUAGE


@cache
def translations(language: Language) -> NullTranslations:
    """Return the compiled catalogue of a language."""
    return Translations.load(LOCALE_FOLDER, [language])


def number(value: float, language: Language) -> str:
    """Return a number with the separators of the language: 14.220 or 14,220."""
    return format_decimal(value, locale=language)


def percent(share: float, language: Language) -> str:
    """Return a share (0 … 1) as whole percent."""
    return format_percent(share, locale=language)


def day(date: str | None) -> str | None:
    """Return an ISO date as dd/mm/yyyy, the form of Vietnamese documents in both languages."""
    return "/".join(reversed(date.split("-"))) if date else None


def moment(timestamp: str, language: Language) -> str:
    """Return an ISO timestamp as day and time in UTC."""
    time = datetime.fromisoformat(timestamp).astimezone(UTC)
    return format_datetime(time, "dd/MM/yyyy HH:mm 'UTC'", locale=language)


def _preferred(header: str) -> Language | None:
    """Return the first of our languages in an Accept-Language header, by its weights."""
    ranges = [part.split(";q=") for part in header.replace(" ", "").split(",") if part]
    ranges.sort(key=lambda item: -_weight(item))
    return next((code for item in ranges if (code := known_language(item[0]))), None)


def _weight(item: list[str]) -> float:
    try:
        return float(item[1]) if len(item) > 1 else 1.0
    except ValueError:
        return 0.0
