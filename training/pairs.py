"""Training pairs, read from the data files and from our own word lists."""

import csv
import gzip
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from index.glossary import Entry

Task = Literal["parallel", "passage"]


@dataclass(frozen=True, slots=True)
class Source:
    """One file of pairs: where it lies, its task, and how often a pair is drawn per epoch."""

    path: Path
    task: Task
    weight: float


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts that mean the same; `left` is English, or a heading, or an article."""

    left: str
    right: str
    task: Task
    weight: float


# Weights by genre: government prose counts most; the tariff lists are many and narrow.
PARALLEL_WEIGHTS = {"gso_sdg_metadata_vn": 4.0, "hs_tariff_nomenclature": 0.3, "hs_tariff_hier": 0.3,
                    "ms_azd": 0.5, "dspace_ui": 0.3}  # fmt: skip
GLOSSARY_WEIGHT = 3.0
WORD_WEIGHT = 1.0
OWN_PAIR_WEIGHT = 3.0


def data_sources(folder: Path) -> list[Source]:
    """Return the sources under a `model-data` folder (`parallel/` and `passages/`)."""
    parallel = [
        Source(path, "parallel", PARALLEL_WEIGHTS.get(path.name.split(".")[0], 1.0))
        for path in sorted((folder / "parallel").glob("*.tsv.gz"))
    ]
    passages = [Source(path, "passage", 1.0) for path in sorted((folder / "passages").glob("*.tsv.gz"))]
    return parallel + passages


def read_source(source: Source) -> Iterator[Pair]:
    """Yield the pairs of one gzipped or plain TSV file; rows without two columns are skipped."""
    opener = gzip.open if source.path.suffix == ".gz" else open
    with opener(source.path, "rt", encoding="utf-8") as stream:
        for line in stream:
            left, _, right = line.rstrip("\n").partition("\t")
            if left.strip() and right.strip():
                yield Pair(left, right, source.task, source.weight)


def glossary_pairs(entries: Iterable[Entry]) -> Iterator[Pair]:
    """Yield the pairs of the glossary; an abbreviation is one more Vietnamese term."""
    for entry in entries:
        yield from _combinations(entry.english, entry.vietnamese + entry.abbreviations, GLOSSARY_WEIGHT)


def read_words(path: Path) -> Iterator[Pair]:
    """Yield the pairs of a word list: a header, then English and Vietnamese terms a line."""
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter="\t", quoting=csv.QUOTE_NONE):
            yield from _combinations(row["english"].split("; "), row["vietnamese"].split("; "), WORD_WEIGHT)


def _combinations(english: Sequence[str], vietnamese: Sequence[str], weight: float) -> Iterator[Pair]:
    """Yield every English × Vietnamese pair; together they count less than as many concepts."""
    pairs = list(itertools.product(english, vietnamese))
    for left, right in pairs:
        yield Pair(left, right, "parallel", weight / len(pairs) ** 0.5)
