"""Any sentence-transformers model can take the place of the bundled one."""

import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from index import fitted
from index.as_json import to_json
from index.data_folder import DataFolder
from index.embedder import _folder_digest, load_embedder
from index.errors import ModelError
from index.fitted import Fitted
from index.fusion import FusionWeights
from index.live import LiveIndex
from index.snapshot import Snapshot
from plansearch.cli import main
from search_api.collecting.collect import ingest
from tests.index_worlds import collect, indexed_texts, write_plan
from tests.product import Product

WORDS = ["[UNK]", "query", "passage", ":", "tàu", "cá", "cảng", "trường", "học", "đèn", "biển"]


def save_tiny_model(folder: Path, passage_prompt: str = "passage") -> Path:
    """Save a model of a few words that has prompts."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
    from tokenizers import Tokenizer, models, pre_tokenizers

    tokenizer = Tokenizer(models.WordLevel({w: i for i, w in enumerate(WORDS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    table = np.random.default_rng(5).normal(size=(len(WORDS), 8)).astype(np.float32)
    modules = [StaticEmbedding(tokenizer, embedding_weights=table), Normalize()]
    prompts = {"query": "query: ", passage_prompt: "passage: "}
    model = SentenceTransformer(modules=modules, prompts=prompts, device="cpu")
    model.save(str(folder), create_model_card=False)
    return folder


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_model(tmp_path_factory.mktemp("models") / "tiny-model")


@pytest.fixture(scope="module")
def raw(tiny: Path):
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(tiny), device="cpu")


def test_a_query_is_embedded_with_the_query_prompt(tiny, raw):
    vector = load_embedder(str(tiny)).embed_query("tàu cá")
    np.testing.assert_allclose(vector, raw.encode(["query: tàu cá"], prompt="")[0], atol=1e-5)
    assert not np.allclose(vector, raw.encode(["tàu cá"], prompt="")[0], atol=1e-2)


@pytest.mark.parametrize("name", ["passage", "document"])
def test_passages_are_embedded_with_the_passage_prompt(tmp_path, raw, name):
    embedder = load_embedder(str(save_tiny_model(tmp_path / "model", name)))
    vectors = embedder.embed_passages(["tàu cá", "trường học"])
    wanted = raw.encode(["passage: tàu cá", "passage: trường học"], prompt="")
    np.testing.assert_allclose(vectors, wanted, atol=1e-5)


def test_the_identity_names_folder_and_content(tiny, tmp_path):
    other = save_tiny_model(tmp_path / "tiny-model", "document")
    assert load_embedder(str(tiny)).identity.startswith("tiny-model@")
    assert load_embedder(str(tiny)).identity != load_embedder(str(other)).identity
    assert load_embedder(str(tiny)).dimension == 8


def test_search_works_with_another_model(tiny, tmp_path):
    write_plan(tmp_path / "in" / "a.txt", "Treo đèn biển ở cảng cá.", "Sửa trường học vùng cao.")
    embedder = load_embedder(str(tiny))
    report = ingest(DataFolder.open_or_create(tmp_path / "data"), [tmp_path / "in"], embedder)
    assert report.manifest is not None
    assert (report.manifest.model, report.manifest.dimension) == (embedder.identity, 8)
    best = Product.open(tmp_path / "data", str(tiny)).search("đèn biển").hits[0]
    assert "đèn biển" in best.passage.text


def fitted_to(folder: Path, cosine: float, bias: float) -> None:
    """Write into the folder of a model what was fitted to it."""
    judge = replace(fitted.unknown().confidence, bias=bias)
    content = fitted.stored(Fitted(FusionWeights(cosine=cosine), judge))
    (folder / fitted.FILE_NAME).write_text(to_json(fitted.Stored, content), encoding="utf-8")


def test_a_model_has_what_was_fitted_to_it_and_never_what_was_fitted_to_the_bundled_one(tiny, tmp_path):
    assert load_embedder().fitted is fitted.bundled()
    assert load_embedder(str(tiny)).fitted is fitted.unknown()
    model = Path(shutil.copytree(tiny, tmp_path / "tiny-model"))
    identity = load_embedder(str(model)).identity
    fitted_to(model, cosine=3.0, bias=-20.0)
    _folder_digest.cache_clear()
    found = load_embedder(str(model))
    assert (found.fitted.fusion.cosine, found.fitted.confidence.bias) == (3.0, -20.0)
    # An index stays good when a model is fitted again.
    assert found.identity == identity


def test_what_was_fitted_to_a_model_ranks_and_judges(tiny, tmp_path):
    model = Path(shutil.copytree(tiny, tmp_path / "tiny-model"))
    embedder = load_embedder(str(model))
    write_plan(tmp_path / "in" / "a.txt", "Treo đèn biển ở cảng cá.", "Sửa trường học vùng cao.")
    ingest(DataFolder.open_or_create(tmp_path / "data"), [tmp_path / "in"], embedder)

    def found(cosine: float, bias: float):
        fitted_to(model, cosine, bias)
        return Product.open(tmp_path / "data", str(model)).search("trường biển")

    # By words alone the two would tie, and rounding would say which comes first.
    nearest, farthest = found(50.0, 20.0), found(-50.0, -20.0)
    assert nearest.hits[0].passage.id != farthest.hits[0].passage.id
    assert nearest.hits[0].signals.cosine == max(hit.signals.cosine for hit in nearest.hits)
    assert farthest.hits[0].signals.cosine == min(hit.signals.cosine for hit in farthest.hits)
    assert (nearest.confidence, farthest.confidence) == ("high", "none")


@pytest.mark.parametrize("content", ["", "{}", "[1]", "without a signal"])
def test_what_was_fitted_to_other_signals_is_refused_naming_the_file(tiny, tmp_path, content):
    model = Path(shutil.copytree(tiny, tmp_path / "tiny-model"))
    fitted_to(model, 1.0, 0.0)
    path = model / fitted.FILE_NAME
    if content == "without a signal":
        fields = json.loads(path.read_text(encoding="utf-8"))
        fields["features"].pop()
        content = json.dumps(fields)
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ModelError, match=r"plansearch\.json cannot be used: .*training\.confidence --model"):
        load_embedder(str(model))


def test_an_index_of_another_model_is_refused_naming_both(tiny, tmp_path):
    write_plan(tmp_path / "in" / "a.txt", "Treo đèn biển ở cảng cá của huyện đảo.")
    collect(tmp_path / "data", tmp_path / "in")
    with pytest.raises(ModelError) as refusal:
        Product.open(tmp_path / "data", str(tiny))
    assert load_embedder().identity in str(refusal.value)
    assert load_embedder(str(tiny)).identity in str(refusal.value)


def test_an_index_of_another_dimension_is_refused_under_the_same_name(tiny, tmp_path):
    """As of a model whose revision nobody knows."""
    embedder = load_embedder(str(tiny))
    write_plan(tmp_path / "in" / "a.txt", "Treo đèn biển ở cảng cá của huyện đảo.")
    collect(tmp_path / "data", tmp_path / "in")
    generation = DataFolder.open(tmp_path / "data").open_generation().generation
    embedder.identity = generation.manifest.model
    with pytest.raises(ModelError, match=rf"{generation.manifest.dimension} dimensions.* \(8\)"):
        Snapshot(generation, embedder)


def test_a_model_that_changes_under_an_ingest_or_a_server_is_taken_up_by_neither(tiny, tmp_path):
    model = Path(shutil.copytree(tiny, tmp_path / "tiny-model"))
    embedder = load_embedder(str(model))
    for name in "ab":
        write_plan(tmp_path / "in" / f"{name}.txt", f"Treo đèn biển ở cảng cá {name}.")
    folder = DataFolder.open_or_create(tmp_path / "data")

    def replace(_done: int, _total: int, _name: str) -> None:
        shutil.rmtree(model, ignore_errors=True)

    report = ingest(folder, [tmp_path / "in"], embedder, replace)
    assert not model.exists()
    assert report.manifest is not None
    assert report.manifest.model == embedder.identity == load_embedder(str(tiny)).identity
    product = Product(LiveIndex(folder, embedder))
    assert len(product.search("đèn biển").hits) == 2
    save_tiny_model(model, "document")
    # A new process would not remember what lay there.
    _folder_digest.cache_clear()
    with pytest.raises(ModelError, match=r"tiny-model@.* tiny-model@"):
        Product.open(folder.path, str(model))
    assert len(product.search("đèn biển").hits) == 2


def test_ingest_with_another_model_rebuilds_an_unchanged_corpus(tiny, tmp_path):
    write_plan(tmp_path / "in" / "a.txt", "Treo đèn biển ở cảng cá của huyện đảo.")
    collect(tmp_path / "data", tmp_path / "in")
    before = indexed_texts(tmp_path / "data")
    ingest(DataFolder.open(tmp_path / "data"), [tmp_path / "in"], load_embedder(str(tiny)))
    assert Product.open(tmp_path / "data", str(tiny)).snapshot.manifest.dimension == 8
    assert indexed_texts(tmp_path / "data") == before


def test_an_unknown_model_offline_is_a_message_with_a_remedy(sample_data, monkeypatch, capsys):
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setenv("PLANSEARCH_MODEL", "nobody/no-such-model")
    monkeypatch.setattr(sys, "argv", ["plansearch", "search", "tàu cá", "--data", str(sample_data)])
    with pytest.raises(SystemExit) as end:
        main()
    assert end.value.code == 2
    message = capsys.readouterr().err
    assert "nobody/no-such-model" in message
    assert "unset PLANSEARCH_MODEL" in message
    assert "Traceback" not in message


def test_a_folder_without_a_model_is_refused(tmp_path):
    with pytest.raises(ModelError, match="PLANSEARCH_MODEL"):
        load_embedder(str(tmp_path))


def test_a_model_with_damaged_weights_is_refused(tmp_path):
    folder = save_tiny_model(tmp_path / "model")
    weights = folder / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:20])
    with pytest.raises(ModelError, match="PLANSEARCH_MODEL"):
        load_embedder(str(folder))
