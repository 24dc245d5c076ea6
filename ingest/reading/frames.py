"""What goes to a child process that reads files, and what comes back; whoever asks one needs no reader."""

import json
from dataclasses import dataclass
from typing import Literal

from ingest.messages import Message, message_of
from ingest.reading.version import READER_VERSION
from ingest.sources.errors import Refusal

# A file as it lies on the disk; the text of one; what a reader found in one, as JSON.
Form = Literal["file", "text", "source"]


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
    warnings: tuple[Message, ...] = ()
    reader: int = READER_VERSION
    refused: Refusal | None = None
    lost: bool = False


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
    warnings = tuple(map(message_of, fields["warnings"]))
    return Outcome(documents, **{**fields, "warnings": warnings, "refused": refused})
