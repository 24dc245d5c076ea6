"""A child process that reads files for its parent, one after another, within bounds.

`python -m ingest.reading.child BYTES SECONDS`: an `Unread` in, an `Outcome` out. It may take so much
memory, and for each file so much time of a core.
"""

import json
import math
import sys
import time
from dataclasses import asdict, astuple
from functools import partial

from pydantic import TypeAdapter

from ingest.language.folding import clean
from ingest.processes import bound, serve
from ingest.reading.frames import Form, Outcome, Read, Unread, from_frame
from ingest.reading.outside import outside_warnings
from ingest.reading.reader import read_source
from ingest.sources import reader as sources
from ingest.sources import text as texts
from ingest.sources.encodings import decode
from ingest.sources.errors import Refusal, UnreadableError
from ingest.sources.kinds import kind_of
from ingest.sources.source import Source
from ingest.sources.unreadable import without_unreadable
from ingest.types import Document

_DOCUMENT = TypeAdapter(Document)
_SOURCE = TypeAdapter(Source)


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
