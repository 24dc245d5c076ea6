"""A searcher over records that are in no data folder: for calibration and benchmarks."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from index.embedder import Embedder, load_embedder
from index.generation import Generation, build_generation
from index.searcher import Searcher
from index.types import DocumentRecord, DutyRecord, PassageRecord


@contextmanager
def searcher_over(
    documents: Sequence[DocumentRecord],
    passages: Sequence[PassageRecord],
    embedder: Embedder | None = None,
    duties: Sequence[DutyRecord] = (),
) -> Iterator[Searcher]:
    """Build a generation in a temporary folder and open it; without an embedder, the bundled one."""
    embedder = embedder or load_embedder()
    with TemporaryDirectory() as folder:
        build_generation(Path(folder), "scratch", "", documents, passages, embedder, duties)
        yield Searcher(Generation.open(Path(folder)), embedder)
