"""What became of each file of an ingest."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from index.generation import Manifest
from ingest.messages import Message
from ingest.sources.errors import Refusal, RefusalKind
from ingest.types import Outside

# Files done, files in all, and the name of the next one.
Progress = Callable[[int, int, str], None]
Outcome = Literal[
    "added", "replaced", "reread", "unchanged", "moved", "duplicate", "refused", "gone", "removed"
]  # fmt: skip
CHANGING: frozenset[Outcome] = frozenset({"added", "replaced", "reread", "moved", "removed"})
# With these a file may be left that nothing refers to any more.
LEAVING: frozenset[Outcome] = CHANGING - {"added"}

# Of documents whose files have gone, or were not asked for.
_NOT_LOOKED_AT = frozenset({"gone", "removed", "reread"})


@dataclass(frozen=True, slots=True)
class FileReport:
    """What happened to one file; `reason` says why where it was not read, `refusal` of which kind that is.

    `lost` is true where reading it ended its process, or would not end. `tool` is what found its text,
    `warnings` are what was repaired, and what could not be read; `outside` is what of its text is in no
    passage.
    """

    path: str
    outcome: Outcome
    reason: str | None = None
    document_id: str | None = None
    passages: int = 0
    lost: bool = False
    tool: str = ""
    warnings: tuple[Message, ...] = ()
    outside: Outside = Outside()  # noqa: RUF009 - frozen
    refusal: RefusalKind | None = None

    @classmethod
    def refused(
        cls, path: str, why: Refusal, document_id: str | None = None, *, lost: bool = False
    ) -> "FileReport":
        """Return what is to be said of a file that cannot be a document."""
        return cls(path, "refused", why.words, document_id, lost=lost, refusal=why.kind)


@dataclass(slots=True)
class IngestReport:
    """What happened to all files, and the generation that was published, if any.

    `rehearsed` is true where it is only what would happen.
    """

    files: list[FileReport] = field(default_factory=list)
    manifest: Manifest | None = None
    rehearsed: bool = False

    def count(self, outcome: Outcome) -> int:
        """Return how many files had this outcome."""
        return sum(file.outcome == outcome for file in self.files)

    @property
    def changes(self) -> dict[str, object]:
        """What was changed, as the log of writes has it; empty where nothing was."""
        counts = {outcome: self.count(outcome) for outcome in sorted(CHANGING) if self.count(outcome)}
        gone = [file.document_id for file in self.files if file.outcome == "removed"]
        return {"files": counts, **({"removed": gone} if gone else {})} if counts else {}

    @property
    def failed(self) -> bool:
        """True where nothing could be read of the files that were looked at."""
        looked_at = [file.outcome for file in self.files if file.outcome not in _NOT_LOOKED_AT]
        return all(outcome == "refused" for outcome in looked_at)
