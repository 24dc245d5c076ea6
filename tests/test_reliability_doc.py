"""The table of docs/reliability.md has every fault once, and each test that it names is there and is run."""

import ast
import re
from functools import cache

import pytest

from tests.conftest import ROOT
from tests.guide_examples import text_of

# How many faults each part has; what was found later stands behind them.
FAULTS = {"A": 21, "B": 9, "C": 14, "D": 12, "E": 6, "F": 4, "G": 12}
TESTS = ROOT / "tests"
_NAMED = re.compile(r"`((?:[\w/]+\.py)?(?:::\w+)?|[\w/]+/)`")
_NEVER = "cannot arise: "
ROWS = [
    tuple(cell.strip() for cell in line.strip("|").split("|"))
    for line in text_of("reliability.md").splitlines()
    if re.match(r"\| [A-G]\d", line)
]


def named(shown_by: str) -> list[tuple[str, str]]:
    """Return the files and tests that a cell names; "::test" is of the file before it."""
    found, file = [], ""
    for name in _NAMED.findall(shown_by):
        before, _, test = name.partition("::")
        file = before or file
        found.append((file, test))
    return found


@cache
def _tests_of(file: str) -> dict[str, bool]:
    """Return the tests of a file, each with whether it is run by `make test-long` alone."""
    module = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    marked = any(
        "pytest.mark.long" in ast.unparse(node)
        for node in module.body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark"
    )
    return {
        node.name: marked or any(ast.unparse(each) == "pytest.mark.long" for each in node.decorator_list)
        for node in module.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name.startswith("test_")
    }


def test_every_fault_is_there_once():
    numbers = [row[0] for row in ROWS]
    assert len(set(numbers)) == len(numbers)
    assert {f"{part}{n}" for part, last in FAULTS.items() for n in range(1, last + 1)} <= set(numbers)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_a_row_names_tests_that_there_are_or_says_why_it_cannot_arise(row):
    number, fault, holds, shown_by = row
    assert fault
    assert not re.search(r"not built|no tests? yet|no test\b", f"{holds} {shown_by}", re.IGNORECASE)
    if shown_by.startswith(_NEVER):
        assert len(shown_by) > len(_NEVER) + 20
        return
    assert holds
    tests = named(shown_by)
    assert tests, number
    for file, test in tests:
        assert (TESTS / file).exists(), file
        if test:
            assert test in _tests_of(file), f"{file}::{test}"
            assert _tests_of(file)[test] == ("(long)" in shown_by.split(test)[1][:8]), test
        elif file.endswith(".py"):
            assert _tests_of(file), file
