"""The whole API against its own description: whatever that admits is answered, and as it says."""

import json
from pathlib import Path

import pytest
import schemathesis
from hypothesis import given, settings
from hypothesis import strategies as st
from schemathesis.checks import CHECKS

from search_api.description import operations

NAMES = [
    name for name, _ in operations(json.loads(Path(__file__).with_name("openapi.json").read_text("utf-8")))
]
# Every operation has its share of the examples.
SHARE = settings().max_examples // 8
# A word beside whatever signs a question is made of: signs alone ask nothing, which no schema can say.
WORD = " a"
# What these hold comes from an answer; a sparse answer is no whole one.
FROM_ANSWERS = ("cursor", "fields")


@pytest.fixture(scope="module")
def described(sample_app):
    """The description as what makes requests of it."""
    return schemathesis.openapi.from_asgi("/openapi.json", sample_app)


def sensible(case):
    """Return a request without what its schema cannot tell to be wrong."""
    query = case.query or {}
    for name in FROM_ANSWERS:
        query.pop(name, None)
    if "q" in query:
        query["q"] += WORD
    if "topic" in query:
        query["topic"] = f"{query['topic']}{WORD}"
    if isinstance(case.body, dict) and isinstance(case.body.get("text"), str):
        case.body["text"] += WORD
    if "due_from" in query:
        query.pop("due_to", None)
    return case


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=SHARE)
@given(data=st.data())
def test_what_the_description_admits_is_answered_as_it_says(described, name, data):
    method, path = name.split()
    case = sensible(data.draw(described[path][method].as_strategy()))
    response = case.call()
    accepted = CHECKS.get_one("positive_data_acceptance")
    case.validate_response(response, excluded_checks=[accepted])
    if response.status_code == 422:
        # Which values the index has, only it can say.
        assert response.json()["type"] == "/problems/unknown-value", response.text
