"""A real server that speaks TLS alone and asks for a token: what is told right works, what is not is said."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from index.data_folder import DataFolder
from index.errors import UnreachableError
from index.live import LiveIndex
from index.milvus.connection import Connection, reaching
from index.milvus.publishing import publish
from tests.certificates import Certificates, certificates
from tests.milvus_servers import MilvusProcess, real_milvus

QUERY = "tàu mất kết nối quá 6 giờ phải gọi chủ tàu"
# A server takes a quarter of a minute to start.
pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Certificates:
    return certificates(tmp_path_factory.mktemp("own"))


@pytest.fixture(scope="module")
def server(own: Certificates, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MilvusProcess]:
    with real_milvus(tmp_path_factory.mktemp("milvus"), own) as running:
        yield running


def test_with_its_authority_and_the_token_an_index_is_published_and_found(server, sample_data, tmp_path):
    with closing(DataFolder.open(sample_data).open_current().generation) as generation:
        publish(Connection(server.address()), generation)
    hits = LiveIndex.open(tmp_path, "bundled", "", server.address()).snapshot().searcher.search(QUERY).hits
    assert "gọi chủ tàu" in hits[0].passage.text


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({"token": "root:wrong-secret"}, "does not accept our token"),
        ({"token": ""}, "does not accept our token"),
        # Connections to one address with one token are shared.
        ({"token": "root:first-secret", "authority": ""}, "the certificate of its server is not trusted"),
        (
            {"token": "root:second-secret", "server_name": "milvus.example"},
            "the certificate of its server is not trusted",
        ),
        (
            {"token": "root:third-secret", "authority": "", "uri": "http://localhost:{port}"},
            "try again in some seconds",
        ),
    ],
)
def test_what_it_does_not_accept_is_said_at_once(server, told, reason, caplog):
    told = {name: value.format(port=server.port) for name, value in told.items()}
    connection = Connection(server.address(**told))
    with pytest.raises(UnreachableError, match=reason), reaching("collections"):
        connection.client()
    assert caplog.text
    assert "secret" not in caplog.text


def test_an_authority_of_somebody_else_is_not_trusted(server, tmp_path: Path):
    other = certificates(tmp_path).authority
    connection = Connection(server.address(token="root:fourth-secret", authority=str(other)))
    with pytest.raises(UnreachableError, match="not trusted"), reaching("collections"):
        connection.client()
