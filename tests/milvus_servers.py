"""Servers of Milvus that tests start: the small one that keeps all in a folder, and an older real one."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from index.milvus.connection import Address

_PATIENCE = 90.0
_REAL = """
import signal, sys
from milvus import MilvusServer
server = MilvusServer(wait_for_started=False)
server.set_base_dir(sys.argv[1])
server.listen_port = int(sys.argv[2])
server.start()
signal.sigwait([signal.SIGTERM])
"""


class MilvusProcess:
    """A server as a process group of its own, at a port that stays the same when it is started again."""

    def __init__(self, command: list[str], port: int, log: Path) -> None:
        self._command, self.port, self._log = command, port, log
        self._process: subprocess.Popen[bytes] | None = None

    def address(self, **told: object) -> Address:
        return Address(f"http://127.0.0.1:{self.port}", **told)  # type: ignore[arg-type]

    def start(self) -> None:
        """Start it, and wait until it answers."""
        from pymilvus import MilvusClient
        from pymilvus.exceptions import MilvusException

        with self._log.open("ab") as log:
            self._process = subprocess.Popen(self._command, stdout=log, stderr=log, start_new_session=True)
        end = time.monotonic() + _PATIENCE
        while True:
            assert self._process.poll() is None, self._log.read_text(errors="replace")[-2000:]
            try:
                client = MilvusClient(f"http://127.0.0.1:{self.port}", timeout=1, dedicated=True)
                client.list_collections(timeout=1)
                client.close()
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
    yield from _running([sys.executable, "-m", "milvus_lite", "server", *options], port, folder / "lite.log")


@contextmanager
def real_milvus(folder: Path) -> Iterator[MilvusProcess]:
    """Run Milvus 2.3.5, which has no sparse vectors."""
    pytest.importorskip("milvus", reason="the package milvus is not installed")
    port = free_port()
    yield from _running(
        [sys.executable, "-c", _REAL, str(folder / "real"), str(port)], port, folder / "real.log"
    )
    shutil.rmtree(folder / "real", ignore_errors=True)


def _running(command: list[str], port: int, log: Path) -> Iterator[MilvusProcess]:
    server = MilvusProcess(command, port, log)
    server.start()
    try:
        yield server
    finally:
        server.kill()
