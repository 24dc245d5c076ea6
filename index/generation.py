"""A generation: one immutable index folder with its manifest.

It holds all that answers a request: text, outline, spans, instruments and duties beside the arrays
that find passages. It is built document by document; what has not changed since the generation
before is taken over as it stands.
"""

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import closing
from copy import copy
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.as_json import from_json, to_json
from index.embedded.lexical import LexicalFields, LexicalIndex, LexicalWriter
from index.embedded.terms import (
    Postings,
    TermIndex,
    build_term_index,
    collect_terms,
    passages_with,
    term_vectors,
)
from index.embedder import Embedder, StaticEmbedder, bundled_model
from index.errors import NoIndexError
from index.preparation import (
    Prepared,
    StoredDocument,
    joined,
    part_of,
    preparation_identity,
    tokenizer_identity,
    unpacked,
)
from index.preparers import Preparers
from index.records import Kept, Records, RecordsWriter
from index.relatives import Member, Relative, find_relatives
from index.static_model import StaticModel, Vectors
from index.storage import sync_tree
from index.term_matching import TermMatcher, TokenArrays
from index.versions import current_id, is_version
from ingest.processes import in_order
from ingest.types import Metadata

SCHEMA_VERSION = 4
RECORDS = "records.sqlite"
RELATIVES = "relatives.json"
MANIFEST = "manifest.json"
QUALITY = "quality.json"
Relatives = dict[str, Relative]
_NO_WORDS = LexicalFields("", "", "", "")
# What is prepared together: enough to be worth a message to a process, little enough to share well.
DOCUMENTS_TOGETHER = 128
CHARACTERS_TOGETHER = 2_000_000
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
    preparation: str
    schema_version: int
    files: dict[str, str]


class Generation:
    """Read side of a generation folder, opened once and never changed."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self.folder = folder
        self.manifest = manifest
        self.model: StaticModel = bundled_model()
        self.records = Records(folder / RECORDS)
        self.dense: faiss.Index = _read_faiss(folder / "passages.faiss")
        self.lexical = LexicalIndex(folder / "lexical")
        self.token_weights: Vectors = np.load(folder / "token_weights.npy")
        self.document_of: NDArray[np.int32] = np.load(folder / "document_of.npy")
        self.matcher = TermMatcher(self.model, _read_tokens(folder))
        postings = Postings(_array(folder, "postings_starts"), _array(folder, "postings_rows"))
        terms = _read_faiss(folder / "terms.faiss")
        self.terms = TermIndex(terms, postings, manifest.passages)
        self.relatives = from_json(Relatives, (folder / RELATIVES).read_bytes())
        self.quality = _optional_bytes(folder / QUALITY)

    @classmethod
    def open(cls, folder: Path) -> "Generation":
        """Check every file against the manifest and open; raises `NoIndexError` where one differs."""
        manifest = read_manifest(folder)
        check_files(folder, manifest)
        if manifest.tokenizer != tokenizer_identity(bundled_model()):
            # It ships inside, so that this is another version: an upgrade makes the index anew.
            raise NoIndexError(
                f"generation {manifest.generation} was built with tokenizer {manifest.tokenizer}, "
                f"this PlanSearch has {tokenizer_identity(bundled_model())}"
            )
        return cls(folder, manifest)

    def within(self, document_ids: Collection[str]) -> "Generation":
        """Return the same, in which words weigh and are counted as in some documents alone.

        Records and rows stay, so that a snapshot has to hide the others. It is closed with the whole.
        """
        part = copy(self)
        part.lexical, part.quality = self.lexical.within(document_ids), None
        kept = [kept for identity, kept in self.records.kept().items() if identity in document_ids]
        tokens = [part_of(self.matcher.tokens, k.first_row, k.first_row + k.passages) for k in kept]
        part.token_weights = corpus_weights(joined(tokens), self.model)
        return part

    def rows_of(self, passage_ids: Sequence[str]) -> NDArray[np.int64]:
        """Return the rows (n,) of passages that this generation has."""
        rows = self.records.rows_of(passage_ids)
        return np.array([rows[identity] for identity in passage_ids], np.int64)

    def close(self) -> None:
        """Let go of the records; arrays go with the last reference to them."""
        self.records.close()


def build_generation(
    folder: Path,
    name: str,
    created: str,
    documents: Iterable[StoredDocument],
    embedder: Embedder,
    previous: Generation | None = None,
) -> Manifest:
    """Write a generation into the empty `folder` and return its manifest.

    What a document of `previous` with the same digest was made into is taken over. A passage whose
    vector is zero or not finite is kept out of the dense index and counted.
    """
    model = bundled_model()
    builder = _Builder(folder, embedder, previous)
    try:
        builder.add(documents)
    except BaseException:
        builder.abandon()
        raise
    builder.close()
    tokens, rejected = builder.tokens(), _build_dense(folder, builder.vectors())
    with closing(Records(folder / RECORDS)) as records:
        counts = records.passage_counts()
        _write_relatives(folder / RELATIVES, records.members())
    terms = _build_terms(folder, tokens, model)
    _save(folder, "document_of", np.repeat(np.arange(len(counts)), list(counts.values())).astype(np.int32))
    manifest = Manifest(
        generation=name,
        created=created,
        documents=sum(not is_version(identity) for identity in counts),
        passages=len(tokens.body),
        terms=terms,
        rejected=rejected,
        model=embedder.identity,
        dimension=embedder.dimension,
        tokenizer=tokenizer_identity(model),
        preparation=preparation_identity(model),
        schema_version=SCHEMA_VERSION,
        files=_digests(folder),
    )
    fields = {**asdict(manifest), "sha256": _manifest_digest(asdict(manifest))}
    (folder / MANIFEST).write_text(json.dumps(fields, indent=1), encoding="utf-8")
    sync_tree(folder)
    return manifest


class _Builder:
    """Gathers vectors and tokens of documents in order, and writes their records and lexical index."""

    def __init__(self, folder: Path, embedder: Embedder, previous: Generation | None) -> None:
        self._embedder = embedder
        self._previous = previous if previous and _fits(previous.manifest, embedder) else None
        self._kept = self._previous.records.kept() if self._previous else {}
        self._vectors: list[Vectors] = []
        self._tokens: list[TokenArrays] = []
        self._lexical = LexicalWriter(folder / "lexical")
        self._records = RecordsWriter(folder / RECORDS)
        self._records.begin(self._previous.folder / RECORDS if self._previous else None)

    def add(self, documents: Iterable[StoredDocument]) -> None:
        """Take over or prepare documents, each run of one kind together."""
        with Preparers() as preparers:
            runs = self._runs(documents)
            for run, prepared in in_order(runs, lambda run: preparers.submit(run.fresh), preparers.ahead):
                if run.fresh:
                    self._add(run.fresh, prepared)
                else:
                    self._take_over(run.kept)

    def vectors(self) -> Vectors:
        """Return the vectors (passages, dimension) of all documents."""
        return np.concatenate([np.zeros((0, self._embedder.dimension), np.float32), *self._vectors])

    def tokens(self) -> TokenArrays:
        """Return the tokens of all passages."""
        return joined(self._tokens)

    def close(self) -> None:
        """Finish the files."""
        self._records.close()
        self._lexical.close()

    def abandon(self) -> None:
        """Close files that will not be used."""
        self._records.abandon()
        self._lexical.abandon()

    def _runs(self, documents: Iterable[StoredDocument]) -> "Iterator[_Run]":
        """Yield neighbouring documents that are taken over together, or prepared together."""
        run = _Run()
        for document in documents:
            kept = self._kept.get(document.id)
            if kept and kept.digest != document.digest:
                kept = None
            if not run.takes(kept):
                yield run
                run = _Run()
            run.append(document, kept)
        if run.kept or run.fresh:
            yield run

    def _take_over(self, run: Sequence[Kept]) -> None:
        """Copy neighbouring documents of the previous generation."""
        if self._previous:
            first, end = run[0].first_row, run[-1].first_row + run[-1].passages
            self._vectors.append(self._previous.dense.reconstruct_n(first, end - first))
            self._tokens.append(part_of(self._previous.matcher.tokens, first, end))
            self._records.take_over(run[0], run[-1])
            records = self._previous.records
            for identity, packed in records.lexical(run[0], run[-1]):
                self._find_words(identity, records.documents[identity].metadata, packed)

    def _add(self, fresh: Sequence[StoredDocument], prepared: Prepared) -> None:
        """Write new documents."""
        own = isinstance(self._embedder, StaticEmbedder)
        vectors = prepared.vectors if own else self._embedder.embed_passages(prepared.texts)
        self._vectors.append(np.ascontiguousarray(vectors, np.float32))
        self._tokens.append(prepared.tokens)
        made = zip(fresh, prepared.rows, prepared.lexical, prepared.sketches, strict=True)
        for stored, rows, lexical, sketch in made:
            self._records.add(stored.digest, stored.original, rows, lexical, sketch)
            self._find_words(rows.id, rows.metadata, lexical)

    def _find_words(self, document_id: str, metadata: Metadata, packed: bytes) -> None:
        """Write the lexical fields of a document's passages; those of a version keep their place only."""
        fields = unpacked(packed)
        self._lexical.add(
            document_id, metadata, (_NO_WORDS for _ in fields) if is_version(document_id) else fields
        )


class _Run:
    """Neighbouring documents: `kept` by the previous generation side by side, or `fresh`."""

    def __init__(self) -> None:
        self.kept: list[Kept] = []
        self.fresh: list[StoredDocument] = []
        self._size = 0

    def takes(self, kept: Kept | None) -> bool:
        """True where a document that was kept, or is fresh, goes with those that are here."""
        if kept is None:
            full = len(self.fresh) == DOCUMENTS_TOGETHER or self._size >= CHARACTERS_TOGETHER
            return not self.kept and not full
        return not self.fresh and (not self.kept or kept.position == self.kept[-1].position + 1)

    def append(self, document: StoredDocument, kept: Kept | None) -> None:
        """Add a document."""
        if kept is None:
            self.fresh.append(document)
            self._size += len(document.reading)
        else:
            self.kept.append(kept)


def _fits(manifest: Manifest, embedder: Embedder) -> bool:
    """True where what a generation holds is what these models would make again."""
    return (
        manifest.preparation == preparation_identity(bundled_model()) and manifest.model == embedder.identity
    )


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a generation folder; raises `NoIndexError` where it cannot be read."""
    try:
        fields: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        digest, version = fields.pop("sha256", None), fields.get("schema_version")
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise NoIndexError(f"{folder.name}: the manifest cannot be read ({error})") from error
    if digest != _manifest_digest(fields):
        raise NoIndexError(f"{folder.name}: the manifest is damaged")
    if version != SCHEMA_VERSION:
        raise NoIndexError(
            f"{folder.name} was made by another version of PlanSearch (schema {version}, not {SCHEMA_VERSION})"
        )
    return Manifest(**fields)


def _manifest_digest(fields: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()


def check_files(folder: Path, manifest: Manifest) -> None:
    """Compare every file with the manifest; raises `NoIndexError` naming the first that differs."""
    found = _digests(folder)
    for name, digest in manifest.files.items():
        if found.get(name) != digest:
            state = "missing" if name not in found else "damaged"
            raise NoIndexError(f"{folder.name}: file {name} is {state}")


def _write_relatives(path: Path, members: Sequence[Member]) -> None:
    relatives = find_relatives([member for member in members if not is_version(member.id)])
    relatives |= {m.id: Relative(current_id(m.id), "older") for m in members if is_version(m.id)}
    path.write_text(to_json(Relatives, relatives), encoding="utf-8")


def _build_dense(folder: Path, vectors: Vectors) -> int:
    """Write the passage vectors; return how many were rejected."""
    good = np.isfinite(vectors).all(axis=1) & (np.linalg.norm(vectors, axis=1) > 1e-6)
    vectors[~good] = 0.0
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(vectors)
    _write_faiss(folder / "passages.faiss", index)
    return int((~good).sum())


def _build_terms(folder: Path, tokens: TokenArrays, model: StaticModel) -> int:
    """Write token arrays, term vectors and postings; return the number of terms."""
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


def corpus_weights(tokens: TokenArrays, model: StaticModel) -> Vectors:
    """Return token weights: idf in this corpus mixed with the idf of the model's training texts.

    A token that the corpus lacks, as any English word, keeps the model's weight.
    """
    passages = len(tokens.starts) - 1
    counts = passages_with(tokens, len(model.vectors))
    own = np.log((passages + 1) / (counts + 0.5)) / np.log(2 * passages + 2)
    mixed = CORPUS_IDF_SHARE * own + (1 - CORPUS_IDF_SHARE) * model.token_weights
    weights: Vectors = np.where(counts > 0, mixed, model.token_weights).astype(np.float32)
    return np.maximum(weights, 0.01)


def _optional_bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None


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
