"""A generation: one immutable index folder with its manifest."""

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.embedded.lexical import LexicalIndex, LexicalText, build_lexical
from index.embedded.terms import Postings, TermIndex, build_term_index, collect_terms, term_vectors
from index.embedder import Embedder, bundled_model
from index.errors import ModelError, NoIndexError
from index.expansion import passage_expansions
from index.records import Records, write_records
from index.static_model import StaticModel, Vectors
from index.term_matching import TermMatcher, TokenArrays, inverse_window_lengths
from index.types import DocumentRecord, DutyRecord, PassageRecord
from ingest.language.folding import one_line

SCHEMA_VERSION = 2
NORMALISATION_VERSION = 1
MANIFEST = "manifest.json"
QUALITY = "quality.json"
# Share of the idf that comes from this corpus; the rest is the model's own, from its training.
CORPUS_IDF_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds; `files` maps each file to its SHA-256."""

    generation: str
    created: str
    documents: int
    passages: int
    terms: int
    rejected: int
    model: str
    dimension: int
    tokenizer: str
    schema_version: int
    normalisation_version: int
    files: dict[str, str]


class Generation:
    """Read side of a generation folder, opened once and never changed."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self.manifest = manifest
        self.model: StaticModel = bundled_model()
        self.records = Records(folder / "records.sqlite")
        self.dense: faiss.Index = _read_faiss(folder / "passages.faiss")
        self.lexical = LexicalIndex(folder / "lexical")
        self.token_weights: Vectors = np.load(folder / "token_weights.npy")
        self.document_of: NDArray[np.int32] = np.load(folder / "document_of.npy")
        self.matcher = TermMatcher(self.model, _read_tokens(folder))
        postings = Postings(_array(folder, "postings_starts"), _array(folder, "postings_rows"))
        terms = _read_faiss(folder / "terms.faiss")
        self.terms = TermIndex(terms, postings, manifest.passages)

    @classmethod
    def open(cls, folder: Path) -> "Generation":
        """Check every file against the manifest and open; raises `NoIndexError` where one differs."""
        manifest = read_manifest(folder)
        check_files(folder, manifest)
        if manifest.tokenizer != tokenizer_identity(bundled_model()):
            raise ModelError(
                f"generation {manifest.generation} was built with tokenizer {manifest.tokenizer}, "
                f"this PlanSearch has {tokenizer_identity(bundled_model())}; run `plansearch ingest` "
                f"again to rebuild"
            )
        return cls(folder, manifest)

    def allowed(self, admitted: Sequence[bool]) -> NDArray[np.bool_]:
        """Return, for each passage row, whether its document (by position) is admitted."""
        mask: NDArray[np.bool_] = np.asarray(admitted, bool)[self.document_of]
        return mask


def build_generation(
    folder: Path,
    name: str,
    created: str,
    documents: Sequence[DocumentRecord],
    passages: Sequence[PassageRecord],
    embedder: Embedder,
    duties: Sequence[DutyRecord] = (),
) -> Manifest:
    """Write a generation into the empty `folder` and return its manifest.

    A passage whose vector is zero or not finite is kept out of the dense index and counted.
    """
    model = bundled_model()
    by_id = {document.id: document for document in documents}
    order = {document.id: position for position, document in enumerate(documents)}
    texts = [LexicalText(p, by_id[p.document_id], context(p, by_id[p.document_id])) for p in passages]
    write_records(folder / "records.sqlite", documents, passages, duties)
    build_lexical(folder / "lexical", texts)
    rejected = _build_dense(folder, texts, embedder)
    terms = _build_terms(folder, texts, model)
    _save(folder, "document_of", np.array([order[p.document_id] for p in passages], np.int32))
    manifest = Manifest(
        generation=name,
        created=created,
        documents=len(documents),
        passages=len(passages),
        terms=terms,
        rejected=rejected,
        model=embedder.identity,
        dimension=embedder.dimension,
        tokenizer=tokenizer_identity(model),
        schema_version=SCHEMA_VERSION,
        normalisation_version=NORMALISATION_VERSION,
        files=_digests(folder),
    )
    fields = {**asdict(manifest), "sha256": _manifest_digest(asdict(manifest))}
    (folder / MANIFEST).write_text(json.dumps(fields, indent=1), encoding="utf-8")
    _sync_tree(folder)
    return manifest


def context(passage: PassageRecord, document: DocumentRecord) -> str:
    """Return what a passage stands under and leaves unsaid: headings and full forms."""
    parts = [*passage.path, passage_expansions(passage.text, document)]
    return one_line(". ".join(part for part in parts if part))


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a generation folder; raises `NoIndexError` where it cannot be read."""
    try:
        fields: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        digest = fields.pop("sha256", None)
        manifest = Manifest(**fields)
    except (OSError, ValueError, TypeError) as error:
        raise NoIndexError(f"{folder.name}: the manifest cannot be read ({error})") from error
    if digest != _manifest_digest(fields):
        raise NoIndexError(f"{folder.name}: the manifest is damaged")
    if manifest.schema_version != SCHEMA_VERSION:
        raise NoIndexError(
            f"{folder.name}: schema version {manifest.schema_version}, this PlanSearch reads {SCHEMA_VERSION}"
        )
    return manifest


def _manifest_digest(fields: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()


def check_files(folder: Path, manifest: Manifest) -> None:
    """Compare every file with the manifest; raises `NoIndexError` naming the first that differs."""
    found = _digests(folder)
    for name, digest in manifest.files.items():
        if found.get(name) != digest:
            state = "missing" if name not in found else "damaged"
            raise NoIndexError(f"{folder.name}: file {name} is {state}")


def tokenizer_identity(model: StaticModel) -> str:
    """Return a short name of the tokenizer and vectors that the token arrays were made with."""
    digest = hashlib.sha256(model.tokenizer.to_str().encode())
    digest.update(np.ascontiguousarray(model.vectors).view(np.uint8).data)
    return digest.hexdigest()[:12]


def _build_dense(folder: Path, texts: Sequence[LexicalText], embedder: Embedder) -> int:
    """Write the passage vectors; return how many were rejected."""
    full = [one_line(f"{text.context}. {text.passage.text}") for text in texts]
    vectors = embedder.embed_passages(full) if full else np.zeros((0, embedder.dimension))
    vectors = np.ascontiguousarray(vectors, np.float32)
    good = np.isfinite(vectors).all(axis=1) & (np.linalg.norm(vectors, axis=1) > 1e-6)
    vectors[~good] = 0.0
    index = faiss.IndexFlatIP(embedder.dimension)
    index.add(vectors)
    _write_faiss(folder / "passages.faiss", index)
    return int((~good).sum())


def _build_terms(folder: Path, texts: Sequence[LexicalText], model: StaticModel) -> int:
    """Write token arrays, term vectors and postings; return the number of terms."""
    tokens = _token_arrays(texts, model)
    weights = corpus_weights(tokens, model)
    terms, postings = collect_terms(tokens)
    _write_faiss(folder / "terms.faiss", build_term_index(term_vectors(model, terms, weights)))
    for name, array in (
        ("token_ids", tokens.ids),
        ("token_starts", tokens.starts),
        ("token_body", tokens.body),
        ("token_spans", tokens.spans),
        ("inverse_lengths", tokens.inverse_lengths),
        ("token_weights", weights),
        ("postings_starts", postings.starts),
        ("postings_rows", postings.rows),
    ):
        _save(folder, name, array)
    return len(terms)


def _token_arrays(texts: Sequence[LexicalText], model: StaticModel) -> TokenArrays:
    contexts = model.tokenize_with_offsets([text.context for text in texts])
    bodies = model.tokenize_with_offsets([text.passage.text for text in texts])
    rows = [part for pair in zip(contexts, bodies, strict=True) for part in pair]
    lengths = [len(c[0]) + len(b[0]) for c, b in zip(contexts, bodies, strict=True)]
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    ids = np.concatenate([np.zeros(0, np.int32), *(ids for ids, _ in rows)])
    spans = np.concatenate([np.zeros((0, 2), np.int32), *(spans for _, spans in rows)])
    body = np.array([len(ids) for ids, _ in contexts], np.int32)
    return TokenArrays(ids, starts, body, spans, inverse_window_lengths(model, ids, starts))


def corpus_weights(tokens: TokenArrays, model: StaticModel) -> Vectors:
    """Return token weights: idf in this corpus mixed with the idf of the model's training texts.

    A token that the corpus lacks, as any English word, keeps the model's weight.
    """
    passages = len(tokens.starts) - 1
    counts = np.zeros(len(model.vectors), np.int64)
    for begin, end in zip(tokens.starts[:-1], tokens.starts[1:], strict=True):
        counts[np.unique(tokens.ids[begin:end])] += 1
    own = np.log((passages + 1) / (counts + 0.5)) / np.log(2 * passages + 2)
    mixed = CORPUS_IDF_SHARE * own + (1 - CORPUS_IDF_SHARE) * model.token_weights
    weights: Vectors = np.where(counts > 0, mixed, model.token_weights).astype(np.float32)
    return np.maximum(weights, 0.01)


def _read_tokens(folder: Path) -> TokenArrays:
    return TokenArrays(
        _array(folder, "token_ids"),
        _array(folder, "token_starts"),
        _array(folder, "token_body"),
        _array(folder, "token_spans"),
        _array(folder, "inverse_lengths"),
    )


def _array(folder: Path, name: str) -> NDArray[Any]:
    """Return a saved array, mapped from the file rather than read."""
    mapped = np.load(folder / f"{name}.npy", mmap_mode="r", allow_pickle=False)
    # A plain view: indexing the memmap class itself costs several times as much.
    array: NDArray[Any] = mapped.view(np.ndarray)
    return array


def _save(folder: Path, name: str, array: NDArray[Any]) -> None:
    np.save(folder / f"{name}.npy", array, allow_pickle=False)


def _write_faiss(path: Path, index: faiss.Index) -> None:
    """Write through our own file handle: `faiss.write_index` hides a full disk."""
    path.write_bytes(faiss.serialize_index(index).tobytes())


def _read_faiss(path: Path) -> faiss.Index:
    return faiss.deserialize_index(np.fromfile(path, np.uint8))


def _digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file but manifest, quality figures and tantivy's lock files."""
    digests = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_file() and name not in (MANIFEST, QUALITY) and not name.endswith(".lock"):
            with path.open("rb") as stream:
                digests[name] = hashlib.file_digest(stream, "sha256").hexdigest()
    return digests


def _sync_tree(folder: Path) -> None:
    """Flush every file and folder to disk."""
    for path in [*folder.rglob("*"), folder]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
