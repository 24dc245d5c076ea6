"""Text files: a block a line, with gaps, pages and what a reader of the report must know."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.errors import UnreadableError
from ingest.sources.text import read
from tests.old_encodings import as_bytes, typed

_LETTERS = re.compile(r"[^\W\d_]+")


def blocks(text: str) -> list[tuple[str, bool, int | None]]:
    return [(block.text, block.gap, block.page) for block in read(text.encode()).blocks]


def test_a_block_is_a_line_and_knows_the_gap_above_it():
    assert blocks("KẾ HOẠCH\n  Trồng rau \n\n\t\n1. Tưới\ttiêu\n") == [
        ("KẾ HOẠCH", True, None),
        ("Trồng rau", False, None),
        ("1. Tưới\ttiêu", True, None),
    ]


def test_form_feeds_part_pages():
    assert blocks("a\nb\fc\f\fd\n\ne") == [
        ("a", True, 1), ("b", False, 1), ("c", True, 2), ("d", True, 4), ("e", True, 4),
    ]  # fmt: skip


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\v", "\x85", "\u2028"])
def test_any_line_end_ends_a_line(end):
    assert blocks(f"Trồng rau{end}Tưới nước{end}{end}Bón phân") == [
        ("Trồng rau", True, None), ("Tưới nước", False, None), ("Bón phân", True, None),
    ]  # fmt: skip


def test_a_line_is_a_line_and_surely_read():
    [block] = read("5 * 3 * 2, #1 của tỉnh, tệp vườn_rau, a < b và c > d, TT&TT".encode()).blocks
    assert (block.kind, block.confidence, block.style.level) == ("line", 1.0, 0)


def test_plain_text_says_so():
    source = read(b"Rau")
    assert (source.tool, source.pages, source.warnings) == ("text", (), ())


@pytest.mark.parametrize("line", ["5 * 3 * 2", "#1 của tỉnh", "vườn_rau", "a < b và c > d", "TT&TT", "- rau",
                                  "* Sở Y tế: khám", "1. Rau", "<rau>", "[1] Luật", "C:\\kho", "~5%"])  # fmt: skip
def test_what_only_looks_like_markup_is_text(line):
    source = read(line.encode())
    assert (source.tool, [block.text for block in source.blocks]) == ("text", [line])


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("# KẾ HOẠCH", "KẾ HOẠCH"),
        ("**I. MỤC ĐÍCH**", "I. MỤC ĐÍCH"),
        ("rau<sup>(1)</sup> sạch", "rau(1) sạch"),
        ("*Hải Lâm, ngày 5*", "Hải Lâm, ngày 5"),
        ("1\\. Rau", "1. Rau"),
        ("Sở TT&amp;TT", "Sở TT&TT"),
        ("> trích lời", "trích lời"),
        ("xem [luật](a.pdf)", "xem luật"),
        ("a<br>", "a"),
    ],
)
def test_remains_of_markdown_in_plain_text_are_resolved(line, text):
    source = read(line.encode())
    assert (source.tool, [block.text for block in source.blocks]) == ("markdown", [text])


def test_an_old_encoding_is_decoded_before_lines_are_parted():
    # The letters Ầ of VISCII and Ẩ of VPS are line ends elsewhere.
    text = "XÂY CẦU, CẨN THẬN VỚI NƯỚC, TRỒNG RAU SẠCH Ở HẢI LÂM"
    for encoding in ("VISCII", "VPS"):
        source = read(as_bytes(typed(text, encoding)))
        assert [block.text for block in source.blocks] == [text]
        assert [str(each) for each in source.warnings] == [f"line 1: decoded from {encoding}"]


def test_damage_is_told_and_the_rest_kept():
    source = read("Sở Văn hóa xây kho ".encode() + b"\xff" + " tin\nSở Tài chính bố trí".encode())
    assert [block.text for block in source.blocks] == ["Sở Văn hóa xây kho \ufffd tin", "Sở Tài chính bố trí"]
    assert [str(each) for each in source.warnings] == ["line 1: not valid utf-8, shown as \ufffd"]


def test_binary_data_are_refused():
    with pytest.raises(UnreadableError, match="binary"):
        read(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 9)


def test_an_empty_file_has_no_blocks():
    assert read(b"").blocks == ()


@given(st.text("rau đỗ,.12\n\f \t"))
def test_nothing_but_white_space_is_lost(text):
    kept = "".join(block.text for block in read(text.encode()).blocks)
    assert "".join(kept.split()) == "".join(text.split())


def test_no_word_of_a_real_plan_is_lost(real_corpus):
    for path in real_corpus.iterdir():
        source = read(path.read_bytes())
        kept = {word for block in source.blocks for word in _LETTERS.findall(block.text)}
        text = re.sub(r"<[^<>]*>", " ", path.read_text(encoding="utf-8"))
        assert kept >= set(_LETTERS.findall(text))
        assert source.warnings == ()
