"""How the cost of an ingest grows: with the files, beside other files, and within one long document."""

import gzip
import json
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from benchmarks.speed import COMMAND

FEW, MANY = 300, 2_400
ITEMS = 20_000
_WORDS = [
    "lập",
    "kế",
    "hoạch",
    "mở",
    "lớp",
    "tập",
    "huấn",
    "cho",
    "cán",
    "bộ",
    "xã",
    "về",
    "phòng",
    "cháy",
    "sửa",
    "cầu",
    "treo",
    "và",
    "đường",
    "làng",
    "trồng",
    "cây",
    "ven",
    "sông",
    "cấp",
    "nước",
    "sạch",
    "cho",
    "trường",
    "học",
    "báo",
    "cáo",
    "kết",
    "quả",
    "hằng",
    "tháng",
    "phối",
    "hợp",
    "kiểm",
    "tra",
    "bến",
    "cá",
]


def measure(shared: Path) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield the seconds of ingests of many small files, of one more, of a long one, and of the law."""
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        yield "many files", many_files(folder)
        yield "one long document", one_long(folder)
        if shared.is_dir():
            yield "codified law, an article a file", law(folder, shared)


def many_files(folder: Path) -> dict[str, float]:
    """Return the seconds for few and many one-page files, and for one more into each."""
    plans = {count: _write_plans(folder / f"plans-{count}", count) for count in (FEW, MANY)}
    seconds = {count: _ingest(folder / f"data-{count}", plans[count]) for count in (FEW, MANY)}
    more = _write_plans(folder / "one", 1, first=MANY)
    alone, beside = _ingest(folder / "data-one", more), _ingest(folder / f"data-{MANY}", more)
    return {
        f"{FEW} files (s)": seconds[FEW],
        f"{MANY} files (s)": seconds[MANY],
        "time per file, many against few": (seconds[MANY] / MANY) / (seconds[FEW] / FEW),
        "one file into an empty index (s)": alone,
        f"one more file into {MANY} (s)": beside,
        "one more, against one into an empty index": beside / alone,
    }


def one_long(folder: Path) -> dict[str, float]:
    """Return the seconds for one document of `ITEMS` numbered items."""
    plan = folder / "long" / "long.txt"
    plan.parent.mkdir()
    plan.write_text(_plan(ITEMS, Random(7)), encoding="utf-8")
    return {"items": float(ITEMS), "seconds": _ingest(folder / "data-long", plan)}


def law(folder: Path, shared: Path) -> dict[str, float]:
    """Return the seconds and the memory for every article of the codified law as a file."""
    count = 0
    with gzip.open(shared / "scale" / "codified_law_articles.jsonl.gz", "rt", encoding="utf-8") as stream:
        for count, line in enumerate(stream, 1):
            article = json.loads(line)
            path = folder / "law" / f"{count // 1000:02d}" / f"{count:05d}.txt"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(f"{article['head']}\n\n{article['text']}\n", encoding="utf-8")
    seconds = _ingest(folder / "data-law", folder / "law")
    manifest = json.loads((folder / "data-law" / "generations" / "g000001" / "manifest.json").read_text())
    return {
        "files": float(count),
        "passages": float(manifest["passages"]),
        "seconds": seconds,
        "passages a second": manifest["passages"] / seconds,
        # Of the largest child so far; the ingests before were smaller.
        "largest memory (MiB)": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
    }


def _ingest(data: Path, plans: Path) -> float:
    begin = time.perf_counter()
    command = [*COMMAND, "ingest", "--data", str(data), str(plans)]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=sys.stderr)
    return time.perf_counter() - begin


def _write_plans(folder: Path, count: int, first: int = 0) -> Path:
    folder.mkdir()
    for number in range(first, first + count):
        plan = _plan(10, Random(number)).replace("Số: 5", f"Số: {number}")
        (folder / f"{number:05d}.txt").write_text(plan, encoding="utf-8")
    return folder


def _plan(items: int, random: Random) -> str:
    """Return a plan of an invented province with so many numbered items of two dozen words."""
    head = (
        "ỦY BAN NHÂN DÂN TỈNH HẢI LÂM\nSố: 5/KH-UBND\nHải Lâm, ngày 14 tháng 02 năm 2025\n\n"
        "KẾ HOẠCH\nCông tác năm 2025\n\nI. NHIỆM VỤ\n\n"
    )
    bodies = (" ".join(random.choices(_WORDS, k=24)) for _ in range(items))
    return head + "".join(f"{n % 99 + 1}. Sở Nội vụ {words}.\n\n" for n, words in enumerate(bodies))
