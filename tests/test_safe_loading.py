"""What lies in a data folder is only read, never run: nothing in the product unpickles."""

import ast
from collections.abc import Iterator

import numpy as np
import pytest

from index.arrays import mapped_array
from tests.conftest import ROOT

ROOMS = ("ingest", "index", "search_api", "web", "plansearch")
# Modules that run what they load, and calls that do so where they are not told otherwise.
UNPICKLING = {"pickle", "cPickle", "_pickle", "dill", "cloudpickle", "joblib", "shelve", "marshal"}
CALLS = {"torch.load", "pd.read_pickle", "pandas.read_pickle", "np.loads", "eval", "exec", "yaml.load"}


def faults(source: str) -> Iterator[str]:
    """Yield what a source does that may run what it reads."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            named = [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
            yield from (f"imports {name}" for name in named if name.split(".")[0] in UNPICKLING)
        elif isinstance(node, ast.Call):
            name = ast.unparse(node.func)
            if name in CALLS:
                yield f"calls {name}"
            if any(k.arg == "allow_pickle" and ast.unparse(k.value) != "False" for k in node.keywords):
                yield f"{name} may unpickle"


@pytest.mark.parametrize(
    "source",
    ["import pickle", "from joblib import load", "torch.load(path)", "np.load(path, allow_pickle=True)", "eval(text)"],
)  # fmt: skip
def test_what_would_run_what_it_reads_is_seen(source):
    assert len(list(faults(source))) == 1


def test_no_room_unpickles():
    found = {
        str(path.relative_to(ROOT)): told
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if (told := list(faults(path.read_text(encoding="utf-8"))))
    }
    assert found == {}


class Trap:
    def __reduce__(self):
        return (pytest.fail, ("what lies in the data folder was run",))


def test_an_array_that_would_run_something_is_refused(tmp_path):
    np.save(tmp_path / "trap.npy", np.array([Trap()], object), allow_pickle=True)
    with pytest.raises(ValueError, match=r"Python objects|allow_pickle"):
        mapped_array(tmp_path, "trap")
