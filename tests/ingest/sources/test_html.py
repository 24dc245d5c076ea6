"""Web pages: the main text without the menus, encodings, pages saved with their pictures, bounds."""

from email.message import EmailMessage

import pytest

from ingest.language.folding import clean
from ingest.sources import html
from ingest.sources.errors import UnreadableError

PLAN = (
    "<h2>I. MỤC TIÊU</h2><p>Ủy ban nhân dân tỉnh Hải Lâm trồng mới 400 ha rừng ngập mặn tại các xã ven biển, "
    "giữ vững diện tích hiện có và không để xảy ra cháy rừng trong mùa khô.</p>"
    "<p>Các sở, ngành và địa phương có trách nhiệm bố trí kinh phí, hướng dẫn người dân chăm sóc cây con và "
    "báo cáo kết quả thực hiện trước ngày 20 tháng 12 hằng năm để tổng hợp.</p><p>a) Ngắn.</p>"
    "<table><tr><td>Nơi nhận:</td><td><b>CHỦ TỊCH</b></td></tr></table>"
)
MENU = (
    "<ul>"
    + "".join(f'<li><a href="/m{number}">Chuyên mục số {number}</a></li>' for number in range(20))
    + "</ul>"
)


def page(main: str, title: str = "") -> bytes:
    return (
        f"<html><body><table><tr><td>{MENU}</td><td>{title}<div class='content'>{main}</div></td></tr></table>"
        f"<div><a href='/'>Trang chủ</a> Bản quyền của cổng thông tin</div></body></html>"
    ).encode()


def test_menus_are_left_out_and_said():
    source = html.read(page(PLAN, title="<h1>Kế hoạch trồng rừng</h1>"))
    found = [block.text for block in source.blocks]
    assert found[:2] == ["Kế hoạch trồng rừng", "I. MỤC TIÊU"]
    assert found[-3:] == ["a) Ngắn.", "Nơi nhận:", "CHỦ TỊCH"], "short lines belong to the text around them"
    assert "trafilatura" in source.tool
    assert [str(each) for each in source.warnings] == [
        "21 paragraphs around the main text of the page are left out, as menus and links"
    ]


def test_a_page_of_links_is_read_whole():
    source = html.read(page("<p>Không có gì</p>"))
    assert len(source.blocks) == 22
    assert source.warnings == ()


def test_a_page_without_menus_is_read_whole():
    """As word processors save them: short lines at the end are not beside the text."""
    source = html.read(f"<div>{PLAN}</div><div>Phụ lục</div><div>Hết</div>".encode())
    assert [block.text for block in source.blocks][-2:] == ["Phụ lục", "Hết"]
    assert "trafilatura" not in source.tool


WORDS = "Kế hoạch trồng cây ở xã Đông Hải"
IN_1258 = "Kê\u0301 hoa\u0323ch trô\u0300ng cây ơ\u0309 xa\u0303 Đông Ha\u0309i"


@pytest.mark.parametrize(
    "data",
    [
        f"<meta charset=windows-1252><p>{WORDS}".encode(),
        f"<p>{WORDS}".encode("utf-16"),
        b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1258"><p>'
        + IN_1258.encode("cp1258"),
        f"<?xml version='1.0' encoding='iso-8859-1'?><html><p>{WORDS}</p></html>".encode(),
        f"<meta charset=punycode><p>{WORDS}".encode(),
    ],
    ids=["mislabelled", "utf-16", "windows-1258", "xml", "unknown"],
)
def test_encodings(data):
    assert [clean(block.text) for block in html.read(data).blocks] == [WORDS]


def saved(*parts: tuple[str, str]) -> bytes:
    message = EmailMessage()
    message.make_related()
    for kind, content in parts:
        part = EmailMessage()
        part.set_content(content, subtype=kind, charset="utf-8")
        message.attach(part)
    return message.as_bytes()


def test_a_page_saved_with_its_pictures():
    source = html.read(saved(("plain", "x"), ("html", f"<p>{WORDS}</p>"), ("html", "<p>khung</p>")), "mht")
    assert [block.text for block in source.blocks] == [WORDS]


def test_a_saved_file_without_a_page_is_refused():
    with pytest.raises(UnreadableError, match="no page"):
        html.read(saved(("plain", "x")), "mht")


def test_deep_nesting_is_read_and_deeper_nesting_told():
    source = html.read(("<font>" * 1000 + "sâu").encode())
    assert [block.text for block in source.blocks] == ["sâu"]
    with pytest.raises(UnreadableError, match="too deeply"):
        html.read(("<div>" * 5000 + "sâu").encode())


def test_nothing_else_is_read(tmp_path):
    canary = tmp_path / "mat.txt"
    canary.write_text("CHIM HOANG YEN", encoding="utf-8")
    body = f'<!DOCTYPE html [<!ENTITY x SYSTEM "{canary.as_uri()}">]><p>a&x;</p><iframe src="{canary.as_uri()}"></iframe>'
    assert "CHIM" not in "".join(block.text for block in html.read(body.encode()).blocks)


@pytest.mark.parametrize("data", [b"", b"   ", b"<!-- x -->"])
def test_an_empty_page_is_told(data):
    with pytest.raises(UnreadableError, match="empty"):
        html.read(data)


def test_a_page_that_names_its_menus_has_more_than_its_text():
    menu = "<nav><a href='/'>Trang chủ</a></nav>"
    around = "<aside><h3>Tin khác</h3><p>Lịch tiếp công dân</p></aside>"
    source = html.read(f"<body>{menu}<main><article>{PLAN}</article></main>{around}</body>".encode())
    assert [block.text for block in source.blocks][-1] == "CHỦ TỊCH"


def test_raised_numbers_cite_and_begin_footnotes():
    body = "<p>Mỗi lớp có hai luống<sup>1</sup>, rộng 5 m<sup>2</sup>.</p><p><sup>1</sup> Luống rau.</p>"
    cited, note = html.read(body.encode()).blocks
    assert (cited.text, cited.kind) == ("Mỗi lớp có hai luống¹, rộng 5 m².", "paragraph")
    assert (note.text, note.kind, note.mark) == ("¹ Luống rau.", "footnote", "¹")
