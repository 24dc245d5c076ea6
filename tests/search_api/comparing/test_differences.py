"""Word differences: verbatim on both sides, and what counts as different."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.language.folding import canonical
from search_api.comparing.differences import MOST_TOKENS, difference, pieces, split_blanks, word_for_word

WORDS = st.lists(
    st.sampled_from(["cá", "tàu", "Hoà", "hòa", "20", "1.640", ",", "–", "và", "a)"]), max_size=30
)
TEXTS = st.one_of(st.text(max_size=80), WORDS.map(" ".join))


def changes(left: str, right: str) -> list[tuple[str, str]]:
    """Return what is deleted and inserted, in order."""
    return [
        (run.kind, (run.left.of(left) if run.kind == "delete" else run.right.of(right)).strip())
        for run in difference(left, right).runs
        if run.kind != "equal"
    ]


@given(left=TEXTS, right=TEXTS)
def test_the_runs_joined_give_both_texts_back(left, right):
    runs = difference(left, right).runs
    assert "".join(run.left.of(left) for run in runs) == left
    assert "".join(run.right.of(right) for run in runs) == right


@given(left=TEXTS, right=TEXTS)
def test_a_deletion_has_nothing_on_the_right_and_an_insertion_nothing_on_the_left(left, right):
    for run in difference(left, right).runs:
        assert run.kind != "delete" or (run.left.of(left) and not run.right.of(right))
        assert run.kind != "insert" or (run.right.of(right) and not run.left.of(left))


@given(text=TEXTS)
def test_a_text_is_the_same_as_itself(text):
    found = difference(text, text)
    assert (found.same, found.shared, found.changed) == (True, 1.0, 0)


@given(left=TEXTS, right=TEXTS)
def test_the_share_and_the_count_tell_the_same_story(left, right):
    found = difference(left, right)
    assert 0 <= found.shared <= 1
    assert (found.changed == 0) == (found.shared == 1.0)
    assert not found.same or found.changed == 0


@given(left=WORDS, right=WORDS)
def test_equal_runs_hold_the_same_words(left, right):
    texts = " ".join(left), " ".join(right)
    runs = difference(*texts).runs
    # Label and closing sign belong to the first and last run and are compared with nothing.
    for run in runs[1:-1]:
        if run.kind == "equal":
            assert canonical(run.left.of(texts[0])).split() == canonical(run.right.of(texts[1])).split()


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("2.4. Phát thanh hai buổi mỗi ngày.", "b) Phát thanh hai buổi mỗi ngày;"),
        ("- Hoà giải ở cơ sở", "* Hòa  giải\nở CƠ SỞ."),
        ("Kỹ năng số", "Kĩ năng số"),
        ("gọi là “Ngọn sóng” – giải báo chí", 'gọi là "Ngọn sóng" - giải báo chí'),
    ],
)
def test_label_closing_sign_case_blanks_and_tone_placement_are_no_difference(left, right):
    assert difference(left, right).same


def test_a_changed_figure_is_one_deletion_and_one_insertion():
    found = changes("a) Trả lời trong vòng 24 giờ.", "b) Trả lời trong vòng 12 giờ.")
    assert found == [("delete", "24"), ("insert", "12")]


@pytest.mark.parametrize(("left", "right"), [("1.640", "1 640"), ("3,5", "3.5"), ("15/6", "15-6")])
def test_a_number_with_its_separators_is_one_word(left, right):
    assert not difference(f"chi {left} đồng mỗi xã", f"chi {right} đồng mỗi xã").same


def test_a_sign_inside_is_a_difference_of_no_word():
    found = difference("không, được phép nuôi", "không được phép nuôi")
    assert (found.same, found.changed, found.shared) == (False, 0, 1.0)


def test_one_word_shared_by_chance_amid_long_changes_is_not_picked_out():
    left = "Trồng rừng ngập mặn của xã ven biển"
    right = "Sửa cầu treo dân sinh của huyện miền núi"
    assert changes(left, right) == [("delete", left), ("insert", right)]


def test_little_in_common_shows_what_is_shared_and_much_shows_every_word():
    left = "Báo cáo kết quả trước ngày 20 hằng tháng"
    near = "Báo cáo kết quả trước ngày 15 hằng tháng"
    far = "Sở mở lớp học, mời thầy giỏi; báo cáo kết quả trước khi năm học kết thúc một tuần lễ"
    assert {kind for kind, _ in pieces(difference(left, near), left, near)} == {"equal", "delete", "insert"}
    shown = list(pieces(difference(left, far), left, far))
    assert ("shared", "báo cáo kết quả trước ") in shown
    assert {kind for kind, _ in shown} == {"equal", "shared"}


@given(left=TEXTS, right=TEXTS)
def test_what_is_shown_without_deletions_is_the_text_itself(left, right):
    found = difference(left, right)
    for shown in (pieces(found, left, right), word_for_word(found, left, right)):
        assert "".join(words for kind, words in shown if kind != "delete") == right


@pytest.mark.parametrize(
    ("left", "right", "shown"),
    [
        ("Dùng công nghệ", "Dùng máy móc tốt hơn nhiều", "Dùng [công nghệ] máy móc tốt hơn nhiều"),
        ("Đổi mới công nghệ và máy.", "Đổi mới công nghệ.", "Đổi mới công nghệ [và máy]."),
        ("Trả lời cho dân (qua thư) rồi gửi.", "Trả lời cho dân (qua thư).", "Trả lời cho dân (qua thư) [rồi gửi]."),
        ("Nuôi cá lồng tiên tiến", "Nuôi cá, tiên tiến", "Nuôi cá [lồng], tiên tiến"),
        ("Nuôi cá, tôm, mực", "Nuôi cá tôm, mực", "Nuôi cá [,] tôm, mực"),
        ("Kinh tế - xã hội của tỉnh", "Kinh tế xã hội của tỉnh", "Kinh tế [-] xã hội của tỉnh"),
    ],
)  # fmt: skip
def test_removed_words_are_parted_from_their_neighbours(left, right, shown):
    parts = []
    for kind, words in word_for_word(difference(left, right), left, right):
        before, told, after = split_blanks(words)
        parts.append(f"{before}[{told}]{after}" if kind == "delete" else words)
    assert "".join(parts) == shown


@given(left=WORDS, right=WORDS)
def test_no_piece_runs_into_its_neighbour(left, right):
    texts = " ".join(left), " ".join(right)
    shown = [words for _, words in word_for_word(difference(*texts), *texts) if words]
    assert not [pair for pair in pairwise(shown) if pair[0][-1].isalnum() and pair[1][0].isalnum()]


@given(words=st.text(max_size=20))
def test_blanks_are_split_off_and_nothing_is_lost(words):
    before, told, after = split_blanks(words)
    assert before + told + after == words
    assert told == words.strip()
    assert not (before + after).strip()


def test_of_a_text_too_long_for_the_matcher_beginning_and_end_are_compared():
    middle = " ".join(f"từ{n}" for n in range(MOST_TOKENS))
    left, right = f"Mở đầu {middle} kết thúc", f"Mở đầu {middle[::-1]} kết thúc"
    runs = difference(left, right).runs
    assert [run.kind for run in runs] == ["equal", "delete", "insert", "equal"]
    assert (runs[0].right.of(right).strip(), runs[-1].right.of(right).strip()) == ("Mở đầu", "kết thúc")
