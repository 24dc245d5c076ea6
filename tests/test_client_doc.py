"""The examples of docs/client.md print what stands below them, and its table has every call."""

import re
import sys

import pytest

from plansearch.client.clients import Operations
from tests.manuals import Manual, check, run

MANUAL = Manual("client.md")


def test_every_example_says_what_it_prints():
    assert MANUAL.told == 4


@pytest.mark.parametrize(("code", "printed"), MANUAL.examples("python"))
def test_an_example(server, code, printed):
    check(run(server, [sys.executable, "-c"], code), printed)


def test_the_calls_that_it_lists_are_there_and_no_other():
    rows = [line.split("|")[1] for line in MANUAL.text.splitlines() if line.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`(\w+)\(", row)}
    assert named == {name for name in vars(Operations) if not name.startswith("_")}
