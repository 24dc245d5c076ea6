"""An address for every GET route of the application, and which round of a small corpus an answer tells.

Every provision of the corpus names its round, so that an answer made of two generations gives itself
away.
"""

import html
import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_plus

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.testclient import TestClient

from index.snapshot import Snapshot
from search_api.instruments.overview import instruments
from tests.index_worlds import write_plan

QUERY = "treo đèn biển ở cảng cá"
# Routes that say the same whatever is served.
SILENT = frozenset(
    (
        "/openapi.json",
        "/healthz",
        "/metrics",
        "/saved",
        "/check",
        "/opensearch.xml",
        "/kit/box.js",
        "/robots.txt",
        "/sitemap.xml",
        "/sitemaps/{part}.xml",
        "/api/v1/ask/written",
        "/problems",
        "/developers",
        "/problems/{name}",
    )
)
# What tells of jobs, to whoever may write: `tests/search_api/collecting/test_desk_routes.py` asks these.
OF_THE_DESK = frozenset(
    (
        "/desk",
        "/desk/documents/{document_id}/removal",
        "/api/v1/jobs",
        "/api/v1/jobs/{job_id}",
        "/api/v1/jobs/{job_id}/events",
        "/api/v1/quarantine",
    )
)
_KINDS = {"/compare.{kind}": ("html", "docx"), "/basket.{kind}": ("txt", "md", "docx")}
_TAG = re.compile(r"<[^>]*>")
_FOLDED_LINE = re.compile(r"\r\n[ \t]")
# A round by its name, by the number of the instrument that its plans cite, by its generation.
_ROUND = re.compile(r"đợt\s+(\d)|\b10(\d)[-/]2021|\bg00000(\d)\b", re.IGNORECASE)


def write_round(plans: Path, number: int) -> None:
    """Write two plans whose every word of substance is of this round, in place of those before."""
    for name, body in (("a", "Sở Y tế"), ("b", "Sở Tư pháp")):
        write_plan(
            plans / f"{name}.txt",
            f"Giao {body} treo đèn biển ở cảng cá đợt {number} trước ngày 05/3/2025.",
            f"Đợt {number}, {body} khám sức khỏe theo Nghị định số 10{number}/2021/NĐ-CP.",
            title=f"Đợt {number} treo đèn của {body}",
        )


def fill(app: FastAPI, snapshot: Snapshot) -> list[tuple[str, str]]:
    """Return path and address of every GET route but those of the desk; raises `KeyError` for one that it cannot fill."""
    return [
        (path, path.format(**values) + _query(path, snapshot))
        for path in _paths(app)
        for values in _values(path.replace(":path}", "}"), snapshot)
        for path in [path.replace(":path}", "}")]
    ]


def _paths(app: FastAPI) -> list[str]:
    contexts = iter_route_contexts(app.routes)
    paths = [str(context.path) for context in contexts if "GET" in (context.methods or ())]
    return [path for path in paths if path not in OF_THE_DESK]


def _values(path: str, snapshot: Snapshot) -> list[dict[str, str]]:
    """Return what the parameters of a path stand for."""
    document = next(iter(snapshot.documents))
    known = {
        "document_id": document,
        "page": "1",
        "passage_id": snapshot.passages_of(document)[0].id,
        "key": next(iter(instruments(snapshot).by_key)),
        "name": "not-found",
        "part": "1",
    }
    names = re.findall(r"{(\w+)}", path)
    if names == ["kind"]:
        return [{"kind": kind} for kind in _KINDS[path]]
    if "page" in names and not snapshot.detail(document).layout.pages:
        # A text file has no pages to be shown.
        return []
    if "version" in names or path == "/passages/{passage_id}":
        # No file has changed here; and what only leads to another page has nothing to say.
        return []
    return [{name: known[name] for name in names}]


def _query(path: str, snapshot: Snapshot) -> str:
    """Return the query string with which a route has most to say."""
    name = path.removeprefix("/api/v1").split(".")[0]
    if name in ("/search", "/ask", "/ask/written", "/kit/search") or path == "/documents/{document_id}":
        return f"?q={QUERY}"
    if name == "/oembed":
        document = next(iter(snapshot.documents))
        return f"?url=http://testserver/passages/{snapshot.passages_of(document)[0].id}"
    if name in ("/suggest", "/kit/suggest"):
        return "?q=đợt"
    if name == "/compare":
        return "?" + "&".join(f"d={identity}" for identity in snapshot.documents)
    if name == "/basket":
        passages = snapshot.passages_of(next(iter(snapshot.documents)))
        return "?" + "&".join(f"p={passage.id}" for passage in passages)
    if name == "/coverage":
        return "?by=document"
    if name == "/coverage/passages":
        return f"?by=document&topic=health&column={next(iter(snapshot.documents))}"
    return ""


@dataclass(frozen=True, slots=True)
class Told:
    """The answer of a route: its status, and the rounds that it names."""

    status: int
    rounds: frozenset[int]


def ask(client: TestClient, address: str) -> Told:
    """Get an address."""
    answer = client.get(address, follow_redirects=False)
    return Told(answer.status_code, rounds_of(answer.content))


def rounds_of(content: bytes) -> frozenset[int]:
    """Return the rounds that an answer names, also within an office file and in links."""
    found = _ROUND.findall(text_of(content))
    return frozenset(int("".join(groups)) for groups in found)


def text_of(content: bytes) -> str:
    """Return the words of an answer without markup."""
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            # Not the part that says when the file was made.
            names = [n for n in archive.namelist() if n.endswith("xml") and not n.startswith("docProps/")]
            content = b"\n".join(map(archive.read, names))
    unfolded = unquote_plus(_FOLDED_LINE.sub("", html.unescape(content.decode("utf-8"))))
    return unfolded + _TAG.sub("", unfolded)
