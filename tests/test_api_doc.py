"""The examples of docs/api.md print what stands below them, and its table has every kind of problem."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from plansearch.settings import Settings
from search_api.kit.problems import KINDS

MANUAL = (Path(__file__).parents[1] / "docs" / "api.md").read_text(encoding="utf-8")
_EXAMPLE = re.compile(r"```(sh|python|javascript)\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)
EXAMPLES = _EXAMPLE.findall(MANUAL)


def examples(kind: str) -> list[tuple[str, str]]:
    return [(code, printed) for language, code, printed in EXAMPLES if language == kind]


def check(printed: str, expected: str) -> None:
    assert [line for line in expected.splitlines() if line not in printed] == [], printed


def run(server, command: list[str], code: str) -> str:
    done = subprocess.run(
        [*command, code.replace("http://127.0.0.1:8000", server.url)],
        check=True, capture_output=True, encoding="utf-8", timeout=60,
    )  # fmt: skip
    return done.stdout


def test_every_example_says_what_it_prints():
    assert len(EXAMPLES) == len(re.findall("```(?:sh|python|javascript)\n", MANUAL)) == 6


@pytest.mark.parametrize(("code", "printed"), examples("python"))
def test_an_example_in_python(server, code, printed):
    check(run(server, [sys.executable, "-c"], code), printed)


@pytest.mark.parametrize(("code", "printed"), examples("sh"))
def test_an_example_for_the_shell(server, code, printed):
    if not shutil.which("curl"):
        pytest.skip("curl is not installed")
    check(run(server, ["sh", "-euc"], code), printed)


@pytest.mark.browser
@pytest.mark.parametrize(("code", "printed"), examples("javascript"))
def test_an_example_in_a_browser(open_page, code, printed):
    page = open_page()
    said = []
    page.on("console", lambda message: said.append(message.text))
    page.goto("/about")
    page.evaluate(f"async () => {{ {code} }}")
    check("\n".join(said), printed)


def test_every_kind_of_problem_is_in_the_table():
    rows = re.findall(r"^\| `/problems/(\S+)` \| (\d+) \|", MANUAL, re.MULTILINE)
    assert rows == [(kind.name, str(kind.status)) for kind in KINDS.values()]


def test_the_settings_that_it_names_are_there():
    named = set(re.findall(r"`PLANSEARCH_(\w+)`", MANUAL))
    assert named
    assert {name.lower() for name in named} <= set(Settings.model_fields)


def test_the_operations_that_it_lists_are_there_and_no_other(client):
    listed = MANUAL.split("```\n")[1]
    found = {re.sub(r"{[^}]*}", "{}", path) for path in client.get("/openapi.json").json()["paths"]}
    named = {re.sub(r"{[^}]*}", "{}", path) for path in re.findall(r"(/(?:api/v1|\w+z)[^\s?…]*)", listed)}
    files = {f"/api/v1/duties.{kind}" for kind in ("csv", "xlsx", "ics")}
    assert found - files - {"/metrics"} == named - files
