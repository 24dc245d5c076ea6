"""The static embedding model, read without torch from its sentence-transformers folder.

A static model is a table of token vectors; a text's vector is the normalised mean of its tokens'
vectors. The folder is the one that `SentenceTransformer(path)` loads; a test holds both readers
equal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from index.arrays import mapped_array, save_array

Vectors = NDArray[np.float32]
TokenIds = NDArray[np.int32]

_WEIGHTS_FILE = "token_weights.safetensors"
_SHARED = "token_vectors"
_UNKNOWN = "[UNK]"


@dataclass(frozen=True, slots=True)
class CutTexts:
    """Tokens of texts end to end: text i is ids[starts[i]:starts[i+1]]; `spans` (n, 2) are characters in it."""

    ids: TokenIds
    starts: NDArray[np.int64]
    spans: NDArray[np.int32]


class StaticModel:
    """Token table and tokenizer of a static embedding model."""

    def __init__(self, tokenizer: Tokenizer, vectors: Vectors, token_weights: Vectors) -> None:
        self.tokenizer = tokenizer
        self.vectors = vectors
        self.token_weights = token_weights

    @classmethod
    def load(cls, folder: Path) -> "StaticModel":
        """Read the model in `folder`; raises `FileNotFoundError` where a part is missing."""
        tokenizer = Tokenizer.from_str((folder / "tokenizer.json").read_text(encoding="utf-8"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        table = load_file(folder / "model.safetensors")["embedding.weight"]
        weights = load_file(folder / _WEIGHTS_FILE)["token_weights"]
        model = cls(tokenizer, table.astype(np.float32), weights.astype(np.float32))
        if model.unknown is not None:
            # Words in another script are all the same token: what they have in common means nothing.
            model.vectors[model.unknown] = 0.0
        return model

    def share_vectors(self, folder: Path) -> None:
        """Use the one table of vectors that all processes map that share a folder; the first one writes it."""
        if not (folder / f"{_SHARED}.npy").exists():
            save_array(folder, _SHARED, self.vectors)
        self.vectors = mapped_array(folder, _SHARED)

    @property
    def unknown(self) -> int | None:
        """The token that stands for everything the vocabulary lacks, or None where there is none."""
        found: int | None = self.tokenizer.token_to_id(_UNKNOWN)
        return found

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self.vectors.shape[1])

    def tokenize(self, texts: Sequence[str]) -> list[TokenIds]:
        """Return the token ids of each text, without special tokens."""
        encodings = self.tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [np.asarray(encoding.ids, dtype=np.int32) for encoding in encodings]

    def cut(self, texts: Sequence[str]) -> CutTexts:
        """Return the tokens of all texts end to end, with the characters that they stand on."""
        encodings = self.tokenizer.encode_batch(list(texts), add_special_tokens=False)
        ids = np.array([token for encoding in encodings for token in encoding.ids], np.int32)
        spans = np.array([span for encoding in encodings for span in encoding.offsets], np.int32)
        return CutTexts(ids, starts_of([len(encoding) for encoding in encodings]), spans.reshape(-1, 2))

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors (len(texts), dimension) in float32; a text without tokens is zero."""
        ids = self.tokenize(texts)
        return self.pool(np.concatenate([np.zeros(0, np.int32), *ids]), starts_of([len(own) for own in ids]))

    def pool(self, ids: TokenIds, starts: NDArray[np.int64]) -> Vectors:
        """Return unit vectors (texts, dimension); text i is the tokens ids[starts[i]:starts[i+1]]."""
        sums = np.zeros((len(starts) - 1, self.dimension), np.float32)
        for text, (begin, end) in enumerate(pairwise(starts)):
            sums[text] = self.vectors[ids[begin:end]].sum(axis=0)
        return normalised(sums)


def starts_of(lengths: Sequence[int] | NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where each of n runs begins that lie end to end, and where the last one ends (n + 1,)."""
    return np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)


def normalised(vectors: Vectors) -> Vectors:
    """Return `vectors` (…, d) scaled to length one along the last axis; zeros stay zeros."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Vectors = vectors / np.maximum(lengths, 1e-12)
    return scaled
