"""The table of docs/client.md has every call; its examples are run with those of the other guides."""

import re

from plansearch.client.clients import Operations
from tests.guide_examples import text_of


def test_the_calls_that_it_lists_are_there_and_no_other():
    rows = [line.split("|")[1] for line in text_of("client.md").splitlines() if line.startswith("| `")]
    named = {name for row in rows for name in re.findall(r"`(\w+)\(", row)}
    assert named == {name for name in vars(Operations) if not name.startswith("_")}
