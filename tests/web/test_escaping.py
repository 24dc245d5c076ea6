"""Whatever a document says or is called, a page shows it as text."""

import pytest
from starlette.testclient import TestClient

from plansearch.app import create_app
from plansearch.settings import Settings
from tests.html_page import HtmlPage, unsafe
from tests.index_worlds import collect, write_plan

ATTACK = (
    '<xss onerror=alert(1)> &lt;img src=x onerror=alert(1)&gt; [bấm](javascript:alert(2)) " onfocus="alert(3)'
)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    """A server over two documents that attack through title, text and file name."""
    folder = tmp_path_factory.mktemp("hostile")
    for number in (1, 2):
        write_plan(
            folder / f"<img src=x onerror=alert({number})>.txt",
            f"Các thôn trồng cây số {number} ven đường {ATTACK} để lấy bóng mát.",
            f"Xã chấm điểm cho từng thôn {ATTACK} vào cuối năm.",
            title=f"Trồng cây {ATTACK} đợt {number}",
        )
    collect(folder / "data", *folder.glob("*.txt"))
    return create_app(Settings(data=folder / "data", model="bundled"))


def test_attacks_in_title_text_and_file_name_are_only_text(hostile):
    client, snapshot = TestClient(hostile), hostile.state.index.snapshot()
    document = next(iter(snapshot.documents.values()))
    passage = snapshot.passages_of(document.id)[0]
    assert "onerror=alert" in passage.text
    addresses = ["/", f"/search?q={ATTACK} trồng cây", f"/ask?q={ATTACK} trồng cây", "/documents", f"/{ATTACK}",
                 f"/documents/{document.id}?q={ATTACK} cây", f"/passages/{passage.id}/similar",
                 f"/basket?p={passage.id}"]  # fmt: skip
    for address in addresses:
        found = HtmlPage.of(client.get(address).text)
        assert unsafe(found) == [], address
        scripts = [script for script in found.all("script") if not script.text]
        assert all(script.attributes["src"].startswith("/static/") for script in scripts)
        assert {e.attributes["src"].split("?")[0] for e in found.all("img")} == {"/static/mark.svg"}
    reader = HtmlPage.of(client.get(f"/documents/{document.id}").text)
    assert passage.text in reader.one("main").text
    assert document.source_file in reader.one("main").text


def test_a_footnote_on_a_heading_has_its_anchor(tmp_path):
    plan = tmp_path / "a.txt"
    body = ["KẾ HOẠCH", "Trồng cây ven đường", "I. TRỒNG CÂY(1)", "(1) Theo lịch mùa vụ của xã.", "1. Các thôn đào hố.",
            "II. CHĂM SÓC", "1. Các thôn tưới nước vào buổi sáng."]  # fmt: skip
    plan.write_text("\n\n".join(body), encoding="utf-8")
    collect(tmp_path / "data", plan)
    app = create_app(Settings(data=tmp_path / "data", model="bundled"))
    (document,) = app.state.index.snapshot().documents.values()
    ids = HtmlPage.of(TestClient(app).get(f"/documents/{document.id}").text).ids
    passages = app.state.index.snapshot().passages_of(document.id)
    assert "footnote" in {passage.kind for passage in passages}
    assert {f"p-{passage.id}" for passage in passages} <= set(ids)
