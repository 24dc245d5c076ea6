"""Drafts that come as files."""

import pytest

from index.errors import InvalidQueryError
from search_api.checking.files import text_of_file
from tests.docx_files import cell, cites, footnote, p, r, row, t, table, word_file

WORDS = "“Các lớp gieo hạt cải ở luống đầu của vườn trường”"


def test_a_text_is_taken_as_it_is_in_whatever_encoding():
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert text_of_file(f"{WORDS}\n".encode(encoding), "draft.txt") == f"{WORDS}\n"
    assert text_of_file(WORDS.encode(), "-") == WORDS


def test_a_word_file_gives_paragraphs_cells_and_footnotes():
    body = p(r(t("Kính gửi các trường, xin báo cáo như sau.")), r(cites(1))) + table(
        row(cell(p(r(t(WORDS)))))
    )
    note = "Theo Kế hoạch số 14/KH-UBND của UBND tỉnh."
    text = text_of_file(word_file(body, footnotes=footnote(1, p(r(t(note))))), "to_trinh.docx")
    assert WORDS in text.split("\n")
    assert note in text


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (word_file(p(r(t(WORDS * 9))))[:900], "cut.docx"),
        (b"PK\x03\x04 and nothing more", "broken.docx"),
        (bytes(range(256)) * 9, "noise.txt"),
        (b"Rar!\x1a\x07\x00 packed", "draft.rar"),
        (b"%PDF-1.7 nothing", "draft.pdf"),
        (word_file(""), "empty.docx"),
    ],
)
def test_a_damaged_file_is_refused_with_a_reason(content, name):
    with pytest.raises(InvalidQueryError, match=r"cannot be read: \w"):
        text_of_file(content, name)
