"""The bundled model, read without torch, says what sentence-transformers says."""

import subprocess
import sys
import unicodedata
from pathlib import Path

import numpy as np
import pytest

from index.embedder import BUNDLED_FOLDER, bundled_model, load_embedder
from index.static_model import StaticModel, normalised

TEXTS = {
    "vietnamese": "Sở Y tế kiểm tra bếp ăn của trường mầm non trước ngày 15 tháng 9.",
    "english": "The Department of Health inspects school kitchens before 15 September.",
    "without marks": "so y te kiem tra bep an cua truong mam non",
    "decomposed": unicodedata.normalize("NFD", "Đường thủy nội địa, hoà bình, thuỷ lợi"),
    "capitals": "ỦY BAN NHÂN DÂN TỈNH HẢI LÂM",
    "one letter": "đ",
    "punctuation": "… ; – !",
    "long": "Ủy ban nhân dân xã bố trí kinh phí cho đội tàu cá. " * 400,
}


@pytest.fixture(scope="module")
def reference():
    from sentence_transformers import SentenceTransformer

    return SentenceTransformer(str(BUNDLED_FOLDER), device="cpu", local_files_only=True)


@pytest.mark.parametrize("name", TEXTS)
def test_a_vector_equals_that_of_sentence_transformers(reference, name):
    own = bundled_model().encode([TEXTS[name]])[0]
    np.testing.assert_allclose(own, reference.encode([TEXTS[name]])[0].astype(np.float32), atol=1e-3)


def test_letters_that_the_model_lacks_mean_nothing():
    encode = bundled_model().encode
    assert not encode(["漁業 рыба सूचना"]).any()
    np.testing.assert_allclose(encode(["🐟🚢 báo cáo 漁業 nhanh"]), encode(["báo cáo nhanh"]), atol=1e-6)


def test_a_batch_gives_each_text_the_vector_it_has_alone():
    texts = list(TEXTS.values())
    together = bundled_model().encode(texts)
    alone = np.stack([bundled_model().encode([text])[0] for text in texts])
    np.testing.assert_allclose(together, alone, atol=1e-6)


def test_vectors_have_length_one_and_texts_without_tokens_are_zero():
    lengths = np.linalg.norm(bundled_model().encode(["cá ngừ", "", "  "]), axis=1)
    np.testing.assert_allclose(lengths, [1.0, 0.0, 0.0], atol=1e-5)


def test_no_texts_give_no_vectors():
    assert bundled_model().encode([]).shape == (0, bundled_model().dimension)


def test_both_placements_of_a_tone_mark_are_one_word():
    new, old = bundled_model().encode(["thủy lợi hòa bình", "thuỷ lợi hoà bình"])
    np.testing.assert_allclose(new, old, atol=1e-6)


def test_offsets_point_at_the_words_of_the_text():
    text = "Tàu cá Hải Lâm"
    cut = bundled_model().cut(["Cảng cá", text])
    assert " ".join(text[start:end] for start, end in cut.spans[cut.starts[1] :]) == text


def test_normalising_leaves_zeros_alone():
    np.testing.assert_array_equal(normalised(np.zeros((2, 3), np.float32)), np.zeros((2, 3)))


def test_a_model_folder_without_its_parts_is_a_missing_file(tmp_path: Path):
    with pytest.raises(FileNotFoundError):
        StaticModel.load(tmp_path)


def test_the_identity_of_the_bundled_model_names_its_content():
    assert load_embedder("bundled").identity.startswith("bundled@")
    assert load_embedder("").identity == load_embedder("bundled").identity


def test_searching_does_not_import_torch(sample_data):
    script = (
        "import sys; from pathlib import Path; from index.live import LiveIndex\n"
        "found = LiveIndex.open(Path(sys.argv[1]), 'bundled').snapshot().searcher.search('tàu cá vi phạm').hits\n"
        "assert found\n"
        "print([m for m in ('torch', 'transformers', 'sentence_transformers') if m in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(sample_data)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"


def test_processes_share_one_table_that_says_the_same(tmp_path):
    own, models = bundled_model(), [StaticModel.load(BUNDLED_FOLDER) for _ in range(2)]
    for model in models:
        model.share_vectors(tmp_path)
        np.testing.assert_array_equal(model.encode(list(TEXTS.values())), own.encode(list(TEXTS.values())))
    (table,) = tmp_path.iterdir()
    mapped = Path("/proc/self/maps").read_text(encoding="utf-8")
    assert mapped.count(str(table)) == 2
