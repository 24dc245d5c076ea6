"""The table of docs/agents.md has every tool; its example is run with those of the other guides."""

import re

import anyio

from plansearch.agents.server import agents_server
from tests.guide_examples import text_of


def test_the_tools_that_it_lists_are_there_and_no_other(sample_app):
    tools = anyio.run(agents_server(sample_app.state.index).list_tools)
    assert re.findall(r"^\| `(\w+)` \|", text_of("agents.md"), re.MULTILINE) == [tool.name for tool in tools]
