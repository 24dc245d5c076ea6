"""The text of a draft that comes as a file: plain text as it is, any other kind as its reader finds it."""

from pathlib import PurePath

from pydantic import TypeAdapter

from index.errors import InvalidQueryError
from ingest.reading.frames import Unread
from ingest.reading.readers import Bounds, Readers
from ingest.sources.encodings import decode
from ingest.sources.errors import Refusal, UnreadableError
from ingest.sources.kinds import kind_of
from ingest.sources.source import Source

# Somebody waits for it.
_BOUNDS = Bounds(seconds=20.0, memory=1 << 30)
_SOURCE = TypeAdapter(Source)


class UnreadableDraftError(InvalidQueryError):
    """The file of a draft cannot be read; `refusal` says why."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(f"the file cannot be read: {refusal.words}")
        self.refusal = refusal


def text_of_file(content: bytes, name: str) -> str:
    """Return the text of a file called `name`, a paragraph or cell a line; raises `UnreadableDraftError`.

    A name without an ending is that of a text. What is no plain text is read in a process of its own, within
    bounds, as plans are.
    """
    name = name if PurePath(name).suffix else f"{name}.txt"
    try:
        if kind_of(content, name) == "text":
            return decode(content).text
    except UnreadableError as error:
        raise UnreadableDraftError(error.refusal) from error
    with Readers(_BOUNDS, processes=1) as readers:
        outcome = readers.submit(Unread("file", content, name, "draft")).result()
    if outcome.refused:
        raise UnreadableDraftError(outcome.refused)
    if outcome.form == "text":
        return outcome.kept
    return "\n".join(block.text for block in _SOURCE.validate_json(outcome.kept).blocks)
