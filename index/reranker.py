"""Optional re-ranking of the first passages by a sentence-transformers cross-encoder."""

from collections.abc import Sequence

import numpy as np

from index.errors import ModelError
from index.static_model import Vectors

# A cross-encoder reads query and passage together: seconds a page on two cores, so only these.
PASSAGES_RERANKED = 20


class Reranker:
    """A cross-encoder by hub name or folder."""

    def __init__(self, name: str) -> None:
        try:
            from sentence_transformers import CrossEncoder  # imports torch

            self._model = CrossEncoder(name, device="cpu")
        except (OSError, ValueError, RuntimeError) as error:
            raise ModelError(
                f"the cross-encoder {name!r} is not on this machine and could not be fetched. Copy its "
                f"folder here and set PLANSEARCH_RERANKER to the folder's path, or unset it."
            ) from error

    def scores(self, query: str, texts: Sequence[str]) -> Vectors:
        """Return the relevance (len(texts),) of each text, higher is better."""
        pairs = [(query, text) for text in texts]
        found: Vectors = np.asarray(self._model.predict(pairs, show_progress_bar=False), np.float32)
        return found


def load_reranker(name: str) -> Reranker | None:
    """Return the cross-encoder called `name`, None where no name is given."""
    return Reranker(name) if name else None
