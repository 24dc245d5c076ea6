"""Files that are no longer there: their documents, and what was set aside of them."""

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from index.catalogue import Catalogue, Entry
from ingest.sources.files import FoundFile
from search_api.collecting.collector import Collector, file_of
from search_api.collecting.report import FileReport


def gone(
    catalogue: Catalogue, data: Path, paths: Sequence[Path], files: Sequence[FoundFile], collector: Collector
) -> list[Entry]:
    """Return the documents whose files are no longer in the folders that were searched.

    Nothing is missed in the data folder: what came to its desk is kept there as originals only.
    """
    own = {data.resolve()}
    folders = {path.resolve() for path in paths if path.is_dir()}
    # Not the links: where one leads, or that it leads in a circle, says nothing of what is in the folders.
    unlisted = {f.path.resolve() for f in files if f.fault and (f.path in paths or not _is_link(f.path))}
    refused = (Path(report.path) for report in collector.reports if report.outcome == "refused")
    unlisted |= {path.resolve() for path in refused if not _is_link(path)}
    below = {entry.id: entry for folder in sorted(folders) for entry in catalogue.entries_below(folder)}
    return [
        entry
        for entry in below.values()
        if not is_below(Path(entry.source_path), own)
        and not is_below(Path(entry.source_path), unlisted)
        and file_of(entry.source_path) not in collector.paths
        and is_nowhere(Path(file_of(entry.source_path)))
    ]


def is_below(path: Path, folders: Collection[Path]) -> bool:
    """True for one of the folders, and for what lies in one."""
    return any(place in folders for place in (path, *path.parents))


def report_of_gone(entry: Entry, *, removed: bool) -> FileReport:
    """Return the report of a document whose file has gone."""
    if removed:
        return FileReport(entry.source_path, "removed", "its file has gone", entry.id)
    why = f"the file has gone, it is still served: `plansearch remove {entry.id}`, or ingest with --sync"
    return FileReport(entry.source_path, "gone", why, entry.id)


def release(
    catalogue: Catalogue, data: Path, paths: Iterable[Path], refused: Iterable[str], *, sync: bool
) -> None:
    """Let go of what was set aside and is not refused any more, or with `sync` of what is not there.

    What lies in the data folder was looked at only where it was named itself.
    """
    own = {data.resolve()}
    searched = {place for path in paths for place in (path.resolve(), path.absolute())}
    within = {place for place in searched if is_below(place, own)}
    still = set(map(Path, refused))
    with catalogue.transaction():
        for file in catalogue.quarantine.files():
            path = Path(file_of(file.path))
            places = within if is_below(path, own) else searched
            judged = is_below(path, places) and not is_below(path, still)
            if judged and (sync or not is_nowhere(path)):
                catalogue.quarantine.release(file.path)


def _is_link(path: Path) -> bool:
    try:
        return path.is_symlink()
    except OSError:
        return False


def is_nowhere(path: Path) -> bool:
    """True where there is no such file; one that only cannot be reached may still be there."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False
    return False
