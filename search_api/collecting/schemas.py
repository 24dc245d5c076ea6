"""The desk as JSON."""

from typing import Any, Literal

from pydantic import Field

from index.data_folder import DataFolder
from index.jobs import Event, EventName, Job, Kind, State
from search_api.collecting.desk import SetAside
from search_api.collecting.job_run import shown_path
from search_api.collecting.report import Outcome
from search_api.kit.schemas import Schema


class FileOutcomeOut(Schema):
    """What became of a file."""

    path: str
    outcome: Outcome
    reason: str | None
    refusal: str | None = Field(None, description="The kind of the reason why it was not read")
    document_id: str | None
    passages: int
    warnings: list[str]


class ReportOut(Schema):
    """What became of the files of a job, and what is served since; figures are null where nothing changed."""

    files: list[FileOutcomeOut]
    generation: str | None
    documents: int | None
    passages: int | None


class JobOut(Schema):
    """A job of the desk as it stands."""

    id: str
    kind: Kind
    state: State
    held_up: bool = Field(description="It waits until another ingest has finished")
    created: str
    by: str = Field(description="Who asked for it: the name of the key")
    files: list[str] = Field(description="Relative paths of the files")
    document_id: str | None = Field(description="The document to be removed")
    done: int = Field(description="Files done so far")
    total: int = Field(description="Files to be done; 0 where it is not known")
    report: ReportOut | None = Field(description="Once it is done")
    error: str | None = Field(description="Why it has failed")


class JobsOut(Schema):
    """Jobs, the newest first."""

    jobs: list[JobOut]
    total: int


class JobEventOut(Schema):
    """An event of a job; the figures are those of `progress`."""

    event: EventName
    at: str
    done: int = 0
    total: int = 0
    file: str = ""


class SetAsideOut(Schema):
    """A file that could not be read, and why."""

    id: str
    path: str
    reason: str
    refusal: str | None = Field(
        description="The kind of the reason; null where an older version has set it aside"
    )
    read_again: Literal["next_ingest", "when_changed"]
    times: int
    since: str
    last: str


class QuarantineOut(Schema):
    """The files that are set aside."""

    files: list[SetAsideOut]
    total: int


class RetryIn(Schema):
    """Which files that are set aside are to be read again."""

    ids: list[str] = Field(default=[], max_length=2000, description="None for all")


def job_out(folder: DataFolder, job: Job) -> JobOut:
    """Return a job."""
    order, (done, total, _) = job.order, job.progress
    return JobOut(
        id=job.id,
        kind=order.kind,
        state=job.state,
        held_up=job.told == "busy",
        created=job.created,
        by=order.by,
        files=[shown_path(folder, name) if order.kind == "retry" else name for name in order.names],
        document_id=order.document_id or None,
        done=done,
        total=total,
        report=_report(dict(job.report)) if job.report else None,
        error=str(job.error) or None,
    )


def event_out(event: Event) -> JobEventOut:
    """Return an event."""
    return JobEventOut(event=event.name, at=event.at, **event.told)


def set_aside_out(found: SetAside) -> SetAsideOut:
    """Return a file that is set aside."""
    file = found.file
    return SetAsideOut(
        id=found.id,
        path=found.name,
        reason=found.reason,
        refusal=file.kind,
        read_again="when_changed" if file.lost else "next_ingest",
        times=file.times,
        since=file.since,
        last=file.last,
    )


def _report(fields: dict[str, Any]) -> ReportOut:
    # What is kept of a report may be of another version of this program.
    return ReportOut.model_validate(fields)
