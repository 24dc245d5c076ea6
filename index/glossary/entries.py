"""Glossary entries and their files."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from typing_extensions import TypeIs

from index.errors import PlanSearchError

Kind = Literal["body", "role", "action", "object", "place", "document", "event", "time", "quality"]
HEADER = ("kind", "english", "vietnamese", "abbreviations")
_KINDS = frozenset(get_args(Kind))
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
    topic = path.stem
    return [_entry(topic, number, line) for number, line in enumerate(lines[1:], 2)]


def glossary_files(folder: Path = _FOLDER) -> list[Path]:
    """Return the files of the glossary in `folder`, one a topic, in alphabetical order."""
    return sorted(folder.glob("*.tsv"))


@cache
def load_glossary(folder: Path = _FOLDER) -> tuple[Entry, ...]:
    """Return all entries of the glossary in `folder`, topics in alphabetical order."""
    return tuple(entry for path in glossary_files(folder) for entry in read_topic(path))


def _entry(topic: str, number: int, line: str) -> Entry:
    columns = line.split("\t")
    if len(columns) != len(HEADER):
        raise _malformed(topic, number, f"{len(columns)} columns instead of {len(HEADER)}")
    kind, english, vietnamese, abbreviations = columns
    if not _is_kind(kind):
        raise _malformed(topic, number, f"unknown kind {kind!r}, known: {', '.join(get_args(Kind))}")
    entry = Entry(topic, number, kind, _terms(english), _terms(vietnamese), _terms(abbreviations))
    if not entry.english or not entry.vietnamese:
        raise _malformed(topic, number, "an English and a Vietnamese term are needed")
    return entry


def _malformed(topic: str, number: int, why: str) -> GlossaryError:
    return GlossaryError(f"{topic}.tsv, line {number}: {why}")


def _is_kind(word: str) -> TypeIs[Kind]:
    return word in _KINDS


def _terms(cell: str) -> tuple[str, ...]:
    return tuple(filter(str.strip, cell.split("; ")))
