"""How well the checks of written answers tell borne-out sentences from others."""

from dataclasses import dataclass
from pathlib import Path

from index.records import whole_document
from index.scratch import snapshot_over
from index.types import DocumentRecord, PassageRecord
from ingest.reading.reader import read_folder
from search_api.kit.citations import cite
from search_api.writing.checks import Candidate, Checker
from search_api.writing.support import TermSupport
from search_api.writing.types import Source

SENTENCES = Path(__file__).parent / "written_sentences.tsv"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence of our own with words of the passage that it cites; `kind` "true" is borne out."""

    part: str
    kind: str
    language: str
    passage_words: str
    sentence: str


def read_sentences() -> list[Labelled]:
    """Return the labelled sentences."""
    lines = SENTENCES.read_text(encoding="utf-8").splitlines()
    return [Labelled(*line.split("\t")) for line in lines if not line.startswith("#")]


def measure(samples: Path) -> list[dict[str, object]]:
    """Return, for each kind of sentence, how many pass all checks, and the range of their support."""
    documents = list(map(whole_document, read_folder(samples)))
    passages = [(passage, whole.record) for whole in documents for passage in whole.passages]
    found: dict[tuple[str, str, str], list[tuple[bool, float]]] = {}
    with snapshot_over(documents) as snapshot:
        support = TermSupport(snapshot)
        for item in read_sentences():
            source = _source(*next(found for found in passages if item.passage_words in found[0].text))
            passes = not isinstance(Checker((source,), support).check(f"{item.sentence} [1]"), str)
            score = support.score(item.sentence, Candidate(item.sentence, (source,)).evidence)
            found.setdefault((item.part, item.kind, item.language), []).append((passes, score))
    return [_row(*key, results) for key, results in found.items()]


def _row(part: str, kind: str, language: str, results: list[tuple[bool, float]]) -> dict[str, object]:
    scores = [score for _, score in results]
    return {
        "part": part, "kind": kind, "language": language, "sentences": len(results),
        "passed": sum(passes for passes, _ in results), "lowest support": round(min(scores), 3),
        "highest support": round(max(scores), 3),
    }  # fmt: skip


def _source(passage: PassageRecord, document: DocumentRecord) -> Source:
    citation = cite(document, passage.place)
    return Source(1, passage.id, passage.text, " › ".join(passage.path), citation)
