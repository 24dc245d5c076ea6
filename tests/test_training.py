"""Training on a tiny corpus: repeatable, readable by both loaders, careful with its data."""

import gzip
import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import PlanSearchError
from index.glossary import Entry
from index.static_model import StaticModel, normalised
from training.export import save_model, token_weights
from training.pairs import GLOSSARY_WEIGHT, Pair, data_sources, glossary_pairs, read_source, read_words
from training.provisions import provision_pairs, read_provisions
from training.ragged import Ragged
from training.tokenizer import train_tokenizer
from training.train import Recipe, train_table

PAIRS = [
    ("lamps for the fishing harbour", "đèn cho cảng cá"),
    ("repair of mountain schools", "sửa trường học vùng cao"),
    ("swimming lessons for children", "lớp bơi cho trẻ em"),
    ("forest fires in the dry season", "cháy rừng mùa khô"),
    ("radio for offshore boats", "máy bộ đàm cho tàu xa bờ"),
    ("report to the committee each month", "báo cáo ủy ban hằng tháng"),
    ("clean water for the islands", "nước sạch cho các đảo"),
    ("health checks for old people", "khám sức khỏe cho người già"),
]
RECIPE = Recipe(vocabulary=400, dimension=16, epochs=60, batch=8, seed=3)


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> list[Pair]:
    """Pairs as read from a data folder of two small files."""
    folder = tmp_path_factory.mktemp("model-data")
    for name, task in (("parallel", PAIRS[:6]), ("passages", PAIRS[6:])):
        (folder / name).mkdir()
        with gzip.open(folder / name / "small.tsv.gz", "wt", encoding="utf-8") as stream:
            stream.writelines(f"{left}\t{right}\n" for left, right in task)
    return [pair for source in data_sources(folder) for pair in read_source(source)]


@pytest.fixture(scope="module")
def tokenizer(pairs):
    return train_tokenizer([text for pair in pairs for text in (pair.left, pair.right)], RECIPE.vocabulary)


@pytest.fixture(scope="module")
def table(pairs, tokenizer):
    return train_table(pairs, tokenizer, RECIPE)


@pytest.fixture(scope="module")
def exported(tmp_path_factory, pairs, tokenizer, table):
    folder = tmp_path_factory.mktemp("exported") / "model"
    weights = token_weights([p.left for p in pairs], [p.right for p in pairs], tokenizer)
    save_model(folder, tokenizer, table, weights)
    return folder


def test_both_kinds_of_data_are_read(pairs):
    assert [(pair.left, pair.right) for pair in pairs] == PAIRS
    assert [pair.task for pair in pairs] == ["parallel"] * 6 + ["passage"] * 2


def test_rows_without_two_columns_are_skipped(tmp_path):
    (tmp_path / "parallel").mkdir()
    with gzip.open(tmp_path / "parallel" / "x.tsv.gz", "wt", encoding="utf-8") as stream:
        stream.write("alone\n\tđèn\nlamp\t \n\nlamp\tđèn\n")
    (source,) = data_sources(tmp_path)
    assert [(pair.left, pair.right) for pair in read_source(source)] == [("lamp", "đèn")]


def test_every_combination_of_a_glossary_entry_is_a_pair():
    entry = Entry("sea", 2, "body", ("port office", "port"), ("cảng vụ",), ("CV",))
    found = list(glossary_pairs([entry]))
    assert {(pair.left, pair.right) for pair in found} == {
        ("port office", "cảng vụ"), ("port office", "CV"), ("port", "cảng vụ"), ("port", "CV"),
    }  # fmt: skip
    assert sum(pair.weight for pair in found) == pytest.approx(GLOSSARY_WEIGHT * len(found) ** 0.5)


def test_every_combination_of_a_row_of_words_is_a_pair(tmp_path):
    path = tmp_path / "words.tsv"
    path.write_text("english\tvietnamese\nrich\tgiàu; phong phú\n", encoding="utf-8")
    assert [(pair.left, pair.right) for pair in read_words(path)] == [("rich", "giàu"), ("rich", "phong phú")]


def test_the_tokenizer_normalises_on_its_own(tokenizer):
    same = [tokenizer.encode(text).ids for text in ("thủy", "THUỶ", "thu\u0309y")]
    assert same[0] == same[1] == same[2]


def test_the_same_seed_gives_the_same_table(pairs, tokenizer, table):
    np.testing.assert_array_equal(train_table(pairs, tokenizer, RECIPE), table)


def test_another_seed_gives_another_table(pairs, tokenizer, table):
    other = Recipe(vocabulary=400, dimension=16, epochs=60, batch=8, seed=4)
    assert not np.allclose(train_table(pairs, tokenizer, other), table)


def test_training_brings_translations_together(exported):
    model = StaticModel.load(exported)
    english, vietnamese = (model.encode([pair[side] for pair in PAIRS]) for side in (0, 1))
    nearest = (english @ vietnamese.T).argmax(axis=1)
    assert (nearest == np.arange(len(PAIRS))).mean() >= 0.9


def test_both_loaders_read_the_exported_folder_alike(exported):
    from sentence_transformers import SentenceTransformer

    texts = [*PAIRS[0], "ĐÈN cho đảo", "words never seen", "…"]
    reference = SentenceTransformer(str(exported), device="cpu", local_files_only=True)
    wanted = reference.encode(texts).astype(np.float32)
    np.testing.assert_allclose(StaticModel.load(exported).encode(texts), wanted, atol=1e-3)


def test_the_exported_table_is_the_trained_one(exported, table):
    np.testing.assert_allclose(
        normalised(StaticModel.load(exported).vectors), normalised(table), atol=2e-3
    )  # fmt: skip


def test_a_common_word_weighs_less_than_a_rare_one(tokenizer):
    texts = [f"báo cáo ủy ban các việc cho {word} đảo" for word in ("rừng", "đèn", "tàu", "bơi")]
    weights = token_weights(texts, texts, tokenizer)
    common, rare = (tokenizer.encode(word).ids[0] for word in ("cho", "rừng"))
    assert 0.0 <= weights[common] < weights[rare] <= 1.0


def provision_line(**changes: object) -> str:
    fields = {
        "id": "x-1", "topic": "ports", "province": "Hải Lâm", "heading": "1. Cảng vụ",
        "provision": "Treo đèn.", "translation": "Hang lamps.",
        "questions": [{"lang": "en", "kind": "what", "text": "what is hung"}],
    }  # fmt: skip
    return json.dumps({**fields, **changes}, ensure_ascii=False)


@pytest.mark.parametrize(
    "bad",
    ["{", "[]", "{}", "null", provision_line(questions=None), provision_line(questions=[{"lang": "en"}])],
)
def test_a_malformed_provision_is_named_with_its_line(tmp_path, bad):
    lines = [provision_line(), bad, provision_line(id="x-2")]
    (tmp_path / "provisions-1.jsonl").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(PlanSearchError, match=r"^provisions-1\.jsonl, line 2: "):
        read_provisions(tmp_path)


def test_only_the_training_part_gives_pairs(tmp_path):
    lines = [provision_line(id=f"x-{n}", translation=f"Hang {n} lamps.") for n in range(60)]
    (tmp_path / "provisions-1.jsonl").write_text("\n".join(lines), encoding="utf-8")
    provisions = read_provisions(tmp_path)
    assert {p.part for p in provisions} == {"train", "calibration", "test"}
    told = {pair.left for pair in provision_pairs(provisions) if pair.left.startswith("Hang")}
    assert told == {p.translation for p in provisions if p.part == "train"}


texts = st.lists(st.lists(st.integers(0, 99), max_size=12), min_size=1, max_size=8)


@given(texts)
def test_texts_come_back_from_the_flat_arrays(rows):
    ragged = Ragged.from_lists(rows)
    assert len(ragged) == len(rows)
    assert [
        ragged.flat[a:b].tolist() for a, b in zip(ragged.starts[:-1], ragged.starts[1:], strict=True)
    ] == rows


@given(texts, st.data(), st.integers(0, 2**32 - 1))
def test_a_drawn_text_is_a_run_of_at_most_its_limit(rows, data, seed):
    chosen = data.draw(st.lists(st.integers(0, len(rows) - 1), max_size=10))
    limits = data.draw(st.lists(st.integers(0, 15), min_size=len(chosen), max_size=len(chosen)))
    flat, offsets = Ragged.from_lists(rows).draw(
        np.array(chosen, np.int64), np.array(limits, np.int64), np.random.default_rng(seed)
    )
    drawn = [piece.tolist() for piece in np.split(flat, offsets[1:])] if chosen else []
    for row, limit, piece in zip(chosen, limits, drawn, strict=True):
        whole = rows[row]
        assert len(piece) == min(len(whole), limit)
        assert any(whole[at : at + len(piece)] == piece for at in range(len(whole) - len(piece) + 1))


def test_every_place_of_a_long_text_is_drawn_sometimes():
    ragged = Ragged.from_lists([range(6)])
    rng = np.random.default_rng(1)
    drawn = {tuple(ragged.draw(np.zeros(1, np.int64), np.full(1, 3), rng)[0].tolist()) for _ in range(200)}
    assert drawn == {(0, 1, 2), (1, 2, 3), (2, 3, 4), (3, 4, 5)}
