"""Recipients and signature typed side by side, by tabs and blanks: read one after the other."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ingest.sources.source import Block

_TEXT = ("paragraph", "line")
_GAP = re.compile(r"[^\S\n]*(?:\t[^\S\n]*\t|[^\S\n]{6})[^\S\n]*")
_RECIPIENTS = re.compile(r"(?:nơi\s(?:nhận|gửi|gởi)|recipients?)\b", re.I)
_SIGN, _BULLET = re.compile(r"\W"), re.compile(r"[-–+•*]")


def one_after_the_other(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with what stands to the right of recipients before them."""
    ordered: list[Block] = []
    at = 0
    while at < len(blocks):
        recipients = list(_recipients(blocks, at))
        ordered += _parted(recipients) if recipients else [blocks[at]]
        at += max(1, len(recipients))
    return ordered


def _recipients(blocks: Sequence[Block], start: int) -> Iterator[Block]:
    """Yield the head of recipients that stands at `start`, and the lines on its page that go on with it."""
    head = blocks[start]
    if not _RECIPIENTS.match(head.text.lstrip()):
        return
    for number in range(start, len(blocks)):
        block = blocks[number]
        if block.kind not in _TEXT or block.cell or block.page != head.page:
            return
        left, _ = _columns(block)
        entry = not left or left[0].islower() or _SIGN.match(left) or block.style.list_label
        if number > start and not entry:
            return
        yield block


def _parted(blocks: Sequence[Block]) -> list[Block]:
    """Return the right column and the left one; as they are where there is none, or more recipients."""
    columns = [(block, *_columns(block)) for block in blocks]
    right = [
        replace(block, text=text, style=replace(block.style, list_label=""))
        for block, _, text in columns
        if text
    ]
    if not right or any(_BULLET.match(block.text) for block in right):
        return list(blocks)
    left = [replace(block, text=text) for block, text, _ in columns if text]
    return [replace(right[0], gap=True), *right[1:], replace(left[0], gap=True), *left[1:]]


def _columns(block: Block) -> tuple[str, str]:
    """Return what stands to the left and to the right of a wide gap, empty for nothing."""
    text = block.text.rstrip()
    if _RECIPIENTS.match(text.lstrip()):
        text = text.lstrip()
    left, _, right = _GAP.sub("\t", text, count=1).partition("\t") if _GAP.search(text) else (text, "", "")
    return left.strip(), right
