"""Cues: the words of a question that say what is asked, as the table `cues.tsv` holds them."""

from collections.abc import Iterator
from typing import Literal, get_args

from ingest.language.tables import cell_items, read_table

# who, when, money: what is asked for; long: a time that is a length. count, which: how. body, plan,
# province: of what. say, cite, not, sign, issue, number, title, year, compare, basis, short, effect: what of it.
# sum, contact: what is asked for where nothing else is. office: of who signed; receive: to whom a document goes.
Sense = Literal[
    "who", "when", "long", "money", "count", "which", "body", "plan", "province", "say", "cite", "not", "sign",
    "issue", "number", "title", "type", "year", "compare", "basis", "short", "effect", "sum", "contact",
    "office", "receive",
]  # fmt: skip
SENSES: tuple[Sense, ...] = get_args(Sense)


# What is asked for by name: a body, a document, a province.
NOUNS: tuple[Sense, ...] = ("body", "plan", "province")
# "Bao nhiêu tỷ", "how many million" ask for money.
_OF_MONEY = (
    "triệu",
    "tỷ",
    "tỉ",
    "đồng",
    "triệu đồng",
    "tỷ đồng",
    "nghìn",
    "nghìn đồng",
    "million",
    "billion",
    "dong",
)
_PER = ("một ngày", "mỗi ngày", "một tháng", "mỗi tháng", "một năm", "mỗi năm")


def cue_phrases() -> Iterator[tuple[str, frozenset[Sense]]]:
    """Yield every phrase that is a cue in either language, with its senses.

    "Which" and "how many" are joined with every noun, as a question has them: "which plans", "kế hoạch nào".
    """
    phrases: dict[Sense, tuple[str, ...]] = {}
    for row in read_table("search_api.asking", "cues.tsv"):
        senses = tuple(each for each in SENSES if each in row["sense"].split())
        found = (*cell_items(row["english"]), *cell_items(row["vietnamese"]))
        phrases |= {senses[0]: found} if len(senses) == 1 else {}
        yield from ((phrase, frozenset(senses)) for phrase in found)
    for count in phrases["count"]:
        yield from ((f"{count} {unit}", frozenset[Sense]({"money"})) for unit in _OF_MONEY)
        for per in _PER:
            yield f"{per} {count} tiền", frozenset[Sense]({"money"})
            yield from (
                (words, frozenset[Sense]({"count"})) for words in (f"{per} {count}", f"{count} {per}")
            )
    for noun in NOUNS:
        for name in phrases[noun]:
            yield from ((f"{which} {name}", frozenset[Sense]({"which", noun})) for which in ("which", "what"))
            yield from ((f"{name} {which}", frozenset[Sense]({"which", noun})) for which in ("nào", "gì"))
            yield f"có {name} nào", frozenset[Sense]({"which", noun})
            yield from ((f"{count} {name}", frozenset[Sense]({"count", noun})) for count in phrases["count"])
            if name.endswith("s"):
                yield f"number of {name}", frozenset[Sense]({"count", noun})
