"""Bodies and offices of the State and the Party: how their names begin, and what that tells of them."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from ingest.language.folding import canonical, either_tone
from ingest.language.phrases import PhraseTable, Words, word_forms, word_set
from ingest.language.tables import read_table

# Where documents name bodies in their usual writing: as issuer of what is cited, behind a cited subject,
# in preamble and letterhead, over a decision, under a signature, before their short form, in short.
Place = Literal[
    "citation", "subject", "preamble", "letterhead", "decision", "signature", "definition", "abbreviation"
]  # fmt: skip
_LONGEST_NAME = 8  # words
_LONGEST_OFFICE = 3  # words
_NO_ISSUERS = frozenset({"group", "place", "people"})


@dataclass(frozen=True, slots=True)
class BodyName:
    """The beginning of the names of some bodies, as written, and the columns of `bodies.tsv` for it.

    `kind` is what can be given a duty, empty for what is only spoken of. `following` are the next words of
    which one is needed, where there are any: "^" stands for a capital, "," for a comma; with the next words
    `never` it means something else ("ban hành", "phòng, chống"). `level` is where its documents come from,
    `central` where they do if the rest of the name says "Trung ương". `code` in a number of a document names
    this issuer and no other.
    """

    name: str
    kind: str
    following: frozenset[str]
    never: frozenset[str]
    family: str
    level: str
    central: str
    places: frozenset[str]
    code: str


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
            code=row["code"],
        )
        for row in read_table("ingest.language", "bodies.tsv")
    )


def body_name_of(text: str) -> BodyName | None:
    """Return the longest beginning of a name that `text` begins with, or None."""
    return _table().at(Words(text, most=_LONGEST_NAME), 0)[1]


def issuing_body_of(text: str) -> BodyName | None:
    """Return the beginning of the name of a body that issues documents, where `text` begins with one.

    Of offices only those issue that have a code of their own: a minister signs for the ministry.
    """
    words = Words(text, most=_LONGEST_NAME + 1)
    length, body = _table().at(words, 0)
    if body is None or words.key(length) in body.never or text[: words.starts[0]].strip():
        return None
    proper = "letterhead" in body.places or body.name[0].isupper()
    return body if body.code or (proper and body.kind not in _NO_ISSUERS and not _is_office(body)) else None


def decider_of(text: str) -> str | None:
    """Return the body that `text` begins with, also behind an office: "Bộ Y tế" of "Bộ trưởng Bộ Y tế"."""
    if issuing_body_of(text):
        return text
    starts = Words(text, most=_LONGEST_OFFICE + 1).starts[1:] if body_name_of(text) else []
    return next((text[start:] for start in starts if issuing_body_of(text[start:])), None)


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


def _is_office(body: BodyName) -> bool:
    """True for a person's office, also with the body behind it: "Chủ tịch Ủy ban nhân dân"."""
    return "signature" in body.places or canonical(body.name).startswith(_offices())


@cache
def _offices() -> tuple[str, ...]:
    return tuple(canonical(body.name) + " " for body in body_names() if body.kind == "people")


@cache
def _table() -> PhraseTable[BodyName]:
    return PhraseTable((word_forms(body.name), body) for body in body_names())
