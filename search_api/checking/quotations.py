"""Quotations: whether the plans say what a draft has in quotation marks, where, and what they say otherwise."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from index.types import DocumentRecord, PassageRecord
from ingest.language.labels import STRUCTURAL, read_label
from ingest.types import Span
from search_api.checking.alignment import Alignment, align, parts_of, votes
from search_api.checking.atoms import Atoms
from search_api.checking.changes import Change, changes, moved_words
from search_api.checking.plans import DOCUMENTS, Plans, Standing

Verdict = Literal["verbatim", "altered", "older_version", "not_found"]
_CUT = re.compile(r"[\[(]\s{0,3}(?:\.{2,}|…)\s{0,3}[\])]|\.{3,}|…")
# Labels that are said with what they label.
_SPOKEN = STRUCTURAL | {"article", "clause", "ordinal"}
_LONGEST_LABEL = 60
# A plan says a quotation otherwise that has so many of its words in their order, or so many of its words and
# neighbours in one place; one with fewer is another text.
_WORDS_KEPT, _KEPT_TOGETHER = 0.6, 0.7
# Fewer in one place are chance, and of the likeliest documents so many are laid beside a quotation.
_CHANCE, _LAID = 0.25, 3
# With so many of its words the likeliest document is the one; with so few a part stands elsewhere.
_SURELY, _POOR = 0.8, 0.5
# After so many parts it shows whether a long quotation is of this plan; what has more cuts than this is none.
_TELLING_PARTS, _MOST_CUTS = 8, 50


@dataclass(frozen=True, slots=True)
class Quotation:
    """What became of a text in quotation marks: `span` counts in the draft, `place` in the document's text.

    `passages` hold the words; `also_in` are other documents with them. Of an older version `current` is the
    document as it is now, and `changes` are those since. `cited` is the document that the draft cites nearest
    to the quotation, where it is one of these plans.
    """

    span: Span
    verdict: Verdict
    document: DocumentRecord | None = None
    place: Span | None = None
    passages: tuple[PassageRecord, ...] = ()
    changes: tuple[Change, ...] = ()
    also_in: tuple[DocumentRecord, ...] = ()
    current: DocumentRecord | None = None
    cited: DocumentRecord | None = None


@dataclass(frozen=True, slots=True)
class _Laid:
    """A quotation laid beside a plan that says it otherwise: the characters of the plan, and the changes.

    `kept` is the share of its words that the plan has in order, `together` that of its words and neighbours.
    """

    document: DocumentRecord
    spans: tuple[Span, ...]
    changes: tuple[Change, ...]
    kept: float
    together: float

    @property
    def is_near(self) -> bool:
        """True where the plan says the same in other words, and no other text."""
        return self.kept >= _WORDS_KEPT or self.together >= _KEPT_TOGETHER


def check_quotation(plans: Plans, text: str, span: Span, cited: DocumentRecord | None = None) -> Quotation:
    """Return what the plans say of the quotation at `span` of a draft; `cited` is named nearest to it."""
    quoted = _Quoted(plans, text, span, cited)
    found = quoted.word_for_word()
    if found:
        return quoted.as_found(found)
    return quoted.otherwise()


class _Quoted:
    """A quotation on its way through the plans."""

    def __init__(self, plans: Plans, text: str, span: Span, cited: DocumentRecord | None) -> None:
        self.plans = plans
        self.span = span
        self.cited = cited
        self.readings = _readings(plans, text, span)
        self.near = plans.near(span.of(text))
        self.first = _with_older(plans, cited) if cited else []

    def word_for_word(self) -> list[Standing]:
        """Return where the quotation stands word for word, from the best place on."""
        found: list[Standing] = []
        for pieces in self.readings:
            found += self.plans.in_documents(pieces, self.first)
            found += self.plans.in_passages(pieces, self.near.passages)
            if not any(standing.exact for standing in found):
                found += self.plans.in_documents(pieces, self.near.documents[:DOCUMENTS])
                found += self.plans.in_titles(pieces, self.near.titled)
                found += self.plans.in_documents(pieces, self.near.earlier)
        return sorted((standing for standing in found if standing.exact), key=self._rank)

    def _rank(self, standing: Standing) -> tuple[bool, bool, bool]:
        """Return what puts the document cited and its versions first, then what is in force, copies last."""
        identity = standing.document.id
        return identity not in self.first, self._is_older(identity), identity in self.plans.snapshot.relatives

    def _is_older(self, identity: str) -> bool:
        relative = self.plans.snapshot.relatives.get(identity)
        return relative is not None and relative.kind == "older"

    def as_found(self, found: Sequence[Standing]) -> Quotation:
        """Return a quotation that stands word for word in documents."""
        best = found[0]
        document = best.document
        others = {standing.document.id: standing.document for standing in found}
        older = self._is_older(document.id)
        current = (
            self.plans.snapshot.document(self.plans.snapshot.relatives[document.id].of) if older else None
        )
        now = self._laid([current.id]) if current else None
        return Quotation(
            span=self.span,
            verdict="older_version" if older else "verbatim",
            document=document,
            place=best.span,
            passages=self.plans.passages_at(document.id, best.pieces),
            changes=now.changes if now and now.is_near else (),
            also_in=tuple(
                record
                for identity, record in others.items()
                if identity != document.id and not self._is_older(identity)
            ),
            current=current,
            cited=self.cited,
        )

    def otherwise(self) -> Quotation:
        """Return a quotation that stands nowhere word for word: altered, or in no plan."""
        nearest = self._laid([*self.first, *self.near.documents])
        if nearest is None or not nearest.is_near:
            return Quotation(self.span, "not_found", cited=self.cited)
        spans = nearest.spans
        return Quotation(
            span=self.span,
            verdict="altered",
            document=nearest.document,
            place=Span(min(span.start for span in spans), max(span.end for span in spans)),
            passages=self.plans.passages_at(nearest.document.id, spans),
            changes=nearest.changes,
            cited=self.cited,
        )

    def _laid(self, documents: Iterable[str]) -> _Laid | None:
        """Return the quotation beside the document that says it nearly; None where none has many of its words."""
        if not self.readings:
            return None
        pieces = self.readings[-1]
        whole = self.plans.atoms(pieces[0].text, Span(int(pieces[0].starts[0]), int(pieces[-1].ends[-1])))
        near = []
        for number, identity in enumerate(list(dict.fromkeys(documents))[:DOCUMENTS]):
            together, _ = votes(whole, self.plans.document(identity))
            if together >= _CHANCE or len(pieces) > 1:
                near.append((-together, self._is_older(identity), number, identity))
        laid: list[_Laid] = []
        for together, _, _, identity in sorted(near)[:_LAID]:
            document = self.plans.snapshot.document(identity)
            laid.append(_beside(pieces, self.plans.document(identity), document, -together))
            if laid[-1].kept >= _SURELY and identity in (self.first or [identity]):
                break
        return max(laid, key=lambda one: (one.kept, one.document.id in self.first), default=None)


def _with_older(plans: Plans, document: DocumentRecord) -> list[str]:
    relatives = plans.snapshot.relatives_of(document.id)
    return [document.id, *(other.id for other, kind in relatives if kind == "older")]


def _readings(plans: Plans, text: str, span: Span) -> list[list[Atoms]]:
    """Return the pieces between the cuts of a quotation, with its label and without it; none of too many."""
    if len(_CUT.findall(text, span.start, span.end)) > _MOST_CUTS:
        return []
    label = read_label(span.of(text)[:_LONGEST_LABEL])
    starts = [span.start]
    if label and label.mark not in _SPOKEN:
        starts.append(span.start + label.length)
    readings = [list(_pieces(plans, text, Span(start, span.end))) for start in starts]
    return [pieces for pieces in readings if pieces]


def _pieces(plans: Plans, text: str, span: Span) -> Iterator[Atoms]:
    borders = [
        span.start,
        *(place for cut in _CUT.finditer(text, span.start, span.end) for place in cut.span()),
    ]
    for start, end in zip(borders[::2], [*borders[1::2], span.end], strict=True):
        piece = plans.atoms(text, Span(start, end)).without_stops_around()
        if len(piece):
            yield piece


def _beside(pieces: Sequence[Atoms], plan: Atoms, document: DocumentRecord, together: float) -> _Laid:
    """Return the pieces of a quotation beside a plan, each after the one before where it is found there."""
    if len(pieces) == 1:
        _, place = votes(pieces[0], plan)
        if moved := moved_words(pieces[0], plan, place):
            return _Laid(document, (moved.plan,), (moved,), 1.0, together)
    parts: list[tuple[Atoms, Alignment]] = []
    end = 0
    for piece in pieces:
        for number, part in enumerate(parts_of(piece)):
            laid = _laid_part(part, plan, end, goes_on=number > 0)
            parts.append((part, laid))
            end = laid.last
            if len(parts) >= _TELLING_PARTS and _kept(parts) < _WORDS_KEPT:
                return _Laid(document, (), (), 0.0, 0.0)
    spans = tuple(plan.span(laid.first, laid.last) for _, laid in parts)
    return _Laid(document, spans, changes(parts, plan), _kept(parts), together)


def _kept(parts: Sequence[tuple[Atoms, Alignment]]) -> float:
    """Return the share of the words of parts that the plan has in their order."""
    words = sum(laid.words for _, laid in parts)
    return sum(laid.matched for _, laid in parts) / words if words else 0.0


def _laid_part(part: Atoms, plan: Atoms, end: int, *, goes_on: bool) -> Alignment:
    """Return a part of a quotation beside the plan: behind the part before it, or where it rather stands."""
    if goes_on:
        laid = align(part, plan, end, begins_there=True)
    else:
        _, place = votes(part, plan, end)
        laid = align(part, plan, place)
    if laid.matched >= _POOR * laid.words:
        return laid
    _, place = votes(part, plan)
    return max(laid, align(part, plan, place), key=lambda one: one.matched)
