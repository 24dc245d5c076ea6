"""Tables by their lines: cells, cells over several rows and columns, and what is no table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.pages.ruled import MOST_RULES, Grid, Rule, Slot, grids, rule
from ingest.sources.source import Box


def level(y: float, x1: float, x2: float) -> Rule:
    return rule(Box(x1, y - 0.25, x2, y + 0.25))


def upright(x: float, y1: float, y2: float) -> Rule:
    return rule(Box(x - 0.25, y1, x + 0.25, y2))


def full(xs: list[float], ys: list[float]) -> list[Rule]:
    return [*(level(y, xs[0], xs[-1]) for y in ys), *(upright(x, ys[0], ys[-1]) for x in xs)]


def slot_at(grid: Grid, x: float, y: float) -> Slot | None:
    return grid.slot(Box(x - 1, y - 1, x + 1, y + 1))


def test_a_table_has_a_cell_for_each_place():
    (grid,) = grids(full([0, 100, 200], [0, 20, 40, 60]))
    assert [slot_at(grid, x, y) for y in (10, 30, 50) for x in (50, 150)] == [
        Slot(row, column, 1, 1) for row in range(3) for column in range(2)
    ]
    assert slot_at(grid, 250, 30) is None
    assert grid.box == Box(0, 0, 200, 60)


def test_cells_without_a_line_between_them_are_one():
    rules = [*full([0, 100, 200], [0, 20, 40]), upright(300, 0, 40), level(0, 200, 300), level(40, 200, 300)]
    (grid,) = grids(rules)
    assert slot_at(grid, 250, 10) == slot_at(grid, 250, 30) == Slot(0, 2, 2, 1)
    assert grid.place(Slot(0, 2, 2, 1)) == Box(200, 0, 300, 40)


def test_a_heading_over_two_columns_is_one_cell():
    rules = [*full([0, 200], [0, 20, 40]), upright(100, 20, 40)]
    (grid,) = grids(rules)
    assert slot_at(grid, 50, 10) == slot_at(grid, 150, 10) == Slot(0, 0, 1, 2)


def test_a_table_without_lines_at_its_sides_is_a_table():
    rules = [*(level(y, 0, 300) for y in (0, 20, 40)), upright(100, 0, 40), upright(200, 0, 40)]
    (grid,) = grids(rules)
    assert [slot_at(grid, x, 30) for x in (50, 150, 250)] == [Slot(1, column, 1, 1) for column in range(3)]


def test_double_lines_and_lines_in_pieces_are_one_line():
    rules = full([0, 100, 200], [0, 20, 40]) + full([2, 102, 202], [2, 22, 42])
    rules = [
        *rules,
        level(60, 0, 90),
        level(60, 92, 200),
        upright(0, 40, 60),
        upright(100, 40, 60),
        upright(200, 40, 60),
    ]
    (grid,) = grids(rules)
    assert (len(grid.lefts), len(grid.tops)) == (3, 4)
    assert slot_at(grid, 150, 50) == Slot(2, 1, 1, 1)


@pytest.mark.parametrize(
    "rules",
    [
        [level(10, 0, 100), level(30, 0, 100)],
        full([0, 400], [0, 700]),
        full([0, 400], [0, 20, 40]),
        [level(10, 0, 100), upright(300, 0, 40), upright(340, 0, 40)],
        full([0, 100, 200], [0, 20]) * 0,
    ],
    ids=["underlines", "a frame", "one column", "apart", "none"],
)
def test_lines_that_enclose_no_columns_are_no_table(rules):
    assert grids(rules) == []


def test_a_table_within_a_cell_is_another_table():
    outer, inner = grids(full([120, 150, 180], [25, 40, 55]) + full([0, 100, 200], [0, 20, 60]))
    assert (outer.box.right, inner.box.right) == (200, 180)


def test_a_page_full_of_lines_is_a_drawing():
    many = [level(3 * y, 0, 900) for y in range(MOST_RULES)]
    assert grids([*many, upright(0, 0, 5000), upright(450, 0, 5000), upright(900, 0, 5000)]) == []


@given(
    st.lists(st.floats(15, 90), min_size=2, max_size=6),
    st.lists(st.floats(15, 60), min_size=1, max_size=6),
    st.randoms(),
)
def test_every_point_of_a_table_is_in_the_cell_that_stands_there(widths, heights, chance):
    xs, ys = (
        [sum(widths[:n]) for n in range(len(widths) + 1)],
        [sum(heights[:n]) for n in range(len(heights) + 1)],
    )
    rules = full(xs, ys)
    chance.shuffle(rules)
    (grid,) = grids(rules)
    for row in range(len(heights)):
        for column in range(len(widths)):
            found = slot_at(grid, xs[column] + widths[column] / 2, ys[row] + heights[row] / 2)
            assert found == Slot(row, column, 1, 1)
