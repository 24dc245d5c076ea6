"""Make `plansearch/client/models.py` from the description of the API: `make client`.

What the tests compare the models with is this description, and the server is compared with it too.
"""

import json
import subprocess
import sys
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

DESCRIPTION = Path(__file__).parent / "search_api" / "openapi.json"
MODELS = Path(__file__).parents[1] / "plansearch" / "client" / "models.py"
_HEADER = '"""What the API answers. Made from its description by `make client`: not to be changed by hand."""'
# What a client sends is written by the calls themselves.
_SENT = "In"
# Titles repeat the names; and a value that is new must not break a client that does not know it.
_LEFT_OUT = {"title", "enum", "const", "propertyNames"}


def answered() -> dict[str, Any]:
    """Return the schemas of all that the API answers, by name, open to values that they do not list."""
    schemas = json.loads(DESCRIPTION.read_text(encoding="utf-8"))["components"]["schemas"]
    return {name: opened(schema) for name, schema in schemas.items() if not name.endswith(_SENT)}


def opened(schema: Any) -> Any:
    """Return a schema without titles and without lists of values."""
    if isinstance(schema, list):
        return [opened(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        # Here the keys are names of fields, of which one may be "title".
        key: {name: opened(field) for name, field in value.items()} if key == "properties" else opened(value)
        for key, value in schema.items()
        if key not in _LEFT_OUT
    }


def main() -> None:
    """Write the models, formatted as the rest of the code is."""
    described = {"openapi": "3.1.0", "info": {"title": "PlanSearch", "version": "1"}, "paths": {}}
    with NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump({**described, "components": {"schemas": answered()}}, file)
        file.flush()
        _run("datamodel_code_generator", "--input", file.name, "--input-file-type", "openapi",
             "--output", str(MODELS), "--output-model-type", "pydantic_v2.BaseModel",
             "--target-python-version", "3.11", "--custom-file-header", _HEADER,
             "--strict-nullable", "--use-schema-description", "--use-field-description",
             "--formatters", "builtin")  # fmt: skip
    _run("ruff", "check", "--quiet", "--fix", "--unsafe-fixes", str(MODELS))
    _run("ruff", "format", "--quiet", str(MODELS))


def _run(module: str, *options: str) -> None:
    subprocess.run([sys.executable, "-m", module, *options], check=True)


if __name__ == "__main__":
    main()
