"""Copies and earlier states: found by what documents say of themselves and by their words."""

from random import Random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.relatives import Member, Relative, find_relatives, relative_keys
from index.sketches import SIZE, alike, sketch
from ingest.types import Metadata

PLAN = Metadata(
    "Kế hoạch trồng rau", "Kế hoạch", "5/KH-UBND", "Ủy ban nhân dân tỉnh Hải Lâm", "Hải Lâm", 2024
)


def tokens(count: int = 400, seed: int = 1) -> np.ndarray:
    return np.array(Random(seed).choices(range(3_000), k=count), np.int32)


def edited(ids: np.ndarray, share: float) -> np.ndarray:
    """Return tokens of which a share at the end are others."""
    kept = round(len(ids) * (1 - share))
    return np.concatenate([ids[:kept], tokens(len(ids) - kept, 9)])


def member(
    identity: str, ids: np.ndarray, *, recognised: bool = False, titled: bool = True, **metadata: object
) -> Member:
    fields = {name: getattr(PLAN, name) for name in PLAN.__dataclass_fields__} | metadata
    return Member(identity, Metadata(**fields), sketch(ids), recognised, titled)


def relatives_of(members: list[Member]) -> dict[str, Relative]:
    keys = np.stack([relative_keys(each.metadata, each.sketch) for each in members])
    return find_relatives(keys, lambda places: [members[place] for place in places])


@given(st.integers(0, 300), st.floats(0, 1))
def test_likeness_is_about_the_share_of_common_runs(count, share):
    a = tokens(count)
    b = edited(a, share)
    runs = [{tuple(ids[at : at + 4]) for at in range(max(len(ids) - 3, min(len(ids), 1)))} for ids in (a, b)]
    union = runs[0] | runs[1]
    true = len(runs[0] & runs[1]) / len(union) if union else 0.0
    # Three times the error of so many samples.
    (found,) = alike(sketch(a)[None], sketch(b)[None])
    assert found == pytest.approx(true, abs=0 if len(union) <= SIZE else 0.19)


def test_the_same_plan_in_another_form_is_a_copy_of_the_surer_one():
    ids = tokens()
    found = relatives_of(
        [
            member("scan", edited(ids, 0.15), recognised=True),
            member("word", ids),
            member("pdf", edited(ids, 0.01)),
        ]
    )
    assert found == {"scan": Relative("word", "copy"), "pdf": Relative("word", "copy")}


def test_the_same_number_with_other_words_is_an_earlier_state_of_the_later_one():
    ids = tokens()
    old, new = member("old", ids, date="2024-01-05"), member("new", edited(ids, 0.4), date="2024-03-01")
    for members in ([old, new], [new, old]):
        assert relatives_of(members) == {"old": Relative("new", "older")}


def test_without_a_date_the_later_ingested_state_is_the_newer():
    ids = tokens()
    assert relatives_of([member("a", ids), member("b", edited(ids, 0.4))]) == {"a": Relative("b", "older")}


def test_a_copy_of_an_earlier_state_is_an_earlier_state():
    ids = tokens()
    members = [
        member("old.pdf", ids, date="2024-01-05"), member("old.doc", ids, date="2024-01-05"),
        member("new", edited(ids, 0.4), date="2024-03-01"),
    ]  # fmt: skip
    assert relatives_of(members) == {
        "old.pdf": Relative("new", "older"), "old.doc": Relative("new", "older"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "metadata",
    [
        {"number": "6/KH-UBND"},
        {"province": "Vân Sơn"},
        {"year": 2025},
        {"type": "Quyết định"},
        {"issuer": "Sở Y tế"},
    ],
)
def test_documents_that_name_themselves_otherwise_are_no_relatives_whatever_their_words(metadata):
    ids = tokens()
    assert relatives_of([member("a", ids), member("b", ids, **metadata)]) == {}


@pytest.mark.parametrize("missing", ["number", "issuer"])
def test_without_number_and_issuer_only_the_same_words_make_relatives(missing):
    ids = tokens()
    nameless = {missing: None}
    assert relatives_of([member("a", ids, **nameless), member("b", edited(ids, 0.4), **nameless)]) == {}
    assert relatives_of([member("a", ids, **nameless), member("b", ids)]) == {"b": Relative("a", "copy")}


def test_an_annex_with_the_number_of_its_plan_stays_a_document():
    assert relatives_of([member("plan", tokens()), member("annex", tokens(seed=2))]) == {}


def test_copies_find_each_other_whatever_they_are_called():
    ids = tokens()
    named = member("a", ids, number=None)
    nameless = member("b", ids, number=None, title="scan_0047", province=None, titled=False)
    assert relatives_of([named, nameless]) == {"b": Relative("a", "copy")}


def test_the_same_words_under_another_title_are_another_document():
    ids = tokens()
    members = [member("a", ids, number=None), member("b", ids, number=None, title="Kế hoạch trồng cây")]
    assert relatives_of(members) == {}
    misread = member("c", ids, number=None, title="Kế hoach trông rau", recognised=True)
    assert relatives_of([members[0], misread]) == {"c": Relative("a", "copy")}
