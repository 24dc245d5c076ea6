"""One question over one snapshot: its reading, its scope, and how an answer is put together."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from index.searcher import Query, Ranking
from index.snapshot import Snapshot
from index.types import Confidence, DocumentRecord, Filters, PassageRecord, SearchResult
from search_api.asking.corrections import corrected, lexicon
from search_api.asking.english import is_english_question
from search_api.asking.evidence import Said, TopicNames
from search_api.asking.frame import is_frame
from search_api.asking.marks import marks
from search_api.asking.quotes import Quote, Quoter, ReasonKind
from search_api.asking.reading import Part, read, without_document
from search_api.asking.scope import scope_of, titled, titled_in_order, titled_nearly
from search_api.asking.segments import own_vocabulary, segments
from search_api.asking.statements import Statement
from search_api.asking.types import MOST_QUOTES, Answer, DocumentAnswer

# A document is about what so large a share of the best passages on it is of.
_MOSTLY = 0.6


def first_words(passages: Sequence[PassageRecord]) -> PassageRecord | None:
    """Return the first passage that says something: no heading, and no words that only lead in."""
    telling = (p for p in passages if p.kind == "provision" and not p.text.rstrip().endswith(":"))
    return next(telling, passages[0] if passages else None)


class Asked:
    """A question as it was read, and the documents that it is about; raises `InvalidQueryError`."""

    def __init__(self, snapshot: Snapshot, text: str, filters: Filters, *, as_typed: bool = False) -> None:
        self.snapshot = snapshot
        searcher = snapshot.searcher
        self.vocabulary = snapshot.derived(own_vocabulary)
        typed = searcher.read(text).text
        mended, corrections = (
            (typed, ())
            if as_typed
            else corrected(typed, segments(typed, self.vocabulary), snapshot.derived(lexicon))
        )
        marked = mended if as_typed else self._with_marks(mended)
        self.query = searcher.read(marked)
        self._names: dict[str, TopicNames] = {}
        reading = read(self.query.text, self.vocabulary)
        self.reading = replace(
            reading, corrections=corrections, typed=text, marked="" if marked == mended else reading.text
        )
        self.given = filters
        self.scope = scope_of(snapshot, self.reading, filters)
        self._narrow_to_described()
        if self.reading.supposed and (len(self.scope.documents) == 1 or self._names_only_instruments):
            self.reading = replace(self.reading, intent="fact", fact=self.reading.supposed, topic="")
        self.filters = self.scope.filters(filters)

    @property
    def _names_only_instruments(self) -> bool:
        """True for numbers that no document here has as its own: "Chỉ thị 32-CT/TW của ai?"."""
        return bool(self.reading.numbers) and not self.scope.own

    def _with_marks(self, text: str) -> str:
        """Return a Vietnamese question that was typed without marks with them, and every other as it is."""
        if not text.isascii() or is_english_question(text):
            return text
        return self.snapshot.derived(marks).of(text, segments(text, self.vocabulary))

    def _narrow_to_described(self) -> None:
        """Restrict "the human rights plan" to the documents with such a title, where there are some."""
        part = self.reading.described
        if part is None or self.reading.negated or self.scope.absent:
            return
        found = self._sides(part) if self.reading.also_described else self.called(part.words)
        # Where one document is left, it is the one that is meant, whatever its title.
        found = found or (self.scope.documents if len(self.scope.documents) == 1 else frozenset())
        if not found and self.reading.supposed:
            entitled = self.snapshot.searcher.entitled(self.query_of(part.words), self.scope.documents)
            found = frozenset([entitled] if entitled else [])
        fewer = len(found) < len(self.snapshot.documents)
        if found and (fewer or self.reading.names_document):
            self.reading = without_document(self.reading, self.vocabulary)
            if self.reading.names_document:
                # "Kế hoạch thông tin đối ngoại năm 2024": the document itself is looked for.
                self.reading = replace(self.reading, intent="plans", topic="")
            self.scope = replace(self.scope, documents=found, restricted=fewer)

    def _sides(self, part: Part) -> frozenset[str]:
        """Return the documents that are compared by what they are called, none where a side has none."""
        words = [each.words for each in (part, *self.reading.also_described)]
        sides = [self.called(each) or self._mostly_about(each) for each in words]
        return frozenset[str]().union(*sides) if all(sides) else frozenset()

    def _mostly_about(self, words: str) -> frozenset[str]:
        """Return the document that most of the best passages on some words are of, where one has so many."""
        ranking = self.snapshot.searcher.rank(self.query_of(words), self.given)
        best = list(self.snapshot.searcher.scored(ranking, MOST_QUOTES))
        if ranking.confidence == "none" or not best:
            return frozenset()
        passages = self.snapshot.passages(best)
        identity, times = Counter(passage.document_id for passage in passages).most_common(1)[0]
        return frozenset([identity] if times > _MOSTLY * len(best) else [])

    @property
    def documents(self) -> list[DocumentRecord]:
        """The documents that the question is about, in the order of the index."""
        every = self.snapshot.documents.values()
        about = self.scope.documents
        return (
            [document for document in every if document.id in about]
            if len(about) < len(every)
            else list(every)
        )

    @property
    def others(self) -> list[DocumentRecord]:
        """The documents that pass the filters and that the question is not about."""
        every = self.snapshot.documents.values()
        return [d for d in every if self.given.admits(d) and d.id not in self.scope.documents]

    def names_of(self, topic: str) -> TopicNames:
        """Return what plans call a topic of the question, worked out once."""
        if topic not in self._names:
            english, unmarked = self.reading.english, self.query.text.isascii()
            self._names[topic] = TopicNames(topic, self.vocabulary, english=english, unmarked=unmarked)
        return self._names[topic]

    def called(self, words: str) -> frozenset[str]:
        """Return the documents of the scope whose titles have a name, or its words in order, or mean it in English."""
        snapshot, documents = self.snapshot, self.scope.documents
        names = self.names_of(words)
        found = titled(snapshot, documents, names)
        # "Kế hoạch hoạt động thông tin đối ngoại" is a "kế hoạch thông tin đối ngoại".
        for name in dict.fromkeys((*names.alone, *(() if self.reading.english else (words,)))):
            found |= titled_in_order(snapshot, documents, name)
        return found or (self.meant(words) if self.reading.english else found)

    def meant(self, words: str) -> frozenset[str]:
        """Return the documents of the scope whose titles mean a name best, where one does at all."""
        return titled_nearly(self.snapshot, self.scope.documents, self.query_of(words))

    def is_frame(self, words: str) -> bool:
        """True where words only hold the question together."""
        return is_frame(words, english=self.reading.english, unmarked=self.query.text.isascii())

    def query_of(self, words: str) -> Query:
        """Return a part of the question as a query; the whole of it where the part is empty."""
        return self.snapshot.searcher.read(words) if any(map(str.isalnum, words)) else self.query

    def ranked(self, words: str) -> tuple[Ranking, SearchResult]:
        """Return the ranking of words within the scope, and its first hits."""
        ranking = self.snapshot.searcher.rank(self.query_of(words), self.filters)
        return ranking, self.snapshot.searcher.result(ranking, MOST_QUOTES)

    def quotes_of(
        self, query: Query, passage_ids: Iterable[str], reason: ReasonKind = "topic"
    ) -> list[Quote]:
        """Return quotes of passages that answer a query."""
        quoter = Quoter(self.snapshot, query, marking=reason != "document")
        return [quoter.quote(passage, reason) for passage in self.snapshot.passages(list(passage_ids))]

    def openings(self, documents: Sequence[DocumentRecord]) -> list[Quote]:
        """Return the first passage of each document, for a question about the document itself."""
        firsts = (first_words(self.snapshot.passages_of(document.id)) for document in documents)
        return self.quotes_of(self.query, [first.id for first in firsts if first], "document")

    def proven(self, statement: Statement | None) -> Statement | None:
        """Return a statement that the snapshot proves, else None."""
        return statement if statement and statement.is_proven(self.snapshot) else None

    def answered(
        self,
        parts: tuple[DocumentAnswer, ...],
        result: SearchResult,
        *,
        plans: tuple[Said, ...] = (),
        line: Statement | None = None,
        confidence: Confidence | None = None,
    ) -> Answer:
        """Return an answer, as sure as its search where nothing else is said."""
        sure = confidence or result.confidence
        return Answer(self.reading, "answered", sure, parts, result, plans, self.proven(line))

    def unanswered(
        self,
        result: SearchResult,
        *,
        parts: tuple[DocumentAnswer, ...] = (),
        plans: tuple[Said, ...] = (),
        line: Statement | None = None,
    ) -> Answer:
        """Return the word that there is no evidence; `line` may say what is certain nevertheless."""
        return Answer(self.reading, "no_evidence", "none", parts, result, plans, self.proven(line))
