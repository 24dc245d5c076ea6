"""Servers of Milvus that tests start: the small one that keeps all in a folder, and an older real one."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import gettempdir
from types import MappingProxyType

import pytest
from filelock import FileLock

from index.milvus.connection import Address, Connection
from tests.certificates import Certificates

_PATIENCE = 90.0
# Of the one who may do all at a server that is new.
TOKEN = "root:Milvus"
_REAL = """
import json, signal, sys
from milvus import MilvusServer
server = MilvusServer(wait_for_started=False)
server.set_base_dir(sys.argv[1])
server.listen_port = int(sys.argv[2])
for name, value in json.loads(sys.argv[3]).items():
    server.config.set(name, value)
server.start()
signal.sigwait([signal.SIGTERM])
"""


class MilvusProcess:
    """A server as a process group of its own, at a port that stays the same when it is started again.

    `reached` is how it is spoken to, where that is not as usual.
    """

    def __init__(
        self, command: list[str], port: int, log: Path, reached: Mapping[str, str] = MappingProxyType({})
    ) -> None:
        self._command, self.port, self._log = command, port, log
        self._reached = reached
        self._process: subprocess.Popen[bytes] | None = None

    def address(self, **told: object) -> Address:
        usual = {"uri": f"http://127.0.0.1:{self.port}", **self._reached}
        return Address(**{**usual, **told})  # type: ignore[arg-type]

    def start(self) -> None:
        """Start it, and wait until it answers."""
        from pymilvus.exceptions import MilvusException

        with self._log.open("ab") as log:
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log, start_new_session=True)
        end = time.monotonic() + _PATIENCE
        while True:
            assert self._process.poll() is None, self._log.read_text(errors="replace")[-2000:]
            try:
                connection = Connection(self.address(deadline=1.0))
                connection.client().list_collections(timeout=1)
                connection.close()
            except MilvusException:
                assert time.monotonic() < end, self._log.read_text(errors="replace")[-2000:]
                time.sleep(0.1)
            else:
                return

    def signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        os.killpg(self._process.pid, number)

    def kill(self) -> None:
        """End it at once, as a power cut does."""
        if self._process is not None:
            self.signal(signal.SIGKILL)
            self._process.wait()
            self._process = None


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def milvus_lite(folder: Path) -> Iterator[MilvusProcess]:
    """Run the small server over a folder."""
    pytest.importorskip("milvus_lite", reason="milvus-lite is not installed")
    port = free_port()
    options = ["--data-dir", str(folder / "lite"), "--host", "127.0.0.1", "--port", str(port)]
    command = [sys.executable, "-m", "milvus_lite", "server", *options]
    yield from _running(MilvusProcess(command, port, folder / "lite.log"))


@contextmanager
def real_milvus(folder: Path, certificates: Certificates | None = None) -> Iterator[MilvusProcess]:
    """Run Milvus 2.3.5, which has no sparse vectors; one at a time, for some of its ports are always the same.

    With certificates it speaks TLS alone, and asks for the token `TOKEN`.
    """
    pytest.importorskip("milvus", reason="the package milvus is not installed")
    port = free_port()
    settings, reached = {}, {}
    if certificates:
        settings = {
            "authorization_enabled": True, "tls_mode": 1, "server_pem_path": str(certificates.server),
            "server_key_path": str(certificates.key), "ca_pem_path": str(certificates.authority),
        }  # fmt: skip
        authority = str(certificates.authority)
        reached = {"uri": f"https://localhost:{port}", "token": TOKEN, "authority": authority}
    command = [sys.executable, "-c", _REAL, str(folder / "real"), str(port), json.dumps(settings)]
    with FileLock(Path(gettempdir()) / "plansearch-real-milvus.lock"):
        yield from _running(MilvusProcess(command, port, folder / "real.log", reached))
    shutil.rmtree(folder / "real", ignore_errors=True)


def _running(server: MilvusProcess) -> Iterator[MilvusProcess]:
    try:
        server.start()
        yield server
    finally:
        server.kill()
