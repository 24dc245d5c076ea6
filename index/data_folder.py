"""The data folder: catalogue, generations, the CURRENT pointer, and the writer's lock."""

import json
import logging
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import cached_property, partial
from pathlib import Path
from types import MappingProxyType

from filelock import FileLock, Timeout

from index.bringing import bring, to_bring
from index.catalogue import Catalogue
from index.checks import Checks
from index.embedder import Embedder
from index.errors import (
    BusyError,
    DamagedError,
    DataFolderError,
    ModelError,
    NoIndexError,
    PlanSearchError,
)
from index.generation import (
    QUALITY,
    SEGMENTS,
    Generation,
    Manifest,
    Opened,
    Part,
    build_generation,
    content_of,
    open_listed,
    open_parts,
    pairs_in,
    read_manifest,
)
from index.jobs import Jobs
from index.merging import Plan, planned
from index.originals import Originals
from index.records import Records
from index.relatives import NOTHING_JUDGED, Judged
from index.removals import FILE_NAME as REMOVED
from index.removals import forget_removed, note_removed, removed_up_to
from index.room import Room, bytes_below
from index.segment import RECORDS, Segment, build_segments
from index.storage import delete_tree, make_durably, now, sync_folder, write_durably
from index.versions import current_id
from ingest.messages import Value, joined, message

log = logging.getLogger(__name__)

MARKER = "plansearch.json"
_MARKER_CONTENT = {"format": "plansearch-data", "version": 1}
CURRENT = "CURRENT"
CATALOGUE = "catalogue.sqlite"
GENERATIONS = "generations"
ORIGINALS = "originals"
JOBS = "jobs"
INBOX = "inbox"
LOCK = "writer.lock"
# What a making that was cut short leaves behind.
_UNFINISHED = frozenset({GENERATIONS, f"{MARKER}.new", LOCK})
_NAME = re.compile(r"^g(\d{6})$")
_SEGMENT_NAME = re.compile(r"^s\d{6}(-[a-z0-9-]+)?(\.building)?$")
_BUILDING = ".building"
# The last good generation stays as a fallback for readers and for damage.
KEPT_GENERATIONS = 2
# A segment has at least so many times the bytes that its documents have in the catalogue.
SEGMENT_TO_CATALOGUE = 2
# Why a generation cannot be opened.
UNUSABLE = (NoIndexError, ModelError, OSError, RuntimeError, ValueError)
# When the files that say what is served were last written.
Pointer = tuple[tuple[int, int] | None, ...]


class DataFolder:
    """A folder that holds one index; opened for reading or created for writing."""

    def __init__(self, path: Path, spare: int | None = None) -> None:
        """Of its disk `spare` bytes are left free, as many as is usual where it is None."""
        self.path = path
        self._checks = Checks(path, path / CATALOGUE)
        self.room = Room(path, spare)

    @classmethod
    def open(cls, path: Path, spare: int | None = None) -> "DataFolder":
        """Open an existing data folder; raises `DataFolderError` where it is missing or not ours."""
        if not path.exists():
            raise DataFolderError(
                f"the data folder {path} does not exist: run `plansearch ingest FOLDER` first, or "
                f"name another with --data"
            )
        cls._check_marker(path)
        return cls(path, spare)

    @classmethod
    def open_or_create(cls, path: Path, spare: int | None = None) -> "DataFolder":
        """Open a data folder, or make one where there is nothing or an empty folder."""
        if cls._is_to_be_made(path):
            make_durably(path)
            # Several processes may be started over the same empty folder: one makes it, the others wait.
            with FileLock(path / LOCK):
                if cls._is_to_be_made(path):
                    (path / GENERATIONS).mkdir(exist_ok=True)
                    write_durably(path / MARKER, json.dumps(_MARKER_CONTENT).encode())
        cls._check_marker(path)
        return cls(path, spare)

    @classmethod
    def draft(cls, path: Path) -> Catalogue:
        """Return a copy of the catalogue of a data folder, made or not; nothing is made or changed there."""
        if not cls._is_to_be_made(path):
            cls._check_marker(path)
        return Catalogue(path / CATALOGUE, draft=True)

    @staticmethod
    def _is_to_be_made(path: Path) -> bool:
        if path.exists() and not path.is_dir():
            raise DataFolderError(f"{path} is a file, not a folder: name a folder with --data")
        return not path.exists() or {child.name for child in path.iterdir()} <= _UNFINISHED

    @staticmethod
    def _check_marker(path: Path) -> None:
        try:
            content = json.loads((path / MARKER).read_text(encoding="utf-8"))
            version = int(content["version"])
            ours = content["format"] == _MARKER_CONTENT["format"]
        except (OSError, ValueError, TypeError, KeyError):
            ours, version = False, 0
        if not ours:
            raise DataFolderError(
                f"{path} is not a PlanSearch data folder (no valid {MARKER}): name an empty or new "
                f"folder with --data; nothing was changed"
            )
        if version > _MARKER_CONTENT["version"]:  # type: ignore[operator]
            raise DataFolderError(
                f"{path} was written by a newer PlanSearch (version {version}); nothing was changed"
            )

    def catalogue(self, *, writing: bool = True) -> Catalogue:
        """Open the catalogue; the caller closes it. Without `writing` nothing is made or changed."""
        return Catalogue(self.path / CATALOGUE, writing=writing)

    def due_for_a_check(self) -> bool:
        """True where the whole catalogue is to be looked through for damage; the caller holds the writer's lock.

        What is read of it is checked in any case. Whoever ingests again and again would look through all each time.
        """
        return self._checks.are_due()

    def keep_checks(self) -> None:
        """Write down what was compared with its digests; whoever wrote to the catalogue has closed it."""
        with suppress(*UNUSABLE):
            folder = self._current_folder()
            own = [folder / name for name in read_manifest(folder).files]
            with self._current() as parts:
                self._checks.keep([*own, *(path for part in parts for path in part.segment.paths())])

    @cached_property
    def originals(self) -> Originals:
        """The files that documents were read from; one for all, for its locks are what threads share."""
        return Originals(self.path / ORIGINALS)

    @property
    def jobs(self) -> Jobs:
        """What the office desk was asked to do."""
        return Jobs(self.path / JOBS)

    @property
    def inbox(self) -> Path:
        """Where files that came to the office desk lie while they are read, and those that were refused."""
        return self.path.resolve() / INBOX

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writer's lock; raises `BusyError` where another process holds it.

        The system lets go of it when its holder dies, however it dies.
        """
        lock = FileLock(self.path / LOCK, timeout=0)
        try:
            lock.acquire()
        except Timeout as error:
            raise BusyError(
                f"another ingest is writing to {self.path}: wait until it has finished"
            ) from error
        except (OSError, NotImplementedError) as error:
            raise DataFolderError(
                message(
                    "%(path)s cannot be written (%(error)s): is it read-only? It can still be searched",
                    path=str(self.path),
                    error=str(error),
                )
            ) from error
        try:
            yield
        finally:
            lock.release()

    def current_name(self) -> str | None:
        """Return the name of the generation that CURRENT points to, if it is a valid name."""
        try:
            name = (self.path / CURRENT).read_text(encoding="utf-8").strip()
        except (OSError, ValueError):
            return None
        return name if _NAME.match(name) else None

    def generation_names(self) -> list[str]:
        """Return the names of all published generations, newest first."""
        folder = self.path / GENERATIONS
        names = [p.name for p in folder.iterdir() if _NAME.match(p.name)] if folder.is_dir() else []
        return sorted(names, reverse=True)

    def pointer(self) -> Pointer:
        """Return what changes whenever something else is to be served."""
        return tuple(_stamp(self.path / name) for name in (CURRENT, REMOVED))

    def open_current(self, known: Mapping[str, Segment] = MappingProxyType({})) -> Opened:
        """Open the generation that CURRENT names, and no other; raises one of `UNUSABLE`.

        Segments that are `known`, open already, are shared.
        """
        name = self.current_name()
        if name is None:
            raise NoIndexError("%(path)s names no index", path=str(self.path / CURRENT))
        return self._open(name, known)

    def open_generation(self) -> Opened:
        """Open the current generation, or the newest good one, and say so.

        Raises `NoIndexError` where none is good, `ModelError` where the bundled model cannot be read.
        """
        current = self.current_name()
        names = self.generation_names()
        order = ([current] if current in names else []) + [n for n in names if n != current]
        reasons: list[Value] = []
        for name in order:
            try:
                opened = self._open(name)
            except ModelError:
                raise
            except UNUSABLE as error:
                reasons.append(error.message if isinstance(error, PlanSearchError) else str(error))
                log.warning("generation %s cannot be served: %s", name, error)
                continue
            if name != current:
                log.warning("serving generation %s instead of %s", name, current or "none")
            return opened
        if not reasons:
            raise NoIndexError(
                "%(path)s has no index that can be served: run `plansearch ingest FOLDER`",
                path=str(self.path),
            )
        raise NoIndexError(
            "%(path)s has no index that can be served (%(reasons)s): run `plansearch ingest FOLDER`",
            path=str(self.path),
            reasons=joined("; ", reasons),
        )

    def _open(self, name: str, known: Mapping[str, Segment] = MappingProxyType({})) -> Opened:
        generation = Generation.open(self.path / GENERATIONS / name, known)
        return Opened(generation, self.removed_from(generation))

    def removed_from(self, generation: Generation) -> frozenset[str]:
        """Return the documents of a generation that were removed since it was made."""
        name = generation.manifest.generation
        number = _number(name)
        try:
            listed = removed_up_to(self.path)
        except DamagedError as error:
            # The current one was built after what was removed; of an older one nobody can tell.
            if name == self.current_name():
                return frozenset()
            raise NoIndexError("%(name)s is not served: %(error)s", name=name, error=error.message) from error
        gone = {identity for identity, last in listed.items() if number <= last}
        if not gone:
            return frozenset()
        # The versions of a document go with it.
        return frozenset(
            identity for identity in generation.records.documents if current_id(identity) in gone
        )

    def publish(
        self,
        catalogue: Catalogue,
        embedder: Embedder,
        gate: "Gate | None" = None,
        others: Sequence[Segment] = (),
        *,
        sparing: bool = True,
    ) -> Manifest:
        """Make a generation of what the catalogue holds, check it and switch CURRENT to it.

        The caller holds the writer's lock. `gate` measures the new generation beside the current
        one, raises to refuse it, and returns its figures. Readers keep their generation; nothing is
        changed in place, and a failure leaves the old generation current. What takes longer, many
        segments to become few, is done when what is new is served. What segments of `others`, other data
        folders, hold of the documents is brought here instead of prepared; they fit the models. Raises
        `NoRoomError` where it would not fit; it is tried all the same where it is not `sparing`.
        """
        self._clear_leftovers()
        wanted = catalogue.states()
        with self._current() as current, ExitStack() as built:
            own = _fitting(current, embedder)
            brought = self._brought(others, own, catalogue, embedder, built)
            plan = planned(wanted, [*own, *brought], at_once=True)
            if sparing and plan.builds:
                self.room.check(self._bytes_of(plan, len(wanted)))
            judged = self._judged(current, wanted)
            manifest, parts = self._publish(plan, catalogue, embedder, judged, built, gate)
            plan = planned(wanted, [part.segment for part in parts], at_once=False)
            # Without room they stay as many as they are: all is served already.
            if (plan.taken or plan.fresh) and self.room.has(self._bytes_of(plan, len(wanted))):
                judged = self._judged(parts, wanted)
                manifest, _ = self._publish(plan, catalogue, embedder, judged, built)
        self._clear_segments()
        return manifest

    def _judged(self, current: Sequence[Part], wanted: Mapping[str, str]) -> Judged:
        """Return what the current generation, of these parts, knows of pairs of documents that are wanted as they are."""
        folder = self._current_folder()
        with suppress(*UNUSABLE):
            if len(read_manifest(folder).segments) == len(current):
                same = {i for i, digest in content_of(current).items() if wanted.get(i) == digest}
                return Judged(pairs_in(folder), same)
        return NOTHING_JUDGED

    def _publish(
        self,
        plan: Plan,
        catalogue: Catalogue,
        embedder: Embedder,
        judged: Judged,
        built: ExitStack,
        gate: "Gate | None" = None,
    ) -> tuple[Manifest, Sequence[Part]]:
        """Build what a plan says, and switch CURRENT to it; what is opened is closed with `built`."""
        name, before = self._next_name(), self.current_name()
        building = self.path / GENERATIONS / f"{name}{_BUILDING}"
        parts = list(plan.parts)
        if plan.builds:
            for segment in self._built(f"s{name[1:]}", plan, catalogue, embedder):
                built.callback(segment.close)
                parts.append(Part(segment))
        try:
            manifest = build_generation(building, name, now(), parts, judged)
            # Opening compares every new file with its manifest.
            trial = Generation.open(building, {part.segment.manifest.segment: part.segment for part in parts})
            if gate:
                write_durably(building / QUALITY, gate(trial, self._quality_of(before)))
        except BaseException:
            delete_tree(building)
            raise
        building.rename(self.path / GENERATIONS / name)
        sync_folder(self.path / GENERATIONS)
        write_durably(self.path / CURRENT, f"{name}\n".encode())
        self._remove_old(name)
        return manifest, parts

    def _quality_of(self, name: str | None) -> bytes | None:
        """Return the figures of a generation, None where it has none."""
        path = self.path / GENERATIONS / (name or "") / QUALITY
        return path.read_bytes() if path.is_file() else None

    def _bytes_of(self, plan: Plan, documents: int) -> int:
        """Return about how many bytes the segments of a plan will have, `documents` being in the catalogue."""
        taken = sum(bytes_below(segment.folder) for segment, _ in plan.taken)
        share = len(plan.fresh) / max(documents, 1)
        return taken + int(SEGMENT_TO_CATALOGUE * share * (self.path / CATALOGUE).stat().st_size)

    def _built(self, name: str, plan: Plan, catalogue: Catalogue, embedder: Embedder) -> list[Segment]:
        """Build the segments that a plan says, and open them."""
        return self._made(
            name,
            lambda building: build_segments(
                building, name, catalogue.stored(plan.fresh), embedder, plan.taken
            ),
        )

    def _brought(
        self,
        others: Sequence[Segment],
        own: Sequence[Segment],
        catalogue: Catalogue,
        embedder: Embedder,
        opened: ExitStack,
    ) -> list[Segment]:
        """Bring what is wanted of other segments; what is opened is closed with `opened`."""
        if not others:
            return []
        found: list[Segment] = []
        places = catalogue.places()
        for number, brought in enumerate(to_bring(catalogue.states(), places, own, others), 1):
            name = f"s{self._next_name()[1:]}-shard-{number}"
            write = partial(bring, brought, name=name, places=places, embedder=embedder)
            for segment in self._made(name, write):
                opened.callback(segment.close)
                found.append(segment)
        return found

    def _made(self, name: str, write: Callable[[Path], list[str]]) -> list[Segment]:
        """Have segments written, whose names are returned, move them to their place, and open them."""
        segments = self.path / SEGMENTS
        building = segments / f"{name}{_BUILDING}"
        try:
            names = write(building)
            for built in names:
                (building / built).rename(segments / built)
            building.rmdir()
            sync_folder(segments)
            return [Segment.open(segments / built) for built in names]
        except BaseException:
            shutil.rmtree(building, ignore_errors=True)
            raise

    def knows_removed(self) -> bool:
        """True where the list of removals is what was written."""
        try:
            removed_up_to(self.path)
        except DamagedError:
            return False
        return True

    def note_removed(self, document_ids: Sequence[str]) -> None:
        """Write down, before anything else, that documents must never be served again."""
        names = self.generation_names()
        note_removed(self.path, document_ids, _number(names[0]) if names else 0)

    def forget_removed(self) -> bool:
        """Delete every generation that may hold what was removed since; returns whether there was a removal.

        The current one is built from the catalogue, which has none of it unless it was ingested again.
        """
        known = self.knows_removed()
        removed = removed_up_to(self.path) if known else {}
        for name in self.generation_names():
            hidden = {identity for identity, last in removed.items() if _number(name) <= last}
            doubtful = hidden or not known
            if doubtful and name != self.current_name() and not (known and self._is_without(name, hidden)):
                delete_tree(self.path / GENERATIONS / name)
        sync_folder(self.path / GENERATIONS)
        self._clear_segments()
        forget_removed(self.path, min(map(_number, self.generation_names()), default=0))
        return bool(removed) or not known

    def tidy_originals(self, wanted: set[str]) -> None:
        """Delete the files that neither the catalogue wants nor a generation names."""
        named: set[str] = set()
        for segment in self._listed():
            with (
                suppress(*UNUSABLE, sqlite3.DatabaseError),
                closing(Records(self.path / SEGMENTS / segment / RECORDS)) as records,
            ):
                named |= set(records.originals().values())
        self.originals.drop_all_but(wanted | named)

    def _is_without(self, name: str, document_ids: set[str]) -> bool:
        """True where no segment of a generation holds any of some documents, hidden or not."""
        try:
            generation = Generation.open(self.path / GENERATIONS / name)
        except UNUSABLE:
            return False
        with closing(generation):
            held = (part.segment.kept for part in generation.parts)
            return all(document_ids.isdisjoint(map(current_id, kept)) for kept in held)

    def _current_folder(self) -> Path:
        return self.path / GENERATIONS / (self.current_name() or "none")

    @contextmanager
    def _current(self) -> Iterator[list[Part]]:
        """Open what is good of the current generation, to keep what has not changed."""
        parts: list[Part] = []
        folder = self._current_folder()
        with suppress(*UNUSABLE):
            for listed in read_manifest(folder).segments:
                with suppress(*UNUSABLE):
                    parts.append(Part(open_listed(folder, listed, {}), frozenset(listed.hidden)))
        try:
            yield parts
        finally:
            for part in parts:
                part.segment.close()

    def _next_name(self) -> str:
        """Return a name after every generation there is, and every one that a removal speaks of."""
        numbers = map(_number, self.generation_names())
        try:
            spoken_of = removed_up_to(self.path).values()
        except DamagedError:
            return f"g{max([0, *numbers]) + 1:06d}"
        return f"g{max([0, *numbers, *spoken_of]) + 1:06d}"

    def _clear_leftovers(self) -> None:
        """Remove what a killed ingest left half-built."""
        for kind in (GENERATIONS, SEGMENTS):
            for path in (self.path / kind).glob(f"*{_BUILDING}"):
                shutil.rmtree(path, ignore_errors=True)
        self._clear_segments()

    def _listed(self) -> set[str]:
        """Return the names of the segments that generations list."""
        listed: set[str] = set()
        for name in self.generation_names():
            with suppress(NoIndexError):
                manifest = read_manifest(self.path / GENERATIONS / name)
                listed |= {each.segment for each in manifest.segments}
        return listed

    def _clear_segments(self) -> None:
        """Remove the segments that no generation lists; what is not ours is left alone."""
        listed = self._listed()
        for folder in (self.path / SEGMENTS).glob("s*"):
            if _SEGMENT_NAME.match(folder.name) and folder.name not in listed:
                delete_tree(folder)

    def _remove_old(self, current: str) -> None:
        """Keep the new generation and the newest good one before it."""
        kept = 1
        for name in [n for n in self.generation_names() if n != current]:
            folder = self.path / GENERATIONS / name
            if kept < KEPT_GENERATIONS and _is_good(folder):
                kept += 1
            else:
                shutil.rmtree(folder, ignore_errors=True)

    def faults(self) -> list[str]:
        """Check catalogue and current generation against each other; empty where all is well."""
        with closing(self.catalogue(writing=False)) as catalogue:
            found = catalogue.integrity_faults()
            if found:
                return found
            expected = catalogue.states()
            found += [
                f"the file of document {entry.id} ({entry.source_path}) is not kept as it came"
                for entry in catalogue.entries()
                if entry.original and self.originals.read(entry.original) is None
            ]
        if not self.knows_removed():
            found.append(f"{REMOVED} is damaged: run `plansearch ingest`")
        try:
            opened = self.open_generation()
        except (NoIndexError, ModelError, DataFolderError) as error:
            return [*found, str(error)]
        with closing(opened.generation) as generation:
            if generation.manifest.generation != self.current_name():
                found.append(f"CURRENT does not name a good generation ({self.current_name()})")
            indexed = {i: digest for i, digest in generation.content().items() if i not in opened.removed}
        found += [f"document {i} is not in the index" for i in expected.keys() - indexed.keys()]
        found += [f"document {i} is not in the catalogue" for i in indexed.keys() - expected.keys()]
        found += [
            f"document {i} differs between catalogue and index"
            for i in expected.keys() & indexed.keys()
            if expected[i] != indexed[i]
        ]
        return found


# Is given the new generation, and the figures of the one before.
Gate = Callable[[Generation, bytes | None], bytes]


def _fitting(parts: Sequence[Part], embedder: Embedder) -> list[Segment]:
    """Return the segments that these models would make again."""
    return [part.segment for part in parts if part.segment.fits(embedder)]


def _number(name: str) -> int:
    """Return the number of a generation by its name."""
    match = _NAME.match(name.removesuffix(_BUILDING))
    return int(match[1]) if match else 0


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_ino


def _is_good(folder: Path) -> bool:
    try:
        _, parts = open_parts(folder, {})
    except UNUSABLE:
        return False
    for part in parts:
        part.segment.close()
    return True
