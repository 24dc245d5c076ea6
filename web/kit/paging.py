"""Links to the pages of a long list."""

from collections.abc import Callable
from dataclasses import dataclass

# Pages shown on each side of the current one.
NEIGHBOURS = 2


@dataclass(frozen=True, slots=True)
class PageLink:
    """One page of a list; a gap in the numbers has no address."""

    number: int
    url: str | None
    current: bool = False


@dataclass(frozen=True, slots=True)
class Paging:
    """The pages around the current one; `first` to `last` are the items shown, from 1."""

    links: tuple[PageLink, ...]
    previous: str | None
    following: str | None
    first: int
    last: int
    total: int


def paging(page: int, size: int, total: int, most: int, url: Callable[[int], str]) -> Paging:
    """Return the links of a list of `total` items, of which at most `most` can be paged to."""
    pages = max(1, -(-min(total, most) // size))
    near = range(page - NEIGHBOURS, page + NEIGHBOURS + 1)
    shown = sorted({1, pages, *near} & {*range(1, pages + 1)})
    links: list[PageLink] = []
    for number in shown:
        if links and number > links[-1].number + 1:
            links.append(PageLink(number - 1, None))
        links.append(PageLink(number, url(number), number == page))
    return Paging(
        links=tuple(links) if pages > 1 else (),
        previous=url(page - 1) if 1 < page <= pages else None,
        following=url(page + 1) if page < pages else None,
        first=min((page - 1) * size + 1, total),
        last=min(page * size, total),
        total=total,
    )
