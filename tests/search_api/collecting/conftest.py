"""Worlds that several tests of collecting share."""

from pathlib import Path

import pytest

from ingest.reading.readers import Readers
from search_api.collecting import collect as collecting
from tests.faulty_reader import FaultyReader


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Where a data folder is to be made."""
    return tmp_path / "data"


@pytest.fixture
def faulty_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FaultyReader:
    """Have files read with faults."""
    reader = FaultyReader(tmp_path / "faulty")
    monkeypatch.syspath_prepend(reader.folder)
    # In children of its own.
    monkeypatch.setattr(collecting, "Readers", Readers)
    return reader
