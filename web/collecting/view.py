"""Jobs and documents as the desk shows them."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from index.data_folder import DataFolder
from index.jobs import Job
from index.snapshot import Snapshot
from index.types import DocumentRecord
from ingest.messages import Message, message_of
from search_api.collecting.report import Outcome
from search_api.collecting.schemas import FileOutcomeOut, JobOut, job_out
from web.kit.presenters import DocumentView, document_view
from web.kit.urls import Urls
from web.kit.visit import Visit

# Of a job so many files are named before its report is there.
_NAMED = 3


@dataclass(frozen=True, slots=True)
class Told:
    """A message in the language of the page; `english` where it is known in English only."""

    words: str
    english: bool

    @classmethod
    def of(cls, message: Message, gettext: Callable[[str], str]) -> "Told":
        """Return a message as the page says it."""
        words = message.told(gettext)
        return cls(words, words == str(message))


@dataclass(frozen=True, slots=True)
class FileView:
    """What became of a file; `url` leads to its document, empty where it is not served."""

    file: FileOutcomeOut
    url: str
    warnings: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class JobView:
    """A job, how many files had which outcome, and what became of each; `events` is where it is followed.

    `error` says why it has failed.
    """

    job: JobOut
    title: str
    counts: tuple[tuple[Outcome, int], ...]
    files: tuple[FileView, ...]
    error: Told
    events: str
    retry_url: str

    @property
    def names(self) -> str:
        """The first of its files."""
        return self.title or ", ".join(self.job.files[:_NAMED])

    @property
    def more(self) -> int:
        """How many files are not named."""
        return max(0, len(self.job.files) - _NAMED)


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document that can be removed; `compare_url` compares it with its copies and earlier states."""

    document: DocumentView
    passages: int
    compare_url: str
    removal_url: str


def job_views(folder: DataFolder, jobs: Iterable[Job], snapshot: Snapshot, visit: Visit) -> list[JobView]:
    """Return jobs for the page."""
    return [_job(folder, job, snapshot, visit) for job in jobs]


def document_rows(snapshot: Snapshot, records: Iterable[DocumentRecord], urls: Urls) -> list[DocumentRow]:
    """Return documents for the page."""
    counts = snapshot.passage_counts()
    return [
        DocumentRow(
            document_view(record, urls),
            counts.get(record.id, 0),
            _compare_url(snapshot, record.id, urls),
            urls.desk(f"/documents/{record.id}/removal"),
        )
        for record in records
    ]


def _job(folder: DataFolder, job: Job, snapshot: Snapshot, visit: Visit) -> JobView:
    shown, urls = job_out(folder, job), visit.urls
    files = shown.report.files if shown.report else []
    warnings = [_warnings(kept, visit) for kept in job.report["files"]] if job.report else []
    counts = Counter(file.outcome for file in files)
    return JobView(
        shown,
        job.order.title,
        tuple(counts.items()),
        tuple(
            FileView(file, _document_url(snapshot, file, urls), told)
            for file, told in zip(files, warnings, strict=True)
        ),
        Told.of(job.error, visit.gettext),
        urls.within(f"/api/v1/jobs/{job.id}/events"),
        urls.desk(f"/jobs/{job.id}/retry"),
    )


def _warnings(kept: Mapping[str, Any], visit: Visit) -> tuple[Told, ...]:
    """Return the warnings of a file; a report of a version before has them in English only."""
    messages = map(message_of, kept.get("messages", kept["warnings"]))
    return tuple(Told.of(each, visit.gettext) for each in messages)


def _document_url(snapshot: Snapshot, file: FileOutcomeOut, urls: Urls) -> str:
    identity = file.document_id
    return urls.document(identity) if identity in snapshot.documents else ""  # type: ignore[arg-type]


def _compare_url(snapshot: Snapshot, document_id: str, urls: Urls) -> str:
    kin = [record.id for record, _ in snapshot.relatives_of(document_id)]
    return urls.compare([kin[-1], document_id]) if kin else ""
