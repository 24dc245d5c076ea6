"""Which documents speak of a topic: by the letters of its names, or, where it has none, by meaning."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import NamedTuple

from index.searcher import Ranking
from index.snapshot import Snapshot
from index.types import PassageRecord
from ingest.language.folding import canonical, strip_marks
from ingest.language.syllables import is_syllable, is_unmarked_syllable
from search_api.asking.frame import is_frame
from search_api.asking.segments import Meaning, Segment, Vocabulary, segments
from search_api.asking.titles import TitleWords, bare_words, title_words
from search_api.coverage.evidence import headings_of
from search_api.coverage.topics import Topic, TopicFinder

# How well the words of the best passage of a document must answer a topic that has no known name for the
# document to speak of it, and how badly for it not to (benchmarks/README.md, "Answers").
SPEAKS, SILENT = 0.62, 0.40
# English words are farther from what they mean: so well is a topic answered that has another name in the text.
PERHAPS = 0.20
# Names are looked for in every passage of an index up to this size; beyond it in the candidates, and in those that
# have the words of a name.
MOST_PASSAGES_READ = 50_000
# So many passages that have the words of a name are read, and compared with it.
_MOST_NAMING = 5_000
# Of some hundred candidates.
_HARDLY_ANY = 100
# "TT" is too many things.
_SHORTEST_NAME = 2
_LEVEL = "mức "
_OR = frozenset(["or", "hay", "hoặc", "hoac"])
_APOSTROPHES = ("'", "’")
# A longer name can be put in other words.
_LONGEST_PLAIN = 3


@dataclass(frozen=True, slots=True)
class Said:
    """What a document has of a topic: `says` is None where it is not sure; the best passages first."""

    document_id: str
    says: bool | None
    passage_ids: tuple[str, ...]


class _Finder:
    """Finds a part of a topic in texts by its names; `bare` where these were typed without their marks."""

    def __init__(self, names: tuple[str, ...], *, bare: bool) -> None:
        self._finder = TopicFinder((Topic("", "", "", names),))
        self._bare = bare

    def stands_in(self, text: str) -> bool:
        """True where a text has one of the names."""
        return bool(self._finder.topics_in(strip_marks(text) if self._bare else text))


class TopicNames:
    """The names of a topic, part by part: texts name the topic where they name each part.

    It is `known` where every part has a name that the plans would use; else only meaning can tell. It is
    `plain` where it is one part with a short name: then a text that does not name it does not speak of it.
    `translations` are the names of parts that are looked for by what the glossary calls them in Vietnamese.
    `proper` are the places of the names of places and bodies among them, "Lào", "Chăm H'roi"; `alone` what plans call
    the only part.
    """

    def __init__(self, topic: str, vocabulary: Vocabulary, *, english: bool, unmarked: bool) -> None:
        """Take the parts of a topic of a question that is English, or typed without marks, or neither."""
        every = _joined(topic, segments(topic, vocabulary), _are_name)
        if unmarked and not english:
            every = _joined(topic, every, _are_strangers)
        parts = [part for part in every if not is_frame(part.words, english=english, unmarked=unmarked)]
        named = [_names_of(part, english=english, unmarked=unmarked) for part in parts]
        parts, named = _alternatives(topic, parts, named)
        self.known = bool(parts) and all(named)
        shortest = min((len(name.split()) for names in named for name in names), default=_LONGEST_PLAIN + 1)
        self.plain = self.known and len(parts) == 1 and shortest <= _LONGEST_PLAIN
        self.parts = len(parts)
        # Those of each part that has some.
        self.names = tuple(names for names in named if names)
        foreign = (own for part, own in zip(parts, named, strict=True) if english and part.words not in own)
        self.translations = tuple(dict.fromkeys(chain.from_iterable(foreign)))
        told = [(part, names) for part, names in zip(parts, named, strict=True) if names]
        self._finders = [
            _Finder(names, bare=unmarked and not part.meaning and _is_without_marks(part.words))
            for part, names in told
        ]
        self.alone = self.names[0] if self.parts == 1 and self.names else ()
        self.proper = frozenset(place for place, (part, _) in enumerate(told) if _is_name(part))
        short = (min(len(name.split()) for name in own) <= _LONGEST_PLAIN for _, own in told)
        # Without one of these a Vietnamese question is not spoken of.
        self.needed = frozenset(place for place, plain in enumerate(short) if plain and not english)

    def stand_in(self, passage: PassageRecord) -> bool:
        """True where a passage with its headings names every part."""
        return self.are_all(self.parts_named(passage))

    def stand_in_title(self, title: str) -> bool:
        """True where every part has a name, and the title of a document has them all."""
        return self.known and self._all_in((title,))

    def stand_in_titles(self, titles: TitleWords, documents: Collection[str]) -> frozenset[str]:
        """Return those of some documents whose titles name every part, where every part has a name."""
        if not self.known:
            return frozenset()
        near = titles.having_each(map(bare_words, names) for names in self.names).intersection(documents)
        return frozenset(identity for identity in near if self.stand_in_title(titles.of[identity]))

    def parts_named(self, passage: PassageRecord) -> set[int]:
        """Return which of the parts that have names a passage with its headings names."""
        told = self.parts_in((passage.text, *headings_of(passage)))
        return {place for place, named in enumerate(told) if named}

    def are_all(self, parts: Collection[int]) -> bool:
        """True where some parts are all that have names, and there are such."""
        return 0 < len(self._finders) == len(parts)

    def share(self, passage: PassageRecord, title: str) -> float:
        """Return the share of the parts, 0 … 1, that a passage, its headings and its document's title name."""
        return self.share_in((passage.text, *headings_of(passage), title))

    def share_in(self, texts: Sequence[str]) -> float:
        """Return the share of the parts, 0 … 1, that some texts name together."""
        return sum(self.parts_in(texts)) / max(self.parts, 1)

    def parts_in(self, texts: Sequence[str]) -> tuple[bool, ...]:
        """Return for each part that has names whether one of some texts has one of them."""
        return tuple(any(map(find.stands_in, texts)) for find in self._finders)

    def _all_in(self, texts: Sequence[str]) -> bool:
        return bool(self._finders) and all(any(map(find.stands_in, texts)) for find in self._finders)


def _joined(
    topic: str, found: Iterable[Segment], are_one: Callable[[Segment, str, Segment], bool]
) -> list[Segment]:
    """Return segments with neighbours as one where they are, by themselves and what stands between them."""
    whole: list[Segment] = []
    for segment in found:
        before = whole[-1] if whole else None
        if before and are_one(before, topic[before.end : segment.start], segment):
            whole[-1] = Segment(topic[before.start : segment.end], before.start, segment.end, None)
        else:
            whole.append(segment)
    return whole


def _alternatives(
    topic: str, parts: Sequence[Segment], named: Sequence[tuple[str, ...]]
) -> tuple[list[Segment], list[tuple[str, ...]]]:
    """Return parts with their names, those that "or" joins as one that has the names of both."""
    whole: list[Segment] = []
    names: list[tuple[str, ...]] = []
    for part, own in zip(parts, named, strict=True):
        before = whole[-1] if whole else None
        if before and own and names[-1] and topic[before.end : part.start].strip().lower() in _OR:
            whole[-1] = Segment(topic[before.start : part.end], before.start, part.end, None)
            names[-1] = (*names[-1], *own)
        else:
            whole.append(part)
            names.append(own)
    return whole, names


def _are_name(before: Segment, between: str, segment: Segment) -> bool:
    """True for neighbours in capitals that no table knows: "Chăm H'roi"."""
    follows = between in _APOSTROPHES or (between == " " and _is_strange_name(segment))
    return follows and _is_strange_name(before)


def _are_strangers(before: Segment, _between: str, segment: Segment) -> bool:
    """True for neighbours that nothing knows: "ngon song" tells more than its syllables."""
    return _is_stranger(before) and _is_stranger(segment)


def _is_stranger(segment: Segment) -> bool:
    """True for syllables without marks that nothing knows but, by chance, as English: the "song" of "ngon song"."""
    meaning = segment.meaning or Meaning()
    known = meaning.names or meaning.place or meaning.senses
    english = all(segment.words.lower() in entry.english for entry in meaning.entries)
    return not known and english and _is_without_marks(segment.words)


def _is_without_marks(words: str) -> bool:
    """True where each word is how some Vietnamese syllable is typed without its marks."""
    return all(map(is_unmarked_syllable, words.lower().split()))


def _is_name(part: Segment) -> bool:
    """True for the name of a place or body, or one that no table knows."""
    entries = part.meaning.entries if part.meaning else ()
    named = bool(entries) and all(
        e.kind in ("place", "body") and e.vietnamese[0][0].isupper() for e in entries
    )
    return named or _is_strange_name(part)


def _is_strange_name(segment: Segment) -> bool:
    """True for capitals that no table knows; the "Hồ" of a name is no lake."""
    meaning = segment.meaning or Meaning()
    common = is_syllable(canonical(segment.words)) and all(e.vietnamese[0].islower() for e in meaning.entries)
    return segment.words[0].isupper() and not meaning.names and (common or not meaning.entries)


@dataclass(slots=True)
class _Found:
    """The passages of a document that name every part of a topic, and which of its parts stand anywhere."""

    passage_ids: list[str] = field(default_factory=list)
    parts: set[int] = field(default_factory=set)


_NOTHING = _Found()


def said_of(
    snapshot: Snapshot, names: TopicNames, ranking: Ranking, documents: Collection[str]
) -> tuple[Said, ...]:
    """Return what each of some documents says of a topic, in the order of the index.

    `ranking` is that of the topic among these documents.
    """
    answering = snapshot.searcher.near(ranking, 0.0)
    candidates = snapshot.passages(list(answering))
    named = _naming(snapshot, names, candidates, documents)
    best: defaultdict[str, list[str]] = defaultdict(list)
    for passage in candidates:
        best[passage.document_id].append(passage.id)
    few = _is_read_whole(snapshot)
    meant = snapshot.searcher.titled(ranking.query, documents if few else named.found)
    titled = names.stand_in_titles(snapshot.derived(title_words), documents)
    judge = _Judge(names, answering, meant, titled, few=few, complete=named.complete)
    said = tuple(
        judge.said(identity, named.found.get(identity, _NOTHING), best.get(identity, ()))
        for identity in snapshot.documents
        if identity in documents
    )
    if not names.translations or any(each.says for each in said):
        return said
    # What no document has by the names of the glossary may stand there by others.
    near = {i for i, passages in best.items() if any(answering[p] >= PERHAPS for p in passages)}
    return tuple(replace(each, says=None) if each.document_id in near else each for each in said)


def documents_that_name(snapshot: Snapshot, names: TopicNames) -> set[str] | None:
    """Return the documents with a passage or title that names a topic; None where not all can be told."""
    read, complete = _that_may_name(snapshot, names)
    if not complete:
        return None
    titled = names.stand_in_titles(snapshot.derived(title_words), snapshot.documents.keys())
    return {passage.document_id for passage in read if names.stand_in(passage)} | titled


class _Judge:
    """Says of each document whether it speaks of a topic.

    `answering` are the candidates and how well they answer, `meant` and `titled` the documents whose titles mean or
    name it. All passages were read of an index that is so small (`few`); of others those that name the topic, where
    these were not too many (`complete`).
    """

    def __init__(
        self,
        names: TopicNames,
        answering: Mapping[str, float],
        meant: Collection[str],
        titled: Collection[str],
        *,
        few: bool,
        complete: bool,
    ) -> None:
        self._names, self._answering = names, answering
        self._meant, self._titled, self._few = meant, titled, few
        # Candidates are the best by their words: where hardly one of them speaks of it, none does beyond them.
        covered = sum(strength >= SILENT for strength in answering.values()) < _HARDLY_ANY
        by_name = complete or not names.known
        self._every = few or (complete if names.plain else covered and by_name)

    def said(self, identity: str, found: _Found, best: Sequence[str]) -> Said:
        """Return what a document says, by what was found in it and its candidates, the best first."""
        names = self._names
        if (names.known and found.passage_ids) or identity in self._titled:
            order = sorted(found.passage_ids, key=lambda i: -self._answering.get(i, 0.0))
            return Said(identity, True, tuple(order))
        strength = max((self._answering[i] for i in best), default=0.0)
        # A name has no other words: where it stands nowhere, nothing is said of it.
        nameless = self._few and not names.proper <= found.parts
        lacking = self._few and names.known and not names.needed <= found.parts and strength < SPEAKS
        speaks = identity in self._meant or (strength >= SPEAKS and not names.known)
        if not speaks and (strength < SILENT or nameless or lacking or (names.plain and strength < SPEAKS)):
            # Of a document without a candidate nothing was read where not all could be.
            return Said(identity, False if best or self._every else None, ())
        return Said(identity, True if speaks else None, tuple(best[:1]))


class _Naming(NamedTuple):
    """What names a topic, by document, and whether that is all that does."""

    found: Mapping[str, _Found]
    complete: bool


def _naming(
    snapshot: Snapshot, names: TopicNames, candidates: Sequence[PassageRecord], documents: Collection[str]
) -> _Naming:
    """Return what names a topic; in a large index among the candidates and those that have the words of a name."""
    read, complete = _that_may_name(snapshot, names)
    if not _is_read_whole(snapshot):
        read = {passage.id: passage for passage in (*candidates, *read)}.values()
    found: defaultdict[str, _Found] = defaultdict(_Found)
    for passage in read:
        if passage.document_id in documents:
            own = found[passage.document_id]
            named = names.parts_named(passage)
            own.parts |= named
            if names.are_all(named):
                own.passage_ids.append(passage.id)
    return _Naming(found, complete)


def _is_read_whole(snapshot: Snapshot) -> bool:
    """True where an index is so small that names are looked for in every passage."""
    return snapshot.manifest.passages <= MOST_PASSAGES_READ


def _that_may_name(snapshot: Snapshot, names: TopicNames) -> tuple[Iterable[PassageRecord], bool]:
    """Return the passages to look for the names of a topic in, and whether no other can have them."""
    if _is_read_whole(snapshot):
        return snapshot.every_passage(), True
    return _having_names(snapshot, names)


def _having_names(snapshot: Snapshot, names: TopicNames) -> tuple[list[PassageRecord], bool]:
    """Return the passages that have the words of a name of the rarest part, and whether these are all.

    A passage that names the topic names each part, and so this one too.
    """
    if not names.known:
        return [], False
    parts = [[snapshot.passages_with_all(name, _MOST_NAMING) for name in every] for every in names.names]
    whole = [part for part in parts if all(one.complete for one in part)]
    rarest = min(whole, key=lambda part: sum(len(one.ids) for one in part), default=None)
    if rarest is None:
        return [], False
    return snapshot.passages(list(dict.fromkeys(i for one in rarest for i in one.ids))), True


def names_of(words: str, vocabulary: Vocabulary, *, english: bool) -> tuple[str, ...]:
    """Return what plans call a single thing that a question names."""
    found = segments(words, vocabulary)
    alone = _names_of(found[0], english=english, unmarked=False) if len(found) == 1 else ()
    return alone or (words,)


def _names_of(part: Segment, *, english: bool, unmarked: bool) -> tuple[str, ...]:
    """Return what plans call a part of a topic.

    Empty where its words are English that no table knows, or one syllable without marks, which is many words.
    """
    meaning = part.meaning or Meaning()
    english_alone = english and part.words.islower()
    many = unmarked and _is_without_marks(part.words) and (part.meaning or " " not in part.words)
    own = () if english_alone or many else (part.words,)
    if _is_name(part) and is_syllable(canonical(part.words)):
        # "kế hoạch nào nhắc tới pháp": a small letter makes a common word of it.
        own = ()
    entries = [name for entry in meaning.entries for name in (*entry.vietnamese, *entry.abbreviations)]
    if "money" in meaning.senses:
        # "Mức hỗ trợ" is what somebody "được hỗ trợ".
        entries += [name.removeprefix(_LEVEL) for name in (*own, *entries) if name.startswith(_LEVEL)]
    places = (meaning.place,) if meaning.place else ()
    # The "báo" of press agencies is part of too many other words.
    bodies = [name for name in meaning.names if " " in name] or meaning.names
    found = dict.fromkeys((*own, *bodies, *places, *entries))
    return tuple(name for name in found if len(name) > _SHORTEST_NAME)
