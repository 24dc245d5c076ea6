"""Bodies and offices of the State and the Party: how their names begin, and what that tells of them."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from ingest.language.folding import either_tone
from ingest.language.phrases import PhraseTable, Words, word_forms, word_set
from ingest.language.tables import read_table

# Where documents name bodies in their usual writing: as issuer of what is cited, behind a cited subject,
# in preamble and letterhead, over a decision, under a signature, before their short form, in short.
Place = Literal[
    "citation", "subject", "preamble", "letterhead", "decision", "signature", "definition", "abbreviation"
]  # fmt: skip
_LONGEST_NAME = 8  # words


@dataclass(frozen=True, slots=True)
class BodyName:
    """The beginning of the names of some bodies, as written, and the columns of `bodies.tsv` for it.

    `kind` is what can be given a duty, empty for what is only spoken of. `following` are the next words of
    which one is needed, where there are any: "^" stands for a capital, "," for a comma; with the next words
    `never` it means something else ("ban hành", "phòng, chống"). `level` is where its documents come from,
    `central` where they do if the rest of the name says "Trung ương".
    """

    name: str
    kind: str
    following: frozenset[str]
    never: frozenset[str]
    family: str
    level: str
    central: str
    places: frozenset[str]


@cache
def body_names() -> tuple[BodyName, ...]:
    """Return the beginnings of names, in the order of the table."""
    return tuple(
        BodyName(
            name=row["name"],
            kind=row["kind"],
            following=word_set(row["following"]),
            never=word_set(row["never"]),
            family=row["family"],
            level=row["level"],
            central=row["central"],
            places=word_set(row["places"]),
        )
        for row in read_table("ingest.language", "bodies.tsv")
    )


def body_name_of(text: str) -> BodyName | None:
    """Return the longest beginning of a name that `text` begins with, or None."""
    return _table().at(Words(text, most=_LONGEST_NAME), 0)[1]


def names_at(place: Place) -> tuple[str, ...]:
    """Return the beginnings of the names that stand at a place of documents."""
    return tuple(body.name for body in body_names() if place in body.places)


@cache
def names_pattern(place: Place, *, capitals: bool = False) -> str:
    """Return a pattern of the beginnings of the names that stand at a place, for use between brackets."""
    bodies = sorted(body_names(), key=lambda body: -len(body.name))
    return "|".join(_pattern(body, capitals=capitals) for body in bodies if place in body.places)


def _pattern(body: BodyName, *, capitals: bool) -> str:
    """Return a pattern of one name; a single syllable is none without the words that follow it."""
    written = str.upper if capitals else str
    alone = " " in body.name or body.name.isupper()
    never = "|".join(written(word) for word in sorted(body.never))
    other = rf"(?!\s(?:{never})(?!\w))" if never else ""
    return either_tone(written(body.name)) + (r"(?!\w)" if alone else r"(?=\s)") + other


@cache
def _table() -> PhraseTable[BodyName]:
    return PhraseTable((word_forms(body.name), body) for body in body_names())
