"""Actors as people call them: "press agencies" are cơ quan báo chí, báo, đài and Hội Nhà báo."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

from index.glossary import load_glossary
from index.snapshot import Snapshot
from index.types import Filters
from ingest.language.folding import canonical, fold, strip_marks
from ingest.language.phrases import PhraseTable, WordForms, Words, keys_of, longest
from ingest.language.tables import cell_items, read_table

_LONGEST_NAME = 14
# Shorter ones are other things elsewhere.
_SHORTEST_ABBREVIATION = 4
_QUANTIFIER = re.compile(r"^(?:Các|Những|Toàn thể|Mọi)\s+", re.I)
# What may stand before a body in the list of an actor: "lãnh đạo các sở", "Hội Văn học, Hội Nhà báo".
_BEFORE = r"(?:^|[,;:(/]\s{0,3}|(?<!\w)(?:và|các|những|lãnh đạo|thành viên|toàn thể|mọi|hoặc|cùng)\s{1,3})"
# "báo" is a newspaper, "báo cáo" a report; "đài" a station, "đài tưởng niệm" a monument.
_OTHER_WORDS = r"(?!\w|\s+(?:cáo|hiệu|động|tưởng))"

# Names of actors, each with the Vietnamese names of the same actor.
ActorTable = PhraseTable[tuple[str, ...]]
_HEAD = re.compile(rf"{_BEFORE}$")
_JOINT = r"\s?[,;–&-]\s?|\svà\s"
_ANY_JOINT = rf"(?:{_JOINT}|\s)(?:các\s)?"


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


def is_head(before: str) -> bool:
    """True where a body behind the words `before` is one of a list, not part of another's name."""
    return _HEAD.search(canonical(before)) is not None


def actor_names(text: str, known: ActorTable | None = None) -> Iterator[ActorName]:
    """Yield the bodies that `text` names, in order, the longest name at each place.

    Names are those of the glossary (kinds body and role), of our own table of families, and `known`,
    the actors of the plans themselves.
    """
    words = Words(text)
    tables = (_names(), known) if known else (_names(),)
    for names, first, after in longest(name_keys(words.keys), *tables):
        typed, start = words.written(first, after), words.starts[first]
        if after - first > 1 or is_sure(typed):
            yield ActorName(typed, start, start + len(typed), names)


@dataclass(frozen=True, slots=True)
class _Family:
    english: tuple[str, ...]
    vietnamese: tuple[str, ...]


@cache
def _families() -> tuple[_Family, ...]:
    """Return the families of actors; the first one is everyone."""
    rows = read_table("search_api.asking", "actors.tsv")
    return tuple(_Family(cell_items(row["english"]), cell_items(row["vietnamese"])) for row in rows)


def actor_phrases() -> dict[str, tuple[str, ...]]:
    """Return each name of an actor, as typed, with the Vietnamese names of the same actor."""
    found: dict[str, tuple[str, ...]] = {}
    for entry in load_glossary():
        if entry.kind in ("body", "role"):
            names = _written(entry.vietnamese)
            for name in (*entry.english, *entry.vietnamese, *entry.abbreviations):
                found.setdefault(name, names)
    # A family knows more names than the glossary, so its own come first; of several that of the first.
    for family in reversed(_families()):
        found |= dict.fromkeys((*family.english, *family.vietnamese), _written(family.vietnamese))
    return found


def _written(names: Iterable[str]) -> tuple[str, ...]:
    """Return names in matching form with all that plans write for them, each once."""
    return tuple(dict.fromkeys(chain.from_iterable(map(_spellings, names))))


def _spellings(name: str) -> Iterator[str]:
    """Yield a name in matching form, in full and with the body it begins with in short: "ubnd cấp xã"."""
    words = canonical(name).split()
    yield " ".join(words)
    for end in range(1, len(words) + 1):
        shorts = _shortened().get(" ".join(words[:end]), ())
        yield from (" ".join((short, *words[end:])) for short in shorts)


@cache
def _shortened() -> Mapping[str, list[str]]:
    """Return the abbreviations of bodies that plans write in short, those that nothing else has."""
    meant: defaultdict[str, set[str]] = defaultdict(set)
    for entry in load_glossary():
        for short in entry.abbreviations:
            meant[canonical(short)].update(map(canonical, entry.vietnamese[:1]))
    found: defaultdict[str, list[str]] = defaultdict(list)
    for short, (full, *others) in meant.items():
        if not others and len(short) >= _SHORTEST_ABBREVIATION:
            found[full].append(short)
    return found


@cache
def _names() -> ActorTable:
    keyed = {tuple(name_keys(keys_of(name))): names for name, names in actor_phrases().items()}
    return PhraseTable(keyed.items())


def actors_of_plans(snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """Return the actors of the plans as names; take it as `snapshot.derived(actors_of_plans)`."""
    return as_names(snapshot.actors())


def duties_of(snapshot: Snapshot, actors: Collection[str], filters: Filters) -> dict[str, str]:
    """Return the provisions that bind `actors`, as these stand in plans, in order, with their documents."""
    return snapshot.duties_of(actors, filters.admits)


def as_names(actors: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return actors, and each body of their lists, as names of themselves."""
    return {name: (form,) for actor in actors for name, form in _names_in(actor)}


# Plans name the same few thousand.
@lru_cache(1 << 16)
def _names_in(actor: str) -> tuple[tuple[str, str], ...]:
    """Return an actor, and each body of its list, with its matching form."""
    names = (_QUANTIFIER.sub("", part) for part in (actor, *re.split(r"[,;]\s+", actor)))
    return tuple((name, canonical(name)) for name in names if 1 < len(keys_of(name)) <= _LONGEST_NAME)


def name_keys(keys: Sequence[str]) -> list[str]:
    """Return words in matching form without marks and English plural."""
    return [_SINGULARS[key] for key in keys]


def _singular(word: str) -> str:
    if len(word) > 3 and word.endswith("ies"):
        return f"{word[:-3]}y"
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


_SINGULARS = WordForms(lambda key: _singular(strip_marks(key)))


def is_sure(word: str) -> bool:
    """True where a single word can only be a name: it has marks, or is longer than a syllable."""
    return fold(word) != word.lower() or len(word) > 4


@lru_cache(maxsize=256)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str]:
    alternatives = "|".join(_loosely(canonical(name)) for name in sorted(names, key=lambda name: -len(name)))
    return re.compile(rf"{_BEFORE}(?:{alternatives}){_OTHER_WORDS}")


def _loosely(name: str) -> str:
    """Return a pattern of a name however its parts are joined: "Văn hóa - Thể thao và Du lịch", "UBND các huyện"."""
    first, *rest = re.split(rf"({_JOINT}|\s)", name)
    joints = ("\\s(?:các\\s)?" if joint.isspace() else _ANY_JOINT for joint in rest[::2])
    return re.escape(first) + "".join(
        joint + re.escape(part) for joint, part in zip(joints, rest[1::2], strict=True)
    )
