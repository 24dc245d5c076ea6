"""Cues: the words of a question that say what is asked, as the table `cues.tsv` holds them."""

from collections.abc import Iterator
from typing import Literal, get_args

from ingest.language.tables import cell_items, read_table

# who, when, money: what is asked for. count, which: how. body, plan, province: of what. say, cite, not,
# sign, issue, number, title, year, compare, basis: what of it.
Sense = Literal[
    "who", "when", "money", "count", "which", "body", "plan", "province", "say", "cite", "not", "sign",
    "issue", "number", "title", "year", "compare", "basis",
]  # fmt: skip
SENSES: tuple[Sense, ...] = get_args(Sense)


# What is asked for by name: a body, a document, a province.
NOUNS: tuple[Sense, ...] = ("body", "plan", "province")


def cue_phrases() -> Iterator[tuple[str, frozenset[Sense]]]:
    """Yield every phrase that is a cue in either language, with its senses.

    "Which" and "how many" are joined with every noun, as a question has them: "which plans", "kế hoạch nào".
    """
    phrases: dict[Sense, tuple[str, ...]] = {}
    for row in read_table("search_api.asking", "cues.tsv"):
        sense = next(each for each in SENSES if each == row["sense"])
        phrases[sense] = (*cell_items(row["english"]), *cell_items(row["vietnamese"]))
        yield from ((phrase, frozenset({sense})) for phrase in phrases[sense])
    for noun in NOUNS:
        for name in phrases[noun]:
            yield from ((f"{which} {name}", frozenset[Sense]({"which", noun})) for which in ("which", "what"))
            yield from ((f"{name} {which}", frozenset[Sense]({"which", noun})) for which in ("nào", "gì"))
            yield f"có {name} nào", frozenset[Sense]({"which", noun})
            yield from ((f"{count} {name}", frozenset[Sense]({"count", noun})) for count in phrases["count"])
