"""Small worlds for the tests of the index: plans, data folders, token arrays."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer, models, pre_tokenizers

from index.data_folder import DataFolder
from index.embedder import load_embedder
from index.generation import read_manifest, segments_beside
from index.segment import MANIFEST
from index.segment import read_manifest as read_segment
from index.static_model import StaticModel
from index.term_matching import TokenArrays, inverse_window_lengths
from index.types import DocumentRecord, PassageRecord
from index.versions import is_version
from ingest.types import Definition, Metadata
from search_api.collecting.collect import ingest
from search_api.collecting.report import IngestReport


def write_plan(path: Path, *provisions: str, title: str = "Nhiệm vụ trong năm") -> Path:
    """Write a plan of numbered provisions."""
    path.parent.mkdir(parents=True, exist_ok=True)
    body = "\n\n".join(f"{number}. {words}" for number, words in enumerate(provisions, 1))
    path.write_text(f"KẾ HOẠCH\n{title}\n\n{body}\n", encoding="utf-8")
    return path


def collect(data: Path, *paths: Path, spare: int | None = None) -> IngestReport:
    """Ingest `paths` into the data folder at `data` with the bundled model; of the disk `spare` bytes stay free."""
    return ingest(DataFolder.open_or_create(data, spare), list(paths), load_embedder())


def indexed_texts(data: Path) -> set[str]:
    """Return the texts of all passages of the generation that is served, without those of versions."""
    records = DataFolder.open(data).open_generation().generation.records
    current = (identity for identity in records.documents if not is_version(identity))
    return {passage.text for identity in current for passage in records.of_document(identity)}


def snapshot(folder: Path) -> dict[str, str]:
    """Return the digest of every file under `folder`."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def word_model(words: int = 8, dimension: int = 6) -> StaticModel:
    """Return a model whose tokens are the words w0, w1 … with fixed random vectors."""
    tokenizer = Tokenizer(models.WordLevel({f"w{i}": i for i in range(words)}, unk_token="w0"))
    tokenizer.pre_tokenizer = pre_tokenizers.WhitespaceSplit()
    rng = np.random.default_rng(3)
    vectors = rng.normal(size=(words, dimension)).astype(np.float32)
    return StaticModel(tokenizer, vectors, rng.uniform(0.3, 1.0, words).astype(np.float32))


def token_arrays(model: StaticModel, rows: Sequence[Sequence[int]], body: Sequence[int]) -> TokenArrays:
    """Return the arrays of passages given as token ids.

    `body[i]` context tokens come first; token j of a text stands at characters 3j to 3j + 2.
    """
    ids = np.array([token for row in rows for token in row], np.int32)
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows])]).astype(np.int64)
    places = [
        place
        for row, context in zip(rows, body, strict=True)
        for place in [*range(context), *range(len(row) - context)]
    ]
    spans = np.array([(3 * place, 3 * place + 2) for place in places], np.int32).reshape(-1, 2)
    lengths = inverse_window_lengths(model, ids, starts)
    return TokenArrays(ids, starts, np.array(body, np.int32), spans, lengths)


def document(identity: str = "d1", *definitions: Definition, **metadata: object) -> DocumentRecord:
    """Return a document record."""
    fields = Metadata(**{"title": "Kế hoạch", **metadata})  # type: ignore[arg-type]
    return DocumentRecord(identity, f"{identity}.txt", fields, tuple(definitions))


def passage(number: int, text: str, document_id: str = "d1") -> PassageRecord:
    """Return a passage record."""
    return PassageRecord(
        f"p{number}", document_id, "provision", text, 0, len(text), (), f"mục {number + 1}", None, None
    )


def index_files(data: Path, generation: str) -> list[Path]:
    """Return the files of a generation and of its segments, each that is checked when it is opened."""
    own = data / "generations" / generation
    manifest = read_manifest(own)
    segments = [segments_beside(own) / listed.segment for listed in manifest.segments]
    named = [own / name for name in manifest.files]
    named += [segment / name for segment in segments for name in read_segment(segment)[0].files]
    return [*named, *(folder / MANIFEST for folder in (own, *segments))]
