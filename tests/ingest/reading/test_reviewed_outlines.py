"""Outlines of decrees, circulars, rules and articles of law, as noted by a reader: depth, label, first words."""

import gzip
import json
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from tests.conftest import REAL_CORPUS
from tests.worlds import documents_of, own_words

EXPECTED = Path(__file__).parent / "expectations"
TEXTS = REAL_CORPUS.parent / "formats" / "truth"
ARTICLES = REAL_CORPUS.parent / "scale" / "codified_law_articles.jsonl.gz"
SHARE = 0.97


def notes(text: str) -> list[str]:
    """Return depth, label and two words of every labelled node."""
    return [
        f"{node.depth}\t{node.label}\t{' '.join(own_words(document, node).split()[:2])}"
        for document in documents_of(text)
        for node in document.nodes
        if node.label and node.mark != "row"
    ]


def right(expected: list[str], found: list[str]) -> int:
    return sum(
        block.size for block in SequenceMatcher(None, expected, found, autojunk=False).get_matching_blocks()
    )


def noted_articles() -> dict[str, list[str]]:
    rows: dict[str, list[str]] = {}
    for line in (EXPECTED / "articles.tsv").read_text(encoding="utf-8").splitlines():
        number, note = line.split("\t", 1)
        rows.setdefault(number, []).append(note)
    return rows


@pytest.mark.parametrize("path", sorted((EXPECTED / "formats").iterdir()), ids=lambda path: path.stem)
def test_documents_have_the_outline_that_a_reader_sees(path):
    if not TEXTS.is_dir():
        pytest.skip("../shared/formats is not here")
    expected = path.read_text(encoding="utf-8").splitlines()
    found = notes((TEXTS / f"{path.stem}.txt").read_text(encoding="utf-8"))
    # What is wrong with one node may be wrong with those below it.
    assert max(len(expected), len(found)) - right(expected, found) <= max(3, (1 - SHARE) * len(expected))


def test_articles_have_the_outline_that_a_reader_sees():
    if not ARTICLES.is_file():
        pytest.skip("../shared/scale is not here")
    expected = noted_articles()
    texts: dict[str, str] = {}
    with gzip.open(ARTICLES, "rt", encoding="utf-8") as lines:
        for line in lines:
            article = json.loads(line)
            texts.setdefault(article["no"].removeprefix("Điều "), article["text"])
    wrong = {number for number in expected if notes(texts[number]) != expected[number]}
    assert wrong == set()
