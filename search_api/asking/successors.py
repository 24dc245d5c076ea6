"""Bodies and provinces through the reorganisation of 2025: what one of them is found by under another name."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from index.glossary import load_glossary
from index.snapshot import Snapshot
from index.types import DocumentRecord, Filters, PassageRecord
from ingest.language.bodies import body_name_of
from ingest.language.phrases import PhraseTable, Words, keys_of, longest, word_forms
from ingest.language.provinces import provinces
from ingest.language.successors import How, Succession, reorganised_bodies, successions
from search_api.asking.actors import duties_of, is_head, name_keys

# "Ban Tuyên giáo và Dân vận" is longer than "Ban Tuyên giáo"; "Sở Y tế và Sở Nội vụ" are two.
_GOES_ON = re.compile(r"\s{0,3}(?:[-–&]|và)\s{1,3}(?=[^\W\d_])")
# A province that is merged is part of another.
NoteHow = How | Literal["merged"]


@dataclass(frozen=True, slots=True)
class Note:
    """What became of a body or province that is asked for, or what became it: `former`, then `successor`.

    `asked` is one of the two. `since` is an ISO day, `what` the words for the tasks that went over where
    `how` is "tasks", `basis` the number of the act where it is known; it is not `sure` where places differ.
    """

    asked: str
    former: str
    successor: str
    since: str
    how: NoteHow
    what: tuple[str, ...]
    sure: bool
    basis: str

    @property
    def other(self) -> str:
        """The other name."""
        return self.former if self.asked == self.successor else self.successor


@dataclass(frozen=True, slots=True)
class OtherName:
    """Another name of a body that is asked for; `document_of` are the duties given under it, with their documents."""

    note: Note
    document_of: Mapping[str, str]


def other_names(snapshot: Snapshot, bodies: Collection[str], filters: Filters) -> tuple[OtherName, ...]:
    """Return the names that `bodies`, by their first name in the table, had before or have since.

    A name is left out where no duty is given under it, but for that which followed a body that has ended.
    """
    found = []
    for succession in successions():
        for asked in {succession.former, succession.successor}.intersection(bodies):
            note = _note(succession, asked)
            duties = _duties_by(snapshot, note, filters)
            if duties or (asked == succession.former and _is_told(succession)):
                found.append(OtherName(note, duties))
    return tuple(found)


def place_notes(places: Iterable[str], documents: Iterable[DocumentRecord]) -> tuple[Note, ...]:
    """Return what became of `places`, and which provinces of `documents` became part of them."""
    own = {document.metadata.province for document in documents}
    return tuple(
        Note(place, p.name, p.successor, p.since, "merged", (), sure=True, basis=p.basis)
        for place in places
        for p in provinces()
        if p.since and (p.name == place or (p.successor == place and p.name in own))
    )


# Plans name the same few thousand.
@lru_cache(1 << 16)
def bodies_in(text: str) -> frozenset[str]:
    """Return the bodies of the table that a list of bodies names whole, each by its first name."""
    words = Words(text)
    return frozenset(
        body
        for body, first, after in longest(name_keys(words.keys), _names())
        if body and is_head(text[: words.starts[first]]) and not _goes_on(text[words.ends[after - 1] :])
    )


def _note(succession: Succession, asked: str) -> Note:
    return Note(
        asked,
        succession.former,
        succession.successor,
        succession.since,
        succession.how,
        succession.what,
        succession.sure,
        succession.basis,
    )


def _is_told(succession: Succession) -> bool:
    """True where whoever asks for the former should know of it, whatever the plans say."""
    ended = {each.former for each in successions() if each.how == "whole"}
    return succession.how == "under" or succession.former in ended


def _duties_by(snapshot: Snapshot, note: Note, filters: Filters) -> dict[str, str]:
    """Return the duties that are given under the other name of a note, and not under the one asked for."""
    by_body = snapshot.derived(_actors_by_body)
    actors = by_body.get(note.other, frozenset()) - by_body.get(note.asked, frozenset())
    found = duties_of(snapshot, actors, filters)
    if note.how == "whole":
        return found
    # Of a body that is only under the other no task went over.
    tasks = PhraseTable((word_forms(task), task) for task in note.what)
    return {p.id: p.document_id for p in snapshot.passages(list(found)) if _names_any(p, tasks)}


def _names_any(passage: PassageRecord, tasks: PhraseTable[str]) -> bool:
    """True where a provision or a heading above it has the words for one of the tasks."""
    return any(any(tasks.places(word_forms(text))) for text in (passage.text, *passage.path))


def _actors_by_body(snapshot: Snapshot) -> dict[str, frozenset[str]]:
    """Return the actors of the plans that name each body; taken as `snapshot.derived(…)`."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for actor in snapshot.actors():
        for body in bodies_in(actor):
            found[body].add(actor)
    return {body: frozenset(actors) for body, actors in found.items()}


def _goes_on(rest: str) -> bool:
    """True where the words behind a name make it a longer one."""
    joined = _GOES_ON.match(rest)
    return joined is not None and rest[joined.end()].isupper() and body_name_of(rest[joined.end() :]) is None


@cache
def _names() -> PhraseTable[str]:
    """Return the names of bodies, each with the first name in the table, "" for bodies that are not in it.

    These are there because their names may begin as others do: "Ban Dân tộc Hội đồng nhân dân".
    """
    known = {name: body for body, names in reorganised_bodies().items() for name in names}
    for entry in load_glossary():
        if entry.kind == "body":
            body = known.get(entry.vietnamese[0], "")
            for name in (*entry.vietnamese, *entry.english, *entry.abbreviations):
                known.setdefault(name, body)
    return PhraseTable((name_keys(keys_of(name)), body) for name, body in known.items())
