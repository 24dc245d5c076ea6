"""A real server of Milvus: of an older version, that finds by vectors alone."""

import logging
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from index.data_folder import DataFolder
from index.errors import UnreachableError
from index.live import LiveIndex
from index.milvus.connection import Connection
from index.milvus.publishing import publish
from index.types import Filters
from tests.milvus_servers import MilvusProcess, real_milvus

QUERY = "tàu mất kết nối quá 6 giờ phải gọi chủ tàu"
PATIENCE = 90.0
# A server takes a quarter of a minute to start.
pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MilvusProcess]:
    with real_milvus(tmp_path_factory.mktemp("milvus")) as running:
        yield running


@pytest.fixture(scope="module")
def published(server: MilvusProcess, sample_data: Path) -> str:
    with closing(DataFolder.open(sample_data).open_current().generation) as generation:
        return publish(Connection(server.address()), generation)


def opened(server: MilvusProcess, folder: Path) -> LiveIndex:
    return LiveIndex.open(folder, "bundled", "", server.address())


def test_two_servers_over_one_index_find_by_vectors_and_say_so(
    server, published, tmp_path, caplog, sample_service
):
    with caplog.at_level(logging.WARNING):
        one, other = (opened(server, tmp_path / name).snapshot() for name in ("one", "other"))
    assert f"{published} has no sparse vectors" in caplog.text
    here, there = (each.searcher.search(QUERY) for each in (one, other))
    assert [(h.passage.id, h.score) for h in here.hits] == [(h.passage.id, h.score) for h in there.hits]
    assert here.hits[0].passage.id == sample_service.search(QUERY).hits[0].passage.id


def test_filters_hold(server, published, tmp_path):
    snapshot = opened(server, tmp_path).snapshot()
    for document in snapshot.documents.values():
        metadata = document.metadata
        for filters in (
            Filters(document_id=document.id),
            Filters(province=metadata.province, year=metadata.year),
            Filters(type=metadata.type, among=frozenset({document.id, "nobody"})),
        ):
            found = snapshot.searcher.search(QUERY, filters, limit=100)
            assert found.total > 0
            assert all(filters.admits(hit.document) for hit in found.hits)
    assert snapshot.searcher.search(QUERY, Filters(among=frozenset())).total == 0
    assert snapshot.searcher.search(QUERY, Filters(province='" or key >= 0 or province == "')).total == 0


def test_vectors_come_back_as_they_were(server, published, tmp_path, sample_service):
    snapshot = opened(server, tmp_path).snapshot()
    keys = snapshot.searcher.keys()
    mine = sample_service.snapshot.generation.engine.vectors(keys)
    np.testing.assert_array_equal(snapshot.generation.engine.vectors(keys), mine)


def test_killed_it_is_away_and_started_again_it_has_all(server, published, tmp_path):
    index = LiveIndex.open(tmp_path, "bundled", "", server.address(deadline=2.0))
    snapshot = index.snapshot()
    before = snapshot.searcher.search(QUERY)
    server.kill()
    with pytest.raises(UnreachableError, match="the index cannot be reached"):
        snapshot.searcher.search(QUERY)
    server.start()
    end = time.monotonic() + PATIENCE
    while True:
        try:
            after = snapshot.searcher.search(QUERY)
            break
        except UnreachableError:
            assert time.monotonic() < end
    assert [(h.passage.id, h.score) for h in after.hits] == [(h.passage.id, h.score) for h in before.hits]
    index.close()
