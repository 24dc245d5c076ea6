"""The static embedding model, read without torch from its sentence-transformers folder.

A static model is a table of token vectors; a text's vector is the normalised mean of its tokens'
vectors. The folder is the one that `SentenceTransformer(path)` loads; a test holds both readers
equal.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file
from tokenizers import Tokenizer

Vectors = NDArray[np.float32]
TokenIds = NDArray[np.int32]

_WEIGHTS_FILE = "token_weights.safetensors"


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
        return cls(tokenizer, table.astype(np.float32), weights.astype(np.float32))

    @property
    def dimension(self) -> int:
        """Length of a vector."""
        return int(self.vectors.shape[1])

    def tokenize(self, texts: Sequence[str]) -> list[TokenIds]:
        """Return the token ids of each text, without special tokens."""
        encodings = self.tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        return [np.asarray(encoding.ids, dtype=np.int32) for encoding in encodings]

    def tokenize_with_offsets(self, texts: Sequence[str]) -> list[tuple[TokenIds, NDArray[np.int32]]]:
        """Return token ids (n,) and their character spans (n, 2) for each text."""
        return [
            (
                np.asarray(encoding.ids, dtype=np.int32),
                np.asarray(encoding.offsets, dtype=np.int32).reshape(-1, 2),
            )
            for encoding in self.tokenizer.encode_batch(list(texts), add_special_tokens=False)
        ]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors (len(texts), dimension) in float32; a text without tokens is zero."""
        return (
            np.stack([self.pool(ids) for ids in self.tokenize(texts)])
            if texts
            else (np.zeros((0, self.dimension), np.float32))
        )

    def pool(self, ids: TokenIds) -> Vectors:
        """Return the unit vector (dimension,) of a text given as token ids."""
        if not len(ids):
            return np.zeros(self.dimension, np.float32)
        return normalised(self.vectors[ids].mean(axis=0))


def normalised(vectors: Vectors) -> Vectors:
    """Return `vectors` (…, d) scaled to length one along the last axis; zeros stay zeros."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled: Vectors = vectors / np.maximum(lengths, 1e-12)
    return scaled
