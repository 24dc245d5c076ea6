"""The settings: each is described, and each is in the table of the manual."""

from pathlib import Path

import pytest

from plansearch.settings import Settings
from tests.serving import plansearch

MANUAL = (Path(__file__).parents[2] / "docs" / "using.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", Settings.model_fields)
def test_each_setting_is_described_and_in_the_manual(name):
    assert Settings.model_fields[name].description
    assert f"| `PLANSEARCH_{name.upper()}` |" in MANUAL


def test_a_key_is_never_shown():
    settings = Settings(llm_key="secret-key")
    assert "secret-key" not in f"{settings!r} {settings} {settings.model_dump_json()}"


def test_settings_that_cannot_be_used_are_named_without_their_values(tmp_path):
    wrong = {"PLANSEARCH_PORT": "harbour", "PLANSEARCH_LLM_DEADLINE": "0", "PLANSEARCH_LLM_KEY": "secret-key"}
    done = plansearch("serve", "--data", tmp_path, environment=wrong)
    assert (done.returncode, done.stdout) == (2, "")
    assert "PLANSEARCH_PORT" in done.stderr
    assert "PLANSEARCH_LLM_DEADLINE" in done.stderr
    assert not {"harbour", "secret-key", "Traceback"} & set(done.stderr.split())
