"""What plans cite, read by hand, against what is found: every instrument, how often, and what carries out what."""

import json
from collections import Counter
from pathlib import Path

import pytest

from ingest.instruments.grounds import read_grounds
from ingest.language.folding import squash
from ingest.reading.reader import read_folder
from ingest.types import Document
from tests.conftest import SAMPLES

LABELS = Path(__file__).parents[2] / "labels"


def found_in(document: Document) -> dict[str, object]:
    """Return the instruments that a document cites, itself left out, as the labels write them."""
    own = squash(document.metadata.number or "")
    nested = [
        [ground.under.number, ground.instrument.number]
        for ground in read_grounds(document.text, document.instruments)
        if ground.under
    ]
    return {
        "cited": dict(Counter(i.number for i in document.instruments if squash(i.number) != own)),
        "carries_out": [pair for place, pair in enumerate(nested) if pair not in nested[:place]],
    }


@pytest.mark.parametrize("source", ["sample", "real"])
def test_exactly_the_labelled_instruments_are_found(source, request):
    folder = SAMPLES if source == "sample" else request.getfixturevalue("real_corpus")
    labels = json.loads((LABELS / f"{source}_instruments.json").read_text(encoding="utf-8"))
    documents = {document.source_file: document for document in read_folder(folder)}
    assert {name: found_in(document) for name, document in documents.items()} == labels
