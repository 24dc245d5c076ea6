"""A segment: an immutable part of the index, with all that finds and reads its passages.

It is built once, from documents that are new and from such as other segments hold already, and never
changed. A generation is a list of segments.
"""

import hashlib
import heapq
import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from index.digests import digest
from index.embedded.dense import DenseIndex, write_dense
from index.embedded.engine import LEXICAL
from index.embedded.lexical import LexicalWriter
from index.embedded.terms import write_postings
from index.embedded.tokens import TokenStore, joined, write_tokens
from index.embedder import Embedder, StaticEmbedder, bundled_model
from index.errors import NoIndexError
from index.lexical_terms import LexicalFields
from index.preparation import (
    Prepared,
    StoredDocument,
    preparation_identity,
    tokenizer_identity,
    unpacked,
)
from index.preparers import Preparers
from index.records import Kept, Records, RecordsWriter
from index.static_model import Vectors
from index.storage import sync_tree
from index.term_matching import TokenArrays
from index.versions import is_version, sort_key
from ingest.processes import in_order
from ingest.types import Metadata

SCHEMA_VERSION = 6
MANIFEST = "manifest.json"
RECORDS = "records.sqlite"
# One of so many is full: what must leave the disk has it written anew, and holds all of it in memory.
MOST_PASSAGES = 250_000
# SQLite reads so many files beside the one that it writes.
MOST_TAKEN_FROM = 10
_NO_WORDS = LexicalFields("", "", "", "")
# What is prepared together: enough to be worth a message to a process, little enough to share well.
DOCUMENTS_TOGETHER = 128
CHARACTERS_TOGETHER = 2_000_000


@dataclass(frozen=True, slots=True)
class SegmentManifest:
    """What a segment holds and was made with; `files` maps each file to its SHA-256."""

    segment: str
    documents: int
    passages: int
    rejected: int
    model: str
    dimension: int
    tokenizer: str
    preparation: str
    schema_version: int
    files: dict[str, str]


class Segment:
    """Read side of a segment's folder, opened once and never changed."""

    def __init__(self, folder: Path, manifest: SegmentManifest, digest: str) -> None:
        self.folder = folder
        self.manifest = manifest
        # Of its manifest, and so of all its files.
        self.digest = digest
        self.records = Records(folder / RECORDS)

    @property
    def kept(self) -> dict[str, Kept]:
        """What a next segment may keep or take over of it, by document id."""
        return self.records.kept

    @classmethod
    def open(cls, folder: Path, *, checked: bool = True) -> "Segment":
        """Open a segment, its files compared with the manifest where it is `checked`.

        Raises `NoIndexError` where one differs, or where it was made by another version.
        """
        manifest, digest = read_manifest(folder)
        if checked:
            check_files(folder, manifest.files)
        model = bundled_model()
        if manifest.tokenizer != tokenizer_identity(model):
            # It ships inside, so that this is another version: an upgrade makes the index anew.
            raise NoIndexError(
                "%(name)s was built with tokenizer %(other)s, this PlanSearch has %(own)s",
                name=folder.name,
                other=manifest.tokenizer,
                own=tokenizer_identity(model),
            )
        return cls(folder, manifest, digest)

    def fits(self, embedder: Embedder) -> bool:
        """True where what it holds is what these models would make again."""
        own = self.manifest
        return own.preparation == preparation_identity(bundled_model()) and own.model == embedder.identity

    def paths(self) -> list[Path]:
        """Return where its files lie."""
        return [self.folder / name for name in self.manifest.files]

    def close(self) -> None:
        """Let go of the records."""
        self.records.close()


def read_manifest(folder: Path) -> tuple[SegmentManifest, str]:
    """Return the manifest of a segment and its digest; raises `NoIndexError` where it cannot be read."""
    fields, digest = read_fields(folder)
    return SegmentManifest(**fields), digest


def read_fields(folder: Path) -> tuple[dict[str, Any], str]:
    """Return what a manifest says, and its digest; raises `NoIndexError` where that is not what was written."""
    try:
        fields: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        digest, version = fields.pop("sha256", None), fields.get("schema_version")
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise NoIndexError(
            "%(name)s: the manifest cannot be read (%(error)s)", name=folder.name, error=str(error)
        ) from error
    if digest != manifest_digest(fields):
        raise NoIndexError("%(name)s: the manifest is damaged", name=folder.name)
    if version != SCHEMA_VERSION:
        raise NoIndexError(
            "%(name)s was made by another version of PlanSearch (schema %(version)s, not %(known)s)",
            name=folder.name,
            version=str(version),
            known=SCHEMA_VERSION,
        )
    return fields, str(digest)


def write_fields(folder: Path, fields: dict[str, Any], flushed: Collection[Path] = ()) -> None:
    """Write a manifest, and flush the folder to the disk, but for files that were `flushed` before."""
    content = json.dumps({**fields, "sha256": manifest_digest(fields)}, indent=1)
    (folder / MANIFEST).write_text(content, encoding="utf-8")
    sync_tree(folder, flushed)


def manifest_digest(fields: Mapping[str, Any]) -> str:
    """Return the SHA-256 of what a manifest says."""
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()


def check_files(folder: Path, files: Mapping[str, str]) -> None:
    """Compare files with their digests; raises `NoIndexError` naming the first that differs."""
    for name, expected in files.items():
        try:
            found = digest(folder / name)
        except OSError:
            found = None
        if found is None:
            raise NoIndexError("%(name)s: file %(file)s is missing", name=folder.name, file=name)
        if found != expected:
            raise NoIndexError("%(name)s: file %(file)s is damaged", name=folder.name, file=name)


def digests(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file but tantivy's locks."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix != ".lock")
    return {path.relative_to(folder).as_posix(): digest(path) for path in files}


def build_segments(
    folder: Path,
    name: str,
    fresh: Iterable[StoredDocument],
    embedder: Embedder,
    taken_from: Sequence[tuple[Segment, Iterable[str]]] = (),
) -> list[str]:
    """Write segments into the new `folder`, each below its name: documents that are new, and such as others hold.

    `fresh` come in the order of their places; of each segment in `taken_from`, at most `MOST_TAKEN_FROM`,
    the documents named are taken over as they stand. One that has `MOST_PASSAGES` is full, and another one
    begins. Returns their names, at least one. A passage whose vector is zero or not finite is kept out of the
    dense index and counted.
    """
    taken = (
        _Source(number, segment.kept[identity])
        for number, (segment, identities) in enumerate(taken_from)
        for identity in identities
    )
    runs = _runs(heapq.merge(sorted(taken, key=_key), fresh, key=_key))
    names: list[str] = []
    with Preparers() as preparers:
        prepared = in_order(runs, lambda run: preparers.submit(run.fresh), preparers.ahead)
        more: _PreparedRun | None = next(prepared, None)
        while more or not names:
            names.append(f"{name}-{len(names) + 1}" if names else name)
            builder = _Builder(folder / names[-1], embedder, [segment for segment, _ in taken_from])
            try:
                while more and builder.has_room:
                    builder.add(*more)
                    more = next(prepared, None)
            except BaseException:
                builder.abandon()
                raise
            builder.finish(names[-1])
    return names


class _Builder:
    """Gathers vectors and tokens of documents in order, and writes a segment of them."""

    def __init__(self, folder: Path, embedder: Embedder, taken_from: Sequence[Segment]) -> None:
        folder.mkdir(parents=True)
        self._folder = folder
        self._embedder = embedder
        self._taken_from = taken_from
        self._dense = [DenseIndex([each.folder], each.manifest.dimension) for each in taken_from]
        self._stores = [TokenStore([each.folder]) for each in taken_from]
        self._vectors: list[Vectors] = []
        self._tokens: list[TokenArrays] = []
        self._passages = 0
        self._lexical = LexicalWriter(folder / LEXICAL)
        self._records = RecordsWriter(folder / RECORDS, [each.folder / RECORDS for each in taken_from])

    @property
    def has_room(self) -> bool:
        """True where another run of documents goes into it."""
        return self._passages < MOST_PASSAGES

    def add(self, run: "_Run", prepared: Prepared) -> None:
        """Write documents that were prepared, or take them over."""
        if run.fresh:
            self._add(run.fresh, prepared)
        else:
            self._take_over(run.taken)
        self._passages += len(self._vectors[-1])

    def _take_over(self, run: "Sequence[_Source]") -> None:
        """Copy neighbouring documents of one of the segments."""
        number, first, last = run[0].number, run[0].kept, run[-1].kept
        segment = self._taken_from[number]
        rows = np.arange(first.first_row, last.first_row + last.passages)
        self._vectors.append(self._dense[number].vectors(rows))
        self._tokens.append(self._stores[number].of(rows, placed=True))
        self._records.take_over(number, first, last)
        for identity, packed in segment.records.lexical(first, last):
            metadata = segment.records.documents[identity].metadata
            self._find_words(identity, segment.kept[identity].digest, metadata, packed)

    def finish(self, name: str) -> None:
        """Write what all passages make together, and the manifest."""
        self._records.close()
        self._lexical.close()
        folder, embedder, model = self._folder, self._embedder, bundled_model()
        tokens = joined(self._tokens)
        none = np.zeros((0, embedder.dimension), np.float32)
        rejected = write_dense(folder, np.concatenate([none, *self._vectors]))
        write_tokens(folder, tokens)
        write_postings(folder, tokens, model)
        with closing(Records(folder / RECORDS)) as records:
            documents = sum(not is_version(identity) for identity in records.kept)
        manifest = SegmentManifest(
            segment=name,
            documents=documents,
            passages=len(tokens.body),
            rejected=rejected,
            model=embedder.identity,
            dimension=embedder.dimension,
            tokenizer=tokenizer_identity(model),
            preparation=preparation_identity(model),
            schema_version=SCHEMA_VERSION,
            files=digests(folder),
        )
        write_fields(folder, asdict(manifest))

    def abandon(self) -> None:
        """Close files that will not be used."""
        self._records.abandon()
        self._lexical.abandon()

    def _add(self, fresh: Sequence[StoredDocument], prepared: Prepared) -> None:
        """Write new documents."""
        own = isinstance(self._embedder, StaticEmbedder)
        vectors = prepared.vectors if own else self._embedder.embed_passages(prepared.texts)
        self._vectors.append(np.ascontiguousarray(vectors, np.float32))
        self._tokens.append(prepared.tokens)
        made = zip(fresh, prepared.rows, prepared.lexical, prepared.sketches, strict=True)
        for stored, rows, lexical, sketch in made:
            self._records.add(stored, rows, lexical, sketch)
            self._find_words(rows.id, stored.digest, rows.metadata, lexical)

    def _find_words(self, document_id: str, digest: str, metadata: Metadata, packed: bytes) -> None:
        """Write the lexical fields of a document's passages; those of a version keep their place only."""
        fields = unpacked(packed)
        self._lexical.add(
            document_id, digest, metadata, (_NO_WORDS for _ in fields) if is_version(document_id) else fields
        )


class _Source(NamedTuple):
    """A document that one of the segments holds, by the number of that segment."""

    number: int
    kept: Kept


def _key(document: StoredDocument | _Source) -> tuple[int, str, int]:
    stored = document.kept if isinstance(document, _Source) else document
    return sort_key(stored.place, stored.id)


class _Run:
    """Documents in their order: `taken` over from one segment, side by side there, or `fresh`."""

    def __init__(self) -> None:
        self.taken: list[_Source] = []
        self.fresh: list[StoredDocument] = []
        self._size = 0

    def takes(self, document: StoredDocument | _Source) -> bool:
        """True where a document goes with those that are here."""
        if isinstance(document, StoredDocument):
            full = len(self.fresh) == DOCUMENTS_TOGETHER or self._size >= CHARACTERS_TOGETHER
            return not self.taken and not full
        if not self.taken:
            return not self.fresh
        number, kept = self.taken[-1]
        return document.number == number and document.kept.position == kept.position + 1

    def append(self, document: StoredDocument | _Source) -> None:
        """Add a document."""
        if isinstance(document, StoredDocument):
            self.fresh.append(document)
            self._size += len(document.reading)
        else:
            self.taken.append(document)


_PreparedRun = tuple[_Run, Prepared]


def _runs(documents: Iterable[StoredDocument | _Source]) -> Iterator[_Run]:
    """Yield documents that are taken over together, or prepared together."""
    run = _Run()
    for document in documents:
        if not run.takes(document):
            yield run
            run = _Run()
        run.append(document)
    if run.taken or run.fresh:
        yield run
