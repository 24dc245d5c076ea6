"""Metrics: counts and times by stage, never the text of a question.

Where several processes serve, the library keeps them in files of a folder that it is told by a variable of the
environment, before it is first imported.
"""

import os
from contextlib import AbstractContextManager
from typing import Literal

from prometheus_client import REGISTRY, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from index.types import SearchResult

# The name is the library's.
_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
# Of a gauge the sum over the processes that live.
_SUM: Literal["livesum"] = "livesum"
_SEARCHES = Counter("plansearch_searches_total", "Searches by confidence", ["confidence"])
_STAGES = Histogram(
    "plansearch_stage_seconds",
    "Seconds by stage of a search",
    ["stage"],
    buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0),
)
_REQUESTS = Histogram(
    "plansearch_request_seconds",
    "Seconds by route and status of a request",
    ["route", "status"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0),
)
_WRITTEN_SENTENCES = Counter(
    "plansearch_written_sentences_total", "Sentences of written answers: shown, or why not", ["verdict"]
)
_WRITTEN_ANSWERS = Counter(
    "plansearch_written_answers_total", "Written answers: complete, or why not", ["outcome"]
)
_RUNNING = Gauge(
    "plansearch_requests_running", "Requests that are worked on", ["cost"], multiprocess_mode=_SUM
)
_WAITING = Gauge(
    "plansearch_requests_waiting", "Requests that wait for a place", ["cost"], multiprocess_mode=_SUM
)
_REFUSED = Counter(
    "plansearch_requests_refused_total",
    "Requests sent away with 503: too many waited already (full), or no place was free in time (late)",
    ["cost", "why"],
)
# Each process sees the same disk.
_LATEST: Literal["livemostrecent"] = "livemostrecent"
_FREE = Gauge(
    "plansearch_disk_free_bytes", "Bytes free on the disk of the data folder", multiprocess_mode=_LATEST
)
_SPARE = Gauge(
    "plansearch_disk_spare_bytes",
    "Bytes that are to stay free: with fewer, no documents are taken in",
    multiprocess_mode=_LATEST,
)


def observe_search(result: SearchResult) -> None:
    """Count a search and its stages."""
    _SEARCHES.labels(result.confidence).inc()
    for stage, seconds in result.timings.items():
        _STAGES.labels(stage).observe(seconds)


def observe_request(route: str, status: int, seconds: float) -> None:
    """Count a request; its `route` is the pattern of its path, of which there are few."""
    _REQUESTS.labels(route, status).observe(seconds)


def observe_written_sentence(verdict: str) -> None:
    """Count a sentence of a written answer."""
    _WRITTEN_SENTENCES.labels(verdict).inc()


def observe_written_answer(outcome: str) -> None:
    """Count a written answer."""
    _WRITTEN_ANSWERS.labels(outcome).inc()


def running_requests(cost: str) -> AbstractContextManager[object]:
    """Count a request as running for as long as the context is open."""
    return _of(_RUNNING, cost)


def waiting_requests(cost: str) -> AbstractContextManager[object]:
    """Count a request as waiting for as long as the context is open."""
    return _of(_WAITING, cost)


def observe_refused(cost: str, why: str) -> None:
    """Count a request that was sent away."""
    _REFUSED.labels(cost, why).inc()


def observe_room(free: int, spare: int) -> None:
    """Note how many bytes are free on the disk, and how many are to be."""
    _FREE.set(free)
    _SPARE.set(spare)


def metrics_text() -> bytes:
    """Return all metrics as Prometheus reads them: of this process, or of all that serve together."""
    if _FOLDER not in os.environ:
        return generate_latest(REGISTRY)
    together = CollectorRegistry()
    MultiProcessCollector(together)  # type: ignore[no-untyped-call]
    return generate_latest(together)


def _of(gauge: Gauge, cost: str) -> AbstractContextManager[object]:
    tracked: AbstractContextManager[object] = gauge.labels(cost).track_inprogress()
    return tracked
