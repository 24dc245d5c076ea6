"""The chain of grounds of a plan: what it says it carries out, and what that carries out in turn."""

from collections import defaultdict
from dataclasses import dataclass

from index.snapshot import Snapshot
from ingest.instruments.grounds import Ground, read_grounds
from ingest.types import Instrument
from search_api.instruments.overview import CitedAt, instruments, passage_at
from search_api.instruments.records import Citation, InstrumentRecord


@dataclass(frozen=True, slots=True)
class ChainLink:
    """An instrument that a plan carries out, with what that one carries out in turn.

    `words` and `span` say so in the plan; `opening` is true in its title and preamble.
    """

    record: InstrumentRecord
    words: str | None
    citation: CitedAt
    opening: bool
    under: tuple["ChainLink", ...]


def chain(snapshot: Snapshot, document_id: str) -> tuple[ChainLink, ...]:
    """Return what a document says it carries out, in order: title and preamble, then the text.

    Each instrument stands at the top once; those that it carries out itself stand under it.
    """
    return _ChainReader(snapshot, document_id).links()


class _ChainReader:
    """Puts the grounds of one document in order."""

    def __init__(self, snapshot: Snapshot, document_id: str) -> None:
        detail = snapshot.detail(document_id)
        opening = next((node.span.start for node in detail.nodes if node.mark), 0)
        self.text = detail.text
        self.document_id = document_id
        self.passages = snapshot.passages_of(document_id)
        self.read = instruments(snapshot)
        self.grounds = [
            ground
            for ground in read_grounds(detail.text, detail.instruments, opening)
            if self._key(ground.instrument)
        ]
        self.under: dict[str, list[Ground]] = defaultdict(list)
        for ground in self.grounds:
            if ground.under and (upper := self._key(ground.under)):
                self.under[upper].append(ground)

    def links(self) -> tuple[ChainLink, ...]:
        """Return the links at the top with what stands under them."""
        found: list[ChainLink] = []
        shown: set[str] = set()
        for ground in self.grounds:
            if ground.under is None and self._key(ground.instrument) not in shown:
                link = self._link(ground, frozenset())
                found.append(link)
                shown |= _keys(link)
        return tuple(found)

    def _link(self, ground: Ground, above: frozenset[str]) -> ChainLink:
        key = self._key(ground.instrument)
        lower = {self._key(g.instrument): g for g in reversed(self.under[key])}
        above |= {key}
        return ChainLink(
            self.read.by_key[key],
            ground.words.of(self.text) if ground.words else None,
            self._cited_at(ground.instrument),
            ground.opening,
            tuple(self._link(g, above) for k, g in reversed(lower.items()) if k not in above),
        )

    def _cited_at(self, instrument: Instrument) -> CitedAt:
        citation = Citation(self.document_id, instrument, instrument.span.of(self.text))
        return CitedAt(citation, passage_at(self.passages, citation))

    def _key(self, instrument: Instrument) -> str:
        return self.read.keys.get((self.document_id, instrument.span.start), "")


def _keys(link: ChainLink) -> set[str]:
    return {link.record.key}.union(*(_keys(lower) for lower in link.under))
