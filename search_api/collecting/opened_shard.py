"""A shard that was looked at, and found to be whole and of this version and model."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from index.catalogue import Catalogue, Entry
from index.data_folder import UNUSABLE, DataFolder
from index.embedder import Embedder
from index.errors import DamagedError, DataFolderError, ModelError
from index.generation import Generation
from index.originals import Originals
from index.shards import Shard, read_shard
from ingest.reading.version import READER_VERSION


@dataclass(frozen=True, slots=True)
class OpenedShard:
    """A shard that can be joined: its catalogue, its documents in their order, and its generation."""

    path: Path
    shard: Shard
    catalogue: Catalogue
    generation: Generation
    originals: Originals
    entries: tuple[Entry, ...]

    def __str__(self) -> str:
        return f"{self.path} (shard {self.shard.share})"

    def original(self, name: str) -> bytes | None:
        """Return a file as it came, None where it is lost and only versions were read from it.

        Raises `DamagedError` where a document was.
        """
        try:
            found = self.originals.read(name)
        except OSError as error:
            raise DamagedError(
                _unusable(self.path, self.shard, f"a file cannot be read ({error})")
            ) from error
        if found is None and any(entry.original == name for entry in self.entries):
            why = f"the file {name} of a document is not what it was"
            raise DamagedError(_unusable(self.path, self.shard, why))
        return found


@contextmanager
def opened_shard(path: Path, embedder: Embedder) -> Iterator[OpenedShard]:
    """Open a shard, and compare all that it holds with its checksums.

    Raises `DataFolderError`, `DamagedError` or `ModelError`, whose message names the shard and the remedy.
    """
    folder, shard = _found(path)
    with closing(folder.catalogue(writing=False)) as catalogue:
        if faults := catalogue.integrity_faults():
            raise DamagedError(_unusable(path, shard, faults[0]))
        entries = tuple(catalogue.entries())
        if any(entry.reader != READER_VERSION for entry in entries):
            raise DataFolderError(_unusable(path, shard, "it was read by another version of PlanSearch"))
        try:
            opened = folder.open_current()
        except UNUSABLE as error:
            raise DamagedError(_unusable(path, shard, str(error))) from error
        with closing(opened.generation) as generation:
            _check_model(path, shard, generation, embedder)
            held = {i: digest for i, digest in generation.content().items() if i not in opened.removed}
            if held != catalogue.states():
                raise DataFolderError(_unusable(path, shard, "its last ingest was not finished"))
            yield OpenedShard(path, shard, catalogue, generation, folder.originals, entries)


def _found(path: Path) -> tuple[DataFolder, Shard]:
    if not path.is_dir():
        raise DataFolderError(f"the shard {path} does not exist: check the path; nothing was changed")
    folder, shard = DataFolder.open(path), read_shard(path)
    if shard is None:
        raise DataFolderError(
            f"{path} is no shard: make it with `plansearch ingest --shard`; nothing was changed"
        )
    return folder, shard


def _check_model(path: Path, shard: Shard, generation: Generation, embedder: Embedder) -> None:
    own = generation.manifest.model
    if own != embedder.identity:
        raise ModelError(
            _unusable(path, shard, f"it was built with the model {own}, and here is {embedder.identity}")
        )
    if not all(part.segment.fits(embedder) for part in generation.parts):
        raise DataFolderError(_unusable(path, shard, "it was prepared by another version of PlanSearch"))


def _unusable(path: Path, shard: Shard, why: str) -> str:
    return (
        f"{path} (shard {shard.share}) cannot be joined: {why}. Run `plansearch ingest --shard {shard.share} "
        f"{' '.join(shard.roots)}` there once more, or copy it anew; nothing was changed"
    )
