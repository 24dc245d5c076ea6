"""A piece of work that is done again and again in children, each killed with SIGKILL at another step."""

import os
import signal
import sys
from collections.abc import Callable, Sequence

from tests.killed_ingest import watch_steps


def done(work: Callable[[], object], last: int | None) -> tuple[int, list[str]]:
    """Do the work in a child, killed just before step `last`; return how it ended, and its steps."""
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        os.close(reading)
        steps = 0

        def step(name: str) -> None:
            nonlocal steps
            if steps == last:
                os.kill(os.getpid(), signal.SIGKILL)
            steps += 1
            os.write(writing, f"{name.split(maxsplit=1)[0]}\n".encode())

        try:
            watch_steps(step)
            work()
        finally:
            # An error is told by the missing zero.
            os._exit(0 if sys.exc_info()[0] is None else 1)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as stream:
        told = stream.read().split()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), told


def killed_everywhere(work_in: Callable[[str], Callable[[], object]], spread: Sequence[float]) -> int:
    """Kill at some shares (0 … 1) of all steps, before each change of a name, and after the last; return how often.

    `work_in` gives the work for a place by its name: "whole" is let to its end, "0", "1" … are not.
    """
    status, steps = done(work_in("whole"), None)
    assert status == 0
    renames = [number for number, name in enumerate(steps) if name == "os.rename"]
    # The last change of a name may be the last step.
    last = min(renames[-1] + 1, len(steps) - 1)
    moments = {*(int(share * len(steps)) for share in spread), *renames, last}
    for number, moment in enumerate(sorted(moments)):
        status, _ = done(work_in(str(number)), moment)
        assert status == -signal.SIGKILL, moment
    return len(moments)
