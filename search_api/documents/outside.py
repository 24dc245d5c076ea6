"""What of each document lies outside its passages, for whoever checks an index."""

from contextlib import closing
from dataclasses import asdict, dataclass

from index.data_folder import DataFolder
from ingest.types import Outside


@dataclass(frozen=True, slots=True)
class DocumentOutside:
    """A document, and how much of it is in no passage."""

    document_id: str
    source_file: str
    outside: Outside

    def as_json(self) -> dict[str, str | int | float]:
        """Return this as `verify --json` prints it."""
        return {
            "document_id": self.document_id,
            "source_file": self.source_file,
            "share": round(self.outside.share, 4),
            **asdict(self.outside),
        }


def outside_of_all(folder: DataFolder) -> list[DocumentOutside]:
    """Return what is outside in each document that is served, most first."""
    opened = folder.open_generation()
    with closing(opened.generation) as generation:
        served = [
            DocumentOutside(identity, generation.records.documents[identity].source_file, outside)
            for identity, outside in generation.records.outside().items()
            if identity not in opened.removed
        ]
    return sorted(served, key=lambda each: -each.outside.share)
