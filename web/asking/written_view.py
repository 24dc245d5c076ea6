"""The written answer as the templates show it: where it streams from, or the finished paragraph."""

from dataclasses import dataclass

from search_api.asking.types import Answer
from search_api.writing import Written
from web.kit.parameters import Parameters
from web.kit.urls import Urls


@dataclass(frozen=True, slots=True)
class WrittenView:
    """The section of a written answer; `finished` is None where it is still to be written."""

    host: str
    stream_url: str
    page_url: str
    finished: Written | None


def written_view(
    host: str | None, parameters: Parameters, answer: Answer, urls: Urls, finished: Written | None = None
) -> WrittenView | None:
    """Return the section, or None where no endpoint is configured or there is nothing to summarise."""
    if host is None or not answer.quotes:
        return None
    return WrittenView(host, urls.written_stream(parameters), urls.written(parameters), finished)
