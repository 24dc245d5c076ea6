"""Whether the server lives, is ready, and how it does."""

from fastapi import APIRouter, BackgroundTasks
from fastapi.responses import PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST

from search_api.kit.metrics import metrics_text, observe_room
from search_api.kit.parameters import Live

router = APIRouter(tags=["Probes"])


@router.get("/healthz", response_class=PlainTextResponse)
async def healthz() -> str:
    """The process is alive."""
    # Not in a thread: slow answers may hold them all.
    return "ok"


@router.get("/readyz", response_class=PlainTextResponse)
async def readyz(index: Live, afterwards: BackgroundTasks) -> str:
    """A generation is served; says so where the disk is too full for new documents."""
    # One that was published since is taken up as well, and the disk looked at, but not waited for.
    afterwards.add_task(index.snapshot)
    afterwards.add_task(index.folder.room.look)
    short = ", but the disk is nearly full: no documents are taken in" if index.folder.room.is_short else ""
    return f"ready {index.served.manifest.generation}{short}"


@router.get("/metrics", response_class=PlainTextResponse)
def metrics(index: Live) -> Response:
    """Prometheus metrics; no question texts."""
    room = index.folder.room
    observe_room(room.free(), room.spare())
    return Response(metrics_text(), media_type=CONTENT_TYPE_LATEST)
