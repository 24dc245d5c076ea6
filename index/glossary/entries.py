"""Glossary entries and their files."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from typing_extensions import TypeIs

from index.errors import PlanSearchError

Kind = Literal["body", "role", "action", "object", "place", "document", "event", "time", "quality"]
HEADER = ("kind", "english", "vietnamese", "abbreviations")
_FOLDER = Path(__file__).parent


class GlossaryError(PlanSearchError):
    """A glossary file is malformed; the message names file, line and reason."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One concept: English and Vietnamese terms, the first of each the usual one."""

    topic: str
    line: int
    kind: Kind
    english: tuple[str, ...]
    vietnamese: tuple[str, ...]
    abbreviations: tuple[str, ...]


def read_topic(path: Path) -> list[Entry]:
    """Read one topic file; raises `GlossaryError` with line number and reason, or returns it whole."""
    data = path.read_bytes()
    try:
        lines = data.decode("utf-8").splitlines()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise GlossaryError(f"{path.name}, line {line}: not UTF-8 ({error.reason})") from error
    if not lines or tuple(lines[0].split("\t")) != HEADER:
        raise GlossaryError(f"{path.name}, line 1: the header must be {' '.join(HEADER)} with tabs")
    return [_entry(path, number, line) for number, line in enumerate(lines[1:], 2)]


def glossary_files(folder: Path = _FOLDER) -> list[Path]:
    """Return the files of the glossary in `folder`, one a topic, in alphabetical order."""
    return sorted(folder.glob("*.tsv"))


@cache
def load_glossary(folder: Path = _FOLDER) -> tuple[Entry, ...]:
    """Return all entries of the glossary in `folder`, topics in alphabetical order."""
    return tuple(entry for path in glossary_files(folder) for entry in read_topic(path))


def _entry(path: Path, number: int, line: str) -> Entry:
    columns = line.split("\t")
    where = f"{path.name}, line {number}"
    if len(columns) != len(HEADER):
        raise GlossaryError(f"{where}: {len(columns)} columns instead of {len(HEADER)}")
    kind, english, vietnamese, abbreviations = columns
    if not _is_kind(kind):
        raise GlossaryError(f"{where}: unknown kind {kind!r}, known: {', '.join(get_args(Kind))}")
    entry = Entry(
        path.stem,
        number,
        kind,
        _terms(english),
        _terms(vietnamese),
        _terms(abbreviations),
    )
    if not entry.english or not entry.vietnamese:
        raise GlossaryError(f"{where}: an English and a Vietnamese term are needed")
    return entry


def _is_kind(word: str) -> TypeIs[Kind]:
    return word in get_args(Kind)


def _terms(cell: str) -> tuple[str, ...]:
    return tuple(term for term in cell.split("; ") if term.strip())
