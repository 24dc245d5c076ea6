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

from index.as_json import from_json, to_json
from index.embedded.engine import LEXICAL, EmbeddedEngine
from index.embedded.lexical import join_lexical, shared_files
from index.embedder import bundled_model
from index.engine import Engine
from index.errors import NoIndexError
from index.joined_records import JoinedRecords
from index.relatives import NOTHING_JUDGED, Judged, Relative, RelativeKind
from index.rows import Rows
from index.segment import (
    SCHEMA_VERSION,
    Segment,
    check_files,
    digests,
    read_fields,
    write_fields,
)
from index.static_model import StaticModel
from index.term_matching import TermMatcher
from index.versions import is_version

RELATIVES, PAIRS = "relatives.json", "pairs.json"
QUALITY = "quality.json"
SEGMENTS = "segments"
Relatives = dict[str, Relative]
Pairs = tuple[tuple[str, str, RelativeKind], ...]


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
    """Read side of a generation, opened once and never changed: its records, and the engine that finds in them.

    `parts` are its segments, where they are on this machine.
    """

    def __init__(
        self,
        manifest: Manifest,
        records: JoinedRecords,
        engine: Engine,
        relatives: Mapping[str, Relative],
        quality: bytes | None,
        parts: Sequence[Part] = (),
    ) -> None:
        self.manifest = manifest
        self.records = records
        self.engine = engine
        self.relatives = relatives
        self.quality = quality
        self.parts = parts
        self.model: StaticModel = bundled_model()
        self.matcher = TermMatcher(self.model)

    @classmethod
    def open(cls, folder: Path, known: Mapping[str, Segment] | None = None) -> "Generation":
        """Check every file against the manifests, and their counts, and open; raises `NoIndexError` where one differs.

        Segments that are `known`, open already, were checked before.
        """
        manifest, parts = open_parts(folder, known or {})
        records = _records(parts)
        engine = EmbeddedEngine(
            folder, [part.segment.folder for part in parts], records, manifest.dimension, bundled_model()
        )
        _check_counts(folder.name, {"records": records.count(), **engine.sizes()})
        relatives = from_json(Relatives, (folder / RELATIVES).read_bytes())
        return cls(manifest, records, engine, relatives, _optional_bytes(folder / QUALITY), parts)

    def within(self, document_ids: Collection[str]) -> "Generation":
        """Return the same, in which words weigh and are counted as in some documents alone.

        Records and keys stay, so that a snapshot has to hide the others. It is closed with the whole.
        """
        part = copy(self)
        part.engine, part.quality = self.engine.within(document_ids), None
        return part

    def segments(self) -> dict[str, Segment]:
        """Return the open segments by name."""
        return {part.segment.manifest.segment: part.segment for part in self.parts}

    def content(self) -> dict[str, str]:
        """Return the ids of all documents, each with its digest."""
        return content_of(self.parts)

    def close(self) -> None:
        """Let go of the records, and of what the engine has open."""
        self.records.close()
        self.engine.close()


@dataclass(frozen=True, slots=True)
class Opened:
    """A generation, and which of its documents were removed since it was made."""

    generation: Generation
    removed: frozenset[str]


def _check_counts(name: str, counts: Mapping[str, int]) -> None:
    """Refuse arrays and records that were written whole and yet are not of the same passages."""
    if len(set(counts.values())) > 1:
        told = ", ".join(f"{count} in {part}" for part, count in counts.items())
        raise NoIndexError("%(name)s: not as many passages in all parts (%(counts)s)", name=name, counts=told)


def pairs_in(folder: Path) -> dict[tuple[str, str], RelativeKind]:
    """Return the pairs of documents that are relatives, by their ids, as the generation in `folder` knows them."""
    pairs = from_json(Pairs, (folder / PAIRS).read_bytes())
    return {(one, other): kind for one, other, kind in pairs}


def content_of(parts: Sequence[Part]) -> dict[str, str]:
    """Return the ids of the documents of some parts, each with its digest."""
    return {
        identity: kept.digest
        for part in parts
        for identity, kept in part.segment.kept.items()
        if identity not in part.hidden
    }


def build_generation(
    folder: Path, name: str, created: str, parts: Sequence[Part], judged: Judged = NOTHING_JUDGED
) -> Manifest:
    """Write a generation of segments, at least one, into the new `folder` and return its manifest.

    What was `judged` of pairs of documents that have not changed since is not judged again.
    """
    folder.mkdir(parents=True)
    shared = join_lexical(folder / LEXICAL, [part.segment.folder / LEXICAL for part in parts])
    records = _records(parts)
    pairs = records.judged_pairs(judged)
    told = [(*ids, kind) for ids, kind in pairs.items()]
    (folder / PAIRS).write_text(to_json(Pairs, tuple(told)), encoding="utf-8")
    (folder / RELATIVES).write_text(to_json(Relatives, records.relatives(pairs)), encoding="utf-8")
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
    write_fields(folder, json.loads(to_json(Manifest, manifest)), shared)
    return manifest


def _is_own(name: str) -> bool:
    return not name.startswith(f"{LEXICAL}/") or name.endswith(".json")


def _records(parts: Sequence[Part]) -> JoinedRecords:
    rows = Rows([part.segment.manifest.passages for part in parts])
    return JoinedRecords([part.segment.records for part in parts], [part.hidden for part in parts], rows)


def open_parts(folder: Path, known: Mapping[str, Segment]) -> tuple[Manifest, list[Part]]:
    """Check every file of the generation in `folder` and open its segments; raises `NoIndexError` where one differs."""
    manifest = read_manifest(folder)
    check_files(folder, manifest.files)
    parts = [Part(open_listed(folder, each, known), frozenset(each.hidden)) for each in manifest.segments]
    for part in parts:
        check_files(folder, _copied(folder, part.segment))
    return manifest, parts


def open_listed(folder: Path, listed: Listed, known: Mapping[str, Segment]) -> Segment:
    """Return a segment of the generation in `folder`, as it is listed; raises `NoIndexError` where it is not."""
    segment = known.get(listed.segment)
    if segment is None or segment.digest != listed.digest:
        segment = Segment.open(segments_beside(folder) / listed.segment)
    if segment.digest != listed.digest:
        raise NoIndexError(
            "%(name)s: segment %(segment)s is another one", name=folder.name, segment=listed.segment
        )
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
        raise NoIndexError(
            "%(name)s: the manifest cannot be read (%(error)s)", name=folder.name, error=str(error)
        ) from error


def _optional_bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
