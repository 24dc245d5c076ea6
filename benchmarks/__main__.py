"""`python -m benchmarks [PART …] [--model NAME …]`: each part is a module here."""

import argparse
import json
import platform
import subprocess
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import (
    answers,
    checking,
    formats,
    growth,
    load,
    ranking,
    scale,
    similar,
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
    parser.add_argument("parts", nargs="*", default=["ranking", "speed"])
    parser.add_argument("--model", action="append", default=[], help="a model to compare with")
    parser.add_argument(
        "--data", type=Path, help="a data folder to measure throughput over, beside the samples"
    )
    parser.add_argument("--processes", type=int, nargs="+", default=[1, 2, 3], help="of the servers")
    arguments = parser.parse_args()
    results: dict[str, object] = {"commit": _commit(), "machine": _machine(), "at": _now()}
    if "ranking" in arguments.parts:
        results["ranking"] = list(_ranking(arguments.model))
    if "speed" in arguments.parts:
        results["speed"] = dict(_speed())
    if "answers" in arguments.parts:
        results["answers"] = dict(_answers())
    if "scale" in arguments.parts:
        results["scale"] = _shown(scale.measure(SHARED, read_questions(REAL_QUESTIONS)))
    if "similar" in arguments.parts:
        results["similar"] = dict(_parts(similar.measure(SAMPLES, SHARED)))
    if "growth" in arguments.parts:
        results["growth"] = dict(_parts(growth.measure(SHARED)))
    if "formats" in arguments.parts:
        results["formats"] = dict(_parts(formats.measure(SHARED)))
    if "written" in arguments.parts:
        results["written"] = written.measure(SAMPLES)
    if "check" in arguments.parts:
        results["check"] = dict(_parts(checking.measure(SAMPLES, SHARED)))
    if "load" in arguments.parts:
        results["load"] = dict(_parts(load.measure(SAMPLES, speed.queries_of(QUESTIONS))))
    if "throughput" in arguments.parts:
        results["throughput"] = dict(_throughput(arguments.data, arguments.processes))
    RESULTS.mkdir(exist_ok=True)
    target = RESULTS / f"{'-'.join(arguments.parts)}-{results['commit']}.json"
    target.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def _ranking(models: list[str]) -> Iterator[dict[str, object]]:
    others = {Path(name).name: load_embedder(name) for name in models}
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


if __name__ == "__main__":
    main()
