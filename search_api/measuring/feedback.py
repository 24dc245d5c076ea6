"""Feedback: which results people found useful, kept beside the index until they are exported.

A judgement holds the text of a question. It is stored only because a person presses a button that
says so, and that person can take it back.
"""

import json
import secrets
import sqlite3
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

from index.data_folder import DataFolder
from index.errors import BusyError, DataFolderError, PlanSearchError
from index.storage import now, sync_folder, write_durably
from index.types import PassageRecord
from ingest.language.folding import one_line
from ingest.messages import message
from search_api.quoting.basket import Reference, quoted

FILE_NAME = "feedback.sqlite"
# More are no better as a measure, and an open server must not fill its disk.
MOST_JUDGEMENTS = 100_000
KIND = "feedback"
_VERSION = 1
_SCHEMA = """
CREATE TABLE IF NOT EXISTS judgements (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    key TEXT NOT NULL UNIQUE,
    at TEXT NOT NULL,
    question TEXT NOT NULL,
    reference TEXT NOT NULL,
    verdict TEXT NOT NULL,
    filtered INTEGER NOT NULL
);
"""
_BUSY_SECONDS = 5.0
Verdict = Literal["useful", "not_useful"]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person thought of a result; `filtered` where filters had narrowed the search."""

    question: str
    reference: Reference
    verdict: Verdict
    filtered: bool


@dataclass(frozen=True, slots=True)
class Export:
    """Judgements as lines that `plansearch eval` reads, and what could not become one.

    `filtered` judgements were made under filters, which an evaluation does not set; `gone` ones are
    of passages that the index no longer has; `unhelpful` questions have no useful passage.
    """

    lines: tuple[str, ...]
    filtered: int
    gone: int
    unhelpful: int


@dataclass(frozen=True, slots=True)
class Report:
    """What `plansearch feedback` found and did; `file` is None where nothing was written."""

    judgements: int
    questions: int
    filtered: int
    gone: int
    unhelpful: int
    file: str | None
    deleted: int

    def to_json(self) -> dict[str, object]:
        """Return the report as a JSON object."""
        return asdict(self)


class FeedbackStore:
    """The judgements of one data folder, in their own file; made with the first of them."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / FILE_NAME
        self._one_at_a_time = threading.Lock()

    def add(self, judgement: Judgement) -> str:
        """Keep a judgement and return the key that takes it back; it survives a power cut.

        Raises `BusyError` where it cannot be kept.
        """
        key = secrets.token_urlsafe(12)
        at = now()
        fields = (judgement.question, str(judgement.reference), judgement.verdict, judgement.filtered)
        with self._open() as connection:
            (held,) = connection.execute("SELECT count(*) FROM judgements").fetchone()
            if held >= MOST_JUDGEMENTS:
                raise BusyError(
                    message(
                        "%(held)s judgements are held, which is the most: run `plansearch feedback --export FILE "
                        "--clear` on the server",
                        held=held,
                    )
                )
            connection.execute(
                "INSERT INTO judgements (key, at, question, reference, verdict, filtered)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (key, at, *fields),
            )
        return key

    def take_back(self, key: str) -> bool:
        """Delete the judgement with this key; false where there is none."""
        if not self.path.exists():
            return False
        with self._open() as connection:
            return bool(connection.execute("DELETE FROM judgements WHERE key = ?", [key]).rowcount)

    def judgements(self) -> tuple[list[Judgement], int]:
        """Return what is held, oldest first, and the number of the last one."""
        if not self.path.exists():
            return [], 0
        with self._open() as connection:
            rows = connection.execute(
                "SELECT number, question, reference, verdict, filtered FROM judgements ORDER BY number"
            ).fetchall()
        judgements = [Judgement(q, Reference.parse(r), v, bool(f)) for _, q, r, v, f in rows]
        return judgements, rows[-1][0] if rows else 0

    def clear(self, last: int) -> int:
        """Delete the judgements up to number `last`, their words also from the disk; return how many."""
        if not self.path.exists():
            return 0
        with self._open() as connection:
            deleted = connection.execute("DELETE FROM judgements WHERE number <= ?", [last]).rowcount
        with self._open() as connection:
            connection.execute("VACUUM")
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return int(deleted)

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        """Open the file for one transaction: SQLite connections do not cross threads."""
        try:
            with (
                self._one_at_a_time,
                closing(sqlite3.connect(self.path, timeout=_BUSY_SECONDS)) as connection,
            ):
                self._prepare(connection)
                with connection:
                    yield connection
        except (sqlite3.Error, OSError) as error:
            raise BusyError(
                message(
                    "feedback cannot be kept in %(path)s (%(error)s); nothing was lost",
                    path=str(self.path),
                    error=str(error),
                )
            ) from error

    def _prepare(self, connection: sqlite3.Connection) -> None:
        connection.executescript(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
        )
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        if version > _VERSION:
            raise DataFolderError(f"{self.path} was written by a newer PlanSearch; nothing was changed")
        if version < _VERSION:
            connection.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} PRAGMA user_version = {_VERSION}; COMMIT;")
            sync_folder(self.path.parent)


def take_out(folder: DataFolder, file: Path | None, *, clear: bool) -> Report:
    """Count the judgements of a data folder, write them to `file` and delete them, as asked.

    Only what was counted is deleted, and only after the file is on the disk. Raises
    `PlanSearchError` where the file cannot be written.
    """
    store = FeedbackStore(folder.path)
    judgements, last = store.judgements()
    passages, files = _indexed(folder) if judgements else ({}, {})
    found = export(judgements, passages, files)
    if file:
        _write(file, found.lines)
    return Report(
        judgements=len(judgements),
        questions=len(found.lines),
        filtered=found.filtered,
        gone=found.gone,
        unhelpful=found.unhelpful,
        file=str(file) if file else None,
        deleted=store.clear(last) if clear else 0,
    )


def _indexed(folder: DataFolder) -> tuple[dict[str, PassageRecord], dict[str, str]]:
    """Return the passages of the served generation by id, and the source files of its documents."""
    with closing(folder.open_generation().generation) as generation:
        passages = {passage.id: passage for passage in generation.records.every_passage()}
        files = {record.id: record.source_file for record in generation.records.documents.values()}
        return passages, files


def _write(file: Path, lines: Sequence[str]) -> None:
    try:
        write_durably(file, "".join(f"{line}\n" for line in lines).encode())
    except OSError as error:
        raise PlanSearchError(f"{file} cannot be written ({error.strerror}): name another file") from error


def export(
    judgements: Sequence[Judgement], passages: Mapping[str, PassageRecord], files: Mapping[str, str]
) -> Export:
    """Return the judgements as questions with known answers.

    A passage counts as right where more people called it useful than not. `passages` are those of
    the index by id, `files` the source files of the documents by id.
    """
    unfiltered = [j for j in judgements if not j.filtered]
    known = [j for j in unfiltered if j.reference.passage_id in passages]
    questions: defaultdict[str, Counter[Reference]] = defaultdict(Counter)
    for judgement in known:
        votes = questions[one_line(judgement.question)]
        votes[judgement.reference] += 1 if judgement.verdict == "useful" else -1
    useful = {q: [r for r, balance in votes.items() if balance > 0] for q, votes in questions.items()}
    answered = {question: references for question, references in useful.items() if references}
    lines = (
        _line(number, question, [(passages[r.passage_id], r) for r in references], files)
        for number, (question, references) in enumerate(answered.items(), 1)
    )
    return Export(
        lines=tuple(lines),
        filtered=len(judgements) - len(unfiltered),
        gone=len(unfiltered) - len(known),
        unhelpful=len(useful) - len(answered),
    )


def _line(
    number: int,
    question: str,
    right: Sequence[tuple[PassageRecord, Reference]],
    files: Mapping[str, str],
) -> str:
    relevant = [
        {"source_file": files[passage.document_id], "phrase": quoted(passage, reference)}
        for passage, reference in right
    ]
    fields = {"id": f"{KIND}-{number}", "kind": KIND, "query": question, "relevant": relevant}
    return json.dumps(fields, ensure_ascii=False)
