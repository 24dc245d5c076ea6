"""What was removed and must never be served again, whatever generation is opened.

A list beside the generations, written durably before anything else of a removal: each document
with the number of the newest generation that may still hold it. A later one holds it only where
somebody has ingested it again.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from index.errors import DamagedError
from index.storage import write_durably
from ingest.messages import message

FILE_NAME = "removed.json"


def removed_up_to(folder: Path) -> dict[str, int]:
    """Return the removed documents of a data folder, each with the last generation that may hold it.

    Raises `DamagedError` where the list is not what was written: nobody knows what must stay hidden.
    """
    path = folder / FILE_NAME
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
        removed = {str(identity): int(number) for identity, number in content["removed"].items()}
        whole = content["sha256"] == _checksum(removed)
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, AttributeError, TypeError, KeyError) as error:
        raise DamagedError(
            message("%(path)s cannot be read (%(error)s)", path=str(path), error=str(error))
        ) from error
    if not whole:
        raise DamagedError(message("%(path)s is damaged", path=str(path)))
    return removed


def note_removed(folder: Path, document_ids: Iterable[str], newest: int) -> None:
    """Add documents to the list; `newest` is the number of the newest generation there is."""
    try:
        known = removed_up_to(folder)
    except DamagedError:
        known = {}
    _write(folder, known | dict.fromkeys(document_ids, newest))


def forget_removed(folder: Path, oldest: int) -> None:
    """Drop from the list what no generation from number `oldest` on can hold any more."""
    try:
        known = removed_up_to(folder)
    except DamagedError:
        _write(folder, {})
        return
    kept = {identity: number for identity, number in known.items() if number >= oldest}
    if kept != known:
        _write(folder, kept)


def _write(folder: Path, removed: Mapping[str, int]) -> None:
    content = {"removed": removed, "sha256": _checksum(removed)}
    write_durably(folder / FILE_NAME, json.dumps(content, indent=1).encode())


def _checksum(removed: Mapping[str, int]) -> str:
    return hashlib.sha256(json.dumps(removed, sort_keys=True).encode()).hexdigest()
