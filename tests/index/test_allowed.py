"""Which documents somebody may see: none but those that are named."""

import pytest

from index.allowed import Allowed
from index.versions import version_id
from tests.index_worlds import document

HERE = document("a1", province="Thừa Thiên  Huế")


@pytest.mark.parametrize(
    "words", [["a1"], [" a1 ", "b2"], ["province:Thừa Thiên Huế"], ["province: THỪA THIÊN HUẾ"]]
)
def test_a_document_is_allowed_by_its_id_and_by_its_province(words):
    assert Allowed.parse(words).admits(HERE)


@pytest.mark.parametrize(
    "words", [[], [""], ["a"], ["province:"], ["province:Huế"], ["Thừa Thiên Huế"], ["*"]]
)
def test_nothing_else_allows_it(words):
    assert not Allowed.parse(words).admits(HERE)


def test_a_document_without_a_province_is_of_none():
    assert not Allowed.parse(["province:", "province:None"]).admits(document("b2"))


def test_its_versions_go_with_a_document():
    assert Allowed.parse(["a1"]).admits(document(version_id("a1", 1)))
    assert not Allowed.parse(["b2"]).admits(document(version_id("a1", 1)))
