"""The data folder: catalogue, generations, the CURRENT pointer, and the writer's lock."""

import fcntl
import json
import logging
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

from index.catalogue import Catalogue
from index.embedder import Embedder
from index.errors import BusyError, DataFolderError, ModelError, NoIndexError
from index.generation import QUALITY, Generation, Manifest, build_generation, check_files, read_manifest
from index.searcher import Searcher

log = logging.getLogger(__name__)

_MARKER = "plansearch.json"
_MARKER_CONTENT = {"format": "plansearch-data", "version": 1}
CURRENT = "CURRENT"
_CATALOGUE = "catalogue.sqlite"
_GENERATIONS = "generations"
_LOCK = "writer.lock"
# What a making that was cut short leaves behind.
_UNFINISHED = frozenset({_GENERATIONS, f"{_MARKER}.new"})
_NAME = re.compile(r"^g(\d{6})$")
_BUILDING = ".building"
# The last good generation stays as a fallback for readers and for damage.
KEPT_GENERATIONS = 2


class DataFolder:
    """A folder that holds one index; opened for reading or created for writing."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def open(cls, path: Path) -> "DataFolder":
        """Open an existing data folder; raises `DataFolderError` where it is missing or not ours."""
        if not path.exists():
            raise DataFolderError(
                f"the data folder {path} does not exist: run `plansearch ingest FOLDER` first, or "
                f"name another with --data"
            )
        cls._check_marker(path)
        return cls(path)

    @classmethod
    def open_or_create(cls, path: Path) -> "DataFolder":
        """Open a data folder, or make one where there is nothing or an empty folder."""
        if path.exists() and not path.is_dir():
            raise DataFolderError(f"{path} is a file, not a folder: name a folder with --data")
        if not path.exists() or {child.name for child in path.iterdir()} <= _UNFINISHED:
            path.mkdir(parents=True, exist_ok=True)
            (path / _GENERATIONS).mkdir(exist_ok=True)
            write_durably(path / _MARKER, json.dumps(_MARKER_CONTENT).encode())
        cls._check_marker(path)
        return cls(path)

    @classmethod
    def holding(cls, generation: Generation) -> "DataFolder":
        """Return the data folder that a generation was opened from."""
        return cls(generation.folder.parent.parent)

    @staticmethod
    def _check_marker(path: Path) -> None:
        try:
            content = json.loads((path / _MARKER).read_text(encoding="utf-8"))
            version = int(content["version"])
            ours = content["format"] == _MARKER_CONTENT["format"]
        except (OSError, ValueError, TypeError, KeyError):
            ours, version = False, 0
        if not ours:
            raise DataFolderError(
                f"{path} is not a PlanSearch data folder (no valid {_MARKER}): name an empty or new "
                f"folder with --data; nothing was changed"
            )
        if version > _MARKER_CONTENT["version"]:  # type: ignore[operator]
            raise DataFolderError(
                f"{path} was written by a newer PlanSearch (version {version}); nothing was changed"
            )

    def catalogue(self) -> Catalogue:
        """Open the catalogue; the caller closes it."""
        return Catalogue(self.path / _CATALOGUE)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the writer's lock; raises `BusyError` where another process holds it."""
        handle = os.open(self.path / _LOCK, os.O_CREAT | os.O_RDWR, 0o644)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise BusyError(
                    f"another ingest is writing to {self.path}: wait until it has finished"
                ) from error
            yield
        finally:
            os.close(handle)

    def current_name(self) -> str | None:
        """Return the name of the generation that CURRENT points to, if it is a valid name."""
        try:
            name = (self.path / CURRENT).read_text(encoding="utf-8").strip()
        except (OSError, ValueError):
            return None
        return name if _NAME.match(name) else None

    def generation_names(self) -> list[str]:
        """Return the names of all published generations, newest first."""
        folder = self.path / _GENERATIONS
        names = [p.name for p in folder.iterdir() if _NAME.match(p.name)] if folder.is_dir() else []
        return sorted(names, reverse=True)

    def open_generation(self) -> Generation:
        """Open the current generation, or the newest good one, and say so.

        Raises `NoIndexError` where none is good, `ModelError` where the model does not fit.
        """
        current = self.current_name()
        names = self.generation_names()
        order = ([current] if current in names else []) + [n for n in names if n != current]
        reasons = []
        for name in order:
            try:
                generation = Generation.open(self.path / _GENERATIONS / name)
            except (NoIndexError, OSError, RuntimeError, ValueError) as error:
                reasons.append(str(error))
                log.warning("generation %s cannot be served: %s", name, error)
                continue
            if name != current:
                log.warning("serving generation %s instead of %s", name, current or "none")
            return generation
        detail = f" ({'; '.join(reasons)})" if reasons else ""
        raise NoIndexError(
            f"{self.path} has no index that can be served{detail}: run `plansearch ingest FOLDER`"
        )

    def quality_file(self, name: str) -> Path:
        """Return where the figures of a generation lie, if it was measured."""
        return self.path / _GENERATIONS / name / QUALITY

    def publish(
        self,
        catalogue: Catalogue,
        embedder: Embedder,
        gate: Callable[[Searcher, Path | None], bytes | None] | None = None,
    ) -> Manifest:
        """Build a generation from the catalogue, check it and switch CURRENT to it.

        The caller holds the writer's lock. `gate` measures the new generation beside the figures
        of the current one, raises to refuse it, and returns its figures. Readers keep their
        generation; nothing is changed in place, and a failure leaves the old generation current.
        """
        self._clear_leftovers()
        name = self._next_name()
        building = self.path / _GENERATIONS / f"{name}{_BUILDING}"
        building.mkdir(parents=True)
        documents = [entry.record for entry in catalogue.entries()]
        created = datetime.now(UTC).isoformat(timespec="seconds")
        try:
            manifest = build_generation(
                building, name, created, documents, catalogue.passages(), embedder, catalogue.duties()
            )
            # Opening compares every file with the manifest.
            trial = Searcher(Generation.open(building), embedder)
            if gate:
                current = self.current_name()
                figures = gate(trial, self.quality_file(current) if current else None)
                if figures:
                    write_durably(building / QUALITY, figures)
        except BaseException:
            shutil.rmtree(building, ignore_errors=True)
            raise
        building.rename(self.path / _GENERATIONS / name)
        sync_folder(self.path / _GENERATIONS)
        write_durably(self.path / CURRENT, f"{name}\n".encode())
        self._remove_old(name)
        return manifest

    def _next_name(self) -> str:
        names = self.generation_names()
        latest = int(_NAME.match(names[0])[1]) if names else 0  # type: ignore[index]
        return f"g{latest + 1:06d}"

    def _clear_leftovers(self) -> None:
        """Remove what a killed ingest left half-built."""
        for path in (self.path / _GENERATIONS).glob(f"*{_BUILDING}"):
            shutil.rmtree(path, ignore_errors=True)

    def _remove_old(self, current: str) -> None:
        """Keep the new generation and the newest good ones before it."""
        kept = 1
        for name in [n for n in self.generation_names() if n != current]:
            folder = self.path / _GENERATIONS / name
            if kept < KEPT_GENERATIONS and _is_good(folder):
                kept += 1
            else:
                shutil.rmtree(folder, ignore_errors=True)

    def faults(self) -> list[str]:
        """Check catalogue and current generation against each other; empty where all is well."""
        found: list[str] = []
        with closing(self.catalogue()) as catalogue:
            found += catalogue.integrity_faults()
            if found:
                return found
            expected = {p.id: p.text for p in catalogue.passages()}
        try:
            generation = self.open_generation()
        except (NoIndexError, ModelError) as error:
            return [*found, str(error)]
        if generation.manifest.generation != self.current_name():
            found.append(f"CURRENT does not name a good generation ({self.current_name()})")
        indexed = {
            p.id: p.text for d in generation.records.documents for p in generation.records.of_document(d)
        }
        found += [f"passage {i} is not in the index" for i in expected.keys() - indexed.keys()]
        found += [f"passage {i} is not in the catalogue" for i in indexed.keys() - expected.keys()]
        found += [
            f"passage {i} differs between catalogue and index"
            for i in expected.keys() & indexed.keys()
            if expected[i] != indexed[i]
        ]
        return found


def _is_good(folder: Path) -> bool:
    try:
        check_files(folder, read_manifest(folder))
    except (NoIndexError, OSError):
        return False
    return True


def write_durably(path: Path, content: bytes) -> None:
    """Replace `path` by `content` atomically; after return it survives a power cut."""
    temporary = path.with_name(path.name + ".new")
    with temporary.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Flush a folder's entries to disk."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
