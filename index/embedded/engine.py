"""The engine on this machine: what is above it knows `index.engine` alone.

A key is a row: the place of a passage in the arrays of all segments, one after the other.
"""

from collections.abc import Collection, Sequence
from copy import copy
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.clock import Clock
from index.embedded.dense import DenseIndex
from index.embedded.lexical import LexicalIndex
from index.embedded.terms import TermIndex, passages_with
from index.embedded.tokens import TokenStore
from index.engine import Candidates, Keys, Limits, Scope, Wanted
from index.joined_records import JoinedRecords
from index.lexical_terms import TermField, WeighedTerm
from index.static_model import StaticModel, Vectors
from index.statistics import corpus_weights
from index.term_matching import QueryUnits, TokenArrays

LEXICAL = "lexical"
# Of sums of float32 between 0 and 1.
_ROUNDING = 1e-6


class Counts:
    """What the embedded engine counts: words by the lexical index, tokens by their postings."""

    def __init__(self, lexical: LexicalIndex, tokens: NDArray[np.int64], model: StaticModel) -> None:
        self._lexical = lexical
        self.token_weights: Vectors = corpus_weights(tokens, lexical.passages, model)

    @property
    def passages(self) -> int:
        """How many passages may be found."""
        return self._lexical.passages

    def frequency(self, field: TermField, value: str) -> int:
        """Return how many passages have a value in a field."""
        return self._lexical.frequency(field, value)


class EmbeddedEngine:
    """Finds the passages of the segments in `folders`, whose joined lexical index is in `folder`."""

    def __init__(
        self,
        folder: Path,
        folders: Sequence[Path],
        records: JoinedRecords,
        dimension: int,
        model: StaticModel,
    ) -> None:
        self._records = records
        self._model = model
        self._tokens = TokenStore(folders)
        # -1 for the rows of hidden documents.
        self._document_of = records.document_of()
        self.dense = DenseIndex(folders, dimension)
        hidden = records.hidden_digests()
        parts = [each / LEXICAL for each in folders]
        self.lexical = LexicalIndex(folder / LEXICAL, parts, self._tokens.rows, hidden)
        self._terms = TermIndex(folders, model, self._tokens.rows)
        counts = self._terms.counts
        if hidden:
            counts = counts - passages_with(self._tokens.of(records.hidden_rows()), len(counts))
        self.statistics = Counts(self.lexical, counts, model)
        self._usual: tuple[Scope, NDArray[np.bool_] | None] | None = None

    def within(self, document_ids: Collection[str]) -> "EmbeddedEngine":
        """Return the same, in which words are counted, and found, in some documents alone."""
        part = copy(self)
        part.lexical = self.lexical.within(document_ids)
        rows = self._rows_where([identity in document_ids for identity in self._records.documents])
        part.statistics = Counts(part.lexical, self._terms.counts_within(rows), self._model)
        return part

    def candidates(self, wanted: Wanted, scope: Scope, limits: Limits, clock: Clock) -> Candidates:
        """Return what may answer a query; the clock is told what each source takes."""
        allowed = self._allowed(scope)
        with clock.stage("terms"):
            by_units = self._by_units(wanted.units, allowed, limits.units)
        with clock.stage("lexical"):
            lexical = self.lexical.scores(wanted.terms, scope, limits.lexical, ties=limits.ties)
        with clock.stage("dense"):
            dense = self.dense.nearest(wanted.vector, allowed, limits.dense)
        found = Candidates.gathered(by_units, lexical, dense, wanted.named)
        # The lexical index knows the filters, but not every restriction.
        return found if allowed is None else found.where(allowed[found.keys])

    def holding(self, terms: Sequence[WeighedTerm], limit: int) -> list[tuple[int, float]]:
        """Return at most so many passages that have the most of some terms, with what these weigh, the most first."""
        return self.lexical.holding(terms, limit)

    def tokens(self, keys: Keys, *, placed: bool = False) -> TokenArrays:
        """Return the tokens of passages, in the order of `keys`; where they stand in the text only if `placed`."""
        return self._tokens.of(keys, placed=placed)

    def vectors(self, keys: Keys) -> Vectors:
        """Return the vectors (n, dimension) of passages, as they are kept."""
        return self.dense.vectors(keys)

    def sizes(self) -> dict[str, int]:
        """Return of how many passages each part is, those of hidden documents too."""
        return {"tokens": len(self._tokens.rows), "vectors": len(self.dense.rows), "words": self.lexical.size}

    def close(self) -> None:
        """Do nothing: files are let go of with the last reference to them."""

    def _by_units(self, units: QueryUnits, allowed: NDArray[np.bool_] | None, limit: int) -> Keys:
        """Return the rows with the best terms; all, where they are no more than that."""
        if not limit:
            return np.zeros(0, np.int64)
        if allowed is None:
            allowed = np.ones(len(self._document_of), bool)
        if np.count_nonzero(allowed) <= limit:
            return np.flatnonzero(allowed)
        scores = self._terms.scores(units)
        scores *= allowed
        found = np.flatnonzero(scores > _ROUNDING)
        if len(found) > limit:
            # Among those that have any: to look for a place among many zeros takes long.
            own = scores[found]
            last = np.partition(own, -limit)[-limit]
            # With all that score as the last one does: which of equals come first says nothing.
            found = found[own >= last - _ROUNDING]
        return found[: 2 * limit]

    def _allowed(self, scope: Scope) -> NDArray[np.bool_] | None:
        """Return, for each row, whether a scope has it; None where all are in it."""
        if scope.filters.active or scope.not_of is not None or scope.besides is not None:
            return self._mask(scope)
        if self._usual is None or self._usual[0] != scope:
            # Most queries have the same one: worked out once.
            mask = self._mask(scope)
            self._usual = scope, None if mask.all() else mask
        return self._usual[1]

    def _mask(self, scope: Scope) -> NDArray[np.bool_]:
        mask = self._rows_where(
            [
                scope.filters.admits(record) and identity not in scope.without and identity != scope.not_of
                for identity, record in self._records.documents.items()
            ]
        )
        if scope.besides is not None:
            mask[scope.besides] = False
        return mask

    def _rows_where(self, admitted: Sequence[bool]) -> NDArray[np.bool_]:
        """Return, for each row, whether its document is admitted; `admitted` is in the order of documents."""
        # The last is for hidden rows, whose document is at place -1.
        mask: NDArray[np.bool_] = np.array([*admitted, False], bool)[self._document_of]
        return mask
