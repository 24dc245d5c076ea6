"""Deadlines in plain words of either language: "by 30/06/2024", "every month on the 20th"."""

from collections.abc import Sequence

from babel.dates import get_day_names, get_month_names

from ingest.types import Deadline
from search_api.duties.due_days import rule_parts
from web.kit.i18n import Language, day, translations

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def deadline_in_words(deadline: Deadline, language: Language) -> str:
    """Return when a deadline falls, empty where its own words are all that is known."""
    _ = translations(language).gettext
    if deadline.rule:
        return rule_in_words(deadline.rule, language)
    if not deadline.due:
        return ""
    shown = day(deadline.due)
    return _("by %s") % shown if deadline.kind == "date" else _("until %s") % shown


def rule_in_words(rule: str, language: Language) -> str:
    """Return how often an RFC 5545 rule repeats, on which days, and until when, where it says so."""
    _ = translations(language).gettext
    parts = rule_parts(rule)
    words = _repeated(parts, language)
    if "UNTIL" not in parts:
        return words
    return _("%(repeated)s, until %(day)s") % {"repeated": words, "day": _day_of(parts["UNTIL"])}


def _repeated(parts: dict[str, str], language: Language) -> str:
    months, days = _numbers(parts, "BYMONTH"), _numbers(parts, "BYMONTHDAY")
    if parts.get("BYDAY"):
        return _on_weekdays(parts["BYDAY"].split(","), language)
    if months:
        return _in_months(months, days, language)
    if days:
        _ = translations(language).gettext
        return _("every month on the %s") % _listed([_ordinal(number, language) for number in days])
    return _every(parts["FREQ"], int(parts.get("INTERVAL", "1")), language)


def _every(frequency: str, interval: int, language: Language) -> str:
    """Return how often something repeats; "every month" and its like have no number in any language."""
    _ = translations(language).gettext
    named = {
        ("HOURLY", 1): _("every hour"),
        ("DAILY", 1): _("every day"),
        ("WEEKLY", 1): _("every week"),
        ("MONTHLY", 1): _("every month"),
        ("MONTHLY", 3): _("every quarter"),
        ("MONTHLY", 6): _("every half-year"),
        ("YEARLY", 1): _("every year"),
    }
    every = {
        "HOURLY": _("every %d hours"),
        "DAILY": _("every %d days"),
        "WEEKLY": _("every %d weeks"),
        "MONTHLY": _("every %d months"),
        "YEARLY": _("every %d years"),
    }
    return named.get((frequency, interval)) or every[frequency] % interval


def _on_weekdays(weekdays: Sequence[str], language: Language) -> str:
    """Return the words for days of the week, or for a certain one of a month ("-1FR")."""
    _ = translations(language).gettext
    names = get_day_names(locale=language)
    listed = _listed([names[_WEEKDAYS.index(weekday[-2:])] for weekday in weekdays])
    place = weekdays[0][:-2]
    if not place:
        return _("every week on %s") % listed
    places = {"1": _("first"), "2": _("second"), "3": _("third"), "4": _("fourth"), "-1": _("last")}
    return _("every month on the %(place)s %(weekday)s") % {"place": places[place], "weekday": listed}


def _in_months(months: Sequence[int], days: Sequence[int], language: Language) -> str:
    """Return the words for the months of quarters and half-years, else for days of the year."""
    _ = translations(language).gettext
    cycles = {
        (3, 6, 9, 12): (_("every quarter"), _("every quarter, on the %s of its last month")),
        (2, 5, 8, 11): (_("every quarter"), _("every quarter, on the %s of its second month")),
        (1, 4, 7, 10): (_("every quarter"), _("every quarter, on the %s of its first month")),
        (6, 12): (_("every half-year"), _("every half-year, on the %s of its last month")),
        (1, 7): (_("every half-year"), _("every half-year, on the %s of its first month")),
    }
    if tuple(months) in cycles and len(days) < 2:
        alone, with_day = cycles[tuple(months)]
        return with_day % _ordinal(days[0], language) if days else alone
    if days and min(days) > 0:
        return _("every year on %s") % _listed([f"{d:02}/{m:02}" for m in months for d in days])
    names = _listed([get_month_names(locale=language)[month] for month in months])
    return (_("every year, at the end of %s") if days else _("every year in %s")) % names


def _day_of(until: str) -> str:
    """Return the last day of a rule as dd/mm/yyyy."""
    return f"{until[6:8]}/{until[4:6]}/{until[:4]}"


def _numbers(parts: dict[str, str], name: str) -> list[int]:
    return [int(number) for number in parts.get(name, "").split(",") if number]


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words)


def _ordinal(number: int, language: Language) -> str:
    """Return the day of a month as it is said: "20th" in English, "20" in Vietnamese."""
    _ = translations(language).gettext
    if number < 0:
        return _("last day")
    if language != "en":
        return str(number)
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number // 10 != 1 else "th"
    return f"{number}{ending}"
