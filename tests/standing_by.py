"""A process that has imported the product and stands by to be forked: `python -m tests.standing_by ADDRESS`.

It listens on a socket. Whoever wants a process sends an order with its three streams, and is told its number
and, at its end, how it ended. It ends when its stdin does; those that it has forked go on.
"""

import gc
import importlib
import json
import os
import select
import signal
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

from index.embedder import load_embedder
from tests import forked

# What the programs import only once they work.
_LATER = ("plansearch.app", "plansearch.connections", "plansearch.logs", "uvicorn")
_LARGEST_ORDER = 1 << 18


def main(address: str) -> None:
    """Stand by; returns in the processes that were forked, when they have done their work."""
    programs = {name: importlib.import_module(name).main for name in forked.PROGRAMS}
    for name in _LATER:
        importlib.import_module(name)
    load_embedder()
    forked.fork_instead()
    gc.collect()
    # What is never thrown away is neither looked at nor copied.
    gc.freeze()
    with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
        listener.bind(address)
        listener.listen()
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        order, streams = _ordered(listener)
    _become(order, streams, address)
    programs[order["words"][0]]()


def _ordered(listener: socket.socket) -> tuple[dict[str, Any], list[int]]:
    """Fork a process for each order; returns in these."""
    running: dict[int, socket.socket] = {}
    waking, woken = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
    signal.set_wakeup_fd(woken)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    while True:
        ready = select.select([0, waking, listener], [], [])[0]
        if 0 in ready:
            sys.exit()
        if waking in ready:
            os.read(waking, 4096)
            _tell_of_ends(running)
        if listener in ready:
            connection, _ = listener.accept()
            content, streams, _, _ = socket.recv_fds(connection, _LARGEST_ORDER, 3)
            number = os.fork()
            if not number:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                for handle in (waking, woken, *(each.detach() for each in (connection, *running.values()))):
                    os.close(handle)
                return json.loads(content), streams
            for handle in streams:
                os.close(handle)
            connection.send(b"%d" % number)
            running[number] = connection


def _tell_of_ends(running: dict[int, socket.socket]) -> None:
    """Tell whoever waits for a process that has ended."""
    for number in list(running):
        ended, status = os.waitpid(number, os.WNOHANG)
        if ended:
            with running.pop(number) as connection, suppress(OSError):
                connection.send(b"%d" % status)


def _become(order: dict[str, Any], streams: list[int], address: str) -> None:
    """Take on what makes a process that was started another one than this."""
    if order["new_session"]:
        os.setsid()
    for number, handle in enumerate(streams):
        os.dup2(handle, number)
        os.close(handle)
    os.chdir(order["folder"])
    os.environ.clear()
    os.environ.update({**order["environment"], forked.ADDRESS: address})
    encoding = os.environ.get("PYTHONIOENCODING", "utf-8")
    sys.stdin = os.fdopen(0, encoding=encoding, closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding=encoding, closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, encoding=encoding, errors="backslashreplace", closefd=False)
    program, *arguments = order["words"]
    # As `plansearch.cli` is called where it is installed.
    sys.argv = [program.partition(".")[0], *arguments]
    _import_first()


def _import_first() -> None:
    """Do what Python does before all else: run the `sitecustomize` of the folders that are named to it."""
    for folder in os.environ.get("PYTHONPATH", "").split(os.pathsep):
        site = Path(folder, "sitecustomize.py")
        if folder not in sys.path and site.is_file():
            exec(compile(site.read_text(encoding="utf-8"), site, "exec"), {"__file__": str(site)})


if __name__ == "__main__":
    main(sys.argv[1])
