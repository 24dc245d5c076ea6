"""Compound files (OLE), as old office programs write them, made for tests."""

import struct
from dataclasses import dataclass

_SECTOR = 512
_FREE, _END, _OF_FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SMALLEST = 4096
_STORAGE, _STREAM, _ROOT = 1, 2, 5


@dataclass
class _Entry:
    name: str
    kind: int
    content: bytes = b""
    child: int = _FREE
    right: int = _FREE


def compound(streams: dict[str, bytes], embedded: dict[str, bytes] | None = None) -> bytes:
    """Return a compound file of streams at the top, and of a file embedded in it; short ones are filled with zeros."""
    entries = _entries(streams, embedded or {})
    chains = [b"", *(entry.content for entry in entries if entry.content)]
    chains[0] = _directory(entries, start=(len(entries) + 3) // 4)
    table: list[int] = []
    for chain in chains:
        table += [*range(len(table) + 1, len(table) + len(chain) // _SECTOR), _END]
    table.append(_OF_FAT)
    assert len(table) <= _SECTOR // 4, "one sector of the table is enough for tests"
    place = len(table) - 1
    table += [_FREE] * (_SECTOR // 4 - len(table))
    head = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"",
        0, 1, 0, 0, _SMALLEST, _END, 0, _END, 0, place,
    )  # fmt: skip
    return head + struct.pack("<108I", *[_FREE] * 108) + b"".join(chains) + struct.pack("<128I", *table)


def _entries(streams: dict[str, bytes], embedded: dict[str, bytes]) -> list[_Entry]:
    """Return the root, its streams, and the storage of the embedded file with its streams."""
    top = [_Entry(name, _STREAM, _padded(stream)) for name, stream in streams.items()]
    below = [_Entry(name, _STREAM, _padded(stream)) for name, stream in embedded.items()]
    if below:
        top.append(_Entry("ObjectPool", _STORAGE, child=len(top) + 2))
    entries = [_Entry("Root Entry", _ROOT, child=1), *top, *below]
    for number, entry in enumerate(entries):
        if entry not in (entries[0], top[-1], *below[-1:]):
            entry.right = number + 1
    return entries


def _padded(stream: bytes) -> bytes:
    size = max(len(stream), _SMALLEST)
    return stream.ljust(size + -size % _SECTOR, b"\0")


def _directory(entries: list[_Entry], start: int) -> bytes:
    written = []
    for entry in entries:
        written.append(_written(entry, start if entry.content else _END))
        start += len(entry.content) // _SECTOR
    return b"".join([*written, *[_written(_Entry("", 0), 0)] * (-len(entries) % 4)])


def _written(entry: _Entry, start: int) -> bytes:
    name = entry.name.encode("utf-16-le") + b"\0\0" if entry.name else b""
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        name, len(name), entry.kind, 1, _FREE, entry.right, entry.child, b"", 0, 0, 0, start, len(entry.content),
    )  # fmt: skip
