"""Worlds of a folder that several machines read: letters with numbers, shards of a folder, all that an index tells."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index.data_folder import DataFolder
from index.embedder import load_embedder
from index.shards import Share
from index.snapshot import Snapshot
from search_api.collecting.collect import ingest
from search_api.collecting.merge import merge
from search_api.collecting.report import IngestReport
from tests.product import Product


def letter(number: str, day: str, *provisions: str, title: str = "Nhiệm vụ trong năm") -> str:
    """Return a plan with number, issuer and date, as offices write them."""
    body = "\n\n".join(f"{place}. {words}" for place, words in enumerate(provisions, 1))
    return (
        f"ỦY BAN NHÂN DÂN\nXÃ HẢI LAM\nSố: {number}/KH-UBND\n\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
        f"Độc lập - Tự do - Hạnh phúc\nHải Lam, ngày {day}\n\nKẾ HOẠCH\n{title}\n\n{body}"
    )


def write(file: Path, words: str) -> Path:
    """Write a file into a folder that may be new."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(words, encoding="utf-8")
    return file


def named_for(share: Share, stem: str = "plan") -> str:
    """Return the name of a file that falls to a share."""
    names = (f"{stem}-{number}.txt" for number in range(1_000))
    return next(name for name in names if share.takes(Path(name)))


def read_share(data: Path, share: Share, *plans: Path, sync: bool = False) -> Path:
    """Read a share of folders into the data folder at `data`, and return that."""
    ingest(DataFolder.open_or_create(data), list(plans), load_embedder(), share=share, sync=sync)
    return data


def cut(folder: Path, plans: Path, of: int) -> list[Path]:
    """Return the shards of a folder, read into or read again in `folder`."""
    return [
        read_share(folder / f"{number}", Share(number, of), plans, sync=True) for number in range(1, of + 1)
    ]


def joined(data: Path, shards: Sequence[Path]) -> IngestReport:
    """Join shards into the data folder at `data`."""
    return merge(data, shards, load_embedder(), lambda *_: None)


def outcomes(report: IngestReport) -> dict[str, str]:
    """Return what became of each file by its name."""
    return {Path(file.path).name: file.outcome for file in report.files}


def documents_of(data: Path) -> dict[str, str]:
    """Return the ids of all documents, versions too, with the text of each, in their order."""
    records = Product.open(data).snapshot.generation.records
    return {identity: records.text(identity) for identity in records.documents}


def contents(snapshot: Snapshot) -> dict[str, Any]:
    """Return all that an index holds but the time at which it was read."""
    records = snapshot.generation.records
    return {
        "documents": [records.detail(identity) for identity in records.documents],
        "passages": list(records.every_passage()),
        "duties": list(records.duties()),
        "listed": list(snapshot.documents),
        "relatives": snapshot.generation.relatives,
    }


def found(snapshot: Snapshot, questions: Path) -> list[Any]:
    """Return what is found for questions: passages in their order with their scores, and how sure that is."""
    asked = [json.loads(line)["query"] for line in questions.read_text(encoding="utf-8").splitlines()]
    results = [snapshot.searcher.search(question, limit=20) for question in asked]
    return [
        (result.confidence, result.total, [(hit.passage.id, hit.score) for hit in result.hits])
        for result in results
    ]
