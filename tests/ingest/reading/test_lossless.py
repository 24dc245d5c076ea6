"""Nothing is lost: every character of a source is text, and all text has a place."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.reading.blocks import lines_of
from ingest.reading.reader import read_document
from ingest.sources.text import read_text
from ingest.types import Document, Span
from tests.conftest import REAL_CORPUS, SAMPLES
from tests.worlds import document_of, documents_of

FILES = sorted(SAMPLES.iterdir()) + (sorted(REAL_CORPUS.iterdir()) if REAL_CORPUS.is_dir() else [])
named = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)


def cover(length: int, spans: list[Span]) -> list[int]:
    """Return how many of the spans each character is in."""
    counts = [0] * length
    for span in spans:
        for position in range(span.start, span.end):
            counts[position] += 1
    return counts


def assert_source_kept(document: Document) -> None:
    for piece in document.pieces:
        taken = document.source[piece.source_start : piece.source_start + piece.length]
        assert document.text[piece.start : piece.start + piece.length] == taken
    pieces = [Span(p.source_start, p.source_start + p.length) for p in document.pieces]
    taken = cover(len(document.source), pieces)
    wrong = [i for i, c in enumerate(document.source) if not c.isspace() and taken[i] != 1]
    assert not wrong, document.source[wrong[0] - 20 : wrong[0] + 20]


def assert_text_placed(document: Document) -> None:
    text = document.text
    notes = [note for node in document.nodes for note in node.footnotes]
    places = [node.span for node in document.nodes] + notes + [n.span for n in document.named]
    counts = cover(len(text), places)
    assert not [text[i : i + 30] for i, c in enumerate(text) if not c.isspace() and counts[i] != 1]


def assert_passages_cover(document: Document) -> None:
    text = document.text
    quotable = [n.span for n in document.nodes if n.kind == "provision"]
    quotable += [note for node in document.nodes for note in node.footnotes]
    counts = cover(len(text), [p.span for p in document.passages])
    needed = cover(len(text), quotable)
    assert not [
        text[i : i + 30] for i, c in enumerate(text) if needed[i] and not c.isspace() and counts[i] != 1
    ]
    for passage in document.passages:
        node = document.nodes[passage.node]
        homes = node.footnotes if passage.kind == "footnote" else (node.span,)
        assert any(home.start <= passage.span.start < passage.span.end <= home.end for home in homes)
        assert passage.span.of(text).strip() == passage.span.of(text) != ""


def assert_words_kept(document: Document) -> None:
    """Words are neither lost nor run together."""
    assert Counter(document.text.split()) == Counter(document.source.split())


@named
def test_every_character_of_the_source_is_in_one_piece(path):
    assert_source_kept(document_of(path))


@named
def test_every_character_of_the_text_has_a_named_place(path):
    assert_text_placed(document_of(path))


@named
def test_every_provision_and_footnote_is_in_one_passage(path):
    assert_passages_cover(document_of(path))


@named
def test_every_word_is_kept(path):
    assert_words_kept(document_of(path))


@named
def test_passage_ids_are_distinct(path):
    ids = [passage.id for passage in document_of(path).passages]
    assert len(set(ids)) == len(ids) > 0


WORD = st.sampled_from(
    ["vườn", "rau", "Tưới", "Lớp", "UBND", "năm 2024", "15/3/2024", "57-KL/TW", "của", "và",
     "(1)", "¹", "[^1]", "**đậm**", "<b>x</b>", "<sup>(1)</sup>"]
)  # fmt: skip
SENTENCE = st.lists(WORD, min_size=1, max_size=25).map(" ".join)
HOSTILE = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
LABEL = st.sampled_from(
    ["I. ", "II- ", "## III. ", "A. ", "1. ", "1- ", "2.4. ", "a) ", "đ) ", "- ", "* ", "+ ", "Điều 5. ", "",
     "Khoản 2. ", "Mục III. ", "Phụ lục ", "(1) ", "¹ ", "<sup>(1)</sup> ", "[^1]: "]
)  # fmt: skip
FIXED = st.sampled_from(
    ["", "\f", "2", "- 2 -", "-----", "KẾ HOẠCH", "QUY CHẾ", "PHỤ LỤC I", "Nơi nhận:", "- Lưu: VT.",
     "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nông Văn Rau", "BẢN ĐẾN Số: 5", "Kính gửi:",
     "MỤC LỤC", "Rau ..... 3", "Họ tên: ........", "| TT | Việc |", "|----|----|", "| 1 | Rau |", "TT\tViệc\tLớp",
     "1\tRau\t6A", "(Kèm theo Quyết định số 7/QĐ-UBND)", "Số: 5/KH-UBND", "Số: 6/KH-UBND", "Chương I", "1.",
     "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Recipients:", "1 Rau sạch", "rau1", "Điều 2.", "TRƯỞNG BAN", "Trang 1/2"]
)  # fmt: skip
BLOCK = st.tuples(LABEL, SENTENCE, st.sampled_from([".", ";", ":", "", ",", "./.", "(1).", "¹", ". P2"])).map(
    "".join
)
SOURCE = st.lists(
    st.tuples(BLOCK | FIXED | HOSTILE, st.sampled_from(["\n", "\n\n", "\f", "\r\n", " "])), max_size=25
).map(lambda parts: "".join(block + end for block, end in parts))


@given(SOURCE)
@settings(max_examples=150)
def test_no_document_loses_a_word(source):
    documents = documents_of(source)
    assert "".join(document.source for document in documents) == lines_of(read_text(source)).text
    for document in documents:
        assert_source_kept(document)
        assert_text_placed(document)
        assert_passages_cover(document)
        assert_words_kept(document)
        assert len({passage.id for passage in document.passages}) == len(document.passages)
        assert len({passage.place for passage in document.passages}) >= len(
            {p.node for p in document.passages}
        )


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_no_text_at_all_is_refused_by_an_error(source):
    document = read_document(source, "rau.txt")
    assert_source_kept(document)
    assert_text_placed(document)


@given(SOURCE)
@settings(max_examples=50)
def test_the_outline_is_a_tree_in_reading_order(source):
    nodes = read_document(source, "rau.txt").nodes
    for index, node in enumerate(nodes):
        assert node.parent is None or node.parent < index
        assert node.depth == (1 if node.parent is None else nodes[node.parent].depth + 1)
        assert index == 0 or nodes[index - 1].span.end <= node.span.start
