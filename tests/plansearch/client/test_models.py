"""The models are those of the description, which the server is compared with too."""

import sys
from subprocess import run

import pytest
from pydantic import BaseModel

from plansearch.client import models
from tests.client_models import answered, opened

DESCRIBED = answered()


def own(name):
    """Return the schema of a model, with references as the description has them."""
    model: type[BaseModel] = getattr(models, name)
    schema = model.model_json_schema(ref_template="#/components/schemas/{model}")
    # A model that names itself is among those that it names.
    return opened(schema.pop("$defs", {}).get(name, schema))


def plain(schema):
    """Return what a schema asks for, without what it says of it."""
    if isinstance(schema, list):
        return [plain(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {key: value for key, value in schema.items() if key not in ("description", "default")}
    if "anyOf" in kept and all(each == kept["anyOf"][0] for each in kept["anyOf"]):
        # Lists of values, which were told apart by these alone.
        kept = kept.pop("anyOf")[0] | kept
    for several in {"anyOf", "required"} & set(kept):
        kept[several] = sorted({repr(plain(each)) for each in kept[several]})
    return {
        key: {name: plain(field) for name, field in value.items()} if key == "properties" else plain(value)
        for key, value in kept.items()
    }


@pytest.mark.parametrize("name", DESCRIBED)
def test_a_model_is_as_described(name):
    assert plain(own(name)) == plain(DESCRIBED[name]), "`make client` makes the models again"


def test_there_is_no_other_model():
    made = {
        name
        for name, value in vars(models).items()
        if isinstance(value, type) and issubclass(value, BaseModel)
    }
    assert made - {"BaseModel"} == set(DESCRIBED)


def test_a_client_starts_without_what_a_server_needs():
    code = "import sys, plansearch.client; print({'numpy', 'fastapi', 'index', 'ingest'} & set(sys.modules))"
    assert run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout == "set()\n"
