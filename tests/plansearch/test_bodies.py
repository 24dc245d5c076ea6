"""How large a body may be where it is sent: usually, to the desk, with a draft; announced or not."""

import io
import random
import re
import socket
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

import httpx2
import pytest

from plansearch.app import create_app
from plansearch.settings import Settings
from tests.docx_files import p, r, t, word_file
from tests.html_page import HtmlPage
from tests.index_worlds import collect, write_plan
from tests.serving import serving_here

USUAL, DRAFT, UPLOAD = 4_000, 60_000, 90_000
WORDS = "Giao Sở Thủy sản treo đèn biển ở cảng cá trước mùa mưa."
PATIENCE = 60.0


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bodies")
    collect(folder / "data", write_plan(folder / "in" / "a.txt", WORDS))
    return folder / "data"


@pytest.fixture(scope="module")
def url(data) -> Iterator[str]:
    """The address of a server at which one large draft may be at once."""
    bounds = {"largest_body": USUAL, "largest_draft": DRAFT, "largest_upload": UPLOAD}
    app = create_app(Settings(data=data, **bounds, running_heavy=1, waiting_heavy=0))
    with serving_here(app) as url:
        yield url
    app.state.index.close()


def illustrated(size: int) -> bytes:
    """Return a Word file that quotes the plan and has a picture of so many bytes."""
    file = io.BytesIO(word_file(p(r(t(f"Kế hoạch viết “{WORDS[:-1]}”, xin báo cáo để các đồng chí biết.")))))
    with zipfile.ZipFile(file, "a") as package:
        package.writestr("word/media/image1.png", random.Random(1).randbytes(size))
    return file.getvalue()


def posted(url: str, path: str, field: str, content: bytes, *, announced: bool = True) -> httpx2.Response:
    """Send a form with a file, whose length is announced or not."""
    form = httpx2.Request("POST", url + path, files={field: ("to trinh.docx", content)})
    body, kind = form.read(), {"content-type": form.headers["content-type"], "accept-language": "en"}
    parts = body if announced else iter([body[:100], body[100:]])
    return httpx2.post(url + path, content=parts, headers=kind, timeout=PATIENCE, trust_env=False)


@pytest.mark.parametrize("announced", [True, False])
@pytest.mark.parametrize(
    ("path", "field", "size", "status"),
    [
        ("/check", "file", DRAFT // 2, 200),
        ("/check", "file", DRAFT, 413),
        ("/api/v1/jobs", "files", UPLOAD // 2, 202),
        ("/api/v1/jobs", "files", UPLOAD, 413),
        ("/api/v1/check", "file", USUAL, 413),
        ("/feedback", "file", USUAL, 413),
    ],
)
def test_each_place_has_a_bound_of_its_own(url, path, field, size, status, announced):
    assert posted(url, path, field, illustrated(size), announced=announced).status_code == status


def test_a_word_file_with_pictures_is_checked(url):
    page = HtmlPage.of(posted(url, "/check", "file", illustrated(DRAFT // 2)).text)
    assert "1 of 1 quotation verbatim" in page.text


@contextmanager
def arriving(url: str, size: int) -> Iterator[None]:
    """Send a form with a draft but for its end, once so much of it has been taken in."""
    host, port = url.removeprefix("http://").split(":")
    head = (
        "POST /check HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\n"
        f"Content-Length: {size + 1_000}\r\n\r\n"
        '--b\r\nContent-Disposition: form-data; name="file"; filename="a.docx"\r\n\r\n'
    )
    with socket.create_connection((host, int(port)), timeout=PATIENCE) as connection:
        connection.sendall(head.encode() + bytes(size))
        yield


def test_few_large_drafts_are_here_at_once_and_small_ones_are_not_held_up(url):
    large, small = illustrated(DRAFT // 2), illustrated(0)
    assert len(small) < USUAL
    with arriving(url, DRAFT // 2):
        # It is being taken in once another one finds no room.
        refused = next(
            a for a in (posted(url, "/check", "file", large) for _ in range(100)) if a.status_code != 200
        )
        assert refused.status_code == 503
        assert int(refused.headers["retry-after"]) > 0
        assert posted(url, "/check", "file", small).status_code == 200
    # Who has gone leaves room.
    assert any(posted(url, "/check", "file", large).status_code == 200 for _ in range(100))


def test_the_form_says_what_it_takes(url):
    page = httpx2.get(f"{url}/check?lang=en", trust_env=False, timeout=PATIENCE).text
    assert re.search(r"in a form of at most \d+ MB", page)
