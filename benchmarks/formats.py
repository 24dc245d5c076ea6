"""How much of real office files is read, and how fast pages are: by processor time, one process."""

import json
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing
from importlib.util import module_from_spec, spec_from_file_location
from io import BytesIO
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from typing import Any

import docx

from benchmarks.speed import COMMAND
from index.as_json import from_json
from index.data_folder import DataFolder
from ingest.sources import docx as word
from ingest.sources import pdf, scan
from ingest.types import Document
from tests.page_maker import PdfMaker, picture
from tests.scanned import file, scanned

PAGES = 300
SCANS = 4
# Some 420 words: more than the pages of the decrees among the real files, at 14 points, have.
LINES = 22
_LINES = [
    "Các sở, ban, ngành và Ủy ban nhân dân các huyện lập kế hoạch mở lớp tập huấn",
    "cho cán bộ xã về phòng cháy, chữa cháy rừng; báo cáo kết quả hằng tháng về tỉnh.",
]
Score = Callable[[str, str], dict[str, float]]


def measure(shared: Path) -> Iterator[tuple[str, dict[str, float]]]:
    """Yield what is read of real files, where they are at hand, and the speed of generated pages."""
    if (shared / "formats").is_dir():
        yield "real office files", real_files(shared / "formats")
    yield "speed of one process", speed()


def real_files(folder: Path) -> dict[str, float]:
    """Return how much of the transcripts of real files is found again after an ingest of all of them."""
    with TemporaryDirectory() as temporary:
        data = Path(temporary) / "data"
        begin = time.perf_counter()
        command = [*COMMAND, "ingest", "--json", "--data", str(data), str(folder / "files")]
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=sys.stderr, check=False)
        seconds = time.perf_counter() - begin
        files = json.loads(done.stdout)["files"]
        texts, inside = _texts(data)
    scores: defaultdict[str, list[float]] = defaultdict(list)
    for name, text in texts.items():
        truth = (folder / "truth" / f"{Path(name).stem}.txt").read_text(encoding="utf-8")
        for kind, value in _score(folder / "score.py")(text, truth).items():
            scores[kind].append(value)
    return {
        "files": float(len(files)),
        "read": float(sum(file["outcome"] == "added" for file in files)),
        "seconds": seconds,
        **{f"{kind}, mean": fmean(values) for kind, values in scores.items()},
        "in passages or headings, mean": fmean(inside),
        "in passages or headings, files below .93": float(sum(share < 0.93 for share in inside)),
    }


def speed() -> dict[str, float]:
    """Return pages a second of processor time: text PDF, Word, recognition."""
    maker = PdfMaker()
    for number in range(PAGES):
        if number:
            maker.page()
        maker.lines(70, 80, *(f"{n}. {_LINES[n % 2]}" for n in range(1, LINES + 1)))
    # A page of Word is as much text.
    paper = docx.Document()
    for number in range(PAGES * LINES):
        paper.add_paragraph(f"{number % LINES + 1}. {_LINES[number % 2]}")
    stream = BytesIO()
    paper.save(stream)
    image = picture(maker.data(), dpi=200)
    page = file(scanned(image), dpi=(200, 200))
    return {
        "text PDF, pages a second": PAGES / _seconds(lambda: pdf.read(maker.data())),
        "Word, pages a second": PAGES / _seconds(lambda: word.read(stream.getvalue())),
        "recognition, pages a second": SCANS / _seconds(lambda: [scan.read(page) for _ in range(SCANS)]),
    }


def _seconds(work: Callable[[], object]) -> float:
    """Return what work takes by the clock: the recogniser is a process of its own."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def _texts(data: Path) -> tuple[dict[str, str], list[float]]:
    """Return the text of each file, and the share of each that is in a passage or heading."""
    texts: defaultdict[str, str] = defaultdict(str)
    outside: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    with closing(DataFolder.open(data).catalogue(writing=False)) as catalogue:
        for stored in catalogue.stored():
            document = from_json(Document, stored.reading)
            texts[document.source_file] += document.text
            outside[document.source_file][0] += document.outside.characters
            outside[document.source_file][1] += document.outside.of_characters
    return dict(texts), [1 - lost / max(whole, 1) for lost, whole in outside.values()]


def _score(path: Path) -> Score:
    """Return the scoring that comes with the files."""
    spec = spec_from_file_location("score", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} cannot be loaded")
    module: Any = module_from_spec(spec)
    spec.loader.exec_module(module)
    score: Score = module.score
    return score
