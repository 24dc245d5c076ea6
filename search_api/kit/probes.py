"""Whether the server lives, is ready, and how it does."""

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from search_api.kit.parameters import Current

router = APIRouter(tags=["Probes"])


@router.get("/healthz", response_class=PlainTextResponse)
async def healthz() -> str:
    """The process is alive."""
    # Not in a thread: slow answers may hold them all.
    return "ok"


@router.get("/readyz", response_class=PlainTextResponse)
def readyz(snapshot: Current) -> str:
    """A generation is served."""
    return f"ready {snapshot.manifest.generation}"


@router.get("/metrics", response_class=PlainTextResponse)
def metrics() -> Response:
    """Prometheus metrics; no question texts."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
