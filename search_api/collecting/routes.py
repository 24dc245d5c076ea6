"""The office desk over HTTP: jobs, their progress, removals, the quarantine."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent
from starlette.concurrency import run_in_threadpool

from index.jobs import ENDED, Event, Job, Jobs
from search_api.collecting.desk import ask_removal, ask_retry, hand_in, set_aside, try_again
from search_api.collecting.schemas import (
    JobOut,
    JobsOut,
    QuarantineOut,
    RetryIn,
    event_out,
    job_out,
    set_aside_out,
)
from search_api.collecting.uploads import SentFiles
from search_api.collecting.worker import Worker
from search_api.kit.addresses import root_of
from search_api.kit.api_route import ApiRoute
from search_api.kit.callers import caller_of
from search_api.kit.json_route import JsonRoute
from search_api.kit.own_site import NoOtherSite
from search_api.kit.parameters import Current
from search_api.kit.problems import response_of

_LOOK_SECONDS = 0.25
_ACCEPTED: dict[str, Any] = {"status_code": 202, "response_model": JobOut, "dependencies": [NoOtherSite]}
_FORM = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["files"],
                    "properties": {
                        "files": {
                            "type": "array",
                            "items": {"type": "string", "contentMediaType": "application/octet-stream"},
                            "description": "Files; the file name of each part is its relative path",
                        }
                    },
                }
            }
        },
    }
}
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        max_length=255,
        description="What you call this request: sent again under the same name, it is the same job",
    ),
]
router = APIRouter(route_class=JsonRoute)
streams = APIRouter(route_class=ApiRoute)


async def worker_of(request: Request) -> Worker:
    """Return what does the jobs of the desk."""
    worker: Worker = request.app.state.worker
    return worker


Desk = Annotated[Worker, Depends(worker_of)]


@router.post("/jobs", openapi_extra=_FORM, responses={507: response_of(507)}, **_ACCEPTED)
def add_documents(request: Request, desk: Desk, files: SentFiles, idempotency_key: Key = "") -> Response:
    """Add documents, or replace those that came under the same names; what is answered is kept on the disk."""
    return _accepted(request, desk, hand_in(desk, str(caller_of(request)), files, idempotency_key))


@router.get("/jobs")
def list_jobs(
    desk: Desk,
    limit: Annotated[int, Query(ge=1, le=100, description="How many jobs")] = 20,
    offset: Annotated[int, Query(ge=0, le=1000, description="How many jobs to skip")] = 0,
) -> JobsOut:
    """The jobs of the desk, the newest first."""
    found = [job_out(desk.folder, job) for job in desk.jobs.listed(limit, offset)]
    return JobsOut(jobs=found, total=desk.jobs.count())


@router.get("/jobs/{job_id}")
def show_job(desk: Desk, job_id: str) -> JobOut:
    """A job as it stands: its progress, and once it is done what became of each file."""
    return job_out(desk.folder, desk.jobs.job(job_id))


@router.post("/jobs/{job_id}/retry", **_ACCEPTED)
def retry_job(request: Request, desk: Desk, job_id: str) -> Response:
    """Try a job again that has failed; its files are still here."""
    return _accepted(request, desk, try_again(desk, job_id))


@router.delete("/documents/{document_id}", **_ACCEPTED)
def remove_document(
    request: Request, desk: Desk, snapshot: Current, document_id: str, idempotency_key: Key = ""
) -> Response:
    """Remove a document from all that is served, and its text from the disk."""
    by = str(caller_of(request))
    return _accepted(request, desk, ask_removal(desk, snapshot, by, document_id, idempotency_key))


@router.get("/quarantine")
def list_quarantine(desk: Desk) -> QuarantineOut:
    """The files that could not be read, and why."""
    found = [set_aside_out(each) for each in set_aside(desk.folder)]
    return QuarantineOut(files=found, total=len(found))


@router.post("/quarantine/retry", **_ACCEPTED)
def retry_quarantine(request: Request, desk: Desk, chosen: RetryIn, idempotency_key: Key = "") -> Response:
    """Read files again that are set aside."""
    return _accepted(request, desk, ask_retry(desk, str(caller_of(request)), chosen.ids, idempotency_key))


async def events_of(
    desk: Desk, job_id: str, last_event_id: Annotated[str, Header(description="Go on after this event")] = ""
) -> AsyncIterator[AsyncGenerator[Event, None]]:
    """Give the events of a job that a reader does not have; raises `NotFoundError` for an unknown job."""
    await run_in_threadpool(desk.jobs.job, job_id)
    known = int(last_event_id) if last_event_id.isascii() and last_event_id.isdigit() else 0
    async with aclosing(_told(desk.jobs, job_id, known)) as events:
        yield events


@streams.get("/jobs/{job_id}/events", response_class=EventSourceResponse)
async def follow_job(
    events: Annotated[AsyncGenerator[Event, None], Depends(events_of)],
) -> AsyncIterator[ServerSentEvent]:
    """What happens to a job, as it happens, until `done` or `failed`; goes on after `Last-Event-ID`."""
    async for event in events:
        yield ServerSentEvent(event=event.name, id=str(event.number), data=event_out(event))


router.include_router(streams)


async def _told(jobs: Jobs, identity: str, known: int) -> AsyncGenerator[Event, None]:
    while True:
        events = await run_in_threadpool(jobs.events, identity)
        for event in events:
            if event.number > known:
                yield event
        known = events[-1].number
        if events[-1].name in ENDED:
            return
        await asyncio.sleep(_LOOK_SECONDS)


def _accepted(request: Request, desk: Worker, job: Job) -> Response:
    """Return the answer that a job was accepted, and where it can be looked at."""
    content = job_out(desk.folder, job).model_dump_json()
    where = {"Location": f"{root_of(request.scope)}/api/v1/jobs/{job.id}"}
    return Response(content, 202, where, "application/json")
