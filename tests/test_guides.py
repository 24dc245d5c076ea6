"""The examples of the guides print what stands below them, and what the guides name is there."""

import re

import pytest

from plansearch.settings import Settings
from tests.conftest import ROOT
from tests.guide_examples import examples_of, text_of

GUIDES = ("operating.md", "integrating.md", "api.md", "kit.md")
EXAMPLES = examples_of(*GUIDES, "client.md", "agents.md")


@pytest.mark.parametrize("example", [each for each in EXAMPLES if each.language != "javascript"])
def test_an_example_of_a_shell_or_a_program(server, sample_data, tmp_path, example):
    example.run(server, sample_data, tmp_path)


@pytest.mark.browser
@pytest.mark.parametrize("example", [each for each in EXAMPLES if each.language == "javascript"])
def test_an_example_in_a_browser(open_page, example):
    example.run_in(open_page())


@pytest.mark.parametrize("guide", GUIDES)
def test_the_settings_that_a_guide_names_are_there(guide):
    named = set(re.findall(r"`PLANSEARCH_(\w+)[`=]", text_of(guide)))
    assert named
    assert {name.lower() for name in named} <= set(Settings.model_fields)


@pytest.mark.parametrize("guide", ["operating.md", "integrating.md"])
def test_the_files_that_a_guide_names_are_there(guide):
    text = text_of(guide)
    linked = {ROOT / "docs" / path for path in re.findall(r"\]\(([^)#:]+)", text)}
    named = {ROOT / path for path in re.findall(r"`([a-z_]+/[\w./]+)`", text)}
    assert [path for path in linked | named if not path.exists()] == []


def test_the_metrics_in_the_table_are_those_that_there_are(client):
    client.get("/api/v1/search", params={"q": "nước sạch"})
    there = set(
        re.findall(
            # Not when each began to count, which the library tells too.
            r"^# TYPE (plansearch_\w+)(?<!_created) (?:histogram|counter|gauge)$",
            client.get("/metrics").text,
            re.MULTILINE,
        )
    )
    assert set(re.findall(r"^\| `(plansearch_\w+)` \|", text_of("operating.md"), re.MULTILINE)) == there
