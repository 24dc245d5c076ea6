"""The lexical index: words as typed, numbers as cited, user text as nothing but text."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.embedded.lexical import LexicalIndex, LexicalWriter, join_lexical
from index.engine import Scope
from index.lexical_terms import lexical_fields, numbers, query_terms, typed_numbers, words
from index.rows import Rows
from index.statistics import coverage, rarest_terms
from index.types import Filters
from tests.index_worlds import document

HAI_LAM = document("d1", province="Hải Lâm", year=2024, type="Kế hoạch")
VAN_SON = document("d2", province="Vân Sơn", year=2023, type="Hướng dẫn")
PASSAGES = [
    (HAI_LAM, "Giữ đất trồng lúa ở vùng trũng."),
    (HAI_LAM, "Người dân được dắt trâu bò qua cầu tạm."),
    (HAI_LAM, "Sửa chữa tuyến đường sắt qua thị trấn."),
    (HAI_LAM, "Thực hiện Kết luận số 57-KL/TW về thông tin đối ngoại."),
    (HAI_LAM, "Bố trí 57 chỗ ngồi cho tổ công tác KL và đoàn TW."),
    (VAN_SON, "Cảng cá mở cửa; ghi id 5 vào sổ."),
    (VAN_SON, "Cảng cá, bến cá, chợ cá đầu mối; cảng cá loại II."),
    (HAI_LAM, "Nâng cấp cảng."),
]
FULL_OF_WORDS = " ".join(text for _, text in PASSAGES)


def write(folder: Path, passages) -> Path:
    writer = LexicalWriter(folder)
    for number, (whole, text) in enumerate(passages):
        writer.add(whole.id, f"digest {number}", whole.metadata, [lexical_fields("", text)])
    writer.close()
    return folder


def build(folder: Path, passages, *further) -> LexicalIndex:
    """Return the index of the passages of one segment, or of several."""
    parts = [write(folder / f"part-{number}", own) for number, own in enumerate((passages, *further))]
    join_lexical(folder / "joined", parts)
    return LexicalIndex(folder / "joined", parts, Rows([len(own) for own in (passages, *further)]))


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> LexicalIndex:
    return build(tmp_path_factory.mktemp("lexical"), PASSAGES)


def scored(index: LexicalIndex, query: str, limit: int = 20, **filters: object) -> dict[int, float]:
    """Return the rows found with their scores."""
    return index.scores(query_terms(query), Scope(Filters(**filters)), limit)  # type: ignore[arg-type]


def found(index: LexicalIndex, query: str, limit: int = 20, **filters: object) -> list[int]:
    """Return the rows found, best first."""
    scores = scored(index, query, limit, **filters)
    return sorted(scores, key=lambda row: -scores[row])


def test_the_word_as_typed_comes_before_its_unmarked_relatives(index):
    assert found(index, "đất") == [0, 1]
    assert found(index, "dắt") == [1, 0]


def test_a_query_without_marks_finds_all_its_readings(index):
    assert set(found(index, "dat")) == {0, 1}


def test_d_stands_for_its_barred_form(index):
    assert found(index, "duong sat")[0] == 2


def test_capitals_and_the_placement_of_a_tone_mark_do_not_matter(tmp_path):
    index = build(tmp_path, [(HAI_LAM, "Nâng cấp công trình thuỷ lợi."), (HAI_LAM, "Mở lớp dạy nghề.")])
    assert found(index, "THỦY LỢI") == [0]


@pytest.mark.parametrize("number", ["57-KL/TW", "57-kl/tw", "57 - KL/TW", "kết luận 57-KL/TW"])
def test_a_document_number_finds_the_passage_that_cites_it(index, number):
    assert found(index, number)[0] == 3


def test_numbers_compare_without_case_marks_and_spaces():
    assert numbers("Nghị định 72/2015/NĐ-CP") == ["722015ndcp"]
    assert typed_numbers("nghị định 72/2015/nđ-cp") == ["722015ndcp"]


@pytest.mark.parametrize(
    "query",
    [
        "id:5", "document_id:d2", "province:Hải", "year:2023", '"cảng cá"', '"cảng', "NEAR(cảng cá)",
        "cảng AND cá", "cảng OR", "NOT cảng", "cảng*", "-cảng", "+cảng", "cảng^9", "(cảng", "cảng~2",
        "[a TO z]", "/cảng.*/", "accented:cảng", "cảng\\", "cá'; DROP TABLE passages; --", "*:*",
    ],
)  # fmt: skip
def test_query_syntax_is_nothing_but_its_words(index, query):
    assert scored(index, query) == scored(index, " ".join(words(query)))


def test_a_field_name_in_a_query_does_not_reach_the_field(index):
    assert 6 not in found(index, "document_id:d2")
    assert found(index, "year:2023") == []


anything = st.text(st.characters(exclude_categories=()), max_size=60)
near_syntax = st.lists(
    st.sampled_from(['"', "(", ")", "NEAR(", ":", "*", "-", "^", "~", "cảng", "57-KL/TW", "id", "\x00", " "]),
    max_size=12,
).map("".join)


@given(anything | near_syntax, st.integers(0, 5))
def test_no_text_raises(index, query, limit):
    scores = scored(index, query, limit)
    assert len(scores) <= limit
    assert scores.keys() <= set(range(len(PASSAGES)))
    assert 0.0 <= coverage(index, query) <= 1.0 + 1e-6


@settings(max_examples=20)
@given(anything)
def test_any_text_can_be_indexed(tmp_path_factory, text):
    index = build(tmp_path_factory.mktemp("any"), [(HAI_LAM, text), (HAI_LAM, "cảng cá")])
    assert 1 in found(index, "cảng cá")


def test_filters_restrict_before_the_ranking_is_cut(index):
    assert found(index, "cảng cá", limit=1) == [6]
    assert found(index, "cảng cá", limit=1, province="Hải Lâm") == [7]


@pytest.mark.parametrize(
    "filters", [{"province": "Vân Sơn"}, {"year": 2023}, {"type": "Hướng dẫn"}, {"document_id": "d2"}]
)
def test_each_filter_keeps_only_its_own(index, filters):
    assert set(found(index, FULL_OF_WORDS, **filters)) == {5, 6}


def test_a_filter_does_not_change_the_scores(index):
    everywhere = scored(index, "cảng cá")
    within = scored(index, "cảng cá", province="Vân Sơn")
    assert within == {row: pytest.approx(everywhere[row], rel=1e-5) for row in (5, 6)}


def test_a_filter_that_nothing_meets_finds_nothing(index):
    assert found(index, "cảng cá", province="Thanh Giang") == []


def test_the_passage_that_holds_a_text_comes_first_however_long_it_is(tmp_path):
    said = "Cảng cá mở cửa từ năm giờ sáng đến mười giờ đêm"
    other = " ".join(f"việc{n}" for n in range(300))
    texts = ["Cảng cá mở cửa sớm.", f"{other}. {said}. {other}.", "Cảng cá mở cửa từ năm giờ, đêm đóng."]
    index = build(tmp_path / "index", [(HAI_LAM, text) for text in texts])
    rows = index.holding(rarest_terms(index, said), 2)
    assert [row for row, _ in rows] == [1, 2]
    assert rows[0][1] > rows[1][1]
    assert index.holding(rarest_terms(index, "quýt […]"), 2) == []


def test_nothing_asked_finds_nothing(index):
    assert scored(index, "") == {}
    assert scored(index, "… ; –") == {}
    assert scored(index, "cảng", 0) == {}


def test_coverage_is_the_share_of_known_words(index):
    assert coverage(index, "cảng cá") == pytest.approx(1.0)
    assert coverage(index, "volcano eruption") == 0.0
    assert 0.0 < coverage(index, "cảng volcano") < 1.0
    assert coverage(index, "") == 0.0


def test_an_empty_corpus_can_be_asked(tmp_path):
    index = build(tmp_path, [])
    assert scored(index, "cảng cá") == {}
    assert coverage(index, "cảng cá") == 0.0
