"""A plan as a page of a portal: menus above it, its footnotes and other news below."""

from collections.abc import Iterable, Iterator
from html import escape

from tests.samples.layout import Columns, Item, Part

_MENU = ["Trang chủ", "Giới thiệu", "Tin tức - Sự kiện", "Văn bản chỉ đạo điều hành", "Dịch vụ công", "Liên hệ"]
_NEWS = ["Lịch tiếp công dân tháng này", "Thông báo tuyển dụng viên chức", "Danh bạ điện thoại các đơn vị"]
_PAGE = """<!DOCTYPE html>
<html lang="vi">
<head>
<meta charset="utf-8">
<title>{title}</title>
</head>
<body>
<header><nav><ul>
{menu}
</ul></nav></header>
<main><article>
{text}
</article></main>
<aside><h3>Tin liên quan</h3><ul>
{news}
</ul></aside>
<footer><p>Bản quyền thuộc Cổng thông tin điện tử. Ghi rõ nguồn khi phát hành lại thông tin.</p></footer>
</body>
</html>
"""


def written(parts: Iterable[Part], title: str) -> bytes:
    """Return a plan as an HTML page."""
    notes: list[str] = []
    text = [element for part in parts for element in _part(part, notes)]
    text += [f"<p><sup>{number}</sup> {escape(note)}</p>" for number, note in enumerate(notes, 1)]
    page = _PAGE.format(title=escape(title), menu=_links(_MENU), text="\n".join(text), news=_links(_NEWS))
    return page.encode()


def _links(words: Iterable[str]) -> str:
    return "\n".join(f'<li><a href="#">{escape(one)}</a></li>' for one in words)


def _part(part: Part, notes: list[str]) -> Iterator[str]:
    if isinstance(part, Columns):
        yield f"<table>{_row('<br>'.join(map(escape, side)) for side in (part.left, part.right))}</table>"
        return
    rows: list[str] = []
    for item in part:
        if item.cells:
            rows.append(_row(map(escape, item.cells)))
            continue
        yield from _ruled(rows)
        rows = []
        yield _paragraph(item, notes)
    yield from _ruled(rows)


def _row(cells: Iterable[str]) -> str:
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _ruled(rows: list[str]) -> Iterator[str]:
    if rows:
        yield '<table border="1">\n' + "\n".join(rows) + "\n</table>"


def _paragraph(item: Item, notes: list[str]) -> str:
    before, mark, after = item.parted
    words = escape(before)
    if mark:
        notes.append(item.words_of_note)
        words += f"<sup>{len(notes)}</sup>{escape(after)}"
    words = f"<strong>{words}</strong>" if item.bold else words
    return f'<p style="text-align: center">{words}</p>' if item.centred else f"<p>{words}</p>"
