"""The examples of a manual: code, and below it what it prints."""

import re
import subprocess
from pathlib import Path

from tests.serving import Served

_DOCS = Path(__file__).parents[1] / "docs"
_BEGINNING = re.compile("```(?:sh|python|javascript)\n")
_EXAMPLE = re.compile(r"```(sh|python|javascript)\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)
# Where the manuals have their server.
_SERVER = "http://127.0.0.1:8000"


class Manual:
    """A page of `docs/`."""

    def __init__(self, name: str) -> None:
        self.text = (_DOCS / name).read_text(encoding="utf-8")
        self._found = _EXAMPLE.findall(self.text)

    def examples(self, kind: str) -> list[tuple[str, str]]:
        """Return each example in a language with what it prints."""
        return [(code, printed) for language, code, printed in self._found if language == kind]

    @property
    def told(self) -> int:
        """How many examples say what they print; raises `AssertionError` where one does not."""
        assert len(self._found) == len(_BEGINNING.findall(self.text))
        return len(self._found)


def check(printed: str, expected: str) -> None:
    """Look for each line in what was printed."""
    assert [line for line in expected.splitlines() if line not in printed] == [], printed


def run(server: Served, command: list[str], code: str) -> str:
    """Return what an example prints that asks this server."""
    done = subprocess.run(
        [*command, code.replace(_SERVER, server.url)],
        check=True, capture_output=True, encoding="utf-8", timeout=60,
    )  # fmt: skip
    return done.stdout
