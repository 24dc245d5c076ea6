"""A child process that reads texts for its parent, one after another, within a bound of memory.

`python -m ingest.reading.child BYTES` reads frames from stdin and answers each on stdout: eight
bytes of length, then JSON. A `Text` in, an `Outcome` out; it ends with its stdin.
"""

import json
import struct
import sys
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO

from pydantic import TypeAdapter

from ingest.reading.reader import READER_VERSION, read_document
from ingest.types import Document

_LENGTH = struct.Struct(">Q")
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


def send(stream: BinaryIO, value: Text | Outcome) -> None:
    """Write a frame."""
    frame = json.dumps(asdict(value)).encode()
    stream.write(_LENGTH.pack(len(frame)) + frame)
    stream.flush()


def receive(stream: BinaryIO) -> dict[str, Any] | None:
    """Return the fields of the next frame, None at the end of the stream."""
    head = stream.read(_LENGTH.size)
    frame = stream.read(_LENGTH.unpack(head)[0]) if len(head) == _LENGTH.size else b""
    return json.loads(frame) if frame else None


def main() -> None:
    """Answer every frame until there are no more."""
    _limit_memory(int(sys.argv[1]))
    while fields := receive(sys.stdin.buffer):
        try:
            outcome = read(Text(**fields))
        except MemoryError:
            outcome = Outcome(refused="reading the file takes more memory than it may")
        except RecursionError:
            outcome = Outcome(refused="the file is nested too deeply to be read")
        except Exception as error:
            # A fault of ours must not keep the other files from being read.
            outcome = Outcome(refused=f"reading the file failed: {error!r}")
        send(sys.stdout.buffer, outcome)


def _limit_memory(most: int) -> None:
    """Let the process take at most so many bytes, where the system can bound that."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    except (ImportError, OSError, ValueError):
        return


if __name__ == "__main__":
    main()
