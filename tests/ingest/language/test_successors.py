"""The table of bodies that others took over from: each fact whole, each name of one body."""

from collections import Counter
from datetime import date

import pytest

from ingest.language.folding import canonical
from ingest.language.successors import reorganised_bodies, successions


@pytest.mark.parametrize("succession", successions(), ids=lambda each: f"{each.former} - {each.successor}")
def test_a_succession_has_a_day_and_names_its_tasks_where_only_some_went_over(succession):
    assert date(2025, 1, 1) <= date.fromisoformat(succession.since) <= date(2025, 7, 1)
    assert bool(succession.what) == (succession.how == "tasks")
    assert succession.former != succession.successor


def test_a_name_is_of_one_body():
    names = [canonical(name) for names in reorganised_bodies().values() for name in names]
    assert [name for name, count in Counter(names).items() if count > 1] == []


def test_a_body_is_taken_over_as_a_whole_by_one_other_and_that_goes_on():
    whole = [each.former for each in successions() if each.how == "whole"]
    assert len(set(whole)) == len(whole)
    assert {each.successor for each in successions()}.isdisjoint(whole)


def test_tasks_may_go_elsewhere_than_the_body():
    found = {
        each.successor: each.what for each in successions() if each.former == "Sở Thông tin và Truyền thông"
    }
    assert found["Sở Khoa học và Công nghệ"] == ()
    assert found["Sở Văn hóa, Thể thao và Du lịch"] == ("báo chí", "xuất bản")
