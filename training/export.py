"""The model folder: sentence-transformers form plus token weights."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import save_file
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
from tokenizers import Tokenizer

from training.tokenizer import UNKNOWN

SHORTEST_RUNNING_TEXT = 6
_BLOCK = 4096


def token_weights(
    english: Sequence[str], vietnamese: Sequence[str], tokenizer: Tokenizer
) -> NDArray[np.float32]:
    """Return the idf of each token, 0 … 1, in the language where it is commoner.

    Counted over running text only: in a list of terms every word is rare.
    """
    return np.minimum(_idf(english, tokenizer), _idf(vietnamese, tokenizer))


def _idf(texts: Sequence[str], tokenizer: Tokenizer) -> NDArray[np.float32]:
    counts = np.zeros(tokenizer.get_vocab_size(), np.int64)
    running = [text for text in texts if text.count(" ") >= SHORTEST_RUNNING_TEXT]
    for begin in range(0, len(running), _BLOCK):
        block = running[begin : begin + _BLOCK]
        for encoding in tokenizer.encode_batch_fast(block, add_special_tokens=False):
            counts[np.unique(encoding.ids)] += 1
    total = len(running)
    idf: NDArray[np.float32] = (np.log((total + 1) / (counts + 1)) / np.log(total + 2)).astype(np.float32)
    return idf


def save_model(
    folder: Path,
    tokenizer: Tokenizer,
    table: NDArray[np.float32],
    weights: NDArray[np.float32],
) -> None:
    """Write the model as float16 so that `SentenceTransformer(folder)` loads it."""
    folder.mkdir(parents=True, exist_ok=True)
    told = table.astype(np.float16)
    # All that the vocabulary lacks is one token: it must mean nothing.
    told[tokenizer.token_to_id(UNKNOWN)] = 0.0
    embedding = StaticEmbedding(tokenizer, embedding_weights=told)
    model = SentenceTransformer(modules=[embedding, Normalize()], device="cpu")
    model.save(str(folder), create_model_card=False)
    save_file({"token_weights": weights.astype(np.float16)}, folder / "token_weights.safetensors")
    _make_reproducible(folder)


def _make_reproducible(folder: Path) -> None:
    """Leave out the versions of libraries, and of the tokenizer the indentation: half of the text otherwise."""
    path = folder / "config_sentence_transformers.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    content.pop("__version__", None)
    path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
    path = folder / "tokenizer.json"
    content = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
