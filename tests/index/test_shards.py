"""Shards: to which share a file falls, and what a data folder says of itself."""

import json
from pathlib import Path, PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import DamagedError, DataFolderError, PlanSearchError
from index.shards import FILE_NAME, Shard, Share, as_shard, read_shard, write_shard

names = st.text(st.characters(exclude_characters="/\0"), min_size=1).filter(
    lambda name: name not in (".", "..")
)


@given(names, st.integers(1, 9))
def test_each_file_falls_to_just_one_share(name, of):
    assert sum(Share(number, of).takes(PurePath(name)) for number in range(1, of + 1)) == 1


def test_the_same_file_falls_to_the_same_share_on_every_machine():
    shares = [Share(number, 3) for number in (1, 2, 3)]
    plans = ["hải lam/kế hoạch 7.docx", "đông hải/2024/12-KH-UBND.pdf", "a.txt", "b.txt", "c.txt"]
    assert [[s.takes(PurePath(p)) for s in shares].index(True) + 1 for p in plans] == [1, 2, 3, 1, 2]


def test_letters_that_are_composed_otherwise_are_no_other_name():
    composed, apart = "k\u1ebf hoạch.txt", "ke\u0302\u0301 hoạch.txt"
    assert composed != apart
    for number in range(1, 6):
        assert Share(number, 5).takes(PurePath(composed)) == Share(number, 5).takes(PurePath(apart))


def test_shares_are_about_as_large():
    plans = [PurePath(f"{place}.pdf") for place in range(3_000)]
    for number in (1, 2, 3):
        assert sum(map(Share(number, 3).takes, plans)) == pytest.approx(1_000, abs=100)


@pytest.mark.parametrize("words", ["", "1", "0/3", "4/3", "1/0", "-1/3", "1/3/5", "a/b", "١/٣", "1/99999"])
def test_what_names_no_share_is_refused(words):
    with pytest.raises(PlanSearchError, match="names no share"):
        Share.parse(words)


def test_a_share_is_named_as_it_is_written():
    assert str(Share.parse("2/3")) == "2/3"


def test_a_folder_says_what_was_written(tmp_path):
    assert read_shard(tmp_path) is None
    shard = Shard(Share(2, 3), ("/plans", "/more"))
    write_shard(tmp_path, shard)
    assert read_shard(tmp_path) == shard


def changed(folder: Path) -> None:
    content = json.loads((folder / FILE_NAME).read_text())
    content["shard"]["share"]["number"] = 1
    (folder / FILE_NAME).write_text(json.dumps(content))


@pytest.mark.parametrize(
    "damage",
    [changed, lambda f: (f / FILE_NAME).write_bytes(b"\xff"), lambda f: (f / FILE_NAME).write_text("[]")],
    ids=["changed", "no text", "no shard"],
)
def test_a_damaged_word_of_a_folder_is_not_believed(tmp_path, damage):
    write_shard(tmp_path, Shard(Share(2, 3), ("/plans",)))
    damage(tmp_path)
    with pytest.raises(DamagedError, match=FILE_NAME):
        read_shard(tmp_path)


def test_a_shard_stays_the_one_that_it_is(tmp_path):
    write_shard(tmp_path, Shard(Share(2, 3), ("/plans",)))
    for share in (Share(1, 3), Share(2, 4), None):
        with pytest.raises(DataFolderError, match=r"is shard 2/3.*nothing was changed"):
            as_shard(tmp_path, share, [Path("/plans")], is_empty=False)
    assert as_shard(tmp_path, Share(2, 3), [Path("/plans")], is_empty=False) == read_shard(tmp_path)


def test_a_folder_with_documents_becomes_no_shard(tmp_path):
    with pytest.raises(DataFolderError, match="is no shard"):
        as_shard(tmp_path, Share(1, 2), [Path("/plans")], is_empty=False)
    assert as_shard(tmp_path, None, [Path("/plans")], is_empty=False) is None


def test_what_was_cut_is_named_once_each_in_its_order(tmp_path):
    write_shard(tmp_path, Shard(Share(2, 3), ("/plans",)))
    named = [Path("/more"), Path("/plans"), Path("/plans/new"), Path("/more")]
    again = as_shard(tmp_path, Share(2, 3), named, is_empty=False)
    assert again == Shard(Share(2, 3), ("/plans", "/more"))


def test_a_file_that_is_named_by_itself_falls_to_its_share_as_with_its_folder(tmp_path):
    plans = [tmp_path / "in" / folder / f"{name}.txt" for folder in ("a", "b") for name in range(9)]
    for number in (1, 2, 3):
        data = tmp_path / f"{number}"
        data.mkdir()
        whole = as_shard(data, Share(number, 3), [tmp_path / "in"], is_empty=True)
        assert 0 < sum(map(whole.takes, plans)) < len(plans)
        write_shard(data, whole)
        for named in (tmp_path / "in" / "a", plans[0]):
            assert as_shard(data, Share(number, 3), [named], is_empty=False) == whole
