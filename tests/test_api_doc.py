"""The table of docs/api.md has every kind of problem, and its list every operation."""

import re

from search_api.kit.problems import KINDS
from tests.guide_examples import text_of

MANUAL = text_of("api.md")


def test_every_kind_of_problem_is_in_the_table():
    rows = re.findall(r"^\| `/problems/(\S+)` \| (\d+) \|", MANUAL, re.MULTILINE)
    assert rows == [(kind.name, str(kind.status)) for kind in KINDS.values()]


def test_the_operations_that_it_lists_are_there_and_no_other(client):
    listed = MANUAL.split("```\n")[1]
    found = {re.sub(r"{[^}]*}", "{}", path) for path in client.get("/openapi.json").json()["paths"]}
    named = {re.sub(r"{[^}]*}", "{}", path) for path in re.findall(r"(/(?:api/v1|\w+z)[^\s?…]*)", listed)}
    files = {f"/api/v1/duties.{kind}" for kind in ("csv", "xlsx", "ics")}
    assert found - files - {"/metrics"} == named - files
