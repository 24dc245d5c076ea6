"""The SDK is an extra: without it everything else goes on, and the command says how to install it."""

import sys

import pytest
from starlette.testclient import TestClient

from plansearch.app import create_app
from plansearch.settings import Settings
from tests.serving import plansearch


@pytest.fixture(autouse=True)
def _without_the_sdk(monkeypatch):
    monkeypatch.setitem(sys.modules, "mcp", None)


def test_the_command_says_how_to_install_it(sample_data):
    done = plansearch("mcp", "--data", sample_data)
    assert done.returncode == 2
    assert (
        done.stderr
        == "plansearch: the MCP server is not installed: pip install 'plansearch[mcp]' installs it\n"
    )


def test_the_server_answers_all_but_agents(sample_data):
    client = TestClient(create_app(Settings(data=sample_data)))
    assert client.get("/healthz").status_code == 200
    assert client.post("/mcp", json={}).status_code == 404
