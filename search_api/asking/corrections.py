"""Corrections: words that nobody knows, read as the nearest that the plans or the glossary do.

A Vietnamese syllable is seldom unknown by itself; what a slip leaves is a pair of syllables that never
stand together ("báo trí") beside one that is a term and differs by a letter, a mark or a sound ("báo chí").
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from symspellpy import SymSpell, Verbosity

from index.glossary import load_glossary
from index.snapshot import Snapshot
from ingest.language.folding import decomposed, strip_marks
from ingest.language.phrases import Words, keys_of
from ingest.language.syllables import is_syllable
from ingest.language.tables import cell_items, read_table
from search_api.asking.english import ascii_words, english_words, is_english_question
from search_api.asking.frame import is_frame
from search_api.asking.pairs import Pairs
from search_api.asking.segments import Segment
from search_api.asking.sounds import sound_of

# Passages whose words are known; more tell nothing new.
_MOST_PASSAGES = 20_000
# A pair that stands only once in the passages may itself be a slip; a term of the glossary is none.
_LEAST_TIMES = 2
# Shorter words are too near to too many others.
_SHORTEST, _SHORTEST_FOR_TWO = 5, 7
# Every question has one, so that even a short word is more likely one of them than nothing.
_ASKING = ("which", "what", "when", "where", "much", "many")
# The glossary has most words in one form: "scholar", not "scholars".
_ENDINGS = ("s", "es", "ed", "d", "ing")


@dataclass(frozen=True, slots=True)
class Correction:
    """Words of a question as typed, and as they were read."""

    typed: str
    read_as: str


class Syllables:
    """Known syllables in one form, with or without marks: what is near to one, and what stands beside it.

    Only those are near that stand somewhere often enough to be meant.
    """

    def __init__(self, pairs: Pairs) -> None:
        self.pairs = pairs
        self._near = SymSpell(max_dictionary_edit_distance=1)
        self._spelt: dict[str, str] = {}
        self._alike: defaultdict[str, list[str]] = defaultdict(list)
        # Others are never what was meant.
        for syllable in pairs.repeated(_LEAST_TIMES):
            letters = decomposed(syllable)
            self._spelt[letters] = syllable
            self._near.create_dictionary_entry(letters, pairs.joining[syllable])
            for key in {sound_of(syllable), strip_marks(syllable)}:
                self._alike[key].append(syllable)

    def alike(self, word: str) -> Iterator[str]:
        """Yield the syllables that sound like a word or have the same letters under other marks."""
        for key in (sound_of(word), strip_marks(word)):
            yield from self._alike.get(key, ())

    def near(self, word: str) -> Iterator[str]:
        """Yield the syllables that are alike, or one letter or mark away from a word."""
        yield from self.alike(word)
        for found in self._near.lookup(decomposed(word), Verbosity.ALL, max_edit_distance=1):
            yield self._spelt[found.term]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The syllables of glossary and passages, with their marks and bare; `terms` of the glossary alone."""

    marked: Syllables
    bare: Syllables
    terms: Syllables


def lexicon(snapshot: Snapshot) -> Lexicon:
    """Return what the passages and the glossary know; take it as `snapshot.derived(lexicon)`."""
    rows = (keys_of(passage.text) for passage in snapshot.spread(_MOST_PASSAGES))
    pairs = Pairs.of(rows, _terms_in_syllables(), _LEAST_TIMES)
    return Lexicon(Syllables(pairs), Syllables(pairs.renamed(strip_marks)), _terms())


def corrected(text: str, cover: Sequence[Segment], known: Lexicon) -> tuple[str, tuple[Correction, ...]]:
    """Return a question with its slips mended, and what was mended; `cover` are its segments."""
    mender = _Mender(text, cover, known)
    words, found = mender.words, []
    for place in range(len(words)):
        better = mender.better(place)
        if better:
            # What follows is read beside the word that was meant.
            mender.keys[place] = better
            found.append((place, better))
    for place, better in reversed(found):
        text = text[: words.starts[place]] + better + text[words.ends[place] :]
    return text, tuple(Correction(words.written(place, place + 1), better) for place, better in found)


# What a word of a question is: part of a longer name or term, whose words explain each other; frame; one that
# asks; a term by itself; nothing that is known, or a body's name, which a slip can hit by chance.
_Role = Literal["explained", "joining", "cue", "term", "strange"]


class _Mender:
    """Finds the better word for each place of one question."""

    def __init__(self, text: str, cover: Sequence[Segment], known: Lexicon) -> None:
        self.words = Words(text)
        self.keys = list(self.words.keys)
        self.english = is_english_question(text)
        self.known = known
        self.syllables = known.bare if text.isascii() else known.marked
        self.roles: list[_Role] = ["strange"] * len(self.keys)
        for segment in cover:
            inside = range(self._place_at(segment.start), self._place_at(segment.end))
            for place in inside:
                self.roles[place] = self._role(segment, len(inside))

    def _role(self, segment: Segment, words: int) -> _Role:
        meaning = segment.meaning
        if words > 1 and meaning:
            return "explained"
        if is_frame(segment.words, english=self.english, unmarked=self.words.text.isascii()):
            return "joining"
        if meaning and meaning.senses:
            return "cue"
        return "term" if meaning and not meaning.names else "strange"

    def better(self, place: int) -> str | None:
        """Return what the word at a place was meant to be, None where it may stand."""
        word, typed = self.keys[place], self.words.written(place, place + 1)
        if not word.isalpha() or self.roles[place] == "explained" or not typed[1:].islower():
            return None
        return self._in_full(word) or self._mended(place, word, typed)

    def _in_full(self, word: str) -> str | None:
        """Return what a Vietnamese word that is written for short is, as the rest of the question is typed."""
        words = None if self.english else _short_forms().get(word)
        return strip_marks(words) if words and self.words.text.isascii() else words

    def _mended(self, place: int, word: str, typed: str) -> str | None:
        """Return a word without its slip, None where it has none."""
        if word in self.syllables.pairs.joining:
            if self.english or typed.isascii() or self._is_sure(place):
                return None
            return self._by_neighbours(place, self.known.terms, self.known.terms.alike(word))
        if word in english_words() or (self.english and is_syllable(word)):
            return None
        by_letters = self._by_letters(word) if word.isascii() and not is_syllable(word) else None
        if self.english:
            return by_letters
        return self._by_neighbours(place, self.syllables, self.syllables.near(word)) or by_letters

    def _is_sure(self, place: int) -> bool:
        """True for a word that joins or asks, and for a term where no word beside it is strange."""
        beside = self.roles[max(place - 1, 0) : place + 2]
        return self.roles[place] in ("joining", "cue") or (
            self.roles[place] == "term" and "strange" not in beside
        )

    def _place_at(self, character: int) -> int:
        return bisect_left(self.words.starts, character)

    def _by_letters(self, word: str) -> str | None:
        """Return the nearest English word of the glossary; slips seldom touch the first letter."""
        if len(word) < _SHORTEST:
            return _asking_word(word)
        most = 2 if len(word) >= _SHORTEST_FOR_TWO else 1
        found = _english_spelling().lookup(word, Verbosity.CLOSEST, max_edit_distance=most)
        near = min(found, key=lambda each: (each.term[0] != word[0], -each.count, each.term), default=None)
        return near.term if near else None

    def _by_neighbours(self, place: int, syllables: Syllables, candidates: Iterable[str]) -> str | None:
        """Return the candidate that stands beside a neighbour where the typed word never does."""
        if self._times(place, self.keys[place], self.syllables):
            return None
        times = {each: self._times(place, each, syllables) for each in candidates}
        fit = [each for each in times if times[each] >= _LEAST_TIMES]
        return max(fit, key=lambda each: (self._times(place, each, self.syllables), each), default=None)

    def _times(self, place: int, word: str, syllables: Syllables) -> int:
        """Return how often a word stands beside a neighbour that nothing else explains."""
        before, after = self._neighbour(place - 1), self._neighbour(place + 1)
        return max(syllables.pairs[before, word], syllables.pairs[word, after])

    def _neighbour(self, place: int) -> str:
        """Return the word at a place that can tell what the one beside it is, empty where it cannot."""
        if not 0 <= place < len(self.keys) or self.roles[place] in ("explained", "joining"):
            return ""
        if place and self.words.written(place, place + 1)[0].isupper():
            # What stands beside a name is no term with it: "Nguyễn Văn Thông giữ chức vụ gì?".
            return ""
        return self.keys[place]


@cache
def _short_forms() -> dict[str, str]:
    """Return how people write words for short where they type in haste, and what these are."""
    rows = read_table("search_api.asking", "short_forms.tsv")
    return {typed: row["words"] for row in rows for typed in cell_items(row["typed"])}


@cache
def _terms() -> Syllables:
    """Return the syllables of the glossary's Vietnamese terms."""
    return Syllables(Pairs.of((), _terms_in_syllables(), _LEAST_TIMES))


def _terms_in_syllables() -> Iterator[Sequence[str]]:
    return (keys_of(term) for entry in load_glossary() for term in entry.vietnamese)


def _asking_word(word: str) -> str | None:
    """Return the word that asks which a short one was meant to be: "wich", "waht"."""
    found = _english_spelling().lookup(word, Verbosity.ALL, max_edit_distance=1)
    return next((near.term for near in found if near.term in _ASKING and near.term[0] == word[0]), None)


@cache
def _english_spelling() -> SymSpell:
    """Return the English words of the glossary with how often they stand there, and their other forms."""
    # By what is left of six letters instead of seven: found as fast, in half the memory.
    spelling = SymSpell(max_dictionary_edit_distance=2, prefix_length=6)
    terms = (term for entry in load_glossary() for term in entry.english)
    times = Counter(ascii_words((*terms, *_ASKING)))
    stems = (*times, *(word.removesuffix("e") for word in times))
    forms = (f"{stem}{ending}" for stem in stems for ending in _ENDINGS)
    for word in (*times, *(form for form in forms if form in english_words())):
        spelling.create_dictionary_entry(word, times[word] or 1)
    return spelling
