"""Blocks repaired together: what is too short to show its encoding follows its neighbours."""

from ingest.sources.neighbours import repaired_together
from ingest.sources.source import Block, Style

SHORT = Block("Sè TT\nghi chó", "cell", style=Style(bold=True))
LONG = Block("Danh môc c¸c dù ¸n trång c©y ph©n t¸n trªn ®Þa bµn tØnh")


def test_a_short_block_follows_a_long_one():
    short, long = repaired_together([SHORT, LONG])
    assert short == Block("Số TT\nghi chú", "cell", style=Style(bold=True))
    assert long.text == "Danh mục các dự án trồng cây phân tán trên địa bàn tỉnh"


def test_lines_stay_with_their_blocks():
    blocks = [Block("a\n\nb"), LONG, Block(""), Block("c\n")]
    assert [block.text for block in repaired_together(blocks)][0::2] == ["a\n\nb", ""]
    assert repaired_together(blocks)[3].text == "c\n"


def test_good_text_is_the_same():
    good = (Block("Danh mục các dự án"), Block("Số TT"))
    assert repaired_together(iter(good)) == good
    assert repaired_together([]) == ()
