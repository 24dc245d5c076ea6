"""Fitting another embedding model: how much its cosine weighs is found from questions with known answers."""

from itertools import count, islice
from pathlib import Path

import numpy as np
import pytest

from index.embedder import Embedder, load_embedder
from training.confidence import LabelledQuestion, fit_fusion
from training.provisions import Provision

# What provisions speak of, and a word for it that only the model to be fitted knows.
WORDS = {
    "đèn biển": "zorkam", "trường học": "blivet", "tàu cá": "quandle", "cầu treo": "frobnik",
    "đàn ong": "wumpus", "chợ phiên": "snarfle", "giếng khoan": "grommit", "lò gốm": "plugh",
    "vườn chè": "xyzzor", "xe buýt": "foonly", "thư viện": "gnarlit", "đê biển": "skrunk",
}  # fmt: skip


def provisions() -> list[Provision]:
    """Provisions of the calibration part, each about one of the words."""
    made = (Provision(f"x-{n}", "ports", "Hải Lâm", "", "", "", ()) for n in count())
    calibrated = islice((p.id for p in made if p.part == "calibration"), len(WORDS))
    return [
        Provision(identity, "ports", "Hải Lâm", "", f"Sửa {word} trong năm nay.", "", ())
        for identity, word in zip(calibrated, WORDS, strict=True)
    ]


@pytest.fixture(scope="module")
def embedder(tmp_path_factory: pytest.TempPathFactory) -> Embedder:
    """A model that knows the words of the provisions, and more strongly the invented ones that mean the same."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    numbers = {"[UNK]": 0}
    rows = [np.zeros(len(WORDS) + 1, np.float32)]
    rows[0][-1] = 0.1
    for axis, (word, invented) in enumerate(WORDS.items()):
        for known, strength in ((word.replace(" ", "_"), 1.0), (invented, 3.0)):
            numbers[known] = len(rows)
            rows.append(strength * np.eye(len(WORDS) + 1, dtype=np.float32)[axis])
    tokenizer = Tokenizer(models.WordLevel(numbers, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Replace(word, word.replace(" ", "_")) for word in WORDS]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    modules = [StaticEmbedding(tokenizer, embedding_weights=np.stack(rows)), Normalize()]
    folder: Path = tmp_path_factory.mktemp("models") / "inventive"
    SentenceTransformer(modules=modules, device="cpu").save(str(folder), create_model_card=False)
    return load_embedder(str(folder))


def weight_by(embedder: Embedder, asked: list[str]) -> float:
    about = provisions()
    questions = [
        LabelledQuestion(text, "vi", True, "calibration", provision.id)
        for text, provision in zip(asked, about, strict=True)
    ]
    return fit_fusion(questions, about, embedder).cosine


def test_the_cosine_weighs_where_only_the_model_knows_the_words(embedder):
    assert weight_by(embedder, list(WORDS.values())) > 0.0


def test_the_cosine_weighs_nothing_where_it_leads_astray(embedder):
    invented = list(WORDS.values())
    astray = [f"{word} {other}" for word, other in zip(WORDS, invented[1:] + invented[:1], strict=True)]
    assert weight_by(embedder, astray) == 0.0
