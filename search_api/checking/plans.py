"""The plans as a check reads them: their atoms, and where words of a draft stand in them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, pairwise

import numpy as np
from numpy.typing import NDArray

from index.snapshot import Snapshot
from index.types import DocumentRecord, PassageRecord
from index.versions import current_id, is_version
from ingest.language.phrases import keys_of
from ingest.types import Span
from search_api.checking.atoms import CAPITALS, SMALL, TITLE, Atoms, Vocabulary
from search_api.checking.borders import left_out_before, left_out_behind

# So many passages are looked into for the words of a quotation, and so many whole documents where it stands
# in none of them: it may run over several.
PASSAGES, DOCUMENTS = 16, 8
_MANY_PASSAGES, _AS_MUCH = 128, 0.9
# What holds all the words weighs most; a pair of words across a cut it need not hold.
_HOLDING = 0.8
DOCUMENTS_KEPT, PASSAGES_KEPT = 64, 256
# A text repeats what is quoted from it hardly ever oftener.
_OCCURRENCES = 64
# By so many words at a time, and so many times, a quotation is looked for in what is no longer said.
_WINDOW, _WINDOWS = 8, 16
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
    """Passages that may hold all of some words, and documents that may hold them, the likeliest first.

    `titled` have them in their title; `earlier` are versions that had them.
    """

    passages: tuple[PassageRecord, ...]
    documents: tuple[str, ...]
    titled: tuple[str, ...]
    earlier: tuple[str, ...]


class Plans:
    """The documents of a snapshot for one check; what is read of them is remembered as long as this."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.vocabulary = Vocabulary()
        # A draft quotes the same few plans again and again.
        self.document = lru_cache(DOCUMENTS_KEPT)(self._document)
        self.passages_of = lru_cache(DOCUMENTS_KEPT)(snapshot.passages_of)
        self._passage = lru_cache(PASSAGES_KEPT)(lambda passage: self.atoms(passage.text))

    def atoms(self, text: str, span: Span | None = None) -> Atoms:
        """Return the atoms of a text, or of characters of it, by the numbers of these plans."""
        return Atoms.of(text, self.vocabulary, span)

    def _document(self, document_id: str) -> Atoms:
        notes = (Span(p.start, p.end) for p in self.passages_of(document_id) if p.kind == "footnote")
        return self.atoms(self.snapshot.text(document_id)).reordered(notes)

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
        if len(found) == PASSAGES and found[-1][1] > _AS_MUCH * found[0][1]:
            # Many say it in nearly the same words, and one further down may have the very same.
            found = self.snapshot.passages_in_these_words(text, _MANY_PASSAGES)
        weights: defaultdict[str, float] = defaultdict(float)
        for passage, weight in found:
            weights[passage.document_id] += weight
        documents = sorted(weights, key=weights.__getitem__, reverse=True)
        words = keys_of(text)
        titled = self.snapshot.derived(_titles).having(words)
        return Near(
            passages=tuple(passage for passage, weight in found if weight > _HOLDING * found[0][1]),
            documents=tuple(dict.fromkeys([*titled, *documents])),
            titled=tuple(titled),
            earlier=tuple(self._said_before(words)),
        )

    def _said_before(self, words: Sequence[str]) -> Iterable[str]:
        """Return the versions that had some of these words where their documents no longer have them."""
        lines = self.snapshot.derived(_no_longer_said)
        windows = range(0, len(words), _WINDOW)[:_WINDOWS] if lines.ids else ()
        return dict.fromkeys(one for at in windows for one in lines.having(words[at : at + _WINDOW]))

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
            document = self.snapshot.document(passage.document_id)
            if found := self._standing(pieces, self._passage(passage), document, passage.start):
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
            found.append((not _are_exact(pieces, plan, places), places[-1] - first, tuple(places)))
            continue
        break
    if not found:
        return None
    otherwise, _, chosen = min(found)
    return chosen, not otherwise


def _are_exact(pieces: Sequence[Atoms], plan: Atoms, places: Sequence[int]) -> bool:
    """True where pieces have the capitals of the plan, and leave out nothing beside them that they must not."""
    ends = [place + len(piece) for place, piece in zip(places, pieces, strict=True)]
    return all(
        not left_out_before(plan, place, before)
        and not left_out_behind(plan, end, behind)
        and not other_capitals(piece, plan, np.arange(place, end))
        for piece, place, end, before, behind in zip(
            pieces, places, ends, [0, *ends[:-1]], [*places[1:], len(plan)], strict=True
        )
    )


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


@dataclass(frozen=True, slots=True)
class _Lines:
    """Words that no search finds, a line for each of `ids`, the documents that they are of."""

    words: str
    ids: tuple[str, ...]

    @classmethod
    def of(cls, texts: Iterable[tuple[str, str]]) -> "_Lines":
        """Return the words of texts, each with the id of its document."""
        pairs = list(texts)
        return cls("".join(f" {' '.join(keys_of(text))} \n" for _, text in pairs), tuple(i for i, _ in pairs))

    def having(self, words: Sequence[str]) -> list[str]:
        """Return the first documents that have these words one after another."""
        wanted = f" {' '.join(words)} "
        found: list[str] = []
        place = self.words.find(wanted) if words else -1
        while place >= 0 and len(found) < DOCUMENTS:
            found.append(self.ids[self.words.count("\n", 0, place)])
            place = self.words.find(wanted, self.words.find("\n", place))
        return found


def _titles(snapshot: Snapshot) -> _Lines:
    return _Lines.of((document.id, document.metadata.title) for document in snapshot.every_document)


def _no_longer_said(snapshot: Snapshot) -> _Lines:
    """Return the passages of versions that their documents no longer have."""
    return _Lines.of(
        (identity, passage.text)
        for identity, relative in snapshot.relatives.items()
        if is_version(identity)
        for said in [{passage.id for passage in snapshot.passages_of(relative.of)}]
        for passage in snapshot.passages_of(identity)
        if current_id(passage.id) not in said
    )
