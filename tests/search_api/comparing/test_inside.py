"""Clauses inside longer provisions: what counts, where it stands, what says nothing."""

import itertools

import pytest

from ingest.language.labels import read_label
from ingest.language.phrases import Words, clauses
from search_api.comparing.inside import PAIRS_SHARED, WORDS_SHARED, insides

SHORT = "- Không đăng ảnh và tên của trẻ em, người bệnh."
LONG = (
    "6. Báo, Đài dành vị trí trang nhất để đăng kết luận; không đăng ảnh và tên của trẻ em, người bệnh. "
    "Mời một chuyên gia độc lập giải thích hiện tượng tảo nở hoa."
)
NAMES = "Sở Lao động - Thương binh và Xã hội"


def test_a_short_provision_is_found_in_the_clause_of_a_long_one():
    (found,) = insides([SHORT, LONG]).values()
    assert found.left.of(SHORT) == "Không đăng ảnh và tên của trẻ em, người bệnh"
    assert found.right.of(LONG) == "không đăng ảnh và tên của trẻ em, người bệnh"


def test_the_place_is_the_same_whichever_text_comes_first():
    (one,) = insides([SHORT, LONG]).values()
    (other,) = insides([LONG, SHORT]).values()
    assert (one.left, one.right) == (other.right, other.left)


def test_of_many_texts_each_pair_is_told():
    assert set(insides([SHORT, "Một việc khác.", LONG, SHORT])) == {(0, 2), (0, 3), (2, 3)}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (NAMES, f"{NAMES} chủ trì, báo cáo trước ngày 15/12."),
        ("Thông tin về tình hình hợp tác quốc tế: mỗi quý một bài.",
         "Đăng thông tin về tình hình hợp tác quốc tế vào thứ Hai."),
        (SHORT, "Không để người bệnh chờ, và trẻ em của xã có tên trong ảnh thì được đăng ký."),
        (SHORT, "Trồng nấm rơm trong nhà kính."),
        (SHORT, ""),
    ],
    ids=["names", "heading before a colon", "the same words in another order", "nothing", "no text"],
)  # fmt: skip
def test_what_says_nothing_or_something_else_is_not_found(left, right):
    assert insides([left, right]) == {}


def clause_words(text: str) -> list[list[str]]:
    """Return the words of each clause behind the label."""
    label = read_label(text)
    words = Words(text, label.length if label else 0)
    return [words.keys[clause.first : clause.last] for clause in clauses(words)]


def test_all_that_is_found_over_the_samples_has_enough_words_and_neighbours(sample_service):
    texts = [passage.text for passage in sample_service.snapshot.every_passage()]
    found = insides(texts)
    assert len(found) > 8
    for (left, right), inside in found.items():
        sides = [clause_words(inside.left.of(texts[left])), clause_words(inside.right.of(texts[right]))]
        assert [len(side) for side in sides] == [1, 1]
        assert any(enough(*pair) for pair in itertools.permutations([side[0] for side in sides]))


def enough(asked: list[str], there: list[str]) -> bool:
    """True where so many words and neighbours of the one are in the other."""
    words = len(set(asked) & set(there)) / len(set(asked))
    pairs = [set(itertools.pairwise(side)) for side in (asked, there)]
    return words >= WORDS_SHARED and len(pairs[0] & pairs[1]) >= PAIRS_SHARED * len(pairs[0])
