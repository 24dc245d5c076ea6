"""The one table of types of documents."""

from ingest.language.document_types import english_types, types_at, types_pattern


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
