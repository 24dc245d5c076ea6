"""How well the checks of written answers tell borne-out sentences from others."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from index.records import whole_document
from index.scratch import snapshot_over
from index.snapshot import Snapshot
from index.types import DocumentRecord, PassageRecord
from ingest.reading.reader import read_folder
from search_api.kit.citations import cite
from search_api.writing.checks import Candidate, Checker
from search_api.writing.support import TermSupport
from search_api.writing.types import Sentence, Source

# Sentences that say something else, and sentences that change one thing of what their quote says.
SENTENCES, CHANGES = (Path(__file__).parent / f"written_{name}.tsv" for name in ("sentences", "changes"))
# Kinds of sentences that their quote bears out.
BORNE_OUT = frozenset({"true", "faithful"})


@dataclass(frozen=True, slots=True)
class Labelled:
    """A sentence of our own with words of the passage that it cites; `kind` says what is wrong with it."""

    part: str
    kind: str
    language: str
    passage_words: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled sentence: whether it passes all checks, and its support."""

    labelled: Labelled
    passes: bool
    support: float


def read_sentences(file: Path) -> list[Labelled]:
    """Return the labelled sentences of `file`."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return [Labelled(*line.split("\t")) for line in lines if not line.startswith("#")]


def judged(sentences: Iterable[Labelled], snapshot: Snapshot) -> Iterator[Judged]:
    """Yield each sentence as the checks judge it beside its passage of the samples in `snapshot`."""
    support, passages = TermSupport(snapshot), list(snapshot.every_passage())
    for item in sentences:
        passage = next(passage for passage in passages if item.passage_words in passage.text)
        source = _source(passage, snapshot.document(passage.document_id))
        checked = Checker((source,), support).check(f"{item.sentence} [1]")
        score = support.score(item.sentence, Candidate(item.sentence, (source,)).evidence)
        yield Judged(item, isinstance(checked, Sentence), score)


def measure(samples: Path) -> list[dict[str, object]]:
    """Return, for each kind of sentence, how many pass all checks, and the range of their support."""
    found: dict[tuple[str, str, str], list[Judged]] = {}
    with snapshot_over(list(map(whole_document, read_folder(samples)))) as snapshot:
        for result in judged([*read_sentences(SENTENCES), *read_sentences(CHANGES)], snapshot):
            item = result.labelled
            found.setdefault((item.part, item.kind, item.language), []).append(result)
    return [_row(*key, results) for key, results in found.items()]


def _row(part: str, kind: str, language: str, results: list[Judged]) -> dict[str, object]:
    scores = [result.support for result in results]
    return {
        "part": part, "kind": kind, "language": language, "sentences": len(results),
        "passed": sum(result.passes for result in results), "lowest support": round(min(scores), 3),
        "highest support": round(max(scores), 3),
    }  # fmt: skip


def _source(passage: PassageRecord, document: DocumentRecord) -> Source:
    citation = cite(document, passage.place)
    return Source(1, passage.id, passage.text, " › ".join(passage.path), citation)
