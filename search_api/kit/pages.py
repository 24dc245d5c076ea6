"""Parts of a list: by how many come before, or by the cursor that the part before has given.

A cursor goes on where that part ended, in the same state of the index, and nowhere else: nothing is
seen twice or missed because documents came or went meanwhile.
"""

import hashlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from index.errors import GoneError, InvalidQueryError
from search_api.kit.filters import cleaned

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is wanted; `state` and `asked` name the index and the list, for a cursor."""

    limit: int
    offset: int
    state: str = ""
    asked: str = ""

    def of(self, items: Sequence[Item]) -> Sequence[Item]:
        """Return this part of a list."""
        return items[self.offset : self.offset + self.limit]

    def following(self, total: int) -> str | None:
        """Return the cursor of the part after this one, None where the list ends or nobody will go on."""
        end = self.offset + self.limit
        return _encoded(end, self.state, self.asked) if self.state and end < total else None


# What may differ from one part of a list to the next.
_OF_A_PART = {"cursor", "limit", "offset", "fields"}
WHOLE = Page(10**9, 0)


def page_of(
    path: str, pairs: Iterable[tuple[str, str]], state: str, limit: int, offset: int, cursor: str | None
) -> Page:
    """Return which part is wanted of the list at `path` that these parameters ask for.

    Raises `GoneError` for a cursor of another state of the index, `InvalidQueryError` for any other that
    does not go on with this list.
    """
    asked = _name(path, pairs)
    return Page(limit, _place(cursor, state, asked, offset) if cursor else offset, state, asked)


def _name(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    """Return a name for a list, whichever part of it is asked for and however that is typed."""
    typed = ((name, cleaned(value).casefold()) for name, value in pairs)
    told = sorted(pair for pair in typed if pair[1] and pair[0] not in _OF_A_PART)
    return hashlib.sha256(repr((path, told)).encode("utf-8", "replace")).hexdigest()[:12]


def _encoded(offset: int, state: str, asked: str) -> str:
    return urlsafe_b64encode(f"{offset}.{state}.{asked}".encode()).decode().rstrip("=")


def _place(cursor: str, state: str, asked: str, offset: int) -> int:
    """Return where a cursor goes on; raises `GoneError` or `InvalidQueryError` where it cannot."""
    if offset:
        raise InvalidQueryError("cursor and offset cannot be given together: name one of them")
    try:
        place, of_state, of_list = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode().split(".")
        begins = int(place)
    except (Error, ValueError) as error:
        raise InvalidQueryError("cursor cannot be read: take `next` of an answer as it is") from error
    if of_state != state:
        raise GoneError("cursor is of an index that is no longer served: begin again without it")
    if of_list != asked or begins < 0:
        raise InvalidQueryError("cursor is of another list: repeat the parameters that it was given for")
    return begins
