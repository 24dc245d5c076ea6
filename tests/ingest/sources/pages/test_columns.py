"""Columns: what runs side by side is read one after the other, and all else line by line."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.pages.columns import flows
from ingest.sources.pages.words import Item
from ingest.sources.source import Box


def item(x: float, y: float, width: float, order: int, size: float = 12) -> Item:
    return Item(Box(x, y, x + width, y + size), size, order, order)


def column(x: float, ys: list[float], width: float = 150, order: int = 0) -> list[Item]:
    """Return lines that the file writes one after the other."""
    return [item(x, y, width, order + number) for number, y in enumerate(ys)]


def sides(items: list[Item]) -> list[tuple[int | None, list[int]]]:
    """Return which column each flow is, and the order numbers of what it holds."""
    return [
        (flow.side[1] if flow.side else None, [item.first for row in flow.rows for item in row])
        for flow in flows(items)
    ]


def test_lines_one_below_the_other_are_one_flow():
    assert sides(column(50, [0, 15, 30])) == [(None, [0, 1, 2])]


def test_columns_whose_lines_stand_at_different_heights_are_columns():
    left, right = column(50, [0, 15, 30]), column(300, [7, 25, 37], order=3)
    assert sides([*left, *right]) == [(0, [0, 1, 2]), (1, [3, 4, 5])]


def test_a_narrow_gutter_counts_where_the_file_writes_column_by_column():
    left, right = column(50, [0, 15]), column(208, [0, 15], order=2)
    assert sides([*left, *right]) == [(0, [0, 1]), (1, [2, 3])]


def test_a_narrow_gutter_does_not_count_where_the_file_writes_line_by_line():
    pairs = [item(x, y, 150, order) for order, (y, x) in enumerate([(0, 50), (0, 208), (15, 50), (15, 208)])]
    assert sides(pairs) == [(None, [0, 1, 2, 3])]


def test_one_line_alone_needs_a_wide_gutter():
    near, far = item(215, 0, 100, 1), item(245, 0, 100, 1)
    assert sides([item(50, 0, 150, 0), near]) == [(None, [0, 1])]
    assert sides([item(50, 0, 150, 0), far]) == [(0, [0]), (1, [1])]


def test_a_line_across_ends_columns_and_others_may_follow():
    upper = [*column(50, [0, 15]), *column(300, [0, 15], order=2)]
    lower = [*column(50, [90, 105], order=5), *column(300, [90, 105], order=7)]
    across = [item(50, 45, 400, 4)]
    assert sides([*upper, *across, *lower]) == [
        *[(0, [0, 1]), (1, [2, 3]), (None, [4])],
        *[(0, [5, 6]), (1, [7, 8])],
    ]


def test_three_columns_are_read_from_left_to_right():
    items = [part for number in range(3) for part in column(50 + 180 * number, [0, 15, 30], order=3 * number)]
    assert [numbers for _, numbers in sides(items)] == [[0, 1, 2], [3, 4, 5], [6, 7, 8]]


def test_three_rows_of_short_items_are_a_table_and_read_row_by_row():
    items = [item(50 + 90 * x, 20 * y, 40, 4 * y + x) for y in range(3) for x in range(4)]
    found = flows(items)
    assert [(flow.row, flow.side[1]) for flow in found] == [(y, x) for y in range(3) for x in range(4)]
    assert [flow.rows[0][0].first for flow in found] == list(range(12))


def test_lines_above_and_below_a_table_are_none_of_it():
    items = [item(50 + 90 * x, 20 * y, 40, 4 * y + x) for y in range(1, 4) for x in range(4)]
    around = [item(50, 0, 300, 0), item(50, 90, 300, 20)]
    assert [numbers for side, numbers in sides([*items, *around]) if side is None] == [[0], [20]]


def test_a_line_of_a_title_below_is_no_part_of_a_column():
    left, right = column(50, [0, 15, 30]), column(300, [0, 15, 30], order=3)
    title = [item(235, 60, 80, 6), item(100, 75, 350, 7)]
    assert sides([*left, *right, *title])[-1] == (None, [6, 7])


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 300), st.integers(1, 200)), max_size=25))
def test_nothing_is_lost_and_nothing_comes_twice(places):
    items = [item(x, y, width, order) for order, (x, y, width) in enumerate(places)]
    read = [item.first for flow in flows(items) for row in flow.rows for item in row]
    assert sorted(read) == list(range(len(items)))


def closing(*more: Item) -> list[tuple[int | None, list[int]]]:
    """Return how recipients and a signature are read, with what stands above or below them."""
    left = [item(50, 100, 60, 10), item(50, 118, 90, 11)]
    right = [item(320, 100, 150, 20), item(345, 118, 100, 21)]
    return sides([*more, *left, *right])


def test_the_last_line_of_a_paragraph_is_no_first_line_of_a_column():
    paragraph = [item(50, 68, 450, 0), item(50, 82, 90, 1)]
    assert closing(*paragraph) == [(None, [0, 1]), (0, [10, 11]), (1, [20, 21])]


def test_what_is_set_in_larger_letters_is_no_part_of_a_column():
    assert closing(item(50, 80, 90, 1, size=15)) == [(None, [1]), (0, [10, 11]), (1, [20, 21])]


def test_a_longer_line_goes_on_with_a_column_at_its_distance():
    assert closing(item(50, 136, 200, 12)) == [(0, [10, 11, 12]), (1, [20, 21])]


def test_a_line_set_in_goes_on_with_a_column():
    assert closing(item(60, 136, 60, 12)) == [(0, [10, 11, 12]), (1, [20, 21])]
