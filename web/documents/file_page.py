"""The file that a document was read from: what is known of it, and its pages beside their text."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from index.types import DocumentDetail, PassageRecord
from ingest.types import FilePlace
from search_api.documents.files import original_url, page_image_url
from web.kit.presenters import sentence_case
from web.kit.urls import Urls

# Points of paper around words, so that a mark does not cut them; scans are never quite level.
_MARGIN = 2.0


@dataclass(frozen=True, slots=True)
class OriginView:
    """How a document came: the tool that found its text, its pages, what was recognised of them.

    `confidence` and `outside` are shares (0 … 1); `confidence` is None where nothing was recognised.
    """

    tool: str
    pages: int
    recognised: int
    confidence: float | None
    outside: float
    file_url: str | None
    first_page_url: str | None


@dataclass(frozen=True, slots=True)
class Mark:
    """Where words of a passage stand on a page, in points from its upper left corner."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PlacedPassage:
    """A passage on a page; `marked` is that which the reader came for."""

    id: str
    place: str
    text: str
    url: str
    here_url: str
    marks: tuple[Mark, ...]
    marked: bool


@dataclass(frozen=True, slots=True)
class FilePageView:
    """A page of the file, and the passages that have words on it."""

    number: int
    total: int
    width: float
    height: float
    image_url: str
    confidence: float | None
    passages: tuple[PlacedPassage, ...]
    before_url: str | None
    after_url: str | None


def origin_view(detail: DocumentDetail, urls: Urls) -> OriginView:
    """Return what is known of the file of a document."""
    recognised = [page.confidence for page in detail.layout.pages if page.recognised]
    file_url = original_url(detail)
    return OriginView(
        tool=detail.layout.tool,
        pages=len(detail.layout.pages),
        recognised=len(recognised),
        confidence=fmean(recognised) if recognised else None,
        outside=detail.outside.share,
        file_url=urls.within(file_url) if file_url else None,
        first_page_url=urls.file_page(detail.record.id, 1) if page_image_url(detail, 1) else None,
    )


def file_page_view(
    detail: DocumentDetail, passages: Sequence[PassageRecord], number: int, marked: str, urls: Urls
) -> FilePageView | None:
    """Return a page of the file, or None where there is no such page to be shown."""
    pages, image_url = detail.layout.pages, page_image_url(detail, number)
    if image_url is None or not 1 <= number <= len(pages):
        return None
    page, identity = pages[number - 1], detail.record.id
    placed = _placed(detail, passages, number, marked, urls)
    return FilePageView(
        number=number,
        total=len(pages),
        width=page.width,
        height=page.height,
        image_url=urls.within(image_url),
        confidence=page.confidence if page.recognised else None,
        passages=tuple(placed),
        before_url=urls.file_page(identity, number - 1) if number > 1 else None,
        after_url=urls.file_page(identity, number + 1) if number < len(pages) else None,
    )


def _placed(
    detail: DocumentDetail, passages: Sequence[PassageRecord], number: int, marked: str, urls: Urls
) -> list[PlacedPassage]:
    places = sorted(detail.layout.places, key=lambda place: place.span.start)
    found = []
    for passage in passages:
        marks = tuple(_mark(place) for place in _within(places, passage) if place.page == number)
        if marks:
            found.append(
                PlacedPassage(
                    id=passage.id,
                    place=sentence_case(passage.place),
                    text=passage.text,
                    url=urls.passage(detail.record.id, passage.id),
                    here_url=f"{urls.file_page(detail.record.id, number, passage.id)}#p-{passage.id}",
                    marks=marks,
                    marked=passage.id == marked,
                )
            )
    return found


def _within(places: Sequence[FilePlace], passage: PassageRecord) -> Sequence[FilePlace]:
    """Return the places, in order of the text, that hold words of a passage."""
    first = bisect_right(places, passage.start, key=lambda place: place.span.end)
    end = bisect_left(places, passage.end, key=lambda place: place.span.start)
    return places[first:end]


def _mark(place: FilePlace) -> Mark:
    left, top, right, bottom = place.box
    return Mark(
        round(left - _MARGIN, 1),
        round(top - _MARGIN, 1),
        round(right - left + 2 * _MARGIN, 1),
        round(bottom - top + 2 * _MARGIN, 1),
    )
