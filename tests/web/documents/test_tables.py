"""A table of the file is a table on the page: cells in columns, each row with its address."""

from io import BytesIO

import docx
import pytest
from starlette.testclient import TestClient

from plansearch.app import create_app
from plansearch.settings import Settings
from tests.html_page import HtmlPage
from tests.index_worlds import collect

ROWS = [
    ("STT", "Nhiệm vụ", "Cơ quan chủ trì", "Thời gian"),
    ("1", "Làm hàng rào tre quanh vườn", "Tổ 1", "Quý I/2024"),
    ("2", "Gieo hạt cải", "", "Quý II/2024"),
]


def plan() -> bytes:
    paper = docx.Document()
    for text in ("KẾ HOẠCH", "Trồng rau trong trường năm 2024", "I. PHÂN CÔNG"):
        paper.add_paragraph(text)
    table = paper.add_table(len(ROWS), len(ROWS[0]), style="Table Grid")
    for row, words in zip(table.rows, ROWS, strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    paper.add_paragraph("II. TỔ CHỨC THỰC HIỆN")
    paper.add_paragraph("1. Nhà trường theo dõi.")
    stream = BytesIO()
    paper.save(stream)
    return stream.getvalue()


@pytest.fixture
def client(tmp_path):
    (tmp_path / "vuon.docx").write_bytes(plan())
    collect(tmp_path / "data", tmp_path / "vuon.docx")
    app = create_app(Settings(data=tmp_path / "data", model="bundled"))
    yield TestClient(app)
    app.state.index.close()


def test_rows_are_shown_in_columns_with_their_address_and_their_marks(client):
    (document,) = client.get("/api/v1/documents").json()["documents"]
    page = HtmlPage.of(client.get(f"/documents/{document['id']}", params={"q": "hàng rào tre"}).text)
    assert [cell.text for cell in page.all("th", scope="col")] == list(ROWS[0])
    cells = [" ".join(cell.text.split()) for cell in page.all("td") if "colspan" not in cell.attributes]
    assert cells == [*ROWS[1], *ROWS[2]]
    assert "hàng rào tre" in " ".join(mark.text for mark in page.all("mark"))
    passages = client.get(f"/api/v1/documents/{document['id']}").json()["passages"]
    rows = [passage for passage in passages if "|" in passage["text"] and passage["kind"] == "provision"]
    assert {f"p-{row['passage_id']}" for row in rows} <= {
        body.attributes.get("id") for body in page.all("tbody")
    }
    assert len(page.ids) == len(set(page.ids))


def test_the_duties_of_rows_have_their_actor_and_time(client):
    duties = client.get("/api/v1/duties").json()["duties"]
    found = {(duty["actor"] or {}).get("text"): [d["text"] for d in duty["deadlines"]] for duty in duties}
    assert found["Tổ 1"] == ["Quý I/2024"]
    assert found[None] == ["Quý II/2024"]
