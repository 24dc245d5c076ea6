"""The description of the API: it changes only where somebody says so."""

import json
import os
from pathlib import Path

import pytest

DESCRIPTION = Path(__file__).with_name("openapi.json")


@pytest.fixture
def described(client) -> dict[str, object]:
    found = client.get("/openapi.json").json()
    # The version of the product is no part of the contract.
    found["info"].pop("version")
    return found


def test_the_description_is_the_one_that_was_agreed(described):
    """`PLANSEARCH_WRITE_OPENAPI=1 pytest tests/search_api/test_openapi.py` writes a new one, to be reviewed."""
    text = json.dumps(described, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
    if os.environ.get("PLANSEARCH_WRITE_OPENAPI") == "1":
        DESCRIPTION.write_text(text, encoding="utf-8")
    assert json.loads(DESCRIPTION.read_text(encoding="utf-8")) == described


def test_the_names_of_schemas_do_not_depend_on_where_their_code_lies(described):
    names = described["components"]["schemas"]
    assert [name for name in names if "__" in name] == []


def test_every_operation_has_a_name_of_its_own(described):
    operations = [
        operation["operationId"] for path in described["paths"].values() for operation in path.values()
    ]
    assert len(operations) == len(set(operations))
