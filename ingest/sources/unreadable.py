"""What stays in the wrong letters after every repair: set aside, so that it is never indexed."""

from dataclasses import replace

from ingest.messages import message
from ingest.sources.encodings import UNREADABLE, is_mojibake
from ingest.sources.errors import UnreadableError
from ingest.sources.source import Block, Source

# Where so much of a file cannot be read, what is left of it would mislead.
_MOST = 0.5
_SHOWN = 40


def without_unreadable(source: Source) -> Source:
    """Return a source without the blocks whose letters make no words.

    Raises `UnreadableError` where that is most of its text.
    """
    unreadable: list[Block] = []
    kept: list[Block] = []
    for block in source.blocks:
        (unreadable if _is_unreadable(block.text) else kept).append(block)
    if not unreadable:
        return source
    lost, whole = (sum(len(block.text) for block in blocks) for blocks in (unreadable, source.blocks))
    if lost > _MOST * whole:
        raise UnreadableError(
            "encoding", "its letters make no words, in no encoding that is known: save it as UTF-8, or as PDF"
        )
    first = " ".join(unreadable[0].text.split())[:_SHOWN]
    warning = message(
        "%(count)s lines are left out, unreadable in any known encoding, first: “%(first)s”",
        count=len(unreadable),
        first=first,
    )
    return replace(source, blocks=tuple(kept), warnings=(*source.warnings, warning))


def _is_unreadable(text: str) -> bool:
    """True for wrong letters; a single bad byte is marked where it stands, and loses nothing else."""
    return is_mojibake(text.replace(UNREADABLE, "") if text.count(UNREADABLE) == 1 else text)
