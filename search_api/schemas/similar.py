"""Similar provisions as JSON."""

from search_api.differences import Difference, RunKind
from search_api.likeness import Likeness
from search_api.schemas.documents import IndexOut, Schema, index_out
from search_api.schemas.search import HitOut, hit_out
from search_api.service import Service
from search_api.similar import SimilarHit, SimilarProvisions


class RunOut(Schema):
    """Words of both texts, or of one only: the texts of all runs joined give both texts back."""

    kind: RunKind
    left: str
    right: str


class DifferenceOut(Schema):
    """What the second text says otherwise; `shared` is the share of words that both have."""

    shared: float
    changed_words: int
    runs: list[RunOut]


class SimilarHitOut(HitOut):
    """A near passage with its measure; `difference` is from the passage asked about to this one."""

    likeness: Likeness
    difference: DifferenceOut


class SimilarOut(Schema):
    """The nearest passages of other documents, and apart from them those of the same document.

    `likeness` is that of the nearest result: "none" means that no other document speaks of it, and
    results of this measure are only the nearest passages.
    """

    passage_id: str
    likeness: Likeness
    results: list[SimilarHitOut]
    same_document: list[SimilarHitOut]
    index: IndexOut


def difference_out(found: Difference, left: str, right: str) -> DifferenceOut:
    """Return the JSON form of a difference between two texts."""
    return DifferenceOut(
        shared=round(found.shared, 4),
        changed_words=found.changed,
        runs=[RunOut(kind=run.kind, left=run.left.of(left), right=run.right.of(right)) for run in found.runs],
    )


def similar_out(service: Service, found: SimilarProvisions) -> SimilarOut:
    """Return the JSON form of similar provisions."""
    return SimilarOut(
        passage_id=found.passage.id,
        likeness=found.likeness,
        results=[_hit_out(found, item) for item in found.others],
        same_document=[_hit_out(found, item) for item in found.own],
        index=index_out(service),
    )


def _hit_out(found: SimilarProvisions, item: SimilarHit) -> SimilarHitOut:
    return SimilarHitOut(
        **dict(hit_out(item.hit)),
        likeness=item.likeness,
        difference=difference_out(item.difference, found.passage.text, item.hit.passage.text),
    )
