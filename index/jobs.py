"""Jobs: what the office desk was asked to do, kept until it is done.

A job is a folder: `order.json` and `files/`, which are whole and on the disk before the job is accepted;
`events.jsonl`, a line for each thing told of it; `outcome.json`, once it has ended. What is in memory is
read from there, so a job outlives every process.
"""

import hashlib
import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, Literal

from filelock import FileLock

from index.errors import BusyError, InvalidQueryError, NotFoundError
from index.storage import delete_tree, now, sync_folder, sync_tree, write_durably
from ingest.messages import Message, message, message_of

# So many may wait, so that nobody fills the disk; so many that have ended are remembered.
MOST_WAITING = 50
_REMEMBERED = 200
_ORDER, _FILES, _EVENTS, _OUTCOME = "order.json", "files", "events.jsonl", "outcome.json"
_NEW = ".new"
_ID = re.compile(r"[0-9a-f]{24}")
_LOCK_SECONDS = 10.0
_NO_ERROR = message_of("")
Kind = Literal["add", "remove", "retry"]
State = Literal["waiting", "running", "done", "failed"]
EventName = Literal["accepted", "started", "busy", "progress", "lost", "again", "done", "failed"]
# What ends a job.
ENDED: frozenset[str] = frozenset({"done", "failed"})


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be done: files to add, a document to remove, or quarantined paths to read again.

    `names` are relative paths of the files that came, or the paths of the quarantine. `by` says who asks,
    `key` is what the client calls the order, so that sending it again is no second one.
    """

    kind: Kind
    by: str
    names: tuple[str, ...] = ()
    document_id: str = ""
    title: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """What was told of a job: `number` counts from 1; `done`, `total` and `name` are those of progress."""

    number: int
    name: EventName
    at: str
    told: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it stands: `told` is the last of its events, `report` is there once it is done, `error` where it failed.

    `progress` are the files done, the files in all, and the name of the next one; `error` is empty while it has not failed.
    """

    id: str
    order: Order
    created: str
    state: State
    told: EventName
    progress: tuple[int, int, str]
    report: Mapping[str, Any] | None
    error: Message


class Jobs:
    """The jobs of one data folder; safe for several threads and processes."""

    def __init__(self, folder: Path) -> None:
        self.path = folder

    def accept(self, order: Order, files: Iterable[tuple[str, BinaryIO]] = ()) -> Job:
        """Keep an order with its files, and return its job, or that of the same order under the same key.

        After return it survives a power cut. Raises `InvalidQueryError` where the key is that of another
        order, `BusyError` where too many wait or nothing can be written.
        """
        identity = f"{time.time_ns():016x}{secrets.token_hex(4)}"
        stage = self.path / f"{identity}{_NEW}"
        try:
            self._make()
            digest = _staged(stage, order, files)
            with self._alone():
                known = self._known(order, digest)
                if known:
                    return known
                if len(self.unfinished()) >= MOST_WAITING:
                    raise BusyError(
                        message("%(number)s jobs are waiting: send this one again later", number=MOST_WAITING)
                    )
                self._forget_oldest()
                stage.rename(self.path / identity)
                sync_folder(self.path)
        except OSError as error:
            why = error.strerror or "another process is at it"
            raise BusyError(
                message("nothing can be handed in (%(why)s): it was not accepted", why=why)
            ) from error
        finally:
            shutil.rmtree(stage, ignore_errors=True)
        return self.job(identity)

    def job(self, identity: str) -> Job:
        """Return a job as it stands; raises `NotFoundError` for an unknown id."""
        folder, kept = self.path / identity, self._kept(identity)
        fields = kept["order"]
        order = Order(**{**fields, "names": tuple(fields["names"])})
        outcome = _read(folder / _OUTCOME)
        if outcome:
            state = outcome["state"]
            return Job(
                identity,
                order,
                kept["created"],
                state,
                state,
                (0, 0, ""),
                outcome["report"],
                message_of(outcome.get("message", outcome["error"])),
            )
        events = self.events(identity)
        told = events[-1].name
        return Job(identity, order, kept["created"], _state(told), told, _progress(events), None, _NO_ERROR)

    def events(self, identity: str) -> list[Event]:
        """Return all that was told of a job, from its being accepted on."""
        folder, kept = self.path / identity, self._kept(identity)
        outcome = _read(folder / _OUTCOME)
        events = [Event(1, "accepted", kept["created"], {}), *_events(folder / _EVENTS)]
        if outcome:
            events.append(Event(events[-1].number + 1, outcome["state"], outcome["at"], {}))
        return events

    def listed(self, limit: int, offset: int = 0) -> list[Job]:
        """Return jobs, the newest first."""
        found = []
        for identity in self._ids()[::-1][offset : offset + limit]:
            # One may be forgotten meanwhile.
            with suppress(NotFoundError):
                found.append(self.job(identity))
        return found

    def count(self) -> int:
        """Return how many jobs there are."""
        return len(self._ids())

    def unfinished(self) -> list[str]:
        """Return the ids of the jobs that are not done and have not failed, the oldest first."""
        return [identity for identity in self._ids() if not (self.path / identity / _OUTCOME).exists()]

    def files(self, job: Job) -> Path:
        """Return the folder of the files that came with a job; it is gone when the job is done."""
        return self.path / job.id / _FILES

    def tell(self, identity: str, name: EventName, **told: object) -> None:
        """Write down what is to be told of a job."""
        line = json.dumps({"name": name, "at": now(), **told}, ensure_ascii=False) + "\n"
        handle = os.open(self.path / identity / _EVENTS, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
        with os.fdopen(handle, "ab", buffering=0) as stream:
            stream.write(line.encode("utf-8", "replace"))

    def finish(self, identity: str, report: Mapping[str, Any]) -> None:
        """Say durably that a job is done; its files are let go."""
        self._end(identity, "done", report, _NO_ERROR)
        shutil.rmtree(self.path / identity / _FILES, ignore_errors=True)

    def fail(self, identity: str, error: Message) -> None:
        """Say durably why a job has failed; its files are kept, so that it can be tried again."""
        self._end(identity, "failed", None, error)

    def again(self, identity: str) -> Job:
        """Have a failed job tried again; raises `InvalidQueryError` for one that has not failed."""
        with self._alone():
            if self.job(identity).state != "failed":
                raise InvalidQueryError("only a job that has failed can be tried again")
            # Its number is that of the event of failure.
            self.tell(identity, "again")
            (self.path / identity / _OUTCOME).unlink()
            sync_folder(self.path / identity)
        return self.job(identity)

    def clear_leftovers(self) -> None:
        """Remove what was being handed in when a server died: nobody was told that it is kept."""
        for stage in self.path.glob(f"*{_NEW}"):
            delete_tree(stage)

    @contextmanager
    def working(self) -> Iterator[None]:
        """Be the only one that works on jobs, once the one before has ended, however it ends."""
        with FileLock(self.path / "worker.lock"):
            yield

    @contextmanager
    def _alone(self) -> Iterator[None]:
        with FileLock(self.path / "lock", timeout=_LOCK_SECONDS):
            yield

    def _make(self) -> None:
        if not self.path.is_dir():
            self.path.mkdir()
            sync_folder(self.path.parent)

    def _kept(self, identity: str) -> dict[str, Any]:
        kept = _read(self.path / identity / _ORDER) if _ID.fullmatch(identity) else None
        if kept is None:
            raise NotFoundError(f"there is no job {identity[:40]!r}")
        return kept

    def _ids(self) -> list[str]:
        try:
            return sorted(path.name for path in self.path.iterdir() if _ID.fullmatch(path.name))
        except FileNotFoundError:
            return []

    def _known(self, order: Order, digest: str) -> Job | None:
        """Return the job of the same key, where there is one."""
        for identity in self._ids() if order.key else ():
            kept = _read(self.path / identity / _ORDER)
            if kept and (kept["order"]["by"], kept["order"]["key"]) == (order.by, order.key):
                if kept["digest"] != digest:
                    raise InvalidQueryError("this Idempotency-Key was sent before, with something else")
                return self.job(identity)
        return None

    def _forget_oldest(self) -> None:
        for identity in self._ids()[: 1 - _REMEMBERED]:
            outcome = _read(self.path / identity / _OUTCOME)
            # A job that has failed keeps files that are nowhere else.
            if outcome and outcome["state"] == "done":
                delete_tree(self.path / identity)

    def _end(self, identity: str, state: State, report: Mapping[str, Any] | None, error: Message) -> None:
        outcome = {
            "state": state, "at": now(), "report": report, "error": str(error), "message": asdict(error),
        }  # fmt: skip
        write_durably(self.path / identity / _OUTCOME, json.dumps(outcome, ensure_ascii=False).encode())


def _staged(stage: Path, order: Order, files: Iterable[tuple[str, BinaryIO]]) -> str:
    """Write an order with its files to the disk, and return a digest of all that it says."""
    stage.mkdir()
    contents = []
    for name, stream in files:
        path = stage / _FILES / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as target:
            shutil.copyfileobj(stream, target)
        with path.open("rb") as written:
            contents.append((name, hashlib.file_digest(written, "sha256").hexdigest()))
    fields = asdict(order)
    digest = hashlib.sha256(json.dumps([fields, sorted(contents)]).encode()).hexdigest()
    kept = {"order": fields, "created": now(), "digest": digest}
    (stage / _ORDER).write_text(json.dumps(kept, ensure_ascii=False), encoding="utf-8")
    sync_tree(stage)
    return digest


def _state(told: EventName) -> State:
    return "waiting" if told in ("accepted", "again", "lost") else "running"


def _progress(events: Sequence[Event]) -> tuple[int, int, str]:
    told = next((event.told for event in reversed(events) if event.name == "progress"), {})
    return int(told.get("done", 0)), int(told.get("total", 0)), str(told.get("file", ""))


def _events(path: Path) -> Iterator[Event]:
    """Yield what was told; a line that was cut off by a power cut tells nothing."""
    try:
        lines = path.read_bytes().split(b"\n")[:-1]
    except FileNotFoundError:
        return
    for number, line in enumerate(lines, 2):
        with suppress(ValueError, KeyError, TypeError):
            told = json.loads(line)
            yield Event(number, told.pop("name"), told.pop("at"), told)


def _read(path: Path) -> dict[str, Any] | None:
    try:
        read: dict[str, Any] = json.loads(path.read_bytes())
    except FileNotFoundError:
        return None
    return read
