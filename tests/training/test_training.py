"""Training on a tiny corpus: repeatable, readable by both loaders, careful with its data."""

import gzip
import json

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from index.errors import PlanSearchError
from index.glossary import Entry
from index.static_model import StaticModel, normalised
from index.term_matching import TermMatcher, TokenArrays, inverse_window_lengths, query_units
from training.averaging import averaged
from training.export import save_model, token_weights
from training.matching import matching_scores, train_matching
from training.pairs import GLOSSARY_WEIGHT, Pair, data_sources, glossary_pairs, read_source, read_words
from training.provisions import provision_pairs, read_provisions
from training.ragged import Ragged
from training.tokenizer import add_compounds, compound_parts, compounds, train_tokenizer, without_marks
from training.train import PairTexts, Recipe, train_table

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
def texts(pairs, tokenizer):
    return PairTexts.of(pairs, tokenizer)


@pytest.fixture(scope="module")
def table(texts, tokenizer):
    return train_table(texts, tokenizer, RECIPE)


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


def test_the_same_seed_gives_the_same_table(texts, tokenizer, table):
    np.testing.assert_array_equal(train_table(texts, tokenizer, RECIPE), table)


def test_tables_that_differ_by_a_turn_and_by_chance_are_averaged_without_both(table):
    rng = np.random.default_rng(5)
    turn = np.linalg.qr(rng.normal(size=(table.shape[1],) * 2))[0]
    apart = [(table + rng.normal(scale=0.05, size=table.shape)).astype(np.float32) for _ in range(8)]
    mean = averaged([apart[0], *((other @ turn).astype(np.float32) for other in apart[1:])])
    assert mean.shape == table.shape
    assert mean.dtype == np.float32

    def cosines(vectors: np.ndarray) -> np.ndarray:
        return normalised(vectors) @ normalised(vectors).T

    errors = [np.linalg.norm(cosines(found) - cosines(table)) for found in (mean, apart[0])]
    assert errors[0] < 0.6 * errors[1]
    np.testing.assert_allclose(averaged([table]), table)


def test_another_seed_gives_another_table(texts, tokenizer, table):
    other = Recipe(vocabulary=400, dimension=16, epochs=60, batch=8, seed=4)
    assert not np.allclose(train_table(texts, tokenizer, other), table)


def test_training_brings_translations_together(exported):
    model = StaticModel.load(exported)
    english, vietnamese = (model.encode([pair[side] for pair in PAIRS]) for side in (0, 1))
    nearest = (english @ vietnamese.T).argmax(axis=1)
    assert (nearest == np.arange(len(PAIRS))).mean() >= 0.9


def test_both_loaders_read_the_exported_folder_alike(exported):
    from sentence_transformers import SentenceTransformer

    texts = [*PAIRS[0], "ĐÈN cho đảo", "đảo never seen …"]
    reference = SentenceTransformer(str(exported), device="cpu", local_files_only=True)
    wanted = reference.encode(texts).astype(np.float32)
    np.testing.assert_allclose(StaticModel.load(exported).encode(texts), wanted, atol=1e-3)


def test_the_exported_table_is_the_trained_one_where_a_token_means_something(exported, table):
    model = StaticModel.load(exported)
    wanted = normalised(table)
    wanted[model.unknown] = 0.0
    np.testing.assert_allclose(normalised(model.vectors), wanted, atol=2e-3)


def test_a_common_word_weighs_less_than_a_rare_one(tokenizer):
    texts = [f"báo cáo ủy ban các việc cho {word} đảo" for word in ("rừng", "đèn", "tàu", "bơi")]
    weights = token_weights(texts, texts, tokenizer)
    common, rare = (tokenizer.encode(word).ids[0] for word in ("cho", "rừng"))
    assert 0.0 <= weights[common] < weights[rare] <= 1.0


@pytest.fixture(scope="module")
def with_compounds(pairs):
    """A tokenizer that has "trường học" and "hang thang" as words."""
    made = train_tokenizer([text for pair in pairs for text in (pair.left, pair.right)], RECIPE.vocabulary)
    add_compounds(made, ["trường học", "hang thang"])
    return made


def test_the_same_texts_give_the_same_tokens():
    letters = "abdeghiklmnopqrstuvxy"
    texts = [f"{a}{b}{c} {c}{a}" for a in letters for b in letters for c in letters]  # every pair as often
    first, second = (train_tokenizer(order, 900).get_vocab() for order in (texts, texts[::-1]))
    assert first == second
    assert (first["[PAD]"], first["[UNK]"]) == (0, 1)
    assert max(map(len, first)) > 3


def test_a_listed_or_sticky_pair_of_syllables_is_a_compound(tokenizer):
    texts = ["tàu xa bờ", "Tàu xa bờ", "tàu cá", "Lưỡng lự"] + ["lưỡng lự"] * 30 + ["xa cá"] * 4
    texts += [f"{a} cá {b}" for a in ("xa", "bờ", "đi") for b in ("xa", "bờ", "đi")] * 10
    assert compounds(texts[1:], ["tàu xa", "đi đi"], tokenizer, 9) == ["lưỡng lự"]
    assert compounds(texts * 3, ["tàu xa", "đi đi"], tokenizer, 9) == ["lưỡng lự", "tàu xa"]
    assert compounds(texts * 3, ["tàu xa"], tokenizer, 1) == ["lưỡng lự"]


def test_compounds_without_marks_leave_english_words_alone():
    words = ["báo chí", "in ấn", "an toàn", "bao chi"]
    assert without_marks(words, {"in", "an", "bao"}, 9) == ["an toan"]
    assert without_marks(["báo chí", "đảo xa"], set(), 1) == ["bao chi"]


def test_a_compound_is_one_token_between_word_borders(with_compounds):
    def tokens(text: str) -> list[str]:
        return with_compounds.encode(text, add_special_tokens=False).tokens

    assert tokens("Sửa TRƯỜNG HỌC, trường\nhọc")[1] == "trường học"
    assert "trường học" not in tokens("trường\nhọc") + tokens("nhàtrường học") + tokens("trường họcx")


def test_a_compound_starts_as_the_sum_of_its_syllables(pairs, with_compounds):
    untrained = Recipe(vocabulary=400, dimension=16, epochs=0, batch=8, seed=3)
    table = train_table(PairTexts.of(pairs, with_compounds), with_compounds, untrained)
    parts = compound_parts(with_compounds)
    assert len(parts) == 2
    for compound, syllables in parts.items():
        np.testing.assert_allclose(table[compound], table[syllables].sum(axis=0), atol=1e-6)


def test_training_teaches_a_compound_what_its_syllables_do_not_say(pairs, with_compounds):
    table = train_table(PairTexts.of(pairs, with_compounds), with_compounds, RECIPE)
    compound = with_compounds.token_to_id("trường học")
    syllables = compound_parts(with_compounds)[compound]
    assert np.linalg.norm(table[compound] - table[syllables].sum(axis=0)) > 0.02


MATCHING = Recipe(seed=3, matching_steps=40, matching_batch=8, batch=8, matching_rate=5e-3)


@pytest.fixture(scope="module")
def weights(pairs, tokenizer):
    return np.linspace(0.3, 1.0, tokenizer.get_vocab_size(), dtype=np.float32)


def test_the_trained_score_is_the_one_that_ranks(table, weights, tokenizer):
    query, passage = "lamps harbour", "sửa đèn cho cảng cá"
    ids = [np.array(tokenizer.encode(text).ids) for text in (query, passage)]
    padded = [(torch.from_numpy(row[None, :]), torch.ones(1, len(row), dtype=torch.bool)) for row in ids]
    trained = matching_scores(torch.from_numpy(table), torch.from_numpy(weights), *padded)
    model = StaticModel(tokenizer, table, weights)
    starts = np.array([0, len(ids[1])])
    lengths = inverse_window_lengths(model, ids[1], starts)
    lengths[2:] = 0  # windows of one and two tokens
    none = np.zeros((len(ids[1]), 2), np.int32)
    tokens = TokenArrays(ids[1].astype(np.int32), starts, none[:1, 0], none, lengths)
    units = query_units(model, query, weights)
    strengths = TermMatcher(model).strengths(units, tokens)[0]
    singles = [n for n, unit in enumerate(units.units) if unit.size == 1]
    ranked = np.average(strengths[singles], weights=units.weights[singles])
    assert trained.item() == pytest.approx(ranked, abs=2e-3)


def test_padding_never_matches(table, weights):
    query = (torch.tensor([[5, 6]]), torch.tensor([[True, True]]))
    alone = (torch.tensor([[7, 8]]), torch.tensor([[True, True]]))
    padded = (torch.tensor([[7, 8, 5, 6]]), torch.tensor([[True, True, False, False]]))
    scores = [
        matching_scores(torch.from_numpy(table), torch.from_numpy(weights), query, p) for p in (alone, padded)
    ]
    torch.testing.assert_close(*scores)


def test_the_second_stage_brings_words_of_a_pair_together(texts, tokenizer, table, weights):
    after = train_matching(table, weights, texts, MATCHING)
    np.testing.assert_array_equal(after, train_matching(table, weights, texts, MATCHING))
    lefts, rights = ([np.array(tokenizer.encode(p[side]).ids) for p in PAIRS] for side in (0, 1))

    def margin(vectors: np.ndarray) -> float:
        def scores(left: np.ndarray) -> np.ndarray:
            query = (torch.from_numpy(left[None, :]), torch.ones(1, len(left), dtype=torch.bool))
            passages = [
                (torch.from_numpy(r[None, :]), torch.ones(1, len(r), dtype=torch.bool)) for r in rights
            ]
            found = [
                matching_scores(torch.from_numpy(vectors), torch.from_numpy(weights), query, p)
                for p in passages
            ]
            return np.array([score.item() for score in found])

        matrix = np.stack([scores(left) for left in lefts])
        others = matrix[~np.eye(len(matrix), dtype=bool)]
        return float(np.diag(matrix).mean() - others.mean())

    assert margin(after) > margin(table)


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


token_lists = st.lists(st.lists(st.integers(0, 99), max_size=12), min_size=1, max_size=8)


@given(token_lists)
def test_texts_come_back_from_the_flat_arrays(rows):
    ragged = Ragged.from_lists(rows)
    assert len(ragged) == len(rows)
    assert [
        ragged.flat[a:b].tolist() for a, b in zip(ragged.starts[:-1], ragged.starts[1:], strict=True)
    ] == rows


@given(token_lists)
def test_a_token_is_replaced_by_its_text_wherever_it_stands(rows):
    each = Ragged.from_lists([[token] * (token % 3) for token in range(100)])
    found = Ragged.from_lists(rows).replaced(each)
    wanted = [[token for token in row for _ in range(token % 3)] for row in rows]
    assert [p.tolist() for p in np.split(found.flat, found.starts[1:-1])] == wanted


@given(token_lists, st.data(), st.integers(0, 2**32 - 1))
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
