"""A child process that reads texts for its parent, one after another, within a bound of memory.

`python -m ingest.reading.child BYTES`: a `Text` in, an `Outcome` out, as JSON.
"""

import json
import sys
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import TypeAdapter

from ingest.processes import serve
from ingest.reading.reader import READER_VERSION, read_document
from ingest.types import Document

_DOCUMENT = TypeAdapter(Document)


@dataclass(frozen=True, slots=True)
class Text:
    """A text to be read: the name of its file, and the id that its document shall have."""

    source: str
    source_file: str
    document_id: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The document read of a text, as JSON without its source, or why there is none."""

    reading: str = ""
    passages: int = 0
    reader: int = READER_VERSION
    refused: str = ""


def read(text: Text) -> Outcome:
    """Return what reading a text gives."""
    document = read_document(text.source, text.source_file, text.document_id)
    if not document.passages:
        return Outcome(refused="no passage was found in the file")
    return Outcome(_DOCUMENT.dump_json(document, exclude={"source"}).decode(), len(document.passages))


def to_frame(value: Text | Outcome) -> bytes:
    """Return what is sent between the processes."""
    return json.dumps(asdict(value)).encode()


def from_frame(frame: bytes) -> dict[str, Any]:
    """Return the fields of what was sent."""
    fields: dict[str, Any] = json.loads(frame)
    return fields


def main() -> None:
    """Answer every text until there are no more."""
    _limit_memory(int(sys.argv[1]))
    serve(lambda frame: to_frame(_outcome(Text(**from_frame(frame)))))


def _outcome(text: Text) -> Outcome:
    try:
        return read(text)
    except MemoryError:
        return Outcome(refused="reading the file takes more memory than it may")
    except RecursionError:
        return Outcome(refused="the file is nested too deeply to be read")
    except Exception as error:
        # A fault of ours must not keep the other files from being read.
        return Outcome(refused=f"reading the file failed: {error!r}")


def _limit_memory(most: int) -> None:
    """Let the process take at most so many bytes, where the system can bound that."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    except (ImportError, OSError, ValueError):
        return


if __name__ == "__main__":
    main()
