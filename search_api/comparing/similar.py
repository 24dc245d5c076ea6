"""Similar provisions: how other documents put the same thing, and how alike it is."""

from dataclasses import dataclass, replace

from index.snapshot import Snapshot
from index.types import DocumentRecord, Hit, PassageRecord
from search_api.comparing.differences import Difference
from search_api.comparing.inside import insides
from search_api.comparing.likeness import LIKENESSES, Judgement, Likeness, judge, otherwise_worded
from search_api.kit.filters import check_range

# So many are looked at: that nothing speaks of it is not said after a glance at the first few.
_FEWEST_LOOKED_AT = 30


@dataclass(frozen=True, slots=True)
class SimilarHit:
    """A near passage, and how alike it is to the one asked about."""

    hit: Hit
    judged: Judgement

    @property
    def likeness(self) -> Likeness:
        """The measure."""
        return self.judged.likeness

    @property
    def difference(self) -> Difference:
        """What it says otherwise than the one asked about."""
        return self.judged.difference


@dataclass(frozen=True, slots=True)
class SimilarProvisions:
    """The passages nearest to one, in other documents and in its own, from the nearest measure on.

    Those of measure "none" are near and yet about something else.
    """

    passage: PassageRecord
    document: DocumentRecord
    others: tuple[SimilarHit, ...]
    own: tuple[SimilarHit, ...]

    @property
    def likeness(self) -> Likeness:
        """How near the nearest passage of another document is; "none" where none speaks of it."""
        return self.others[0].likeness if self.others else "none"


def similar_provisions(snapshot: Snapshot, passage_id: str, limit: int = 10) -> SimilarProvisions:
    """Return the passages nearest to one, at most `limit` of other documents and as many of its own.

    Raises `NotFoundError` for an unknown id, `InvalidQueryError` for a limit out of range.
    """
    check_range(limit, 0)
    passage = snapshot.passage(passage_id)
    others = _measured(snapshot, passage, limit, own=False)
    own = _measured(snapshot, passage, limit, own=True)
    document = snapshot.document(passage.document_id)
    return SimilarProvisions(passage, document, others, own)


def _measured(snapshot: Snapshot, passage: PassageRecord, limit: int, *, own: bool) -> tuple[SimilarHit, ...]:
    """Return the nearest passages with their measures, from the nearest measure on, ranked in that order."""
    searcher, text = snapshot.searcher, passage.text
    hits = searcher.similar(passage, max(limit, _FEWEST_LOOKED_AT), own=own)
    scores = searcher.likenesses([passage.id], [hit.passage.id for hit in hits])[0].tolist()
    shared = insides([text, *(hit.passage.text for hit in hits)])
    found = [
        (hit, score, shared.get((0, n))) for n, (hit, score) in enumerate(zip(hits, scores, strict=True), 1)
    ]
    # What is near in fact goes before what was ranked high and is not.
    found.sort(key=lambda item: _distance(otherwise_worded(item[1], item[2])))
    judged = [
        SimilarHit(hit, judge(text, hit.passage.text, score, inside)) for hit, score, inside in found[:limit]
    ]
    judged.sort(key=lambda item: LIKENESSES.index(item.likeness))
    return tuple(replace(item, hit=replace(item.hit, rank=rank)) for rank, item in enumerate(judged, start=1))


def _distance(measure: Likeness) -> int:
    """Return 0 for what is of one subject, more for what is farther."""
    return max(LIKENESSES.index(measure), LIKENESSES.index("same subject"))
