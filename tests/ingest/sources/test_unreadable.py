"""Text that stays in the wrong letters is set aside and said, never shown as if it could be read."""

import pytest

from ingest.messages import message
from ingest.sources.errors import UnreadableError
from ingest.sources.source import Block, Source
from ingest.sources.unreadable import without_unreadable

GOOD = "Các sở, ban, ngành phối hợp mở lớp tập huấn nghiệp vụ cho cán bộ cấp xã trong quý II."
BAD = "k¿ ho¦ch t£i x¥ v²ng cao, b¡o c¤o k¿t qu¦"


def source(*texts: str) -> Source:
    return Source(tuple(Block(text) for text in texts), "text", warnings=(message("cũ"),))


def test_a_line_in_unknown_letters_is_left_out_and_told():
    left = without_unreadable(source(GOOD, BAD, GOOD))
    assert [block.text for block in left.blocks] == [GOOD, GOOD]
    assert [str(each) for each in left.warnings] == [
        "cũ",
        f"1 lines are left out, unreadable in any known encoding, first: “{BAD[:40]}”",
    ]


def test_a_file_that_is_mostly_unknown_letters_is_refused():
    with pytest.raises(UnreadableError, match="letters"):
        without_unreadable(source(BAD, BAD, "Kế hoạch"))


@pytest.mark.parametrize("text", [GOOD, "I. NHIỆM V\ufffd", "", "25 %"])
def test_readable_text_stays_also_with_one_bad_byte(text):
    made = source(GOOD, text)
    assert without_unreadable(made) is made


def test_a_line_of_many_bad_bytes_is_left_out():
    assert len(without_unreadable(source(GOOD, "xu\ufffdt kh\ufffdu l\ufffda")).blocks) == 1
