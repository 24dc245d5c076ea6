"""Which documents somebody may see: named by their ids, or by their provinces."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from index.types import DocumentRecord
from index.versions import current_id

# What stands before the name of a province among ids.
PROVINCE = "province:"


@dataclass(frozen=True, slots=True)
class Allowed:
    """The documents that are named, with their versions, and those of named provinces; none where nothing is."""

    documents: frozenset[str]
    provinces: frozenset[str]

    @classmethod
    def parse(cls, words: Iterable[str]) -> Self:
        """Return what words name: each the id of a document, or `province:` with a name; empty ones name nothing."""
        named = [word.strip() for word in words]
        provinces = {_spelt(word.removeprefix(PROVINCE)) for word in named if word.startswith(PROVINCE)}
        documents = {word for word in named if not word.startswith(PROVINCE)}
        return cls(frozenset(documents - {""}), frozenset(provinces - {""}))

    def admits(self, document: DocumentRecord) -> bool:
        """True for a document that may be seen."""
        province = document.metadata.province
        return current_id(document.id) in self.documents or (
            province is not None and _spelt(province) in self.provinces
        )


def _spelt(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split())).casefold()
