"""Topics that an index itself suggests: clusters of provisions, named by the terms they share.

A cluster only suggests; which passages speak of it is judged by its terms, as for every topic.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache

import faiss
import numpy as np
from numpy.typing import NDArray

from index.glossary import load_glossary
from index.snapshot import Snapshot
from index.static_model import Vectors, normalised
from index.threads import use_one_thread
from index.types import PassageRecord
from ingest.language.folding import canonical, fold
from ingest.language.phrases import PhraseTable, word_forms
from search_api.coverage.topics import Topic, TopicFinder, named_topics

# A large index is clustered by so many passages, spread evenly over it.
MOST_PASSAGES = 4_000
MOST_CLUSTERS = 24
# Fewer passages hold no clusters worth a name.
FEWEST_PASSAGES = 30
# The glossary's topics whose terms name work in general, times, people or places, not subjects.
_NO_SUBJECTS = frozenset({
    "administrative-units", "bodies", "countries", "documents", "general-verbs", "governance", "organisations",
    "personnel", "places", "planning", "qualities", "questions", "roles", "time",
})  # fmt: skip
_SUBJECT_KINDS = frozenset({"object", "event"})
# A term in fewer passages is an accident, one in a larger share says nothing of the cluster.
_FEWEST_WITH_TERM = 3
_LARGEST_SHARE = 0.12
# Terms are drawn down to so many random directions; what the passage vector adds beside them.
_DIRECTIONS = 128
_VECTOR_SHARE = 0.4
_SEED = 7
_NAMES = 3
_FEWEST_NAMES = 2
# A name stands in two passages of its cluster at least, and there twice as often as elsewhere.
_FEWEST_HOLDING_NAME = 2
_LEAST_LIFT = 2.0
# Names are one subject where they share two passages, and a third of those of the rarer one.
_FEWEST_TOGETHER, _LEAST_TOGETHER = 2, 1 / 3
# The terms of a cluster worth showing stand in half of its passages, and in four at least.
_LEAST_HELD = 0.5
_FEWEST_HELD = 4

TermSets = Sequence[frozenset[str]]


def find_topics(snapshot: Snapshot) -> tuple[Topic, ...]:
    """Return the topics that the provisions of an index suggest, the largest first.

    The same index always gives the same topics; one of few passages gives none.
    """
    passages = list(snapshot.spread(MOST_PASSAGES))
    if len(passages) < FEWEST_PASSAGES:
        return ()
    held = _told(_subject_terms(passages))
    filled = np.array([bool(terms) for terms in held])
    if filled.sum() < FEWEST_PASSAGES:
        return ()
    held = [terms for terms in held if terms]
    vectors = snapshot.searcher.vectors([p.id for p, told in zip(passages, filled, strict=True) if told])
    labels = _clusters(normalised(np.hstack([_directions(held), _VECTOR_SHARE * vectors])))
    suggested = [_names(held, np.flatnonzero(labels == label)) for label in range(labels.max() + 1)]
    return _topics(sorted(filter(None, suggested), key=lambda names: -_holding(held, names)))


def _subject_terms(passages: Sequence[PassageRecord]) -> TermSets:
    """Return the terms of the glossary in each passage and its last headings."""
    table = _subjects()
    texts = ("\n".join([*passage.path[-2:], passage.text]) for passage in passages)
    return [frozenset(term for term, _, _ in table.places(word_forms(text))) for text in texts]


def _told(held: TermSets) -> TermSets:
    """Return the terms without those that are in too few or too many passages."""
    counts = Counter(term for terms in held for term in terms)
    most = _LARGEST_SHARE * len(held)
    told = {term for term, count in counts.items() if _FEWEST_WITH_TERM <= count <= most}
    return [terms & told for terms in held]


def _directions(held: TermSets) -> Vectors:
    """Return unit vectors (passages, _DIRECTIONS): random directions of the terms, weighted by idf."""
    counts = Counter(term for terms in held for term in terms)
    terms = sorted(counts)
    table = np.random.default_rng(_SEED).standard_normal((len(terms), _DIRECTIONS)).astype(np.float32)
    table *= np.log(len(held) / np.array([[counts[term]] for term in terms], np.float32))
    places = {term: place for place, term in enumerate(terms)}
    return normalised(np.stack([table[[places[term] for term in sorted(own)]].sum(axis=0) for own in held]))


def _clusters(points: Vectors) -> NDArray[np.int64]:
    """Return the cluster (points,) of each point."""
    # Also because sums of several threads may differ in their last digit, and then a topic would.
    use_one_thread()
    count = min(MOST_CLUSTERS, round(len(points) ** 0.5))
    means = faiss.Kmeans(
        points.shape[1], count, niter=50, nredo=5, seed=_SEED, spherical=True, min_points_per_centroid=1
    )
    means.train(points)
    nearest: NDArray[np.int64] = means.index.search(points, 1)[1][:, 0]
    return nearest


def _names(held: TermSets, members: NDArray[np.int64]) -> tuple[str, ...]:
    """Return the terms that tell a cluster from the rest (class-based tf-idf), or none worth it."""
    everywhere = Counter(term for terms in held for term in terms)
    here = Counter(term for place in members for term in held[place])
    scores = {
        term: count / len(members) * np.log(1 + len(held) / everywhere[term])
        for term, count in here.items()
        if count >= _FEWEST_HOLDING_NAME
        and count * len(held) >= _LEAST_LIFT * everywhere[term] * len(members)
    }
    names: list[str] = []
    for term in sorted(scores, key=lambda term: (-scores[term], term)):
        apart = not any(term in name or name in term for name in names)
        rarer = min(everywhere[term], everywhere[names[0]]) if names else 0
        if apart and (
            not names or _together(held, names[0], term) >= max(_FEWEST_TOGETHER, rarer * _LEAST_TOGETHER)
        ):
            names.append(term)
    names = names[:_NAMES]
    holding = sum(not held[place].isdisjoint(names) for place in members)
    worth = holding >= max(_FEWEST_HELD, _LEAST_HELD * len(members))
    return tuple(names) if worth and len(names) >= _FEWEST_NAMES else ()


def _together(held: TermSets, one: str, other: str) -> int:
    return sum(one in terms and other in terms for terms in held)


def _holding(held: TermSets, names: Sequence[str]) -> int:
    return sum(not terms.isdisjoint(names) for terms in held)


def _topics(suggested: Sequence[tuple[str, ...]]) -> tuple[Topic, ...]:
    """Return the suggestions as topics, without those that a topic of the table mostly covers."""
    named = TopicFinder(named_topics())
    topics: dict[str, Topic] = {}
    for names in suggested:
        covered = Counter(topic for name in names for topic in named.topics_in(name))
        if max(covered.values(), default=0) <= len(names) / 2:
            key = "found-" + re.sub(r"[\W_]+", "-", fold(names[0]))
            topics.setdefault(key, Topic(key, "", " · ".join(names), names, found=True))
    return tuple(topics.values())


@cache
def _subjects() -> PhraseTable[str]:
    """Return the terms of the glossary that name a subject in two syllables or more."""
    terms: dict[tuple[str, ...], str] = {}
    for entry in load_glossary():
        if entry.kind in _SUBJECT_KINDS and entry.topic not in _NO_SUBJECTS:
            for term in entry.vietnamese:
                terms.setdefault(tuple(word_forms(canonical(term))), term)
    return PhraseTable((words, term) for words, term in terms.items() if len(words) > 1)
