"""The file of a document: downloaded as it came, and its pages beside their text."""

from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from starlette.testclient import TestClient

from plansearch.app import create_app
from plansearch.settings import Settings
from tests.html_page import HtmlPage
from tests.index_worlds import collect, write_plan
from tests.page_maker import PdfMaker, picture
from tests.scanned import file, needs_tesseract

HEAD = [
    "ỦY BAN NHÂN DÂN TỈNH HẢI LÂM",
    "Số: 14/KH-UBND",
    "",
    "KẾ HOẠCH",
    "Trồng rau trong vườn trường năm 2024",
]
FIRST = ["1. Các lớp gieo hạt cải ở luống đầu của vườn và", "tưới nước mỗi sáng trước giờ học."]
SECOND = ["2. Nhà trường mua dụng cụ làm vườn cho từng tổ", "và báo cáo kết quả trong tháng 5."]
_INK = 128


def two_pages() -> bytes:
    maker = PdfMaker()
    maker.lines(70, 80, *HEAD, "", *FIRST)
    maker.page()
    maker.lines(70, 80, *SECOND)
    return maker.data()


@pytest.fixture
def client_over(tmp_path: Path):
    """Ingest files by name and return a client of the product over them."""
    apps = []

    def over(**files: bytes) -> TestClient:
        for name, data in files.items():
            (tmp_path / "in").mkdir(exist_ok=True)
            (tmp_path / "in" / name.replace("_", ".")).write_bytes(data)
        collect(tmp_path / "data", tmp_path / "in")
        apps.append(create_app(Settings(data=tmp_path / "data", model="bundled")))
        return TestClient(apps[-1])

    yield over
    for app in apps:
        app.state.pictures.close()
        app.state.index.close()


def only_document(client: TestClient) -> dict:
    (document,) = client.get("/api/v1/documents").json()["documents"]
    return client.get(f"/api/v1/documents/{document['id']}").json()


def drawn(client: TestClient, address: str) -> tuple[HtmlPage, Image.Image]:
    """Return the page at an address, and the image that it shows, a pixel a point."""
    page = HtmlPage.of(client.get(address).text)
    svg, image = page.one("svg", role="group"), page.one("image")
    width, height = (float(side) for side in svg.attributes["viewbox"].split()[2:])
    data = client.get(image.attributes["href"])
    assert data.headers["content-type"] == "image/png"
    shown = Image.open(BytesIO(data.content)).convert("L").resize((round(width), round(height)))
    return page, shown


def ink(image: Image.Image, page: HtmlPage) -> tuple[list[float], float]:
    """Return the share of ink below each mark, and that on the rest of the paper."""
    dark = np.asarray(image) < _INK
    rest, shares = dark.copy(), []
    for mark in page.all("rect"):
        x, y, width, height = (float(mark.attributes[name]) for name in ("x", "y", "width", "height"))
        box = (slice(max(round(y), 0), round(y + height)), slice(max(round(x), 0), round(x + width)))
        shares.append(float(dark[box].mean()))
        rest[box] = False
    return shares, float(rest.mean())


def test_the_file_is_downloaded_as_it_came_and_never_opened_as_a_page(client_over):
    data = two_pages()
    client = client_over(plan_pdf=data)
    response = client.get(only_document(client)["original_url"])
    assert response.content == data
    assert response.headers["content-disposition"].startswith('attachment; filename="plan.pdf"')
    assert response.headers["content-security-policy"].startswith("sandbox")


def test_every_mark_of_a_page_stands_on_the_words_of_its_passage(client_over):
    client = client_over(plan_pdf=two_pages())
    document = only_document(client)
    provisions = [passage for passage in document["passages"] if passage["kind"] == "provision"]
    assert [passage["page"] for passage in provisions] == [1, 2]
    for passage in provisions:
        number = passage["page"]
        address = f"/documents/{document['id']}/pages/{number}?passage={passage['passage_id']}"
        page, image = drawn(client, address)
        shares, rest = ink(image, page)
        assert len(shares) == 2
        assert min(shares) > 0.02
        # The first page has a letterhead and a title, which are no passages.
        assert rest == 0 or number == 1
        assert page.one("div", **{"class": "unit here"}).attributes["id"] == f"p-{passage['passage_id']}"


def test_the_reader_leads_to_the_page_of_each_passage_and_to_the_file(client_over):
    client = client_over(plan_pdf=two_pages())
    document = only_document(client)
    links = HtmlPage.of(client.get(f"/documents/{document['id']}").text).links
    for passage in document["passages"]:
        assert f"/documents/{document['id']}/pages/{passage['page']}?passage={passage['passage_id']}" in links
    assert document["original_url"] in links
    assert client.get(f"/documents/{document['id']}/pages/1").status_code == 200


@needs_tesseract
@pytest.mark.parametrize("turn", [None, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180])
def test_a_scan_is_shown_as_it_is_read_and_said_to_be_one(client_over, turn):
    scan = picture(two_pages(), dpi=150)
    scan = scan.transpose(turn) if turn is not None else scan
    client = client_over(scan_png=file(scan, dpi=(150, 150)))
    document = only_document(client)
    assert document["pages"][0]["recognised"]
    assert 0.5 < document["pages"][0]["confidence"] < 1
    page, image = drawn(client, f"/documents/{document['id']}/pages/1")
    shares, _ = ink(image, page)
    assert len(shares) == 2
    assert min(shares) > 0.02
    assert "bản quét" in page.text
    assert "bản quét" in HtmlPage.of(client.get(f"/documents/{document['id']}").text).text


@pytest.mark.parametrize("page", [0, 3, 99999999999])
def test_a_page_that_is_not_there_is_not_found(client_over, page):
    client = client_over(plan_pdf=two_pages())
    document = only_document(client)
    for address in (
        f"/api/v1/documents/{document['id']}/pages/{page}.png",
        f"/documents/{document['id']}/pages/{page}",
    ):
        assert client.get(address).status_code == 404


def test_a_text_file_has_no_pages_but_can_be_downloaded(client_over, tmp_path):
    plan = write_plan(tmp_path / "in" / "plan.txt", "Gieo hạt cải.")
    client = client_over()
    document = only_document(client)
    assert document["pages"] == []
    assert client.get(f"/api/v1/documents/{document['id']}/pages/1.png").status_code == 404
    assert client.get(document["original_url"]).content == plan.read_bytes()


def test_where_the_file_is_lost_the_text_is_still_read_and_the_loss_is_told(client_over, tmp_path):
    client = client_over(plan_pdf=two_pages())
    document = only_document(client)
    for path in (tmp_path / "data" / "originals").glob("*/*"):
        path.unlink()
    for address in (document["original_url"], document["pages"][0]["image_url"]):
        response = client.get(address)
        assert response.status_code == 404
        assert "is not kept" in response.json()["detail"]
    assert client.get(f"/documents/{document['id']}").status_code == 200


def test_a_file_that_cannot_be_drawn_any_more_is_told_and_the_next_one_is_drawn(client_over, tmp_path):
    client = client_over(plan_pdf=two_pages())
    document = only_document(client)
    (path,) = (tmp_path / "data" / "originals").glob("*/*")
    whole = path.read_bytes()
    path.write_bytes(b"%PDF-1.7 nothing")
    image_url = document["pages"][0]["image_url"]
    response = client.get(image_url)
    assert response.status_code == 404
    assert "cannot be shown" in response.json()["detail"]
    path.write_bytes(whole)
    assert client.get(image_url).status_code == 200
