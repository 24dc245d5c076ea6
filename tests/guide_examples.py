"""The examples of a document of `docs/`, each with what it prints, and how they are run."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.serving import PLANSEARCH, Served

DOCS = Path(__file__).parents[1] / "docs"
_EXAMPLE = re.compile(r"```(sh|python|javascript)\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)
_BEGUN = re.compile("```(?:sh|python|javascript)\n")


@dataclass(frozen=True)
class Example:
    """Code of a document, and lines that it prints among others."""

    language: str
    code: str
    printed: str

    def check(self, printed: str) -> None:
        """Fail where a line of the document was not printed."""
        assert [line for line in self.printed.splitlines() if line not in printed] == [], printed

    def run(self, server: Served, data: Path, folder: Path) -> None:
        """Run it as a process in a folder, against a server and the data folder that it serves."""
        if self.language == "sh" and not shutil.which("curl"):
            pytest.skip("curl is not installed")
        command = [sys.executable, "-c"] if self.language == "python" else ["sh", "-euc"]
        # The commands of these tests, and python3 with their packages.
        path = os.pathsep.join((str(Path(PLANSEARCH).parent), os.environ["PATH"]))
        done = subprocess.run(
            [*command, self.code.replace("http://127.0.0.1:8000", server.url)],
            env={**os.environ, "PATH": path, "PLANSEARCH_DATA": str(data)},
            check=True, cwd=folder, stdout=subprocess.PIPE, encoding="utf-8", timeout=120,
        )  # fmt: skip
        self.check(done.stdout)

    def run_in(self, page) -> None:
        """Run it in a page of the server."""
        said = []
        page.on("console", lambda message: said.append(message.text))
        page.goto("/about")
        page.evaluate(f"async () => {{ {self.code} }}")
        self.check("\n".join(said))


def text_of(document: str) -> str:
    """Return a document of `docs/`."""
    return (DOCS / document).read_text(encoding="utf-8")


def examples_of(*documents: str) -> list[Example]:
    """Return all examples; raises `ValueError` where one does not say what it prints."""
    texts = list(map(text_of, documents))
    found = [Example(*parts) for text in texts for parts in _EXAMPLE.findall(text)]
    if len(found) != sum(len(_BEGUN.findall(text)) for text in texts):
        raise ValueError("an example does not say what it prints")
    return found
