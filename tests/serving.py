"""The command line, in this process and as one of its own, and a real `plansearch serve`."""

import asyncio
import os
import re
import socket
import subprocess
import sysconfig
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import pytest
import uvicorn
from fastapi import FastAPI
from typer.testing import CliRunner

from plansearch.cli import app
from plansearch.connections import BoundedConnection

PLANSEARCH = str(Path(sysconfig.get_path("scripts")) / "plansearch")
_COLOURS = {"FORCE_COLOR", "GITHUB_ACTIONS", "PY_COLORS", "COLUMNS", "TERMINAL_WIDTH"}
_PATIENCE = 90.0
_RUNNING = re.compile(r"PlanSearch serves (http://[^\s\"]+)")


def plansearch(
    *arguments: str | Path, environment: dict[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command line in this process, which saves the imports; a crash is raised here.

    A server that starts ends at once: `serve` is run here only where it must be refused.
    """
    variables = {name: None for name in os.environ if _is_dropped(name)} | (environment or {})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(uvicorn.Server, "run", lambda *_: None)
        done = CliRunner().invoke(
            app, [str(part) for part in arguments], env=variables, catch_exceptions=False
        )
    return subprocess.CompletedProcess(arguments, done.exit_code, done.stdout, done.stderr)


def process(
    *arguments: str | bytes | Path, environment: dict[str, str] | None = None, typed: str | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the command line as a person would, with what is typed on its stdin, and wait for it."""
    return subprocess.run(
        [PLANSEARCH, *arguments],
        input=typed,
        check=False,
        env=clean_environment(environment),
        capture_output=True,
        encoding="utf-8",
        timeout=_PATIENCE,
    )


@dataclass
class Served:
    """A running server, and where it writes its log."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    def get(self, path: str, **parameters: object) -> httpx2.Response:
        """Ask the server."""
        return httpx2.get(self.url + path, params=parameters or None, timeout=_PATIENCE, trust_env=False)

    def ask(self, path: str, headers: dict[str, str]) -> httpx2.Response:
        """Ask the server with headers."""
        return httpx2.get(self.url + path, headers=headers, timeout=_PATIENCE, trust_env=False)


@contextmanager
def serving(
    data: Path, log: Path, environment: dict[str, str] | None = None, options: tuple[str, ...] = ()
) -> Iterator[Served]:
    """Serve a data folder on a free port; the process is ended afterwards."""
    command = [PLANSEARCH, "serve", "--port", "0", "--data", str(data), *options]
    with running(command, log, environment) as server:
        yield server


@contextmanager
def running(command: list[str], log: Path, environment: dict[str, str] | None = None) -> Iterator[Served]:
    """Run a command that serves, and wait until it says where; the process is ended afterwards."""
    with log.open("wb") as stream:
        process = subprocess.Popen(command, env=clean_environment(environment), stdout=stream, stderr=stream)
    try:
        yield Served(_address(process, log), process, log)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _address(process: subprocess.Popen[bytes], log: Path) -> str:
    """Wait until the server says where it listens."""
    end = time.monotonic() + _PATIENCE
    while time.monotonic() < end and process.poll() is None:
        if found := _RUNNING.search(log.read_text(encoding="utf-8")):
            return found[1]
        time.sleep(0.05)
    raise AssertionError(f"the server did not start: {log.read_text(encoding='utf-8')}")


def _is_dropped(name: str) -> bool:
    return name.startswith("PLANSEARCH_") or name in _COLOURS


def clean_environment(extra: dict[str, str] | None = None) -> dict[str, str]:
    """Return the environment of a command, without what a person has set for the product."""
    kept = {name: value for name, value in os.environ.items() if not _is_dropped(name)}
    return {**kept, "PYTHONIOENCODING": "utf-8", **(extra or {})}


@contextmanager
def serving_here(
    application: FastAPI, connection: type[asyncio.Protocol] = BoundedConnection
) -> Iterator[str]:
    """Serve an application of this process on a free port; gives its address."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(application, http=connection, log_level="critical", access_log=False)
    )
    thread = threading.Thread(target=server.run, args=([listener],))
    thread.start()
    try:
        yield "http://{}:{}".format(*listener.getsockname())
    finally:
        server.should_exit = True
        thread.join(_PATIENCE)
