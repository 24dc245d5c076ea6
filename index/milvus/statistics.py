"""What the Milvus engine counts: made when an index is published, and read from its files."""

from collections import Counter
from collections.abc import Collection
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.arrays import mapped_array, save_array
from index.joined_records import JoinedRecords
from index.lexical_terms import TermField
from index.milvus.vectors import dimension_of, terms_of
from index.preparation import unpacked
from index.static_model import StaticModel, Vectors
from index.statistics import corpus_weights
from index.versions import is_version

_TERMS, _COUNTS, _TOKENS = "terms", "counts", "tokens"
FILES = tuple(f"{name}.npy" for name in (_TERMS, _COUNTS, _TOKENS))
_FIELDS: tuple[TermField, ...] = ("accented", "folded", "pairs", "numbers")


class Counts:
    """In how many of some passages terms and tokens stand.

    `terms` (n,) are dimensions of the sparse vectors, ascending, `counts` (n,) the passages of each, and
    `tokens` (vocabulary,) those of each token of the model.
    """

    def __init__(
        self,
        passages: int,
        terms: NDArray[np.uint32],
        counts: NDArray[np.uint32],
        tokens: NDArray[np.int64],
        model: StaticModel,
    ) -> None:
        self.passages = passages
        self.tokens = tokens
        self._terms, self._counts = terms, counts
        self._model = model

    @classmethod
    def read(cls, folder: Path, passages: int, model: StaticModel) -> "Counts":
        """Open what was published."""
        terms, counts, tokens = (mapped_array(folder, name) for name in (_TERMS, _COUNTS, _TOKENS))
        return cls(passages, terms, counts, tokens, model)

    @classmethod
    def of(
        cls,
        records: JoinedRecords,
        document_ids: Collection[str],
        passages: int,
        tokens: NDArray[np.int64],
        model: StaticModel,
    ) -> tuple["Counts", dict[TermField, float]]:
        """Count the words of documents, and return the mean lengths of the fields as well."""
        found: Counter[int] = Counter()
        lengths: Counter[TermField] = Counter()
        # A version keeps its place only.
        for identity in (each for each in document_ids if not is_version(each)):
            for fields in unpacked(records.lexical(identity)):
                for field, values in terms_of(fields).items():
                    lengths[field] += values.total()
                    found.update(dimension_of(field, value) for value in values)
        terms = np.array(sorted(found), np.uint32)
        counts = np.array([found[term] for term in terms.tolist()], np.uint32)
        means: dict[TermField, float] = {field: lengths[field] / max(passages, 1) for field in _FIELDS}
        return cls(passages, terms, counts, tokens, model), means

    def write(self, folder: Path) -> None:
        """Write it into a folder."""
        save_array(folder, _TERMS, self._terms)
        save_array(folder, _COUNTS, self._counts)
        save_array(folder, _TOKENS, self.tokens)

    @cached_property
    def token_weights(self) -> Vectors:
        """How much each token of the model weighs (vocabulary,)."""
        return corpus_weights(self.tokens, self.passages, self._model)

    def frequency(self, field: TermField, value: str) -> int:
        """Return how many passages have a value in a field."""
        wanted = np.uint32(dimension_of(field, value))
        place = int(np.searchsorted(self._terms, wanted))
        return int(self._counts[place]) if place < len(self._terms) and self._terms[place] == wanted else 0
