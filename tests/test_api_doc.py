"""The examples of docs/api.md print what stands below them, and its table has every kind of problem."""

import re
import shutil
import sys

import pytest

from plansearch.settings import Settings
from search_api.kit.problems import KINDS
from tests.manuals import Manual, check, run

MANUAL = Manual("api.md")


def test_every_example_says_what_it_prints():
    assert MANUAL.told == 6


@pytest.mark.parametrize(("code", "printed"), MANUAL.examples("python"))
def test_an_example_in_python(server, code, printed):
    check(run(server, [sys.executable, "-c"], code), printed)


@pytest.mark.parametrize(("code", "printed"), MANUAL.examples("sh"))
def test_an_example_for_the_shell(server, code, printed):
    if not shutil.which("curl"):
        pytest.skip("curl is not installed")
    check(run(server, ["sh", "-euc"], code), printed)


@pytest.mark.browser
@pytest.mark.parametrize(("code", "printed"), MANUAL.examples("javascript"))
def test_an_example_in_a_browser(open_page, code, printed):
    page = open_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto("/about")
    page.evaluate(f"async () => {{ {code} }}")
    check("\n".join(said), printed)


def test_every_kind_of_problem_is_in_the_table():
    rows = re.findall(r"^\| `/problems/(\S+)` \| (\d+) \|", MANUAL.text, re.MULTILINE)
    assert rows == [(kind.name, str(kind.status)) for kind in KINDS.values()]


def test_the_settings_that_it_names_are_there():
    named = set(re.findall(r"`PLANSEARCH_(\w+)`", MANUAL.text))
    assert named
    assert {name.lower() for name in named} <= set(Settings.model_fields)


def test_the_operations_that_it_lists_are_there_and_no_other(client):
    listed = MANUAL.text.split("```\n")[1]
    found = {re.sub(r"{[^}]*}", "{}", path) for path in client.get("/openapi.json").json()["paths"]}
    named = {re.sub(r"{[^}]*}", "{}", path) for path in re.findall(r"(/(?:api/v1|\w+z)[^\s?…]*)", listed)}
    files = {f"/api/v1/duties.{kind}" for kind in ("csv", "xlsx", "ics")}
    assert found - files - {"/metrics"} == named - files
