"""Lines: markup goes, words stay, and every character knows its place in the source."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ingest.reading.lines import split_lines

MARKED_UP = st.lists(
    st.sampled_from(
        ["**", "*", "__", "# ", "## ", "> ", "<sup>", "</sup>", "<br>", "<", ">", " ", "\t", "\n", "\f"]
    )
    | st.text("rau đỗ,.12<>*_#", max_size=5)
).map("".join)


def texts(source: str) -> list[str]:
    return [line.text for line in split_lines(source)]


@given(MARKED_UP)
def test_runs_reproduce_the_source(source):
    for line in split_lines(source):
        for run in line.runs:
            assert source[run.source_start : run.source_start + len(run.text)] == run.text


@given(MARKED_UP)
def test_runs_are_in_order_and_disjoint(source):
    runs = [run for line in split_lines(source) for run in line.runs]
    ends = [run.source_start + len(run.text) for run in runs]
    assert all(end <= run.source_start for end, run in zip(ends, runs[1:], strict=False))
    assert all(line.text and line.text == line.text.strip() for line in split_lines(source))


@given(MARKED_UP)
@example("<u**1>")
@example("<b đỗ>")
def test_only_markup_is_left_out(source):
    kept = [
        c for line in split_lines(source) for c in line.text if c not in "*_#<>/supbr" and not c.isspace()
    ]
    assert kept == [c for c in source if c not in "*_#<>/supbr" and not c.isspace()]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("**I. MỤC ĐÍCH**", "I. MỤC ĐÍCH"),
        ("# KẾ HOẠCH", "KẾ HOẠCH"),
        ("#### 2. Tưới **nước**", "2. Tưới nước"),
        ("> trích lời", "trích lời"),
        ("*Hải Lâm, ngày 5*", "Hải Lâm, ngày 5"),
        ("rau<sup>(1)</sup> sạch", "rau(1) sạch"),
        ("__đậm__", "đậm"),
        ('<p align="center">KẾ HOẠCH</p>', "KẾ HOẠCH"),
    ],
)
def test_markup_is_removed(source, text):
    assert texts(source) == [text]


@pytest.mark.parametrize(
    "source",
    [
        "* Sở Y tế: khám",
        "5 * 3 * 2",
        "a < b và c > d",
        "#1 của tỉnh",
        "tệp vườn_rau",
        "<rau>",
        "a <b và c> d",
    ],
)
def test_what_only_looks_like_markup_stays(source):
    assert texts(source) == [source]


@pytest.mark.parametrize(
    "source", ["vườn<br>rau", "vườn<br/>rau", "<p>vườn</p><p>rau</p>", "<div>vườn</div><div>rau</div>"]
)
def test_tags_that_break_a_line_keep_words_apart(source):
    assert " ".join(texts(source)).split() == ["vườn", "rau"]


def test_blank_lines_are_remembered():
    assert [(line.text, line.blank_before) for line in split_lines("a\nb\n\nc\n \t\nd")] == [
        ("a", True), ("b", False), ("c", True), ("d", True),
    ]  # fmt: skip


def test_form_feeds_count_pages():
    assert [(line.text, line.page) for line in split_lines("a\nb\fc\f\fd")] == [
        ("a", 1),
        ("b", 1),
        ("c", 2),
        ("d", 4),
    ]


def test_the_level_of_a_heading_is_kept():
    assert [line.heading_level for line in split_lines("# A\n### B\nC\n#D")] == [1, 3, 0, 0]


@pytest.mark.parametrize("text", ["2", "- 2 -", "Trang 3", "trang 3/12", "12/40", "Page 4", "-5-"])
def test_page_numbers_are_recognised(text):
    assert split_lines(text)[0].is_page_number


@pytest.mark.parametrize("text", ["2024", "2 giờ", "1. Rau", "12 tháng", "1,5", "5%"])
def test_other_numbers_are_no_page_numbers(text):
    assert not split_lines(text)[0].is_page_number


@pytest.mark.parametrize("text", ["-----", "* * *", "_______", "......"])
def test_drawn_lines_are_recognised(text):
    assert split_lines(text)[0].is_rule


@pytest.mark.parametrize("text", ["--", "- a -", "*"])
def test_short_marks_are_no_drawn_lines(text):
    assert not split_lines(text)[0].is_rule
