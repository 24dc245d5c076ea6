"""The choice of a quote: what each passage is worth as an answer, by a small fitted model.

`python -m training.choosing` fits the weights on the development questions (benchmarks/README.md, "Answers to
free questions").
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.searcher import PassageScores, Ranking
from index.snapshot import Snapshot
from index.static_model import Vectors
from index.types import DutyRecord, PassageRecord
from ingest.language.folding import fold
from ingest.types import Span
from search_api.asking.amounts import amounts, clause_of, sentence_of
from search_api.asking.asked import Asked
from search_api.asking.evidence import TopicNames, names_of
from search_api.asking.quotes import sentences
from search_api.asking.reading import Reading
from search_api.asking.roles import agent
from search_api.asking.times import asked_hours, asked_rhythms, hours, lengths, rhythms, times
from search_api.coverage.evidence import headings_of

_SIGNALS = (
    # Scores of the search: in standard deviations, and as a share of the nearest.
    "fused", "matching", "meaning", "near",
    # How well the best sentence, the headings and the title of the document answer by themselves.
    "sentence", "sentence share", "headings", "title",
    # Shares of the topic's parts that stand there: all the same, where all have names, where there is but one; in the
    # words of the passage alone; with rare parts counting for more, there and in the best sentence.
    "named", "named by name", "named alone", "named here", "rare named", "rare named in sentence",
    # How many of the numbers in the question stand there.
    "numbers",
    # How much of what the search found is of its document.
    "document",
    # What it is in its plan.
    "announces", "notes", "opens",
    # Whether it has what is asked for, and how much of the topic stands beside it.
    "told", "does it", "particular", "limit", "time", "length", "time in sentence", "amount", "amount in sentence", "figure",
)  # fmt: skip
# English words are farther from what they mean: these count otherwise for a question in English.
_BY_LANGUAGE = ("near", "meaning", "sentence share", "named", "rare named here", "headings", "title")
FEATURES = (*_SIGNALS, *(f"{name} in English" for name in _BY_LANGUAGE))
_NUMBER = re.compile(r"\d[\d.,]*\d|\d")
# A year, as people mostly name one, stands nearly everywhere.
_YEAR = re.compile(r"(?:19|20)\d\d")
_FILE = Path(__file__).parent / "choosing.json"
# A provision that goes on in a list is the heading of its items, and no less a provision.
_BULLETS = ("-", "–", "+", "*", "•")
# The nearest headings say most of what a provision is about.
_HEADINGS_READ = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """Weights of `FEATURES`; only differences between passages of one question have a meaning."""

    weights: tuple[float, ...]

    def worths(self, features: Vectors) -> Vectors:
        """Return what passages (n, features) are worth as the first quote (n,), more being better."""
        worths: Vectors = features @ np.array(self.weights, np.float32)
        return worths


@cache
def choice() -> Choice:
    """Return the weights that ship with the program."""
    weights = json.loads(_FILE.read_text(encoding="utf-8"))["weights"]
    return Choice(tuple(weights[name] for name in FEATURES))


def features(
    asked: Asked,
    names: TopicNames,
    ranking: Ranking,
    passages: Sequence[PassageRecord],
    scores: Mapping[str, PassageScores],
) -> Vectors:
    """Return the values of `FEATURES` for passages of a ranking, with their scores, as (passages, features)."""
    if not passages:
        return np.zeros((0, len(FEATURES)), np.float32)
    texts = _Texts(asked, ranking, passages)
    naming = _Naming(names, texts, passages)
    of_document = _of_document(passages, scores)
    deeds = _deeds(asked)
    nearest = max(score.late for score in scores.values()) or 1.0
    best = max(texts.sentence_scores) or 1.0
    question = fold(asked.query.text)
    asked_numbers = {number for number in _numbers_in(question) if not _YEAR.fullmatch(number)}
    held = [_Held.of(asked.snapshot, passage, question) for passage in passages]
    told = [_told(asked.reading, names, each) for each in held]
    # How much of its topic an amount has beside it tells only which one has most.
    most = (max(told) or 1.0) if asked.reading.wanted == "amount" else 1.0
    rows = []
    for place, passage in enumerate(passages):
        score = scores[passage.id]
        named = float(naming.anywhere[place])
        sentence = texts.sentence_scores[place]
        signals = {
            "fused": score.fused,
            "matching": score.matching,
            "meaning": score.meaning,
            "near": score.late / nearest,
            "sentence": sentence,
            "sentence share": sentence / best,
            "headings": texts.heading_scores[place],
            "title": texts.title_scores[place],
            "named": named,
            "named by name": named * names.known,
            "named alone": named * (names.known and names.parts == 1),
            "named here": naming.here[place],
            "rare named": naming.rare_anywhere[place],
            "rare named here": naming.rare_here[place],
            "rare named in sentence": naming.rare_in_sentence[place],
            "numbers": _share_in(passage.text, asked_numbers),
            "document": of_document[passage.document_id],
            "announces": passage.kind == "heading" and not passage.text.startswith(_BULLETS),
            "notes": passage.kind == "footnote",
            "opens": not passage.path,
            "told": told[place] / most,
            "does it": bool(deeds) and agent(passage.text, deeds) is not None,
            **_wanted(asked.reading, held[place], texts.sentences[place]),
        }
        crossed = [signals[name] * asked.reading.english for name in _BY_LANGUAGE]
        rows.append([*(signals[name] for name in _SIGNALS), *crossed])
    return np.array(rows, np.float32)


class _Texts:
    """The best sentence, the headings and the title of passages, with how well each answers by itself."""

    def __init__(self, asked: Asked, ranking: Ranking, passages: Sequence[PassageRecord]) -> None:
        snapshot = asked.snapshot
        every = [(place, span.of(p.text)) for place, p in enumerate(passages) for span in sentences(p.text)]
        self.titles = titles = {
            p.document_id: snapshot.document(p.document_id).metadata.title for p in passages
        }
        texts = [
            *(text for _, text in every),
            *(" ".join(passage.path[-_HEADINGS_READ:]) for passage in passages),
            *titles.values(),
        ]
        scores = snapshot.searcher.score_texts(ranking.query.own_units(), texts).tolist()
        self.sentences = [""] * len(passages)
        self.sentence_scores = [0.0] * len(passages)
        for (place, text), score in zip(every, scores, strict=False):
            if score > self.sentence_scores[place]:
                self.sentences[place], self.sentence_scores[place] = text, score
        self.heading_scores = scores[len(every) : len(every) + len(passages)]
        of_titles = dict(zip(titles, scores[len(every) + len(passages) :], strict=True))
        self.title_scores = [of_titles[passage.document_id] for passage in passages]


class _Naming:
    """Which shares of a topic's parts passages name: anywhere above or in them, in their own words, in a sentence.

    A part that few of the passages name tells more of those that do, so it counts for more where it says `rare`.
    """

    def __init__(self, names: TopicNames, texts: _Texts, passages: Sequence[PassageRecord]) -> None:
        here = _flags(names.parts_in((passage.text,)) for passage in passages)
        above = _flags(
            names.parts_in((*headings_of(passage), texts.titles[passage.document_id])) for passage in passages
        )
        anywhere = here | above
        parts, told = max(names.parts, 1), anywhere.shape[1]
        rarities = np.log((len(passages) + 1) / (anywhere.sum(axis=0) + 0.5)).clip(0)
        # What has no name that plans would use is named by none of them.
        weights = rarities / (rarities.sum() + (parts - told) * np.log(len(passages) + 1) + 1e-9)
        self.anywhere = anywhere.sum(axis=1) / parts
        self.here = here.sum(axis=1) / parts
        self.rare_anywhere = anywhere @ weights
        self.rare_here = here @ weights
        self.rare_in_sentence = _flags(names.parts_in((sentence,)) for sentence in texts.sentences) @ weights


def _numbers_in(text: str) -> set[str]:
    """Return the numbers in a text, "06" as 6."""
    return {number.lstrip("0") for number in _NUMBER.findall(text)}


def _share_in(text: str, numbers: set[str]) -> float:
    return len(numbers & _numbers_in(text)) / len(numbers) if numbers else 0.0


def _flags(rows: Iterable[tuple[bool, ...]]) -> NDArray[np.bool_]:
    """Return rows of flags as (passages, parts), parts being none where a topic has no names."""
    every = list(rows)
    return np.array(every, bool).reshape(len(every), -1)


def _of_document(passages: Sequence[PassageRecord], scores: Mapping[str, PassageScores]) -> dict[str, float]:
    """Return how much of what was found is of each document, 0 … 1, a standard deviation counting e-fold."""
    fused = np.array([scores[passage.id].fused for passage in passages])
    shares = np.exp(fused - fused.max())
    shares /= shares.sum()
    found: dict[str, float] = {}
    for passage, share in zip(passages, shares.tolist(), strict=True):
        found[passage.document_id] = found.get(passage.document_id, 0.0) + share
    return found


def _deeds(asked: Asked) -> tuple[str, ...]:
    """Return what plans call that which somebody does who is asked for."""
    deed = asked.reading.deed if asked.reading.wanted == "body" else ""
    return names_of(deed, asked.vocabulary, english=asked.reading.english) if deed else ()


@dataclass(frozen=True, slots=True)
class _Held:
    """What a passage has that a question may want: its duty, and the hours and rhythms of which kind is asked."""

    text: str
    duty: DutyRecord | None
    particular: list[Span]

    @classmethod
    def of(cls, snapshot: Snapshot, passage: PassageRecord, question: str) -> "_Held":
        """Return what a passage has for a question, which is folded."""
        particular = asked_hours(question, passage.text) or asked_rhythms(question, passage.text)
        return cls(passage.text, snapshot.duty(passage.id), particular)

    @property
    def limited(self) -> bool:
        """True where its duty has a deadline."""
        return self.duty is not None and bool(self.duty.duty.deadlines)


def _wanted(reading: Reading, held: _Held, sentence: str) -> dict[str, bool]:
    """Return which of the things that the question wants a passage, and its best sentence, have."""
    wanted, text = reading.wanted, held.text
    told_times = (times, lengths, hours, rhythms)
    return {
        "particular": bool(held.particular),
        "limit": wanted == "time" and held.limited,
        "time": wanted == "time" and bool(times(text)),
        "length": wanted == "length" and bool(lengths(text)),
        "time in sentence": wanted in ("time", "length") and any(find(sentence) for find in told_times),
        "amount": wanted == "amount" and bool(amounts(text)),
        "amount in sentence": wanted == "amount" and bool(amounts(sentence)),
        "figure": bool(reading.counted) and any(map(str.isdigit, text)),
    }


def _told(reading: Reading, names: TopicNames, held: _Held) -> float:
    """Return how much of what the question wants a passage has, 0 … 1."""
    text = held.text
    if reading.counted:
        return float(any(map(str.isdigit, text)))
    match reading.wanted:
        case "time":
            return float(held.limited) or _beside(names, text, held.particular or times(text))
        case "length":
            return _beside(names, text, held.particular or lengths(text))
        case "body":
            return float(held.duty is not None and held.duty.actor is not None)
        case "amount":
            return _beside(names, text, amounts(text))
        case _:
            return 0.0


def _beside(names: TopicNames, text: str, found: Iterable[Span]) -> float:
    """Return the largest share of the topic that the clause of one of some spans names, or half its sentence's."""
    shares = (
        max(names.share_in((clause_of(text, span),)), names.share_in((sentence_of(text, span),)) / 2)
        for span in found
    )
    return max(shares, default=0.0)
