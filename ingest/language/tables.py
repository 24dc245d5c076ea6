"""Tables that stand beside the code, as tab-separated files."""

import csv
from collections.abc import Iterable, Mapping
from importlib.resources import files


def read_table(package: str, name: str) -> list[dict[str, str]]:
    """Return the rows of a table of a package, each by the names of its columns; empty cells are ""."""
    lines = files(package).joinpath(name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE, restval=""))


def cell_items(cell: str) -> tuple[str, ...]:
    """Return the items of a cell, which semicolons part."""
    return tuple(item for item in cell.split("; ") if item)


def grouped(rows: Iterable[Mapping[str, str]], key: str, value: str) -> dict[str, frozenset[str]]:
    """Return the set of `value`s that each `key` has in the rows."""
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row[key], set()).add(row[value])
    return {name: frozenset(values) for name, values in found.items()}
