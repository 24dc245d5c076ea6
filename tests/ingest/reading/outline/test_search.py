"""The outline found is the one that was printed: in every style, over lines and pages."""

import re
import textwrap
from dataclasses import dataclass, field

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ingest.reading.reader import read_document
from ingest.types import Document
from tests.worlds import TITLE, plan

# From outer to inner. What a level prints before its n-th item.
LEVELS = {
    "part": lambda n: f"Phần thứ {('nhất', 'hai', 'ba', 'tư', 'năm')[n - 1]}.",
    "chapter": lambda n: f"Chương {ROMAN[n - 1]}.",
    "upper": lambda n: f"{'ABCDE'[n - 1]}.",
    "roman": lambda n: f"{ROMAN[n - 1]}.",
    "roman dash": lambda n: f"{ROMAN[n - 1]}-",
    "division": lambda n: f"Mục {n}.",
    "subdivision": lambda n: f"Tiểu mục {n}.",
    "article": lambda n: f"Điều {n}.",
    "ordinal": lambda n: f"{('Một', 'Hai', 'Ba', 'Bốn', 'Năm')[n - 1]} là,",
    "arabic": lambda n: f"{n}.",
    "decimal": lambda n: f"{n}.",
    "deeper decimal": lambda n: f"{n}.",
    "arabic stroke": lambda n: f"{n}/",
    "clause": lambda n: f"Khoản {n}.",
    "letter": lambda n: f"{'abcdđ'[n - 1]})",
    "letter stroke": lambda n: f"{'abcdđ'[n - 1]}/",
    "small roman": lambda n: f"({ROMAN[n - 1].lower()})",
    "small roman half": lambda n: f"{ROMAN[n - 1].lower()})",
    "arabic brackets": lambda n: f"({n})",
    "star": lambda n: "*",
    "dash": lambda n: "-",
    "plus": lambda n: "+",
}
ROMAN = ("I", "II", "III", "IV", "V")
# Numbers that go on with the label above them, and what stands above.
BELOW = {"decimal": ["arabic"], "deeper decimal": ["arabic", "decimal"]}
# Never both in one outline: they are one style.
ALIKE = [
    {"roman", "roman dash"}, {"arabic", "arabic stroke"}, {"letter", "letter stroke"},
    {"small roman", "small roman half"},
]  # fmt: skip
# A sentence that ends with its line is taken for a paragraph: here none does.
WORDS = ["gieo", "hạt", "cải", "vườn", "trường", "tưới", "nước", "luống", "và", "cho", "lớp", "rào", "hai buổi",
         "trước ngày 15.\u00a0Sau đó", "thêm 2.5 tạ", "theo khoản 3 và khoản 4.\u00a0Trường hợp thiếu"]  # fmt: skip

NUMBER = re.compile(r"\d+|\b[ivx]+\b")
SYLLABLES = [first + last for first in "bdghklmnpst" for last in ("a", "ai", "ao", "e", "o", "u")]


@dataclass
class Item:
    words: list[str]
    children: list["Item"] = field(default_factory=list)


ITEM = st.recursive(
    st.builds(Item, st.lists(st.sampled_from(WORDS), min_size=3, max_size=30)),
    lambda items: st.builds(
        Item,
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=4),
        st.lists(items, min_size=1, max_size=5),
    ),
    max_leaves=25,
)
STYLES = st.lists(st.sampled_from(list(LEVELS)), min_size=3, max_size=5, unique=True).map(
    lambda names: sorted({above for name in names for above in [name, *BELOW.get(name, [])]}, key=list(LEVELS).index)
).filter(lambda names: not any(alike <= set(names) for alike in ALIKE))  # fmt: skip


def printed(
    items: list[Item], styles: list[str], depth: int, articles: list[int], above: str = ""
) -> list[tuple[int, str]]:
    """Return depth and text of every item; articles are counted through, as they are."""
    rows = []
    for place, item in enumerate(items, 1):
        articles += [place] * (styles[0] == "article")
        number = len(articles) if styles[0] == "article" else place
        children = item.children if len(styles) > 1 else []
        words = " ".join(item.words)
        label = (above if styles[0] in BELOW else "") + LEVELS[styles[0]](number)
        rows.append((depth, f"{label} {words[0].upper()}{words[1:]}{':' if children else '.'}"))
        rows += printed(children, styles[1:], depth + 1, articles, label)
    return rows


def told_apart(rows: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return the rows with a last word of their own."""
    return [
        (depth, f"{text[:-1]} {SYLLABLES[number % len(SYLLABLES)]}{text[-1]}")
        for number, (depth, text) in enumerate(rows)
    ]


def plain(rows: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """Return the rows as they are read: a blank that does not break is one."""
    return [(depth, text.replace("\u00a0", " ")) for depth, text in rows]


def nodes(document: Document) -> list[tuple[int, str]]:
    return [(node.depth, node.span.of(document.text)) for node in document.nodes]


def paged(lines: list[str], lines_on_page: int) -> str:
    """Return the lines on pages with a running head and numbers; no page begins with a capital of a sentence."""
    pages: list[list[str]] = [[]]
    for line in lines:
        begins = not line[0].isupper() or not line.split()[0].isalpha()
        if len(pages[-1]) >= lines_on_page and begins:
            pages.append([])
        pages[-1].append(line)
    if len(pages) == 1:
        return "\n".join(pages[0])
    head = "Kế hoạch vườn rau của trường"
    return "\f".join(
        "\n".join([*([head] if number > 1 and len(pages) > 2 else []), *page, f"{number}"])
        for number, page in enumerate(pages, 1)
    )


@given(st.lists(ITEM, min_size=2, max_size=5), STYLES)
@settings(max_examples=60, deadline=None)
def test_an_outline_in_any_styles_is_read_back(items, styles):
    rows = printed(items, styles, 1, [])
    document = plan(*(text for _, text in rows))
    assert nodes(document) == plain(rows)


@given(st.lists(ITEM, min_size=2, max_size=5), STYLES, st.integers(8, 30))
@settings(max_examples=60, deadline=None)
def test_an_outline_in_broken_lines_on_pages_is_read_back(items, styles, lines_on_page):
    rows = told_apart(printed(items, styles, 1, []))
    lines = [line for _, text in rows for line in textwrap.wrap(text, 72)]
    # What repeats near the edges of pages, but for its numbers, is furniture.
    assume(len({NUMBER.sub("", line.lower()) for line in lines}) == len(lines))
    document = read_document(f"{TITLE}\n\n{paged(lines, lines_on_page)}\n", "plan.txt")
    assert nodes(document) == plain(rows)
