"""Similar provisions: how other documents put the same thing, and how alike it is."""

from dataclasses import dataclass, replace

from index.snapshot import Snapshot
from index.types import DocumentRecord, Hit, PassageRecord
from search_api.comparing.differences import Difference, difference
from search_api.comparing.likeness import LIKENESSES, Likeness, likeness
from search_api.kit.filters import check_range


@dataclass(frozen=True, slots=True)
class SimilarHit:
    """A near passage, its measure, and what it says otherwise than the one asked about."""

    hit: Hit
    likeness: Likeness
    difference: Difference


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
    others = snapshot.searcher.similar(passage, limit)
    own = snapshot.searcher.similar(passage, limit, own=True)
    document = snapshot.document(passage.document_id)
    return SimilarProvisions(
        passage, document, _measured(snapshot, passage, others), _measured(snapshot, passage, own)
    )


def _measured(snapshot: Snapshot, passage: PassageRecord, hits: tuple[Hit, ...]) -> tuple[SimilarHit, ...]:
    """Return hits with their measures, from the nearest measure on, ranked again in that order."""
    scores = snapshot.searcher.likenesses([passage.id], [hit.passage.id for hit in hits])[0]
    measured = []
    for hit, score in zip(hits, scores, strict=True):
        found = difference(passage.text, hit.passage.text)
        measured.append(SimilarHit(hit, likeness(found, float(score)), found))
    measured.sort(key=lambda item: LIKENESSES.index(item.likeness))
    return tuple(
        replace(item, hit=replace(item.hit, rank=rank)) for rank, item in enumerate(measured, start=1)
    )
