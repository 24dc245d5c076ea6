"""The process that reads: its bounds hold also where its parent is no more."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.processes import send
from ingest.reading.frames import Unread, to_frame
from tests.faulty_reader import FaultyReader

ROOT = Path(__file__).parents[3]


@pytest.mark.skipif(sys.platform == "win32", reason="the time of a core cannot be bounded there")
def test_a_file_that_keeps_a_core_busy_ends_its_process_without_the_clock_of_the_parent(tmp_path):
    reader = FaultyReader(tmp_path / "faulty")
    text = Unread("text", b"KE HOACH\n\n1. endless\n", "a.txt", "a")
    path = os.pathsep.join([str(reader.folder), str(ROOT)])
    with subprocess.Popen(
        [sys.executable, "-m", "ingest.reading.child", str(2 << 30), "1"],
        stdin=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": path},
    ) as child:
        send(child.stdin, to_frame(text))
        assert child.wait(60) == -signal.SIGXCPU
    assert reader.attempts("endless") == 1
