"""Bytes of text files: decoded in the right letters, what is damaged told, what is no text refused."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.encodings import decode
from ingest.sources.errors import UnreadableError
from tests.old_encodings import ENCODINGS, as_bytes, typed

TEXT = """Kế hoạch trồng rau của trường ở xã Đông Hải.
Thuỷ lợi do huyện lo; mỗi lớp hai luống rau cải ngọt.

Sở Văn hóa chủ trì, báo cáo tỉnh Hải Lâm trước ngày 20 tháng 11.
"""
# In the letters that TCVN3 has.
SMALL_TEXT = TEXT.replace("Thuỷ", "thuỷ")
MARKS = {
    "utf-8": b"\xef\xbb\xbf",
    "utf-16-le": b"\xff\xfe",
    "utf-16-be": b"\xfe\xff",
    "utf-32-le": b"\xff\xfe\0\0",
    "utf-32-be": b"\0\0\xfe\xff",
}


@pytest.mark.parametrize("encoding", MARKS)
def test_unicode_with_its_mark_is_read(encoding):
    decoded = decode(MARKS[encoding] + TEXT.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.bad_bytes, decoded.warnings) == (TEXT, encoding, 0, ())


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_unicode_without_its_mark_is_read(encoding):
    decoded = decode(TEXT.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.bad_bytes, decoded.warnings) == (TEXT, encoding, 0, ())


def test_decomposed_letters_are_left_for_cleaning():
    text = unicodedata.normalize("NFD", TEXT)
    assert decode(text.encode()).text == text


@pytest.mark.parametrize("encoding", ENCODINGS[:-1])
def test_a_file_in_an_old_encoding_is_decoded_and_the_encoding_told(encoding):
    decoded = decode(as_bytes(typed(SMALL_TEXT, encoding)))
    assert decoded.text == SMALL_TEXT
    assert (decoded.encoding, decoded.bad_bytes) == (encoding, 0)
    assert [str(each) for each in decoded.warnings] == [
        f"3 places, the first in line 1: decoded from {encoding}"
    ]


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_old_letters_saved_as_utf_8_are_decoded(encoding):
    decoded = decode(typed(SMALL_TEXT, encoding).encode())
    assert (decoded.text, decoded.encoding) == (SMALL_TEXT, "utf-8")


def test_an_old_paragraph_in_a_new_file_is_decoded_and_its_line_told():
    decoded = decode(f"{TEXT}{typed('báo cáo sở hằng quý, hằng năm', 'TCVN3')}\n".encode())
    assert decoded.text == f"{TEXT}báo cáo sở hằng quý, hằng năm\n"
    assert [str(each) for each in decoded.warnings] == ["line 5: decoded from TCVN3"]


def test_a_line_of_old_bytes_in_a_file_of_utf_8_is_decoded():
    old = as_bytes(typed("báo cáo sở hằng quý, hằng năm", "TCVN3"))
    decoded = decode(TEXT.encode() + old + b"\n" + TEXT.encode())
    assert decoded.text == f"{TEXT}báo cáo sở hằng quý, hằng năm\n{TEXT}"
    assert (decoded.encoding, decoded.bad_bytes) == ("utf-8", 0)


@pytest.mark.parametrize("bad", [b"\xff", b"\xe1\xbb", b"\xc3", b"\0"])
def test_a_bad_byte_is_marked_counted_and_told_and_the_rest_kept(bad):
    before, after = TEXT.encode().split(b"hai ")
    decoded = decode(before + b"hai " + bad + b" " + after)
    assert decoded.text == TEXT.replace("hai ", "hai \ufffd ")
    assert (decoded.encoding, decoded.bad_bytes) == ("utf-8", 1)
    assert [str(each) for each in decoded.warnings] == ["line 2: not valid utf-8, shown as \ufffd"]


@given(st.integers(0, len(TEXT.encode())), st.binary(min_size=1, max_size=2))
def test_damage_at_any_place_costs_no_more_than_its_line(place, damage):
    data = (TEXT * 3).encode()
    place += len(TEXT.encode())
    text = decode(data[:place] + damage + data[place:]).text
    assert text.startswith(TEXT)
    assert text.endswith(TEXT)


def test_utf_16_that_ends_within_a_letter_is_read_to_there():
    decoded = decode(b"\xff\xfe" + TEXT.encode("utf-16-le") + b"\x41")
    assert (decoded.text, decoded.bad_bytes) == (TEXT + "\ufffd", 1)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Le conseil a créé une société près de la forêt; où sont les “élèves” ?\n", "cp1252"),
        ("The plan – as agreed – costs 5 £.\n", "cp1252"),
        ("Народный комитет провинции разработал план работы с населением на следующий год.\n", "cp1251"),
    ],
)
def test_text_in_other_languages_is_read_as_such(text, encoding):
    assert decode((text * 3).encode(encoding)).text == text * 3


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" * 9,
        b"PK\3\4\0\0" * 99,
        b"%PDF-1.7\n\0\xff" * 99,
        bytes(range(256)) * 40,
        bytes(range(128, 256)) * 80 + b"\0" * 500,
        b"\xff\xfe" + b"\x00\xd8" * 99,
        b"k\xbf ho\xa6ch t\xa3i x\xa5 v\xb2ng cao, b\xa1o c\xa4o " * 9,
    ],
    ids=["png", "zip", "pdf", "all", "late zeros", "half pairs", "unknown"],
)
def test_what_is_no_text_is_refused(data):
    with pytest.raises(UnreadableError, match="save"):
        decode(data)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    try:
        decoded = decode(data)
    except UnreadableError:
        return
    assert decoded.bad_bytes == decoded.text.count("\ufffd")


@given(st.text())
def test_any_unicode_text_is_read(text):
    decoded = decode(b"\xef\xbb\xbf" + text.encode())
    assert decoded.encoding == "utf-8"
