"""A generation: a published list of segments, opened as one index.

What answers a request, text, outline, spans, instruments and duties beside the arrays that find passages, is in
its segments. Documents of a segment that are not there any more are hidden, until the segment is built anew.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.as_json import from_json, to_json
from index.embedded.dense import DenseIndex
from index.embedded.lexical import LexicalIndex, join_lexical, shared_files
from index.embedded.rows import Rows
from index.embedded.terms import TermIndex, passages_with
from index.embedded.tokens import TokenStore
from index.embedder import bundled_model
from index.errors import NoIndexError
from index.joined_records import JoinedRecords
from index.relatives import Member, Relative, find_relatives
from index.segment import (
    LEXICAL,
    SCHEMA_VERSION,
    Segment,
    check_files,
    digests,
    read_fields,
    write_fields,
)
from index.static_model import StaticModel, Vectors
from index.term_matching import TermMatcher
from index.versions import current_id, is_version

RELATIVES = "relatives.json"
QUALITY = "quality.json"
SEGMENTS = "segments"
Relatives = dict[str, Relative]
# Share of the idf that comes from this corpus; the rest is the model's own, from its training.
CORPUS_IDF_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Listed:
    """A segment of a generation: the digest of its manifest, and its hidden documents."""

    segment: str
    digest: str
    hidden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation holds; `files` maps each of its own files to its SHA-256."""

    generation: str
    created: str
    documents: int
    passages: int
    rejected: int
    model: str
    dimension: int
    schema_version: int
    segments: tuple[Listed, ...]
    files: dict[str, str]


class Part(NamedTuple):
    """A segment, and those of its documents that are not there any more."""

    segment: Segment
    hidden: frozenset[str] = frozenset()


class Generation:
    """Read side of a generation, opened once and never changed.

    A row is the place of a passage in the arrays of all segments, one after the other.
    """

    def __init__(self, folder: Path, manifest: Manifest, parts: Sequence[Part]) -> None:
        self.folder = folder
        self.manifest = manifest
        self.parts = parts
        self.model: StaticModel = bundled_model()
        folders = [part.segment.folder for part in parts]
        self.tokens = TokenStore(folders)
        rows = self.tokens.rows
        self.records = _records(parts, rows)
        # -1 for the rows of hidden documents.
        self.document_of: NDArray[np.int32] = self.records.document_of()
        self.dense = DenseIndex(folders, manifest.dimension)
        hidden = {part.segment.kept[identity].digest for part in parts for identity in part.hidden}
        self.lexical = LexicalIndex(folder / LEXICAL, [each / LEXICAL for each in folders], rows, hidden)
        self.terms = TermIndex(folders, self.model, rows)
        self.matcher = TermMatcher(self.model)
        counts = self.terms.counts
        if hidden:
            counts = counts - passages_with(self.tokens.of(self.records.hidden_rows()), len(counts))
        self.token_weights = corpus_weights(counts, manifest.passages, self.model)
        self.relatives = from_json(Relatives, (folder / RELATIVES).read_bytes())
        self.quality = _optional_bytes(folder / QUALITY)

    @classmethod
    def open(cls, folder: Path, known: Mapping[str, Segment] | None = None) -> "Generation":
        """Check every file against the manifests, and their counts, and open; raises `NoIndexError` where one differs.

        Segments that are `known`, open already, were checked before.
        """
        manifest = read_manifest(folder)
        check_files(folder, manifest.files)
        parts = [
            Part(_segment(folder, listed, known or {}), frozenset(listed.hidden))
            for listed in manifest.segments
        ]
        for part in parts:
            check_files(folder, _copied(folder, part.segment))
        generation = cls(folder, manifest, parts)
        generation._check_counts()
        return generation

    def _check_counts(self) -> None:
        """Refuse arrays and records that were written whole and yet are not of the same passages."""
        counts = {
            "records": self.records.count(),
            "tokens": len(self.tokens.rows),
            "vectors": len(self.dense.rows),
            "words": self.lexical.size,
        }
        if len(set(counts.values())) > 1:
            self.close()
            told = ", ".join(f"{count} in {name}" for name, count in counts.items())
            raise NoIndexError(f"{self.folder.name}: not as many passages in all parts ({told})")

    def within(self, document_ids: Collection[str]) -> "Generation":
        """Return the same, in which words weigh and are counted as in some documents alone.

        Records and rows stay, so that a snapshot has to hide the others. It is closed with the whole.
        """
        part = copy(self)
        part.lexical, part.quality = self.lexical.within(document_ids), None
        rows = self.rows_within(document_ids)
        counts = self.terms.counts_within(rows)
        part.token_weights = corpus_weights(counts, int(np.count_nonzero(rows)), self.model)
        return part

    def rows_within(self, document_ids: Collection[str]) -> NDArray[np.bool_]:
        """Return, for each passage row, whether it is of one of some documents."""
        return self.rows_where([identity in document_ids for identity in self.records.documents])

    def rows_where(self, admitted: Sequence[bool]) -> NDArray[np.bool_]:
        """Return, for each passage row, whether its document is admitted; `admitted` is in the order of documents."""
        # The last is for hidden rows, whose document is at place -1.
        mask: NDArray[np.bool_] = np.array([*admitted, False], bool)[self.document_of]
        return mask

    def rows_of(self, passage_ids: Sequence[str]) -> NDArray[np.int64]:
        """Return the rows (n,) of passages that this generation has."""
        rows = self.records.rows_of(passage_ids)
        return np.array([rows[identity] for identity in passage_ids], np.int64)

    def segments(self) -> dict[str, Segment]:
        """Return the open segments by name."""
        return {part.segment.manifest.segment: part.segment for part in self.parts}

    def close(self) -> None:
        """Let go of the records; arrays go with the last reference to them."""
        self.records.close()


def build_generation(folder: Path, name: str, created: str, parts: Sequence[Part]) -> Manifest:
    """Write a generation of segments, at least one, into the new `folder` and return its manifest."""
    folder.mkdir(parents=True)
    join_lexical(folder / LEXICAL, [part.segment.folder / LEXICAL for part in parts])
    records = _records(parts, Rows([part.segment.manifest.passages for part in parts]))
    _write_relatives(folder / RELATIVES, records.members())
    counts = records.passage_counts()
    own = parts[-1].segment.manifest
    manifest = Manifest(
        generation=name,
        created=created,
        documents=sum(not is_version(identity) for identity in counts),
        passages=sum(counts.values()),
        rejected=sum(part.segment.manifest.rejected for part in parts),
        model=own.model,
        dimension=own.dimension,
        schema_version=SCHEMA_VERSION,
        segments=tuple(
            Listed(part.segment.manifest.segment, part.segment.digest, tuple(sorted(part.hidden)))
            for part in parts
        ),
        # Those of the lexical index are of the segments.
        files={name: digest for name, digest in digests(folder).items() if _is_own(name)},
    )
    write_fields(folder, json.loads(to_json(Manifest, manifest)))
    return manifest


def _is_own(name: str) -> bool:
    return not name.startswith(f"{LEXICAL}/") or name.endswith(".json")


def _records(parts: Sequence[Part], rows: Rows) -> JoinedRecords:
    return JoinedRecords([part.segment.records for part in parts], [part.hidden for part in parts], rows)


def _segment(folder: Path, listed: Listed, known: Mapping[str, Segment]) -> Segment:
    """Return a segment of the generation in `folder`, as it is listed."""
    segment = known.get(listed.segment)
    if segment is None or segment.digest != listed.digest:
        segment = Segment.open(segments_beside(folder) / listed.segment)
    if segment.digest != listed.digest:
        raise NoIndexError(f"{folder.name}: segment {listed.segment} is another one")
    return segment


def _copied(folder: Path, segment: Segment) -> dict[str, str]:
    """Return the files of a segment's lexical index that a generation has as copies, each with its digest.

    Where it shares them they were checked with the segment; copied with the data folder, they are files of their own.
    """
    names = {path.relative_to(segment.folder).as_posix() for path in shared_files(segment.folder / LEXICAL)}
    return {
        name: segment.manifest.files[name]
        for name in names
        if not ((folder / name).exists() and (folder / name).samefile(segment.folder / name))
    }


def segments_beside(folder: Path) -> Path:
    """Return where the segments of the generation in `folder` lie."""
    return folder.parent.parent / SEGMENTS


def read_manifest(folder: Path) -> Manifest:
    """Return the manifest of a generation folder; raises `NoIndexError` where it cannot be read."""
    fields, _ = read_fields(folder)
    try:
        return from_json(Manifest, json.dumps(fields).encode())
    except (TypeError, ValueError) as error:
        raise NoIndexError(f"{folder.name}: the manifest cannot be read ({error})") from error


def corpus_weights(counts: NDArray[np.int64], passages: int, model: StaticModel) -> Vectors:
    """Return token weights: idf in this corpus mixed with the idf of the model's training texts.

    `counts` says in how many of so many passages each token stands. One that the corpus lacks, as any English
    word, keeps the model's weight.
    """
    own = np.log((passages + 1) / (counts + 0.5)) / np.log(2 * passages + 2)
    mixed = CORPUS_IDF_SHARE * own + (1 - CORPUS_IDF_SHARE) * model.token_weights
    weights: Vectors = np.where(counts > 0, mixed, model.token_weights).astype(np.float32)
    return np.maximum(weights, 0.01)


def _write_relatives(path: Path, members: Sequence[Member]) -> None:
    relatives = find_relatives([member for member in members if not is_version(member.id)])
    relatives |= {m.id: Relative(current_id(m.id), "older") for m in members if is_version(m.id)}
    path.write_text(to_json(Relatives, relatives), encoding="utf-8")


def _optional_bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
