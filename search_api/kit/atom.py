"""Feeds (Atom, RFC 4287) of documents and passages, for who wants to be told of new ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from typing import Annotated, Literal
from urllib.parse import urlencode

from fastapi import Depends, Query, Request, Response
from feedgen.feed import FeedGenerator

from index.snapshot import Snapshot
from index.types import DocumentRecord
from search_api.kit.parameters import Base
from search_api.kit.word_files import xml_text

ATOM = "application/atom+xml"
MOST_ENTRIES = 50
_VIET_NAM = timezone(timedelta(hours=7))
FeedLanguage = Annotated[Literal["vi", "en"], Query(alias="lang", description="Language of the feed's title")]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a feed is: `base` begins its links and ends with a slash, `own` is its own address."""

    base: str
    own: str

    def of(self, path: str) -> str:
        """Return the whole address of a path on this server."""
        return self.base.rstrip("/") + path


async def _place_of(request: Request, base: Base) -> Place:
    # Written anew: in what was sent there may be signs that no XML can hold.
    query = urlencode(request.query_params.multi_items())
    return Place(base, str(request.url.replace(query=query)))


Here = Annotated[Place, Depends(_place_of)]


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed tells of: a document or a part of it, at its permanent address `path`."""

    path: str
    title: str
    document: DocumentRecord
    text: str = ""


def atom_answer(
    snapshot: Snapshot, place: Place, page: str, title: str, language: str, entries: Iterable[Entry]
) -> Response:
    """Return a feed of entries, in this order; `page` is the path of the page that shows the same."""
    feed = FeedGenerator()
    feed.id(place.own)
    feed.title(xml_text(title))
    feed.language(language)
    feed.generator("PlanSearch")
    feed.author({"name": "PlanSearch"})
    feed.updated(snapshot.manifest.created)
    feed.link(href=place.own, rel="self", type=ATOM)
    feed.link(href=place.of(page), rel="alternate", type="text/html")
    for entry in entries:
        _add(feed, entry, place, snapshot.manifest.created)
    return Response(feed.atom_str(), media_type=ATOM)


def _add(feed: FeedGenerator, entry: Entry, place: Place, created: str) -> None:
    metadata, address = entry.document.metadata, place.of(entry.path)
    added = feed.add_entry(order="append")
    added.id(address)
    added.title(xml_text(entry.title))
    added.link(href=address, rel="alternate", type="text/html")
    added.updated(_day_of(entry.document) or created)
    if metadata.issuer:
        added.author({"name": xml_text(metadata.issuer)})
    if metadata.province:
        added.category({"term": xml_text(metadata.province)})
    if entry.text:
        added.summary(xml_text(entry.text))


def _day_of(document: DocumentRecord) -> datetime | None:
    """Return when a document was signed, the beginning of its year where it says no more."""
    metadata = document.metadata
    if metadata.date:
        return datetime.combine(date.fromisoformat(metadata.date), time(), _VIET_NAM)
    return datetime(metadata.year, 1, 1, tzinfo=_VIET_NAM) if metadata.year else None
