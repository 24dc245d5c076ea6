"""The example of docs/agents.md prints what stands below it, and its table has every tool."""

import re
import sys

import anyio
import pytest

from plansearch.agents.server import agents_server
from tests.manuals import Manual, check, run

MANUAL = Manual("agents.md")


def test_every_example_says_what_it_prints():
    assert MANUAL.told == 1


@pytest.mark.parametrize(("code", "printed"), MANUAL.examples("python"))
def test_an_example(server, code, printed):
    check(run(server, [sys.executable, "-c"], code), printed)


def test_the_tools_that_it_lists_are_there_and_no_other(sample_app):
    tools = anyio.run(agents_server(sample_app.state.index).list_tools)
    assert re.findall(r"^\| `(\w+)` \|", MANUAL.text, re.MULTILINE) == [tool.name for tool in tools]
