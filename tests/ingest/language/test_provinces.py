"""Provinces that are, that were merged and that were dissolved, in every spelling."""

import pytest

from ingest.language.provinces import province_names, provinces, provinces_in
from ingest.language.tables import cell_items, read_table


def named(text, *, bare=False):
    return [(name, span.of(text)) for name, span in provinces_in(text, bare=bare)]


def test_there_are_63_units_before_and_34_since_the_mergers():
    assert len(provinces()) == len({p.name for p in provinces()}) == 63
    assert len({p.successor for p in provinces()}) == 34


def test_a_unit_that_became_part_of_another_did_so_on_a_day_by_an_act():
    assert all(bool(p.since) == bool(p.basis) == (p.name != p.successor) for p in provinces())
    days = {p.since: {q.name for q in provinces() if q.since == p.since} for p in provinces() if p.since}
    assert days["2025-01-01"] == {"Thừa Thiên Huế"}
    assert len(days["2025-07-01"]) == 63 - 34


def test_dissolved_provinces_became_known_ones():
    rows = read_table("ingest.language", "former_provinces.tsv")
    assert {successor for row in rows for successor in cell_items(row["successors"])} <= province_names()
    assert {row["name"] for row in rows} & {p.name for p in provinces()} == set()
    assert all(1975 < int(row["until"]) < 2009 for row in rows)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Bà Rịa-Vũng Tàu", "Bà Rịa - Vũng Tàu"),
        ("BÀ RỊA – VŨNG TÀU", "Bà Rịa - Vũng Tàu"),
        ("Thừa Thiên Huế", "Thừa Thiên Huế"),
        ("Thừa Thiên-Huế", "Thừa Thiên Huế"),
        ("Hoà Bình", "Hòa Bình"),
        ("Đắc Lắc", "Đắk Lắk"),
        ("TP.HCM", "Thành phố Hồ Chí Minh"),
        ("TP. Hồ Chí Minh", "Thành phố Hồ Chí Minh"),
        ("Hà Tây", "Hà Tây"),
        ("Quảng Nam - Đà Nẵng", "Quảng Nam - Đà Nẵng"),
    ],
)
def test_a_province_is_found_in_each_spelling(text, name):
    assert named(text) == [(name, text)]


def test_a_name_without_marks_is_found_only_where_asked_for():
    assert named("NGHE AN PROVINCE") == []
    assert named("NGHE AN PROVINCE", bare=True) == [("Nghệ An", "NGHE AN")]


def test_a_comma_parts_names():
    assert [name for name, _ in named("Quảng Nam, Đà Nẵng")] == ["Quảng Nam", "Đà Nẵng"]
