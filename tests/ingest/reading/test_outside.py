"""What of a document is in no passage: counted, and told where it is more than a document's frame."""

import pytest

from ingest.reading.blocks import lines_of
from ingest.reading.outside import measure_outside, outside_warnings
from ingest.reading.reader import read_document
from ingest.sources.text import read_text
from ingest.types import NamedSpan, Outside, Span

HEAD = "ỦY BAN NHÂN DÂN TỈNH HẢI LÂM\nSố: 5/KH-UBND\n"
BODY = "KẾ HOẠCH\nTrồng rau năm 2024\n\nI. NHIỆM VỤ\n1. Gieo hạt.\na) Cải\n- Đỗ\n"


def solid(text: str) -> int:
    return sum(map(str.isalnum, text))


def test_letterhead_and_title_are_outside_and_labels_of_the_outline_are_inside():
    outside = read_document(HEAD + BODY, "a.txt").outside
    assert outside.of_characters == solid(HEAD + BODY)
    assert outside.characters == solid(HEAD) + solid("KẾ HOẠCH Trồng rau năm 2024")
    # "I.", "1." and "a)": a dash is no number or letter.
    assert (outside.labelled, outside.of_labelled) == (0, 3)


def test_a_labelled_line_in_no_passage_is_counted():
    document = read_document(HEAD + BODY, "a.txt")
    lines = lines_of(read_text(HEAD + BODY)).lines
    # Without the section, and without what stands below its first item.
    kept = measure_outside(document.source, lines, document.pieces, [], document.passages[:1])
    assert (kept.labelled, kept.of_labelled) == (2, 3)


def test_what_lies_outside_two_documents_adds_up():
    assert Outside(1, 10, 0, 2) + Outside(3, 30, 1, 2) == Outside(4, 40, 1, 4)
    assert (Outside(4, 40).share, Outside().share) == (0.1, 0)


@pytest.mark.parametrize(
    ("outside", "told"),
    [
        (Outside(500, 2_000), ""),  # a letterhead, recipients and a signature
        (Outside(900, 2_000), "45% of the characters are in no passage: stamp, letterhead"),
        (Outside(900, 9_000), ""),
        (Outside(100, 9_000, 2, 40), ""),
        (Outside(100, 9_000, 5, 40), "1% of the characters and 5 of 40 labelled lines are in no passage: "
                                     "stamp, letterhead"),
    ],
)  # fmt: skip
def test_more_than_the_frame_is_told_with_what_it_was_taken_for(outside, told):
    named = [NamedSpan("letterhead", Span(0, 20)), NamedSpan("stamp", Span(20, 60))]
    assert "".join(map(str, outside_warnings(outside, named))) == told
