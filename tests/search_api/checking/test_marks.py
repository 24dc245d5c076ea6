"""Which texts of a draft stand in quotation marks."""

import pytest

from search_api.checking.marks import find_quoted


@pytest.mark.parametrize(
    ("text", "quoted", "unpaired"),
    [
        ("theo “một hai ba bốn” thì", ["một hai ba bốn"], ()),
        ('theo "một hai ba bốn" thì', ["một hai ba bốn"], ()),
        ("theo «một hai ba bốn» thì", ["một hai ba bốn"], ()),
        ("theo „một hai ba bốn“ thì", ["một hai ba bốn"], ()),
        ("theo „một hai ba bốn” thì", ["một hai ba bốn"], ()),
        ("“một hai ba” là ba chữ, “một - hai ba.” cũng vậy", [], ()),
        ("“một hai\nba bốn”", ["một hai\nba bốn"], ()),
        ("“một hai “ba bốn” năm” và 'sáu'", ["một hai “ba bốn” năm"], ()),
        ('"một "hai" ba bốn" năm', ['một "hai" ba bốn'], ()),
        ('nêu:"một hai ba bốn".', ["một hai ba bốn"], ()),
        ('" một hai ba bốn " và " năm sáu bảy tám "', [" một hai ba bốn ", " năm sáu bảy tám "], ()),
        ("“một hai ba bốn\n\nrồi “năm sáu bảy tám” nữa", ["năm sáu bảy tám"], (0,)),
        ("một” hai “ba bốn năm sáu”", ["ba bốn năm sáu"], (3,)),
        ('màn hình 24" hoặc "một hai ba bốn" nhé', ["một hai ba bốn"], (11,)),
        ("“một hai ba bốn", [], (0,)),
        ("”một hai ba bốn”", ["một hai ba bốn"], ()),
        ("không có gì", [], ()),
    ],
)
def test_quoted_texts_are_found_in_order(text, quoted, unpaired):
    found = find_quoted(text)
    assert ([span.of(text) for span in found.spans], found.unpaired) == (quoted, unpaired)


def test_many_marks_without_partners_take_no_longer_than_others():
    found = find_quoted("“" * 50_000 + "»" * 50_000)
    assert (found.spans, len(found.unpaired)) == ((), 100_000)
