"""Bodies of the State and the Party that others took over from in 2025: which, since when, and by what."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal, get_args

from ingest.language.tables import cell_items, read_table

# What the successor took over: the body as a whole, or some of its tasks; or the body keeps its name and
# is under the other since.
How = Literal["whole", "tasks", "under"]
Level = Literal["ministry", "province", "district", "party"]


@dataclass(frozen=True, slots=True)
class Succession:
    """One body after another, each by its first name in the table.

    `since` is an ISO day, `what` the words for the tasks where `how` is "tasks", `basis` the number of the
    act where it is known. It is not `sure` where places differ, or the day does.
    """

    former: str
    successor: str
    since: str
    how: How
    what: tuple[str, ...]
    level: Level
    sure: bool
    basis: str


@cache
def successions() -> tuple[Succession, ...]:
    """Return who took over from whom, in the order of the table."""
    return tuple(
        Succession(
            former=cell_items(row["former"])[0],
            successor=cell_items(row["successor"])[0],
            since=row["since"],
            how=next(how for how in get_args(How) if how == row["how"]),
            what=cell_items(row["what"]),
            level=next(level for level in get_args(Level) if level == row["level"]),
            sure=row["sure"] == "yes",
            basis=row["basis"],
        )
        for row in read_table("ingest.language", "successors.tsv")
    )


@cache
def reorganised_bodies() -> Mapping[str, tuple[str, ...]]:
    """Return the bodies of the table by their first name, each with all the names that the table gives it."""
    names: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for row in read_table("ingest.language", "successors.tsv"):
        for cell in (row["former"], row["successor"]):
            names[cell_items(cell)[0]] |= dict.fromkeys(cell_items(cell))
    return {body: tuple(known) for body, known in names.items()}
