"""Segments of another data folder, brought into this one: copied, or taken over where only some of them is wanted.

Nothing is prepared for that: what is new in a segment that was brought is its name, and the places of its documents
among all of this data folder.
"""

import shutil
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from index.embedder import Embedder
from index.segment import MANIFEST, RECORDS, Segment, build_segments, digests, read_manifest, write_fields


@dataclass(frozen=True, slots=True)
class Brought:
    """A segment to bring, and which of its documents are wanted: `whole` as it is, or these alone."""

    segment: Segment
    wanted: list[str]
    whole: bool


def to_bring(
    wanted: Mapping[str, str],
    places: Mapping[str, int],
    own: Sequence[Segment],
    others: Sequence[Segment],
) -> Iterator[Brought]:
    """Yield those of other segments that have documents which are wanted and not here.

    `wanted` are ids with their digests, `places` those of documents here. A segment is not brought as a whole
    where another one has some of its documents already, for what is hidden in one is hidden in all; nor where the
    documents lie in another order here, for each segment is read in its own.
    """
    held = _wanted_of(wanted, own)
    for segment in others:
        found = _wanted_of(wanted, [segment])
        missing = [identity for identity in segment.kept if identity in found - held]
        rising = _rising(missing, places)
        if rising:
            yield Brought(segment, rising, found.isdisjoint(held) and len(rising) == len(missing))
        held |= set(rising)


def bring(
    brought: Brought, folder: Path, name: str, places: Mapping[str, int], embedder: Embedder
) -> list[str]:
    """Write a segment that is to be brought into the new `folder`, with the places that its documents have here.

    Returns the names below which it is there, one but where it is too large for one.
    """
    if brought.whole:
        _copy(brought.segment, folder / name)
        names = [name]
    else:
        names = build_segments(folder, name, (), embedder, [(brought.segment, brought.wanted)])
    for each in names:
        _settle(
            folder / each,
            each,
            {identity: places[identity] for identity in brought.wanted if identity in places},
        )
    return names


def _settle(folder: Path, name: str, places: Mapping[str, int]) -> None:
    """Give a segment its name, and its documents their places."""
    with closing(sqlite3.connect(folder / RECORDS)) as records, records:
        records.execute("PRAGMA journal_mode = OFF")
        records.executemany(
            "UPDATE documents SET place = ? WHERE id = ?",
            ((place, identity) for identity, place in places.items()),
        )
    manifest, _ = read_manifest(folder)
    files = {**manifest.files, RECORDS: digests(folder)[RECORDS]}
    write_fields(folder, asdict(replace(manifest, segment=name, files=files)))


def _wanted_of(wanted: Mapping[str, str], segments: Sequence[Segment]) -> set[str]:
    """Return the documents that are wanted as segments have them."""
    return {i for each in segments for i, kept in each.kept.items() if wanted.get(i) == kept.digest}


def _rising(identities: Sequence[str], places: Mapping[str, int]) -> list[str]:
    """Return documents without those that have their place before one that comes earlier; versions have none."""
    found, last = [], 0
    for identity in identities:
        place = places.get(identity, last)
        if place >= last:
            found.append(identity)
            last = place
    return found


def _copy(segment: Segment, folder: Path) -> None:
    """Copy a segment, so that damage to one of the two is none to the other."""
    for name in (*segment.manifest.files, MANIFEST):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(segment.folder / name, folder / name)
