"""The plans as a check reads them: their atoms, and where words of a draft stand in them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

import numpy as np
from numpy.typing import NDArray

from index.snapshot import Snapshot
from index.types import DocumentRecord, PassageRecord
from ingest.language.folding import fold, one_line
from ingest.types import Span
from search_api.checking.atoms import CAPITALS, SMALL, TITLE, Atoms, Vocabulary
from search_api.checking.borders import left_out_before, left_out_behind

# So many passages are looked into for the words of a quotation, and so many whole documents where it stands
# in none of them: it may run over several.
PASSAGES, DOCUMENTS = 32, 8
# A text repeats what is quoted from it hardly ever oftener.
_OCCURRENCES = 64
_ORDINARY = (SMALL, TITLE)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the pieces of a quotation stand in a document, in the same words; `span` counts in its text.

    `exact` is False where capitals stand otherwise, and where a negation or a part of a number is left out
    right beside the words.
    """

    document: DocumentRecord
    span: Span
    pieces: tuple[Span, ...]
    exact: bool


@dataclass(frozen=True, slots=True)
class Near:
    """Passages and documents that may hold some words, the likeliest first; `titled` have them in their title."""

    passages: tuple[PassageRecord, ...]
    documents: tuple[str, ...]
    titled: tuple[str, ...]


class Plans:
    """The documents of a snapshot for one check; what is read of them is remembered as long as this."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.vocabulary = Vocabulary()
        self._documents: dict[str, Atoms] = {}
        self._passages: dict[str, Atoms] = {}
        self._passages_of: dict[str, list[PassageRecord]] = {}

    def atoms(self, text: str, span: Span | None = None) -> Atoms:
        """Return the atoms of a text, or of characters of it, by the numbers of these plans."""
        return Atoms.of(text, self.vocabulary, span)

    def document(self, document_id: str) -> Atoms:
        """Return the atoms of a document."""
        if document_id not in self._documents:
            notes = (Span(p.start, p.end) for p in self.passages_of(document_id) if p.kind == "footnote")
            self._documents[document_id] = self.atoms(self.snapshot.text(document_id)).reordered(notes)
        return self._documents[document_id]

    def passages_of(self, document_id: str) -> list[PassageRecord]:
        """Return the passages of a document in reading order."""
        if document_id not in self._passages_of:
            self._passages_of[document_id] = self.snapshot.passages_of(document_id)
        return self._passages_of[document_id]

    def passages_at(self, document_id: str, spans: Sequence[Span]) -> tuple[PassageRecord, ...]:
        """Return the passages that hold characters of spans of a document, in order."""
        return tuple(
            passage
            for passage in self.passages_of(document_id)
            if any(passage.start < span.end and span.start < passage.end for span in spans)
        )

    def near(self, text: str) -> "Near":
        """Return where words of a draft may stand."""
        found = self.snapshot.passages_in_these_words(text, PASSAGES)
        weights: defaultdict[str, float] = defaultdict(float)
        for passage, weight in found:
            weights[passage.document_id] += weight
        documents = sorted(weights, key=weights.__getitem__, reverse=True)
        titled = _titled(self.snapshot, text)
        return Near(
            tuple(passage for passage, _ in found), tuple(dict.fromkeys([*titled, *documents])), tuple(titled)
        )

    def in_documents(self, pieces: Sequence[Atoms], documents: Iterable[str]) -> Iterator[Standing]:
        """Yield where pieces follow one another in the documents that have them."""
        for identity in documents:
            record, plan = self.snapshot.document(identity), self.document(identity)
            found = self._standing(pieces, plan, record) or self._standing(pieces, plan.in_order(), record)
            if found:
                yield found

    def in_passages(self, pieces: Sequence[Atoms], passages: Iterable[PassageRecord]) -> Iterator[Standing]:
        """Yield where pieces follow one another within a passage, the first of each document."""
        seen: set[str] = set()
        for passage in passages:
            if passage.document_id in seen:
                continue
            if passage.id not in self._passages:
                self._passages[passage.id] = self.atoms(passage.text)
            document = self.snapshot.document(passage.document_id)
            if found := self._standing(pieces, self._passages[passage.id], document, passage.start):
                seen.add(passage.document_id)
                yield found

    def in_titles(self, pieces: Sequence[Atoms], documents: Iterable[str]) -> Iterator[Standing]:
        """Yield documents whose titles have the pieces; the text may have a title otherwise, over several lines."""
        for identity in documents:
            record = self.snapshot.document(identity)
            chain = _chain(pieces, self.atoms(record.metadata.title))
            if chain:
                named = [part.span for part in self.snapshot.detail(identity).named if part.name == "title"]
                whole = Span(named[0].start, named[-1].end) if named else Span(0, 0)
                yield Standing(record, whole, (), chain[1])

    def _standing(
        self, pieces: Sequence[Atoms], plan: Atoms, document: DocumentRecord, start: int = 0
    ) -> Standing | None:
        chain = _chain(pieces, plan)
        if not chain:
            return None
        places, exact = chain
        spans = tuple(
            plan.span(place, place + len(piece)).moved(start)
            for place, piece in zip(places, pieces, strict=True)
        )
        whole = Span(min(span.start for span in spans), max(span.end for span in spans))
        return Standing(document, whole, spans, exact)


def _chain(pieces: Sequence[Atoms], plan: Atoms) -> tuple[tuple[int, ...], bool] | None:
    """Return where pieces follow one another, and whether exactly; of several places where they are nearest."""
    found = []
    for first in islice(plan.places(pieces[0]), _OCCURRENCES):
        places = [first]
        for before, piece in pairwise(pieces):
            following = next(plan.places(piece, places[-1] + len(before)), None)
            if following is None:
                break
            places.append(following)
        else:
            exact = all(_is_exact(piece, plan, at) for piece, at in zip(pieces, places, strict=True))
            found.append((not exact, places[-1] - first, tuple(places)))
            continue
        break
    if not found:
        return None
    otherwise, _, chosen = min(found)
    return chosen, not otherwise


def _is_exact(piece: Atoms, plan: Atoms, place: int) -> bool:
    if left_out_before(plan, place) or left_out_behind(plan, place + len(piece)):
        return False
    return not other_capitals(piece, plan, np.arange(place, place + len(piece)))


def other_capitals(piece: Atoms, plan: Atoms, beside: NDArray[np.int64]) -> list[int]:
    """Return which words of a piece have other capitals than the same words `beside` them in a plan.

    The first letter may be either, as may that of a line of the plan; and a word in capitals beside another
    is set so, as headings are.
    """
    own, theirs = piece.written, plan.written[beside]
    headings = _in_headings(own) | _in_headings(theirs)
    changed = np.flatnonzero((own != theirs) & ~headings).tolist()
    return [
        place
        for place in changed
        if not (
            own[place] in _ORDINARY
            and theirs[place] in _ORDINARY
            and (place == 0 or plan.begins_line(int(beside[place])))
        )
    ]


def _in_headings(written: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return which words are in capitals as one of the words beside them is."""
    capitals = written == CAPITALS
    beside = np.zeros(len(written), np.bool_)
    beside[1:] |= capitals[:-1]
    beside[:-1] |= capitals[1:]
    found: NDArray[np.bool_] = capitals & beside
    return found


def _titled(snapshot: Snapshot, text: str) -> list[str]:
    """Return the documents in whose titles a text stands; titles are in no passage."""
    titles, ids = snapshot.derived(_titles)
    wanted = one_line(fold(text)).strip(" .;:,")
    found: list[str] = []
    place = titles.find(wanted) if wanted else -1
    while place >= 0 and len(found) < DOCUMENTS:
        number = titles.count("\n", 0, place)
        found.append(ids[number])
        place = titles.find(wanted, titles.find("\n", place))
    return found


def _titles(snapshot: Snapshot) -> tuple[str, tuple[str, ...]]:
    documents = list(snapshot.every_document)
    titles = "".join(f"{one_line(fold(document.metadata.title))}\n" for document in documents)
    return titles, tuple(document.id for document in documents)
