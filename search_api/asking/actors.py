"""Actors as people call them: "press agencies" are cơ quan báo chí, báo, đài and Hội Nhà báo."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from index.glossary import load_glossary
from index.snapshot import Snapshot
from ingest.language.folding import canonical, fold

_TABLE = Path(__file__).with_name("actors.tsv")
_WORD = re.compile(r"[^\W_]+")
_LONGEST_NAME = 14
_QUANTIFIER = re.compile(r"^(?:Các|Những|Toàn thể|Mọi)\s+", re.I)
# What may stand before a body in the list of an actor: "lãnh đạo các sở", "Hội Văn học, Hội Nhà báo".
_BEFORE = r"(?:^|[,;:(/]\s{0,3}|(?<!\w)(?:và|các|những|lãnh đạo|thành viên|toàn thể|mọi|hoặc|cùng)\s{1,3})"
# "báo" is a newspaper, "báo cáo" a report; "đài" a station, "đài tưởng niệm" a monument.
_OTHER_WORDS = r"(?!\w|\s+(?:cáo|hiệu|động|tưởng))"

# The names of actors: each, as the keys of its words, with the Vietnamese names of the same actor.
ActorTable = Mapping[tuple[str, ...], tuple[str, ...]]
NO_ACTORS: ActorTable = {}


@dataclass(frozen=True, slots=True)
class ActorName:
    """A body as a question names it: `words` as typed, and the Vietnamese names it goes by."""

    words: str
    start: int
    end: int
    names: tuple[str, ...]

    def is_named_by(self, actor: str) -> bool:
        """True where `actor`, the words of a provision, lists one of the names."""
        return _pattern(self.names).search(canonical(actor)) is not None


def binds_everyone(actor: str | None) -> bool:
    """True for a provision that is given to nobody, or to all agencies and localities."""
    return actor is None or _pattern(_families()[0].vietnamese).search(canonical(actor)) is not None


def actor_names(text: str, known: ActorTable = NO_ACTORS) -> Iterator[ActorName]:
    """Yield the bodies that `text` names, in order, the longest name at each place.

    Names are those of the glossary (kinds body and role), of our own table of families, and `known`,
    the actors of the plans themselves.
    """
    table = [_names(), known]
    found = [(match.start(), match.end()) for match in _WORD.finditer(text)]
    keys = [_key(text[start:end]) for start, end in found]
    at = 0
    while at < len(keys):
        for length in range(min(_LONGEST_NAME, len(keys) - at), 0, -1):
            names = _lookup(table, tuple(keys[at : at + length]))
            start, end = found[at][0], found[at + length - 1][1]
            if names and (length > 1 or _is_sure(text[start:end])):
                yield ActorName(text[start:end], start, end, names)
                at += length
                break
        else:
            at += 1


@dataclass(frozen=True, slots=True)
class _Family:
    english: tuple[str, ...]
    vietnamese: tuple[str, ...]


@cache
def _families() -> tuple[_Family, ...]:
    """Return the families of actors; the first one is everyone."""
    lines = _TABLE.read_text(encoding="utf-8").splitlines()[1:]
    return tuple(_Family(*(tuple(cell.split("; ")) for cell in line.split("\t"))) for line in lines)


@cache
def _names() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Map each name, as the keys of its words, to the Vietnamese names of the same actor."""
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for entry in load_glossary():
        if entry.kind in ("body", "role"):
            names = tuple(canonical(name) for name in entry.vietnamese)
            for name in (*entry.english, *entry.vietnamese, *entry.abbreviations):
                found.setdefault(_keys(name), names)
    for family in _families():
        # A family knows more names than the glossary, so its own come first.
        for name in (*family.english, *family.vietnamese):
            found[_keys(name)] = family.vietnamese
    return found


def actors_of_plans(snapshot: Snapshot) -> ActorTable:
    """Return the actors of the plans, and each body of their lists, as names of themselves."""
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for actor in snapshot.actors():
        for part in (actor, *re.split(r"[,;]\s+", actor)):
            name = _QUANTIFIER.sub("", part)
            keys = _keys(name)
            if 1 < len(keys) <= _LONGEST_NAME:
                found.setdefault(keys, (canonical(name),))
    return found


def _lookup(tables: Sequence[ActorTable], keys: tuple[str, ...]) -> tuple[str, ...] | None:
    return next((table[keys] for table in tables if keys in table), None)


def _keys(name: str) -> tuple[str, ...]:
    return tuple(_key(word) for word in _WORD.findall(name))


def _key(word: str) -> str:
    """Return a word without marks, case and English plural."""
    folded = fold(word)
    if len(folded) > 3 and folded.endswith("ies"):
        return f"{folded[:-3]}y"
    return folded[:-1] if len(folded) > 3 and folded.endswith("s") and not folded.endswith("ss") else folded


def _is_sure(word: str) -> bool:
    """True where a single word can only be a name: it has marks, or is longer than a syllable."""
    return fold(word) != word.lower() or len(word) > 4


@lru_cache(maxsize=256)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    alternatives = "|".join(re.escape(canonical(name)) for name in sorted(names, key=lambda name: -len(name)))
    return re.compile(rf"{_BEFORE}(?:{alternatives}){_OTHER_WORDS}")
