"""Labels of list items: counted as Word counts them, and written in its number formats."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.word.counting import counted
from tests.docx_files import blocks, cell, kind, labels, level, num, p, r, row, style, table, vml_box

THREE = kind(0, level(0, "%1.", "upperRoman"), level(1, "%1.%2."), level(2, "%3)", "lowerLetter"))


def listed(*levels: int, numbering: str = THREE + num(1, 0)) -> list[str]:
    """Return the labels of items of list 1 at some levels."""
    return labels("".join(p("Trồng rau", item=(1, index)) for index in levels), numbering=numbering)


def test_levels_are_counted_and_begin_anew_below_a_new_parent():
    assert listed(0, 1, 1, 2, 2, 1, 0, 1, 2) == [
        "I.", "I.1.", "I.2.", "a)", "b)", "I.3.", "II.", "II.1.", "a)",
    ]  # fmt: skip


def test_the_label_is_no_part_of_the_text():
    (block,) = blocks(p("Trồng rau", item=(1, 0)), numbering=THREE + num(1, 0))
    assert (block.text, block.style.list_label) == ("Trồng rau", "I.")


def test_an_item_below_a_level_without_items_counts_it_as_begun():
    assert listed(1, 1, 0, 1) == ["I.1.", "I.2.", "II.", "II.1."]


def test_levels_begin_with_their_start():
    assert listed(0, 0, numbering=kind(0, level(0, "%1.", start=4)) + num(1, 0)) == ["4.", "5."]


@pytest.mark.parametrize(
    ("restart", "expected"), [("", ["1", "2", "1"]), ("0", ["1", "2", "3"]), ("1", ["1", "2", "1"])]
)
def test_a_level_begins_anew_where_it_says_so(restart, expected):
    look = f'<w:lvlRestart w:val="{restart}"/>' if restart else ""
    found = listed(0, 1, 1, 0, 1, numbering=kind(0, level(0, "%1."), level(1, "%2", look=look)) + num(1, 0))
    assert [found[1], found[2], found[4]] == expected


def test_a_level_that_begins_anew_after_the_first_goes_on_below_the_second():
    look = '<w:lvlRestart w:val="1"/>'
    numbering = kind(0, level(0, "%1."), level(1, "%2."), level(2, "%3", look=look)) + num(1, 0)
    assert listed(0, 1, 2, 1, 2, 0, 2, numbering=numbering) == ["1.", "1.", "1", "2.", "2", "2.", "1"]


def items(*of: tuple[int, int], numbering: str) -> list[str]:
    """Return the labels of items of some lists."""
    return labels("".join(p("Rau", item=one) for one in of), numbering=numbering)


def test_lists_of_one_kind_count_together():
    assert items((1, 0), (2, 0), (1, 0), numbering=THREE + num(1, 0) + num(2, 0)) == ["I.", "II.", "III."]


def test_a_list_of_the_same_kind_begins_anew_where_it_is_first_used():
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'
    found = items((1, 0), (2, 0), (2, 0), (1, 0), numbering=THREE + num(1, 0) + num(2, 0, start))
    assert found == ["I.", "V.", "VI.", "VII."]


def test_a_list_may_write_a_level_in_its_own_way():
    own = f'<w:lvlOverride w:ilvl="0">{level(0, "Mục %1:")}</w:lvlOverride>'
    assert items((1, 0), (2, 0), numbering=THREE + num(1, 0) + num(2, 0, own)) == ["I.", "Mục 2:"]


def test_other_kinds_of_list_are_not_disturbed():
    numbering = THREE + kind(7, level(0, "%1)")) + num(1, 0) + num(2, 7)
    assert items((1, 0), (2, 0), (1, 0), (2, 0), numbering=numbering) == ["I.", "1)", "II.", "2)"]


def test_numbers_above_are_digits_in_a_level_of_legal_form():
    numbering = kind(0, level(0, "%1.", "upperRoman"), level(1, "%1.%2.", "lowerLetter", look="<w:isLgl/>"))
    assert listed(0, 1, numbering=numbering + num(1, 0)) == ["I.", "1.1."]


@pytest.mark.parametrize(
    ("mark", "shown"), [("\uf0b7", "-"), ("o", "-"), ("•", "-"), ("+", "+"), ("–", "–"), ("*", "*")]
)
def test_bullets_are_dashes_but_for_the_marks_that_documents_use(mark, shown):
    assert listed(0, 0, numbering=kind(0, level(0, mark, "bullet")) + num(1, 0)) == [shown, shown]


def test_a_level_without_text_has_no_label():
    assert listed(0, 1, numbering=kind(0, level(0, "", "none")) + num(1, 0)) == ["", ""]


def test_a_style_puts_paragraphs_into_the_level_that_is_its_own():
    numbering = kind(0, level(0, "%1."), level(1, "%1.%2", look='<w:pStyle w:val="Muc"/>')) + num(1, 0)
    styles = style("Muc", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>') + style(
        "MucCon", based_on="Muc"
    )
    body = p("Chung", item=(1, 0)) + p("Rau", style="Muc") + p("Đỗ", style="MucCon")
    assert labels(body, numbering=numbering, styles=styles) == ["1.", "1.1", "1.2"]


def test_a_paragraph_may_leave_the_list_of_its_style():
    styles = style("Muc", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    body = p("Một", style="Muc") + p("Lời dẫn", style="Muc", item=(0, 0)) + p("Hai", style="Muc")
    assert labels(body, numbering=THREE + num(1, 0), styles=styles) == ["I.", "", "II."]


def test_a_kind_may_be_that_of_a_list_style():
    defined = THREE.replace("<w:lvl ", '<w:styleLink w:val="KieuMuc"/><w:lvl ', 1)
    linked = '<w:abstractNum w:abstractNumId="4"><w:numStyleLink w:val="KieuMuc"/></w:abstractNum>'
    assert listed(0, 1, numbering=defined + linked + num(1, 4)) == ["I.", "I.1."]


def test_a_list_that_is_not_there_gives_no_label():
    assert listed(0, numbering=THREE + num(2, 0) + num(3, 9)) == [""]


@pytest.mark.parametrize("level", [-1, 99, 999_999_999])
def test_a_level_that_no_list_has_is_the_nearest(level):
    assert listed(level) == ["I." if level < 0 else ""]


def test_a_label_without_text_is_kept():
    body = table(row(cell(p(item=(1, 0))), "Rau cải"), row(cell(p(item=(1, 0))), "Đỗ xanh"))
    found = blocks(body, numbering=THREE + num(1, 0))
    assert [(b.style.list_label, b.text) for b in found] == [
        ("I.", ""),
        ("", "Rau cải"),
        ("II.", ""),
        ("", "Đỗ xanh"),
    ]


def test_hidden_and_taken_away_items_are_not_counted():
    gone = "<w:rPr><w:del/></w:rPr>"
    hidden = "<w:rPr><w:vanish/></w:rPr>"
    body = (
        p("Một", item=(1, 0))
        + p("<w:del><w:r><w:delText>Bỏ</w:delText></w:r></w:del>", item=(1, 0), look=gone)
        + p(r("Ẩn", look="<w:vanish/>"), item=(1, 0), look=hidden)
        + p("Hai", item=(1, 0))
    )
    assert labels(body, numbering=THREE + num(1, 0)) == ["I.", "II."]


def test_boxes_count_apart_from_the_text():
    body = (
        p("Một", item=(1, 0))
        + p("Hai", vml_box(p("Trong khung", item=(1, 0))), item=(1, 0))
        + p("Ba", item=(1, 0))
    )
    assert labels(body, numbering=THREE + num(1, 0)) == ["I.", "II.", "I.", "III."]


def test_a_label_is_shown_in_capitals_where_its_level_is():
    capitals = "<w:rPr><w:caps/></w:rPr>"
    numbering = kind(0, level(0, "Chương %1").replace("</w:lvl>", f"{capitals}</w:lvl>")) + num(1, 0)
    assert listed(0, numbering=numbering) == ["CHƯƠNG 1"]


def test_the_first_line_is_indented_as_the_level_says_unless_the_paragraph_does():
    deep = '<w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr>'
    numbering = kind(0, level(0, "%1.").replace("</w:lvl>", f"{deep}</w:lvl>")) + num(1, 0)
    body = p("Một", item=(1, 0)) + p("Hai", item=(1, 0), look='<w:ind w:left="1440"/>')
    assert [b.style.indent for b in blocks(body, numbering=numbering)] == [18.0, 54.0]


@pytest.mark.parametrize(
    ("form", "written"),
    [
        ("decimal", {1: "1", 12: "12"}),
        ("decimalZero", {1: "01", 12: "12"}),
        ("upperRoman", {4: "IV", 19: "XIX", 1990: "MCMXC"}),
        ("lowerRoman", {9: "ix", 40: "xl"}),
        # Vietnamese lists go on with đ after d; Word does not.
        ("lowerLetter", {4: "d", 5: "e", 26: "z", 27: "aa", 54: "bbb"}),
        ("upperLetter", {1: "A", 28: "BB"}),
        ("ordinal", {1: "1st", 2: "2nd", 3: "3rd", 11: "11th", 22: "22nd", 113: "113th"}),
        ("vietnameseCounting", {1: "một", 10: "mười", 15: "mười lăm", 21: "hai mươi mốt", 30: "ba mươi", 100: "100"}),
        ("chicago", {1: "*", 2: "†", 5: "**"}),
        ("none", {3: ""}),
        ("japaneseLegal", {3: "3"}),
    ],
)  # fmt: skip
def test_numbers_are_written_in_the_forms_of_word(form, written):
    assert {number: counted(number, form) for number in written} == written


@pytest.mark.parametrize("form", ["upperRoman", "lowerLetter", "chicago", "vietnameseCounting"])
@pytest.mark.parametrize("number", [0, -3, 10**9])
def test_numbers_that_a_form_cannot_write_are_digits(form, number):
    assert counted(number, form) == str(number)


LEVELS = st.lists(st.integers(0, 4), min_size=1, max_size=15)


def modelled(levels: list[int]) -> list[str]:
    """Return labels of decimal levels, found anew for each item from all items before it."""
    found = []
    for position, own in enumerate(levels):
        path = []
        for index in range(own + 1):
            since = max((i + 1 for i in range(position) if levels[i] < index), default=0)
            between = levels[since : position + 1]
            same = between.count(index)
            # Items deeper than a level that has none yet stand for its first.
            headless = index in between and between[0] > index
            path.append(max(same + headless, 1))
        found.append(".".join(map(str, path)))
    return found


@given(LEVELS)
def test_labels_are_those_of_a_simple_model(levels):
    texts = [".".join(f"%{i + 1}" for i in range(index + 1)) for index in range(5)]
    numbering = kind(0, *(level(index, text) for index, text in enumerate(texts))) + num(1, 0)
    assert listed(*levels, numbering=numbering) == modelled(levels)
