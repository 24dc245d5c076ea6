"""Embedders: text to unit vectors, by the bundled static model or any sentence-transformers model."""

import hashlib
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from safetensors import SafetensorError

from index import fitted
from index.errors import ModelError
from index.fitted import Fitted
from index.static_model import StaticModel, Vectors, normalised
from ingest.messages import message

BUNDLED_FOLDER = Path(__file__).parent / "bundled_model"
BUNDLED = "bundled"


class Embedder(Protocol):
    """Turns passages and queries into unit vectors; `identity` names the exact model, `fitted` what was fitted to it."""

    identity: str
    dimension: int
    fitted: Fitted

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors (len(texts), dimension)."""
        ...

    def embed_query(self, text: str) -> Vectors:
        """Return one unit vector (dimension,)."""
        ...


@cache
def bundled_model() -> StaticModel:
    """Return the static model that ships inside, read once a process."""
    try:
        return StaticModel.load(BUNDLED_FOLDER)
    except (OSError, ValueError, SafetensorError) as error:
        raise ModelError(
            message(
                "the bundled model in %(path)s cannot be read (%(error)s); reinstall PlanSearch",
                path=str(BUNDLED_FOLDER),
                error=str(error),
            )
        ) from error


class StaticEmbedder:
    """The bundled model; queries and passages are embedded alike."""

    def __init__(self, model: StaticModel, identity: str) -> None:
        self._model = model
        self.identity = identity
        self.dimension = model.dimension
        self.fitted = fitted.bundled()

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors (len(texts), dimension)."""
        return self._model.encode(texts)

    def embed_query(self, text: str) -> Vectors:
        """Return one unit vector (dimension,)."""
        vector: Vectors = self._model.encode([text])[0]
        return vector


class HubEmbedder:
    """A sentence-transformers model given by hub name or folder, with its own prompts."""

    def __init__(self, name: str) -> None:
        self._model = _load_sentence_transformer(name)
        self.identity = _hub_identity(name, self._model)
        self.dimension = int(self._model.get_embedding_dimension())
        self.fitted = fitted.of_folder(Path(name)) if Path(name).is_dir() else fitted.unknown()
        # The library adds an empty "document" prompt, which would hide the model's "passage".
        prompts = [self._model.prompts.get(key) for key in ("document", "passage", "corpus")]
        self._passage_prompt = next((prompt for prompt in prompts if prompt), "")

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """Return unit vectors (len(texts), dimension), with the model's passage prompt."""
        vectors: Vectors = np.asarray(
            self._model.encode_document(list(texts), prompt=self._passage_prompt), np.float32
        )
        return normalised(vectors)

    def embed_query(self, text: str) -> Vectors:
        """Return one unit vector (dimension,), with the model's query prompt."""
        vectors: Vectors = np.asarray(self._model.encode_query([text]), np.float32)
        return normalised(vectors[0])


def load_embedder(name: str = BUNDLED) -> Embedder:
    """Return the embedder called `name`: "bundled", a folder, or a hub name.

    Raises `ModelError` where the model is not on this machine and cannot be fetched.
    """
    if name in ("", BUNDLED):
        return StaticEmbedder(bundled_model(), f"bundled@{_folder_digest(BUNDLED_FOLDER)}")
    return HubEmbedder(name)


def _load_sentence_transformer(name: str) -> Any:  # noqa: ANN401 - imported only where asked for
    offline = os.environ.get("HF_HUB_OFFLINE") == "1"
    try:
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(name, device="cpu", local_files_only=offline)
    except (OSError, ValueError, RuntimeError, SafetensorError) as error:
        raise ModelError(
            message(
                "the model %(name)r is not on this machine and could not be fetched. Copy its folder here and set "
                "PLANSEARCH_MODEL to the folder's path, or unset PLANSEARCH_MODEL to use the bundled model.",
                name=name,
            )
        ) from error


def _hub_identity(name: str, model: Any) -> str:  # noqa: ANN401
    folder = Path(name)
    if folder.is_dir():
        return f"{folder.name}@{_folder_digest(folder)}"
    revision = getattr(model.model_card_data, "base_model_revision", None) or "unknown"
    return f"{name}@{revision}"


@cache
def _folder_digest(folder: Path) -> str:
    """Return a short SHA-256 over the weight and tokenizer files of a model folder, not what was fitted to it."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".safetensors", ".json", ".txt", ".model") and path.name != fitted.FILE_NAME:
            digest.update(path.name.encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
