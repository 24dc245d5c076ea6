"""Expressions: values are values, whatever they say."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.milvus.filters import all_of, equals, is_not, none_of, one_of, within


def test_a_value_is_written_by_its_type():
    assert equals("year", 2024).text == "year == 2024"
    assert equals("province", "Hải Lâm").text == 'province == "Hải Lâm"'
    assert is_not("key", 7).text == "key != 7"
    assert within("key", 3, 9).text == "key >= 3 and key < 9"


@given(st.text())
def test_no_text_ends_its_literal(text):
    written = equals("type", text).text.removeprefix("type == ")
    assert json.loads(written) == text
    inside = written[1:-1].replace("\\\\", "").replace('\\"', "")
    assert '"' not in inside
    assert not inside.endswith("\\")


def test_a_list_of_nothing_is_met_by_nothing():
    assert one_of("document", []).text == "document in []"
    assert none_of("document", []).text == "document not in []"


def test_all_of_some_are_joined_and_nothing_asked_is_no_expression():
    both = all_of([equals("year", 2024), one_of("document", [1, 2])])
    assert both.text == "(year == 2024) and (document in [1, 2])"
    assert all_of([]).text == ""


@pytest.mark.parametrize("value", [True, 1.5, None, b"x", ["a"]])
def test_what_has_no_literal_is_refused(value):
    with pytest.raises(TypeError, match=type(value).__name__):
        equals("year", value)
