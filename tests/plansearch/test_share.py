"""What a process is of a server: the places and seats of all of them are those of the settings."""

import pytest

from plansearch.share import ALONE, Share


@pytest.mark.parametrize(
    ("bound", "of", "places"), [(4, 1, [4]), (4, 2, [2, 2]), (4, 3, [2, 1, 1]), (12, 5, [3, 3, 2, 2, 2])]
)
def test_places_are_divided_and_their_sum_is_what_was_set(bound, of, places):
    assert [Share(number, of).places(bound) for number in range(of)] == places


def test_each_process_has_a_place_where_there_are_fewer_than_processes():
    assert [Share(number, 3).places(2) for number in range(3)] == [1, 1, 1]


def test_seats_are_divided_and_none_is_added():
    assert [Share(number, 3).seats(16) for number in range(3)] == [6, 5, 5]
    assert [Share(number, 3).seats(0) for number in range(3)] == [0, 0, 0]


def test_who_serves_alone_has_all():
    assert (ALONE.places(4), ALONE.seats(200), ALONE.metrics, ALONE.begins) == (4, 200, None, True)
