"""Merge as a use case: the shards of one collection become one data folder.

Nothing is read again, and nothing prepared but what the target knows otherwise already: the rows of the shards
are taken over into its catalogue in one transaction, and their segments into its next generation.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from index.data_folder import DataFolder
from index.embedder import Embedder
from index.errors import DataFolderError
from index.shards import read_shard
from search_api.collecting.collect import finish, writing
from search_api.collecting.joining import Joining
from search_api.collecting.opened_shard import OpenedShard, opened_shard
from search_api.collecting.report import IngestReport, Progress
from search_api.measuring.stored import DEFAULT_MARGIN

# Files that are written at once wait for the disk together.
_KEEPERS = 8


def merge(
    data: Path,
    shards: Sequence[Path],
    embedder: Embedder,
    progress: Progress,
    margin: float = DEFAULT_MARGIN,
) -> IngestReport:
    """Join shards, all that there are of a collection, into the data folder at `data`, and publish a generation.

    It may be new, or hold documents and be serving. Only when all shards were found to be whole and to belong
    together is anything written, and catalogue and generation are of before or after. Raises `PlanSearchError`
    that names the shard which cannot be joined, and why.
    """
    if data.exists() and read_shard(data):
        raise DataFolderError(
            f"{data} is a shard itself: name another folder with --data; nothing was changed"
        )
    with ExitStack() as stack:
        opened = [stack.enter_context(opened_shard(path, embedder)) for path in shards]
        _check_together(opened)
        folder = DataFolder.open_or_create(data)
        with writing(folder) as catalogue:
            if folder.due_for_a_check():
                catalogue.mend_structure()
            _keep_files(folder, opened, progress)
            with catalogue.transaction():
                report = IngestReport(Joining(catalogue, opened).done())
            segments = [part.segment for shard in opened for part in shard.generation.parts]
            finish(folder, catalogue, report, embedder, margin, segments, whole=True)
    return report


def _check_together(opened: Sequence[OpenedShard]) -> None:
    """Raise `DataFolderError` where shards are not all those of one collection."""
    first = opened[0]
    by_number: dict[int, OpenedShard] = {}
    for each in opened:
        own = each.shard.share
        if own.of != first.shard.share.of or each.shard.roots != first.shard.roots:
            raise DataFolderError(
                f"{first} and {each} were not cut from the same folders, or not into as many shards; "
                f"nothing was changed"
            )
        if other := by_number.get(own.number):
            raise DataFolderError(f"{other} and {each} are the same shard; nothing was changed")
        by_number[own.number] = each
    missing = [
        f"{n}/{first.shard.share.of}" for n in range(1, first.shard.share.of + 1) if n not in by_number
    ]
    if missing:
        raise DataFolderError(
            f"of the shards of {', '.join(first.shard.roots)} these are missing: {', '.join(missing)}; "
            f"nothing was changed"
        )


def _keep_files(folder: DataFolder, opened: Sequence[OpenedShard], progress: Progress) -> None:
    """Keep the files of all shards as they came; raises `DamagedError` where that of a document is lost.

    Those that no document has in the end are dropped when all is published.
    """
    wanted = [(shard, name) for shard in opened for name in sorted(shard.catalogue.originals() - {""})]

    def keep(place: int) -> str:
        shard, name = wanted[place]
        found = shard.original(name)
        if found is not None:
            folder.originals.keep(found)
        return name

    with ThreadPoolExecutor(_KEEPERS) as keepers:
        for done, name in enumerate(keepers.map(keep, range(len(wanted))), 1):
            progress(done, len(wanted), name if done < len(wanted) else "")
