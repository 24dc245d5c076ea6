"""The one table of types of documents."""

import pytest

from ingest.language.document_types import english_types, type_codes, type_of_title, types_at, types_pattern
from ingest.language.tables import read_table


def test_a_longer_type_goes_before_the_one_that_it_begins_with():
    types = types_at("citation")
    assert types.index("Chương trình hành động") < types.index("Chương trình")
    assert not any(b != a and b.startswith(a) for n, a in enumerate(types) for b in types[n:])


def test_every_type_has_an_english_name_of_its_own():
    assert all(english_types().values())
    assert len(set(english_types().values())) == len(english_types())


def test_a_pattern_is_in_capitals_where_documents_are():
    assert "QUY CHẾ" in types_pattern("attachment", capitals=True).split("|")
    assert "Luật" in types_pattern("law").split("|")


@pytest.mark.parametrize(
    ("title", "kind", "english"),
    [
        ("KẾ HOẠCH trồng rau", "Kế hoạch", False),
        ("kế hoạch", "Kế hoạch", False),
        ("KÊ HOẠCH", "Kế hoạch", False),
        ("Chương trình hành động", "Chương trình hành động", False),
        ("THÔNG TƯ LIÊN TỊCH", "Thông tư liên tịch", False),
        ("PLAN", "Kế hoạch", True),
        ("GUIDELINES on rice", "Hướng dẫn", True),
        ("Trồng rau theo kế hoạch", None, None),
        ("12 Kế hoạch", None, None),
        ("", None, None),
    ],
)
def test_a_title_begins_with_its_type(title, kind, english):
    named = type_of_title(title)
    assert (named and named.type, named and named.is_english) == (kind, english)


def test_a_code_names_one_type():
    codes = [
        code for row in read_table("ingest.language", "document_types.tsv") for code in row["codes"].split()
    ]
    assert len(codes) == len(set(codes))
    assert (type_codes()["KH"], type_codes()["TTLT"]) == ("Kế hoạch", "Thông tư liên tịch")
