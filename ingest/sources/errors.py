"""Why a file cannot be a document, or a page of it not be shown."""

from dataclasses import dataclass
from typing import Literal

# What programs and pages go by. What is added here gets words in `web/kit/refusals.py`, and a line in docs/desk.md.
RefusalKind = Literal[
    "unknown_type",  # of a kind that is not read, or not of the kind that it looks like
    "locked",  # protected by a password
    "damaged",  # damaged, or not saved whole
    "empty",  # no text, or no passage in it
    "encoding",  # letters in no encoding that is known
    "unrecognised",  # no text was recognised in the images of its pages
    "no_program",  # a program is missing that reads files of this kind
    "too_large",  # more bytes, pages or parts than there may be
    "nested",  # an archive or a part too deep within others
    "unsafe",  # made to do harm
    "too_hard",  # took longer or more memory than it may, or ended what read it
    "inaccessible",  # not to be read on the disk, no regular file, or changing
    "kept_damaged",  # what was kept of it was damaged
    "failed",  # a fault of ours
]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a file cannot be a document: its kind, and in English why exactly and what to do."""

    kind: RefusalKind
    words: str


class UnreadableError(Exception):
    """A file cannot be a document; the message says why and what to do."""

    def __init__(self, kind: RefusalKind, words: str) -> None:
        super().__init__(words)
        self.refusal = Refusal(kind, words)


class PictureError(Exception):
    """A page cannot be shown; the message says why."""
