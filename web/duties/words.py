"""Deadlines in plain words of either language: "by 30/06/2024", "before the 20th of each month"."""

from collections.abc import Sequence

from babel.dates import get_day_names, get_month_names

from ingest.types import Deadline, DeadlineBound
from search_api.duties.due_days import rule_parts
from web.kit.i18n import Language, day, translations

_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def deadline_in_words(deadline: Deadline, language: Language) -> str:
    """Return when a deadline falls, empty where its own words are all that is known."""
    _ = translations(language).gettext
    if deadline.rule:
        return rule_in_words(deadline.rule, language, deadline.bound)
    if not deadline.due:
        return ""
    if deadline.kind == "period" and deadline.bound in ("on", "by"):
        return _("until %s") % day(deadline.due)
    return _bounded(deadline.bound, language) % _("day %s") % day(deadline.due)


def rule_in_words(rule: str, language: Language, bound: DeadlineBound = "on") -> str:
    """Return how often an RFC 5545 rule repeats, on or before which days, and until when, where it says so."""
    _ = translations(language).gettext
    parts = rule_parts(rule)
    point = _point(parts, language)
    words = _bounded(bound, language) % point if point else _repeated(parts, language)
    if "UNTIL" not in parts:
        return words
    return _("%(repeated)s, until %(day)s") % {"repeated": words, "day": _day_of(parts["UNTIL"])}


def _bounded(bound: DeadlineBound, language: Language) -> str:
    """Return the words that say on which side of a day a deadline lies, with room for the day."""
    _ = translations(language).gettext
    return {
        "on": _("on %s"),
        "before": _("before %s"),
        "by": _("by %s"),
        "from": _("from %s"),
        "after": _("after %s"),
    }[bound]


def _point(parts: dict[str, str], language: Language) -> str:
    """Return the days that a rule names, such as "the 20th of each month"; empty where it names none."""
    _ = translations(language).gettext
    months, days = _numbers(parts, "BYMONTH"), _numbers(parts, "BYMONTHDAY")
    if parts.get("BYDAY"):
        return _weekdays(parts["BYDAY"].split(","), language)
    if not days:
        return ""
    cycle = _cycle(months, language)[1] if len(days) == 1 else ""
    if cycle or not months:
        return (cycle or _("the %s of each month")) % _listed([_ordinal(n, language) for n in days])
    if min(days) > 0:
        return _("day %s of each year") % _listed([f"{d:02}/{m:02}" for m in months for d in days])
    return _("the end of %s of each year") % _month_names(months, language)


def _repeated(parts: dict[str, str], language: Language) -> str:
    """Return how often a rule without days repeats."""
    _ = translations(language).gettext
    months = _numbers(parts, "BYMONTH")
    if months:
        return _cycle(months, language)[0] or _("every year in %s") % _month_names(months, language)
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


def _weekdays(weekdays: Sequence[str], language: Language) -> str:
    """Return the words for days of the week, or for a certain one of a month ("-1FR")."""
    _ = translations(language).gettext
    names = get_day_names(locale=language)
    listed = _listed([names[_WEEKDAYS.index(weekday[-2:])] for weekday in weekdays])
    place = weekdays[0][:-2]
    if not place:
        return _("%s of each week") % listed
    places = {"1": _("first"), "2": _("second"), "3": _("third"), "4": _("fourth"), "-1": _("last")}
    return _("the %(place)s %(weekday)s of each month") % {"place": places[place], "weekday": listed}


def _cycle(months: Sequence[int], language: Language) -> tuple[str, str]:
    """Return the words for the months of quarters and half-years, alone and with room for a day; else empty."""
    _ = translations(language).gettext
    return {
        (3, 6, 9, 12): (_("every quarter"), _("the %s of the last month of each quarter")),
        (2, 5, 8, 11): (_("every quarter"), _("the %s of the second month of each quarter")),
        (1, 4, 7, 10): (_("every quarter"), _("the %s of the first month of each quarter")),
        (6, 12): (_("every half-year"), _("the %s of the last month of each half-year")),
        (1, 7): (_("every half-year"), _("the %s of the first month of each half-year")),
    }.get(tuple(months), ("", ""))


def _month_names(months: Sequence[int], language: Language) -> str:
    names = get_month_names(locale=language)
    return _listed([names[month] for month in months])


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
