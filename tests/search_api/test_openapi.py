"""The description of the API: it changes only where somebody says so, and its examples are answered."""

import json
import os
from pathlib import Path
from urllib.parse import quote

import pytest

from search_api.description import EXAMPLES, examples, operations

DESCRIPTION = Path(__file__).with_name("openapi.json")
WRITING = os.environ.get("PLANSEARCH_WRITE_OPENAPI") == "1"
# Of an example so much is shown.
MOST_ITEMS, MOST_LETTERS = 1, 200
# There is no server that writes summaries, and a text has no pages to be shown.
UNANSWERED = {"GET /api/v1/ask/written", "GET /api/v1/documents/{document_id}/pages/{page}.png"}
# What the desk answers depends on what was handed in there.
UNANSWERED |= {name for name in examples() if "/jobs" in name or "/quarantine" in name or "DELETE" in name}


@pytest.fixture
def described(client) -> dict[str, object]:
    found = client.get("/openapi.json").json()
    # The version of the product is no part of the contract.
    found["info"].pop("version")
    return found


def test_the_description_is_the_one_that_was_agreed(described):
    """`PLANSEARCH_WRITE_OPENAPI=1 pytest tests/search_api/test_openapi.py` writes a new one, to be reviewed.

    Twice, where an example has changed too.
    """
    text = json.dumps(described, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if WRITING:
        DESCRIPTION.write_text(text, encoding="utf-8")
    assert json.loads(DESCRIPTION.read_text(encoding="utf-8")) == described


def test_the_names_of_schemas_do_not_depend_on_where_their_code_lies(described):
    names = described["components"]["schemas"]
    assert [name for name in names if "__" in name] == []


def test_every_operation_has_a_name_of_its_own(described):
    names = [operation["operationId"] for _, operation in operations(described)]
    assert len(names) == len(set(names))


def test_every_operation_says_what_it_does_and_has_an_example(described):
    found = dict(operations(described))
    assert list(examples()) == sorted(found)
    for name, operation in found.items():
        assert operation["description"], name
        shown = {p["name"] for p in operation.get("parameters", ()) if "example" in p}
        assert shown == set(examples()[name]["parameters"]), name
        assert {p["name"] for p in operation.get("parameters", ()) if p["required"]} <= shown, name


def test_what_every_reference_names_is_there(described):
    names = {f"#/components/{kind}/{name}" for kind, held in described["components"].items() for name in held}
    assert references(described) <= names


def test_every_example_is_answered_as_it_says(client):
    answered = {name: answer_to(client, name) for name in examples() if name not in UNANSWERED}
    if WRITING:
        new = {name: {**examples()[name], "answer": renewed(name, answered)} for name in sorted(examples())}
        EXAMPLES.write_text(json.dumps(new, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        examples.cache_clear()
    assert {name: shape(answer) for name, answer in answered.items()} == {
        name: shape(examples()[name]["answer"]) for name in answered
    }


def answer_to(client, name: str) -> object:
    """Return what an example is answered with, cut short; None where that is no JSON."""
    method, path = name.split()
    asked = dict(examples()[name]["parameters"])
    for part in [part for part in asked if f"{{{part}}}" in path]:
        path = path.replace(f"{{{part}}}", quote(asked.pop(part), safe="/"))
    response = client.request(method, path, params=asked, json=examples()[name].get("body"))
    assert response.status_code == 200, (name, response.text)
    return cut(response.json()) if response.headers["content-type"] == "application/json" else None


def renewed(name: str, answered: dict[str, object]) -> object:
    """Return what is to be shown as an answer: what is shown already where that is of the same shape."""
    shown, new = examples()[name].get("answer"), answered.get(name)
    return shown if shape(shown) == shape(new) else new


def cut(value: object) -> object:
    if isinstance(value, dict):
        return {name: cut(part) for name, part in value.items()}
    if isinstance(value, list):
        return [cut(part) for part in value[:MOST_ITEMS]]
    return value[:MOST_LETTERS] if isinstance(value, str) else value


def shape(value: object) -> object:
    """Return the names of a value's parts: figures may differ from one machine to the next."""
    if isinstance(value, dict):
        return {name: shape(part) for name, part in value.items()}
    return [shape(part) for part in value] if isinstance(value, list) else None


def references(value: object) -> set[str]:
    if isinstance(value, dict):
        own = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
        return own.union(*(references(part) for part in value.values()))
    return set().union(*map(references, value)) if isinstance(value, list) else set()
