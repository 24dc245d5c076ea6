"""Abbreviations and merged provinces are read in full, but never by a guess."""

import numpy as np
import pytest

from index.clock import Clock
from index.data_folder import DataFolder
from index.engine import NO_KEYS, Limits, Scope, Wanted
from index.expansion import expand_query, passage_expansions
from index.lexical_terms import query_terms
from index.term_matching import NO_UNITS
from ingest.language.folding import fold
from ingest.language.provinces import provinces
from ingest.types import Definition
from tests.index_worlds import collect, document, write_plan

MERGED = [p for p in provinces() if p.name != p.successor]


def readings(query: str) -> list[str]:
    return [expansion.read_as for expansion in expand_query(query)[1]]


def test_an_abbreviation_gains_its_full_form():
    text, (expansion,) = expand_query("trách nhiệm của UBND")
    assert text == "trách nhiệm của UBND Ủy ban nhân dân"
    assert (expansion.words, expansion.read_as) == ("UBND", "Ủy ban nhân dân")
    assert expansion.reason == "abbreviation"


@pytest.mark.parametrize("typed", ["UBND tỉnh", "ubnd tỉnh"])
def test_an_abbreviation_may_be_typed_in_small_letters(typed):
    assert "Ủy ban nhân dân" in readings(typed)


@pytest.mark.parametrize("typed", ["Sở TT&TT", "sở tt&tt", "Sở TT & TT", "so tt&tt"])
def test_a_department_is_told_by_the_word_before_it(typed):
    assert readings(typed) == ["Sở Thông tin và Truyền thông"]


def test_a_ministry_is_told_by_the_word_before_it():
    assert all("Sở " not in reading for reading in readings("Bộ TT&TT"))


def test_an_abbreviation_with_many_readings_is_left_alone():
    assert expand_query("TT") == ("TT", ())


@pytest.mark.parametrize(
    "query",
    ["tàu cá", "cá ngừ đại dương", "the plan", "nghị quyết", "three months", "so", "ban", "a", "", "&", "-"],
)
def test_ordinary_words_are_not_abbreviations(query):
    assert expand_query(query) == (query, ())


def test_a_full_form_that_is_there_is_not_added_again():
    assert readings("Ủy ban nhân dân (UBND)") == []


@pytest.mark.parametrize("province", MERGED, ids=lambda p: p.name)
def test_a_merged_province_gains_the_one_that_it_is_part_of(province):
    assert fold(province.successor) in fold(expand_query(f"kế hoạch của tỉnh {province.name}")[0])


@pytest.mark.parametrize("province", MERGED, ids=lambda p: p.name)
def test_the_new_province_gains_its_parts(province):
    assert province.name in readings(f"kế hoạch của {province.successor}")


def test_a_province_typed_without_marks_is_known():
    assert readings("ke hoach tinh bac giang") == ["Bắc Ninh"]


def test_a_province_that_was_not_merged_stays_alone():
    assert readings("Cao Bằng") == []


def test_a_province_name_inside_another_word_is_none():
    assert readings("hà namnam") == []


def test_a_passage_gains_the_forms_that_its_document_defines():
    ours = document("d1", Definition("TNĐ", "tổ ngư dân", 0))
    assert "tổ ngư dân" in passage_expansions("Các TNĐ bám biển.", ours)
    assert "tổ ngư dân" not in passage_expansions("Các đội bám biển.", ours)
    assert "tổ ngư dân" not in passage_expansions("Các TNĐ bám biển.", document("d2"))


def test_a_definition_of_the_document_overrules_the_glossary():
    ours = document("d1", Definition("UBND", "Ủy ban Bảo vệ Nguồn Đất", 0))
    found = passage_expansions("Báo cáo UBND.", ours)
    assert "Ủy ban Bảo vệ Nguồn Đất" in found
    assert "Ủy ban nhân dân" not in found


def test_a_passage_gains_its_province_and_what_became_of_it():
    found = passage_expansions("Mở lớp.", document("d1", province="Bắc Giang"))
    assert found == "Bắc Giang. Bắc Ninh"


def test_a_defined_short_form_is_searched_in_its_own_document_only(tmp_path):
    write_plan(
        tmp_path / "in" / "a.txt",
        "Lập các tổ ngư dân bám biển (TNDBB) ở mười xã ven bờ.",
        "Mỗi TNDBB được cấp một máy bộ đàm.",
    )
    write_plan(tmp_path / "in" / "b.txt", "Mỗi TNDBB nộp phiếu đăng ký cho trưởng thôn.")
    collect(tmp_path / "data", tmp_path / "in")
    generation = DataFolder.open(tmp_path / "data").open_generation().generation
    engine = generation.engine
    wanted = Wanted(
        np.zeros(generation.manifest.dimension, np.float32), NO_UNITS, query_terms("ngư"), NO_KEYS
    )
    keys = engine.candidates(wanted, Scope(), Limits(dense=0, lexical=10, units=0), Clock()).keys
    found = " ".join(passage.text for passage in generation.records.passages(keys.tolist()))
    assert "bộ đàm" in found
    assert "nộp phiếu" not in found
