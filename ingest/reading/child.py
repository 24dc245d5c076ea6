"""A child process that reads files for its parent, one after another, within bounds.

`python -m ingest.reading.child BYTES SECONDS`: an `Unread` in, an `Outcome` out. It may take so much
memory, and for each file so much time of a core.
"""

import json
import math
import sys
import time
from dataclasses import asdict, astuple, dataclass
from functools import partial
from typing import Literal

from pydantic import TypeAdapter

from ingest.language.folding import clean
from ingest.processes import bound, serve
from ingest.reading.outside import outside_warnings
from ingest.reading.reader import READER_VERSION, read_source
from ingest.sources import reader as sources
from ingest.sources import text as texts
from ingest.sources.encodings import decode
from ingest.sources.errors import Refusal, UnreadableError
from ingest.sources.kinds import kind_of
from ingest.sources.source import Source
from ingest.sources.unreadable import without_unreadable
from ingest.types import Document

# A file as it lies on the disk; the text of one; what a reader found in one, as JSON.
Form = Literal["file", "text", "source"]
_DOCUMENT = TypeAdapter(Document)
_SOURCE = TypeAdapter(Source)


@dataclass(frozen=True, slots=True)
class Unread:
    """What is to be read: the name of its file, and the id that its first document shall have.

    Where a program has made a file of the one that came, that is the content, and `maker` names it.
    """

    form: Form
    content: bytes
    source_file: str
    document_id: str
    maker: str = ""


@dataclass(frozen=True, slots=True)
class Read:
    """A document as JSON without its source; `outside` are the fields of what is in no passage."""

    id: str
    content_hash: str
    reading: str
    passages: int
    outside: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Outcome:
    """The documents that were read of a file, or why there is none.

    `kept` is what they can be read of again, in the form `form`; `tool` is what found the text; `lost` is
    true where reading the file ended its process, or would not end.
    """

    documents: tuple[Read, ...] = ()
    form: Form = "text"
    kept: str = ""
    tool: str = ""
    warnings: tuple[str, ...] = ()
    reader: int = READER_VERSION
    refused: Refusal | None = None
    lost: bool = False


def read(unread: Unread) -> Outcome:
    """Return what reading a file gives."""
    try:
        source, form, kept = _source(unread)
        source = without_unreadable(source)
    except UnreadableError as error:
        return Outcome(refused=error.refusal)
    documents = read_source(source, unread.source_file, unread.document_id)
    found = [document for document in documents if document.passages]
    if not found:
        return Outcome(refused=Refusal("empty", "no passage was found in the file"))
    lost = (warning for each in found for warning in outside_warnings(each.outside, each.named))
    return Outcome(tuple(map(_read, found)), form, kept, source.tool, (*source.warnings, *lost))


def _source(unread: Unread) -> tuple[Source, Form, str]:
    """Return what is found in a file, and what it can be read of again."""
    if unread.form == "text":
        text = unread.content.decode()
        return texts.read_text(text), "text", text
    if unread.form == "source":
        return _SOURCE.validate_json(unread.content), "source", unread.content.decode()
    if not unread.maker and kind_of(unread.content, unread.source_file) == "text":
        decoded = decode(unread.content)
        return texts.read_text(decoded.text, decoded.warnings), "text", clean(decoded.text)
    source = sources.read(unread.content, unread.source_file, unread.maker)
    return source, "source", _SOURCE.dump_json(source).decode()


def _read(document: Document) -> Read:
    reading = _DOCUMENT.dump_json(document, exclude={"source"}).decode()
    outside = astuple(document.outside)
    return Read(document.id, document.content_hash, reading, len(document.passages), outside)


def to_frame(unread: Unread) -> bytes:
    """Return what is sent to the child: a line of JSON, then the content."""
    head = json.dumps([unread.form, unread.source_file, unread.document_id, unread.maker]).encode()
    return head + b"\n" + unread.content


def from_frame(frame: bytes) -> Unread:
    """Return what was sent to the child."""
    head, _, content = frame.partition(b"\n")
    form, source_file, document_id, maker = json.loads(head)
    return Unread(form, content, source_file, document_id, maker)


def outcome_of(frame: bytes) -> Outcome:
    """Return what the child answered."""
    fields = json.loads(frame)
    documents = tuple(Read(**document) for document in fields.pop("documents"))
    refused = Refusal(**fields["refused"]) if fields["refused"] else None
    return Outcome(documents, **{**fields, "warnings": tuple(fields["warnings"]), "refused": refused})


def main() -> None:
    """Answer until there is nothing more to be read."""
    memory, seconds = map(int, sys.argv[1:])
    bound("RLIMIT_AS", memory)
    # The memory of a process that died holds a document: it does not go to the disk.
    bound("RLIMIT_CORE", 0)
    serve(partial(_answer, seconds))


def _answer(seconds: int, frame: bytes) -> bytes:
    # The parent has a clock of its own, but it may be killed while a file keeps us busy for ever.
    bound("RLIMIT_CPU", math.ceil(time.process_time()) + seconds, for_good=False)
    return json.dumps(asdict(_outcome(from_frame(frame)))).encode()


def _outcome(unread: Unread) -> Outcome:
    try:
        return read(unread)
    except MemoryError:
        return Outcome(refused=Refusal("too_hard", "reading the file takes more memory than it may"))
    except RecursionError:
        return Outcome(refused=Refusal("nested", "the file is nested too deeply to be read"))
    except Exception as error:
        # A fault of ours must not keep the other files from being read.
        return Outcome(refused=Refusal("failed", f"reading the file failed: {error!r}"))


if __name__ == "__main__":
    main()
