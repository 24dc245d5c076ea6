"""Marks: a Vietnamese question that was typed without them, read with those that its words most likely have.

What one bare syllable is, its neighbours tell: "cho" is a dog beside "mèo". Names, terms and cues are spelt
as their vocabulary spells them; of the other syllables the likeliest row is taken, by the pairs that stand in
the passages and the glossary, and in questions as such (`python -m training.question_pairs`): a bigram model,
read with Viterbi's algorithm.
"""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from itertools import chain, pairwise
from math import log

from index.snapshot import Snapshot
from ingest.language.folding import strip_marks
from ingest.language.phrases import Words, keys_of
from ingest.language.tables import read_table
from search_api.asking.corrections import Lexicon, lexicon
from search_api.asking.cues import cue_phrases
from search_api.asking.frame import vietnamese_frame
from search_api.asking.pairs import Pair
from search_api.asking.segments import Segment

# The share of a pair that is taken from the second syllable alone, for pairs that stand nowhere.
_ALONE = 0.3
# The share of a pair that is taken from how questions are worded.
_OF_QUESTIONS = 0.2
# Half the syllables of a question are of its frame, which plans hardly have.
_FRAME = 0.5


class Marks:
    """How likely marked syllables follow each other."""

    def __init__(self, known: Lexicon) -> None:
        self._pairs, self._of_terms = known.marked.pairs, known.terms.pairs
        self._total = sum(self._pairs.joining.values())
        self._marked: defaultdict[str, list[str]] = defaultdict(list)
        for syllable in sorted(self._pairs.joining.keys() | _frame_syllables()):
            self._marked[strip_marks(syllable)].append(syllable)

    def of(self, text: str, cover: Sequence[Segment]) -> str:
        """Return a question with its marks; `cover` are its segments."""
        words = Words(text)
        choices = [self._choices(words, place) for place in range(len(words))]
        behind_places: set[int] = set()
        for segment in cover:
            first, after = (bisect_left(words.starts, place) for place in (segment.start, segment.end))
            spelt = [] if self._is_by_chance(segment) else _spelt(segment, words.bares[first:after])
            for place, found in enumerate(spelt, first):
                choices[place] = found
            if segment.meaning and segment.meaning.place:
                behind_places.add(after)
        for place, key in reversed(list(enumerate(self._likeliest(choices, behind_places)))):
            start, end = words.starts[place], words.ends[place]
            if key != words.keys[place]:
                text = text[:start] + _in_case_of(text[start:end], key) + text[end:]
        return text

    def _is_by_chance(self, segment: Segment) -> bool:
        """True for two syllables that are a term of the glossary alone, none of whose spellings stands in a passage."""
        meaning, spellings = segment.meaning, segment.spellings
        named = meaning is None or meaning.senses or meaning.names or meaning.place
        if named or any(len(each) != 2 for each in spellings):
            return False
        pairs = [pair for each in spellings for pair in pairwise(each)]
        return not any(self._pairs[pair] > self._of_terms[pair] for pair in pairs)

    def _choices(self, words: Words, place: int) -> list[str]:
        """Return the syllables that a word can be; an abbreviation is only itself."""
        typed = words.written(place, place + 1)
        if typed.isupper() and len(typed) > 1:
            return [words.keys[place]]
        return self._marked.get(words.keys[place]) or [words.keys[place]]

    def _likeliest(self, choices: Sequence[Sequence[str]], apart: Collection[int]) -> Sequence[str]:
        """Return the likeliest row of one syllable a place; at places `apart` a syllable goes with none before it."""
        rows: dict[str, tuple[float, tuple[str, ...]]] = {"": (0.0, ())}
        for place, syllables in enumerate(choices):
            rows = {
                syllable: max(
                    (worth + self._worth("" if place in apart else before, syllable), (*row, syllable))
                    for before, (worth, row) in rows.items()
                )
                for syllable in syllables
            }
        return max(rows.values())[1]

    def _worth(self, before: str, syllable: str) -> float:
        # In how many pairs a syllable stands tells how freely it joins others.
        alone = (1 - _FRAME) * (self._pairs.joining.get(syllable, 0) + 1) / (self._total + 1)
        if syllable in _frame_syllables():
            alone += _FRAME / len(_frame_syllables())
        beside = self._pairs[before, syllable] / self._pairs.beginning.get(before, 1)
        asked = asked_pairs()[before, syllable] / (_asked_firsts()[before] + 1)
        return log((1 - _ALONE - _OF_QUESTIONS) * beside + _OF_QUESTIONS * asked + _ALONE * alone)


def marks(snapshot: Snapshot) -> Marks:
    """Return what the passages and the glossary know of marks; take it as `snapshot.derived(marks)`."""
    return Marks(snapshot.derived(lexicon))


@cache
def asked_pairs() -> Counter[Pair]:
    """Return how often syllables follow each other in questions."""
    rows = read_table("search_api.asking", "question_pairs.tsv")
    return Counter({(row["first"], row["second"]): int(row["times"]) for row in rows})


@cache
def _asked_firsts() -> Counter[str]:
    """Return how often each syllable is the first of a pair in questions."""
    found: Counter[str] = Counter()
    for (first, _), times in asked_pairs().items():
        found[first] += times
    return found


@cache
def _frame_syllables() -> frozenset[str]:
    """Return the syllables of what only holds a question together, or says what is asked."""
    cues = (phrase for phrase, _ in cue_phrases() if " " not in phrase and not phrase.isascii())
    return frozenset(_syllables(chain(vietnamese_frame(), cues)))


def _syllables(phrases: Iterable[str]) -> Iterable[str]:
    return chain.from_iterable(map(keys_of, phrases))


def _spelt(segment: Segment, bares: Sequence[str]) -> list[list[str]]:
    """Return what each word of a phrase can be, nothing for a single word; a cue is a cue whatever else it may be."""
    fit = [each for each in segment.spellings if list(map(strip_marks, each)) == bares]
    cue = segment.meaning is not None and bool(segment.meaning.senses)
    chosen = fit[:1] if cue else fit
    return [list(dict.fromkeys(keys)) for keys in zip(*chosen, strict=True)] if len(bares) > 1 else []


def _in_case_of(typed: str, word: str) -> str:
    if typed.isupper() and len(typed) > 1:
        return word.upper()
    return word[0].upper() + word[1:] if typed[0].isupper() else word
