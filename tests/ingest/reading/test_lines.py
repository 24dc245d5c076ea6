"""Lines: every character knows its place in the normalised text, and what a line is by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.reading.blocks import lines_of
from ingest.sources.text import read_text
from tests.worlds import lines

TEXT = st.lists(
    st.sampled_from(["**", "# ", "<b>", "</b>", " ", "\t", "\n", "\n\n", "\f"])
    | st.text("rau đỗ,.12", max_size=5)
).map("".join)


@given(TEXT)
def test_runs_are_what_stands_at_their_place_in_order_and_apart(source):
    found = lines_of(read_text(source))
    end = 0
    for line in found.lines:
        assert line.text == line.text.strip() != ""
        for run in line.runs:
            assert found.text[run.source_start : run.source_start + len(run.text)] == run.text
            assert end <= run.source_start
            end = run.source_start + len(run.text)


def test_blank_lines_are_remembered():
    assert [(line.text, line.blank_before) for line in lines("a\nb\n\nc\n \t\nd")] == [
        ("a", True), ("b", False), ("c", True), ("d", True),
    ]  # fmt: skip


def test_form_feeds_count_pages():
    assert [(line.text, line.page) for line in lines("a\nb\fc\f\fd")] == [
        ("a", 1),
        ("b", 1),
        ("c", 2),
        ("d", 4),
    ]


def test_the_level_of_a_heading_is_kept():
    assert [line.heading_level for line in lines("# A\n### B\nC\n#D")] == [1, 3, 0, 0]


@pytest.mark.parametrize("text", ["2", "- 2 -", "Trang 3", "trang 3/12", "12/40", "Page 4", "-5-"])
def test_page_numbers_are_recognised(text):
    assert lines(text)[0].is_page_number


@pytest.mark.parametrize("text", ["2024", "2 giờ", "1. Rau", "12 tháng", "1,5", "5%"])
def test_other_numbers_are_no_page_numbers(text):
    assert not lines(text)[0].is_page_number


@pytest.mark.parametrize("text", ["-----", "* * *", "_______", "......"])
def test_drawn_lines_are_recognised(text):
    assert lines(text)[0].is_rule


@pytest.mark.parametrize("text", ["--", "- a -", "*"])
def test_short_marks_are_no_drawn_lines(text):
    assert not lines(text)[0].is_rule
