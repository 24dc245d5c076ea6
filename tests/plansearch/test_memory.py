import re
import sys
from pathlib import Path

import pytest

from plansearch.memory import give_back

MIB = 1 << 20


def own_memory() -> int:
    """Return the bytes that this process has for itself."""
    rollup = Path("/proc/self/smaps_rollup").read_text(encoding="utf-8")
    return int(re.search(r"^Anonymous:\s+(\d+) kB$", rollup, re.MULTILINE)[1]) * 1024


@pytest.mark.skipif(sys.platform != "linux", reason="only the GNU C library gives memory back")
def test_what_lies_between_goes_back_to_the_system():
    blocks = [b"x" * 60_000 for _ in range(2_000)]
    last = blocks[-1]
    blocks.clear()
    before = own_memory()
    give_back()
    assert before - own_memory() > 50 * MIB
    assert len(last) == 60_000
