"""Those who work on a server at once: some ask, some change what there is."""

import json
import subprocess
import threading
import time
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import httpx2

from benchmarks.scale.vocabulary import Planted
from benchmarks.soak.ledger import Answer, Key, Ledger, Quoted
from benchmarks.speed import COMMAND, URL

_PATIENCE = 120.0
_PAUSE = 0.05
_PROVINCE, _YEAR = "Hải Lâm", 2030
_PLAN = """ỦY BAN NHÂN DÂN
TỈNH HẢI LÂM

Số: {number}/KH-UBND

Hải Lâm, ngày 14 tháng 02 năm 2030

KẾ HOẠCH
Về {item}, lần {turn} năm 2030

I. NHIỆM VỤ

1. {provision} Áp dụng theo lần {turn}.

2. Phòng Văn hóa theo dõi {item} và báo cáo kết quả lần {turn} trước ngày 20 hằng tháng.
"""


@dataclass(frozen=True, slots=True)
class Subject:
    """A document that is changed again and again."""

    number: int
    planted: Planted

    @property
    def key(self) -> Key:
        """What answers call it."""
        return f"{self.number}/KH-UBND", _PROVINCE, _YEAR

    def text(self, turn: int) -> str:
        """Return its text of one turn; each provision has the turn in it."""
        return _PLAN.format(
            number=self.number, item=self.planted.item, provision=self.planted.provision, turn=turn
        )


@dataclass(slots=True)
class Work:
    """What all share: the ledger, how much was done, and what went wrong."""

    ledger: Ledger
    ended: threading.Event = field(default_factory=threading.Event)
    done: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def checked(self, answer: Answer) -> None:
        """Hold an answer against the ledger."""
        self.faults += [f"{kind}: {words}" for kind, words in self.ledger.check(answer)]

    def go_on(self, what: str, step: Callable[[], object]) -> None:
        """Do a step again and again until the end; a failure is a fault, and ends only this step."""
        while not self.ended.is_set():
            try:
                step()
                self.done[what] += 1
            except (httpx2.HTTPError, subprocess.SubprocessError, RuntimeError, TimeoutError) as error:
                self.faults.append(f"{what} failed: {error!r}")
                self.ended.wait(1.0)


class Asker:
    """Searches for subjects, or asks for them, and has each answer checked."""

    def __init__(self, work: Work, subjects: Sequence[Subject], way: str, seed: int) -> None:
        self._work, self._subjects, self._random = work, subjects, Random(seed)
        self.way = way
        self._client = _client()

    def step(self) -> None:
        """Ask once."""
        self.ask(self._random.choice(self._subjects))

    def ask(self, subject: Subject) -> None:
        """Ask for a subject."""
        begun = time.monotonic()
        asked: dict[str, str] = {"q": subject.planted.vietnamese}
        if self.way == "search":
            asked["limit"] = "20"
        found = self._client.get(f"/api/v1/{self.way}", params=asked).raise_for_status().json()
        ended = time.monotonic()
        if self.way == "search":
            shown = [(hit, hit["text"]) for hit in (*found["results"], *found["further"])]
            wanted = subject.key
        else:
            shown = [(quote, quote["quote"]) for quote in found["answer"]]
            shown += [(hit, hit["text"]) for hit in found["nearest"]]
            # What is found need not be quoted.
            wanted = None
        quoted = [Quoted(key_of(part["document"]), words) for part, words in shown]
        self._work.checked(Answer(begun, ended, found["index"]["generation"], quoted, wanted))


class Writer(ABC):
    """Adds, replaces and removes pairs of subjects; both are given new texts in one ingest."""

    name: str

    def __init__(self, work: Work, pairs: Sequence[tuple[Subject, Subject]], seed: int) -> None:
        self._work, self._pairs, self._random = work, pairs, Random(seed)
        self._turns: Counter[Key] = Counter()
        # The ids of the subjects that are there.
        self._there: dict[Key, str] = {}

    def step(self) -> None:
        """Change a pair."""
        pair = self._random.choice(self._pairs)
        if pair[0].key in self._there and self._random.random() < 0.4:
            self._remove(pair)
        else:
            self._put(pair)

    def _put(self, pair: tuple[Subject, Subject]) -> None:
        texts = {}
        for subject in pair:
            self._turns[subject.key] += 1
            texts[subject] = subject.text(self._turns[subject.key])
        self._work.ledger.change({s.key: text for s, text in texts.items()}, time.monotonic())
        ids = self.put({f"{subject.number}.txt": text for subject, text in texts.items()})
        self._work.ledger.acknowledge([subject.key for subject in pair], time.monotonic())
        self._there |= {subject.key: ids[f"{subject.number}.txt"] for subject in pair}

    def _remove(self, pair: tuple[Subject, Subject]) -> None:
        for subject in pair:
            self._work.ledger.change({subject.key: None}, time.monotonic())
            self.remove(self._there.pop(subject.key))
            self._work.ledger.acknowledge([subject.key], time.monotonic())

    @abstractmethod
    def put(self, files: Mapping[str, str]) -> dict[str, str]:
        """Have files ingested together; return the id of the document of each."""

    @abstractmethod
    def remove(self, document_id: str) -> None:
        """Have a document removed."""


class DeskWriter(Writer):
    """Works over HTTP, as the office desk does."""

    name = "desk"

    def __init__(self, work: Work, pairs: Sequence[tuple[Subject, Subject]], seed: int) -> None:
        super().__init__(work, pairs, seed)
        self._client = _client()

    def put(self, files: Mapping[str, str]) -> dict[str, str]:
        """Have files ingested together; return the id of the document of each."""
        sent = [("files", (f"soak/{name}", text.encode())) for name, text in files.items()]
        return _ids(self._ended(self._client.post("/api/v1/jobs", files=sent))["report"])

    def remove(self, document_id: str) -> None:
        """Have a document removed."""
        self._ended(self._client.delete(f"/api/v1/documents/{document_id}"))

    def _ended(self, accepted: httpx2.Response) -> dict[str, Any]:
        """Return a job once it is done; raises `RuntimeError` where it fails."""
        identity = accepted.raise_for_status().json()["id"]
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            job: dict[str, Any] = self._client.get(f"/api/v1/jobs/{identity}").raise_for_status().json()
            if job["state"] == "done":
                return job
            if job["state"] == "failed":
                raise RuntimeError(job["error"])
            time.sleep(_PAUSE)
        raise TimeoutError(identity)


class CommandWriter(Writer):
    """Works with the command line on the data folder that is served."""

    name = "command line"

    def __init__(
        self, work: Work, pairs: Sequence[tuple[Subject, Subject]], seed: int, data: Path, folder: Path
    ) -> None:
        super().__init__(work, pairs, seed)
        self._data, self._folder = data, folder
        folder.mkdir()

    def put(self, files: Mapping[str, str]) -> dict[str, str]:
        """Have files ingested together; return the id of the document of each."""
        paths = [self._folder / name for name in files]
        for path, text in zip(paths, files.values(), strict=True):
            path.write_text(text, encoding="utf-8")
        return _ids(json.loads(self._run("ingest", "--json", *map(str, paths))))

    def remove(self, document_id: str) -> None:
        """Have a document removed."""
        self._run("remove", document_id)

    def _run(self, command: str, *arguments: str) -> str:
        """Run a command, again where the desk is writing; return its output."""
        end = time.monotonic() + _PATIENCE
        while True:
            done = subprocess.run(
                [*COMMAND, command, "--data", str(self._data), *arguments],
                capture_output=True, text=True, check=False,
            )  # fmt: skip
            if done.returncode == 0:
                return done.stdout
            if "another" not in done.stderr or time.monotonic() > end:
                raise RuntimeError(done.stderr)
            time.sleep(_PAUSE)


def key_of(document: Mapping[str, Any]) -> Key:
    """Return what a document of an answer is called here."""
    return document["number"], document["province"], document["year"]


def _ids(report: Mapping[str, Any]) -> dict[str, str]:
    """Return the id of the document of each file of a report; raises `RuntimeError` where one was not read."""
    files = report["files"]
    if any(file["outcome"] not in {"added", "replaced"} for file in files):
        raise RuntimeError(json.dumps(files, ensure_ascii=False))
    return {Path(file["path"]).name: file["document_id"] for file in files}


def _client() -> httpx2.Client:
    return httpx2.Client(base_url=URL, timeout=_PATIENCE, trust_env=False)


def pairs_of(planted: Sequence[Planted], first: int) -> Iterator[tuple[Subject, Subject]]:
    """Yield pairs of subjects about what might be planted, numbered from `first` on."""
    subjects = [Subject(first + place, one) for place, one in enumerate(planted)]
    yield from zip(subjects[::2], subjects[1::2], strict=True)
