"""Re-ranking by a cross-encoder made in the test."""

from itertools import pairwise

import pytest
from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

from index.errors import ModelError
from index.reranker import load_reranker
from index.snapshot import Snapshot


@pytest.fixture(scope="module")
def tiny_cross_encoder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cross")
    words = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", *"abcdefghijklmnopqrstuvwxyz"]
    (folder / "vocab.txt").write_text("\n".join(words))
    tokenizer = BertTokenizerFast(vocab_file=str(folder / "vocab.txt"))
    config = BertConfig(
        vocab_size=len(words), hidden_size=8, num_hidden_layers=1, num_attention_heads=1,
        intermediate_size=8, num_labels=1, max_position_embeddings=512,
    )  # fmt: skip
    BertForSequenceClassification(config).save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return str(folder)


def test_no_name_means_no_reranker():
    assert load_reranker("") is None


def test_the_first_passages_stand_in_the_order_of_the_cross_encoder(tiny_cross_encoder, sample_service):
    reranker = load_reranker(tiny_cross_encoder)
    index = sample_service.index
    snapshot = Snapshot(index.snapshot().generation, index.embedder, reranker)
    hits = snapshot.searcher.search("phóng viên nước ngoài", limit=10).hits
    relevance = list(reranker.scores("phóng viên nước ngoài", [hit.passage.text for hit in hits]))
    # Batches of other sizes differ in the last digits.
    assert all(first >= second - 1e-5 for first, second in pairwise(relevance))


def test_a_cross_encoder_that_is_not_here_is_named_with_the_remedy(monkeypatch):
    # The variable of the same name was read when the library was imported.
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(ModelError, match="PLANSEARCH_RERANKER"):
        load_reranker("nobody/no-such-cross-encoder")
