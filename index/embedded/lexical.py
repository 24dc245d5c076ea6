"""The lexical index: BM25 by tantivy over an accented and a folded field.

Text is reduced to words by our own code and user text is never parsed: queries are built as
objects, so `id:5` or a quote mark is nothing but text.
"""

import json
import re
import shutil
import weakref
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from copy import copy
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from tempfile import mkdtemp
from typing import Any, NamedTuple

import numpy as np
import tantivy
from numpy.typing import NDArray

from index.embedded.rows import Rows
from index.query_words import word_shares
from index.static_model import Vectors
from index.types import Filters
from ingest.instruments.numbers import NUMBER
from ingest.language.folding import canonical, fold, squash
from ingest.types import Metadata

_WORD = re.compile(r"[^\W_]+")
# Capitals among small letters: in a query typed in capitals they tell nothing.
_ACRONYM = re.compile(r"(?<!\w)[A-ZĐ]{3,8}(?!\w)")
# The accented form of a word says more than the folded one: đất before dat.
ACCENTED_WEIGHT = 1.0
FOLDED_WEIGHT = 0.5
# Most Vietnamese words have two syllables: a pair found together says more than its halves.
PAIR_WEIGHT = 0.5
# A document number asked for is what the answer must carry.
NUMBER_WEIGHT = 4.0
# By so many of its rarest words and neighbours the passages that hold a text are found; a word alone says less.
RAREST = 12
ALONE_WEIGHT = 0.25
_FILTER_FIELDS = ("province", "year", "type", "document_id")
# What tantivy keeps beside its segments: which there are, and which files are its own.
_META, _MANAGED, _LOCK = "meta.json", ".managed.json", ".tantivy-meta.lock"
_WRITER_MEMORY = 50_000_000
_TRIES = 10


class LexicalFields(NamedTuple):
    """What is indexed of one passage and the context above it, terms between spaces."""

    accented: str
    folded: str
    pairs: str
    numbers: str


def lexical_fields(context: str, text: str) -> LexicalFields:
    """Return what is indexed of a passage, given its context (headings, full forms) and its text."""
    accented = [*_words_above(context), *words(text)]
    folded = [_folded(word) for word in accented]
    pairs = [f"{left}_{right}" for left, right in pairwise(folded)]
    found = [*_numbers_above(context), *numbers(text)]
    return LexicalFields(" ".join(accented), " ".join(folded), " ".join(pairs), " ".join(found))


# Neighbouring passages stand under the same headings.
@lru_cache(maxsize=64)
def _words_above(context: str) -> tuple[str, ...]:
    return tuple(words(context))


@lru_cache(maxsize=64)
def _numbers_above(context: str) -> tuple[str, ...]:
    return tuple(numbers(context))


# A corpus repeats the same few thousand words.
@lru_cache(maxsize=1 << 16)
def _folded(word: str) -> str:
    return fold(word)


def words(text: str) -> list[str]:
    """Return the accented words of `text` in matching form."""
    return _WORD.findall(canonical(text))


def _telling(query: str) -> list[tuple[str, float]]:
    """Return the words of a query that keep a share of their weight, and that share."""
    shares = word_shares(canonical(query))
    return [(word, shares.get(word, 1.0)) for word in words(query) if shares.get(word, 1.0) > 0]


def neighbours(found: Sequence[str]) -> list[str]:
    """Return each two neighbouring words as one folded term."""
    return [f"{_folded(left)}_{_folded(right)}" for left, right in pairwise(found)]


def numbers(text: str) -> list[str]:
    """Return the document numbers in `text`, squashed: "57- KL/TW" gives 57kltw."""
    return [squash(match.group()) for match in NUMBER.finditer(text)]


def typed_numbers(query: str) -> list[str]:
    """Return the document numbers in a query, where case and hyphens may be careless."""
    found = numbers(query) + numbers(query.upper())
    return list(dict.fromkeys(found))


def join_lexical(folder: Path, parts: Sequence[Path]) -> None:
    """Make one index in the empty `folder` of those of segments, whose files it shares.

    tantivy reads and scores it as if all had been written at once: what it counts are sums over its segments.
    """
    folder.mkdir()
    joined: dict[str, Any] | None = None
    for part in parts:
        own = json.loads((part / _META).read_text(encoding="utf-8"))
        joined = {**own, "segments": [*(joined or {}).get("segments", ()), *own["segments"]], "opstamp": 0}
        for file in shared_files(part):
            _link(file, folder / file.name)
    (folder / _META).write_text(json.dumps(joined), encoding="utf-8")
    # tantivy makes it where it opens an index; here it is flushed to the disk with the rest.
    (folder / _LOCK).touch()


def shared_files(folder: Path) -> list[Path]:
    """Return the files of the index in `folder` that another may have among its own."""
    return [f for f in folder.iterdir() if f.name not in (_META, _MANAGED) and f.suffix != ".lock"]


class LexicalIndex:
    """Read side of the tantivy index in `folder` over that of each segment in `parts`.

    Of its `hidden` documents, by their digests, nothing is found or counted.
    """

    def __init__(self, folder: Path, parts: Sequence[Path], rows: Rows, hidden: Collection[str] = ()) -> None:
        self._index = self._opened(folder)
        self._searcher = self._index.searcher()
        self._firsts = [rows.first(part) for part, path in enumerate(parts) for _ in range(_size(path))]
        self._within: list[tuple[tantivy.Occur, tantivy.Query]] = []
        # Of how many passages it is, those of hidden documents too.
        self.size = self._passages = self._searcher.num_docs
        self._whole: LexicalIndex | None = None
        if hidden:
            self._restrict("digest", hidden, tantivy.Occur.MustNot)

    def within(self, document_ids: Collection[str]) -> "LexicalIndex":
        """Return the index of some documents alone: what it finds and counts is of no other."""
        part = copy(self)
        # The links that it may read through go with the whole.
        part._whole = self
        part._within = list(self._within)
        part._restrict("document_id", document_ids, tantivy.Occur.Must)
        return part

    def _restrict(self, field: str, values: Collection[str], occur: tantivy.Occur) -> None:
        named = tantivy.Query.term_set_query(self._index.schema, field, list(values))
        self._within.append((occur, tantivy.Query.const_score_query(named, 0.0)))
        self._passages = self._count(tantivy.Query.all_query())

    def _opened(self, folder: Path) -> tantivy.Index:
        """Open the index in `folder`; tantivy wants to write a lock file, so elsewhere where it may not."""
        try:
            return tantivy.Index.open(str(folder))
        except ValueError as error:
            if "lock" not in str(error).lower():
                raise
        links = Path(mkdtemp(prefix="plansearch-"))
        # They go with who reads through them, at the latest with the process.
        weakref.finalize(self, _remove, links)
        for file in folder.iterdir():
            if file.suffix != ".lock":
                _link(file, links / file.name)
        return tantivy.Index.open(str(links))

    def scores(self, query: str, filters: Filters, limit: int) -> dict[int, float]:
        """Return BM25 by passage row for the best `limit` passages that pass the filters."""
        built = self._query(query, filters)
        if built is None or not limit:
            return {}
        found = self._found(built, limit)
        if len(found) < limit:
            return dict(found)
        # Of those that score as the last one does, which came first says nothing.
        last = found[-1][1]
        return {row: score for row, score in found if score > last} or dict(found)

    def wording_scores(
        self, text: str, document_id: str, *, own: bool, words_asked: int, limit: int
    ) -> dict[int, float]:
        """Return BM25 by row, over the heaviest words of `text`, in a document or in all others."""
        clauses = [
            (tantivy.Occur.Should, self._term("accented", word, weight))
            for word, weight in self._heaviest(text, words_asked)
        ]
        if not clauses:
            return {}
        document = tantivy.Query.const_score_query(self._term("document_id", document_id, 1.0), 0.0)
        within = tantivy.Occur.Must if own else tantivy.Occur.MustNot
        query = tantivy.Query.boolean_query(
            [(tantivy.Occur.Must, tantivy.Query.boolean_query(clauses)), (within, document)]
        )
        return dict(self._found(query, limit))

    def rows_in_these_words(self, text: str, limit: int) -> list[tuple[int, float]]:
        """Return the rows that hold most of the rarest words and neighbours of a text, with what these weigh.

        How long a passage is, and how often it says a word, counts nothing: one that has all comes first.
        """
        found = words(text)
        weights = {
            **self._rarest("pairs", neighbours(found), 1.0),
            **self._rarest("accented", found, ALONE_WEIGHT),
        }
        clauses = [
            (
                tantivy.Occur.Should,
                tantivy.Query.const_score_query(self._term(field, value, 1.0), weight),
            )
            for (field, value), weight in weights.items()
        ]
        if not clauses:
            return []
        return self._found(tantivy.Query.boolean_query(clauses), limit)

    def _found(self, query: tantivy.Query, limit: int) -> list[tuple[int, float]]:
        """Return the best rows of a query with their scores."""
        hits = self._searcher.search(self._restricted(query), limit, count=False).hits
        return [(self._row(address), float(score)) for score, address in hits if score is not None]

    def _frequency(self, field: str, value: str) -> int:
        """Return how many passages have a value in a field."""
        if not self._within:
            return self._searcher.doc_freq(field, value)
        return self._count(tantivy.Query.term_query(self._index.schema, field, value))

    def _count(self, query: tantivy.Query) -> int:
        """Return how many of the passages that may be found a query finds."""
        return int(self._searcher.search(self._restricted(query), 1, count=True).count)  # type: ignore[attr-defined]

    def _restricted(self, query: tantivy.Query) -> tantivy.Query:
        if not self._within:
            return query
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, query), *self._within])

    def _rarest(self, field: str, values: Iterable[str], share: float) -> dict[tuple[str, str], float]:
        """Return the rarest values that a field has, and so much of the idf of each."""
        counts = {value: self._frequency(field, value) for value in dict.fromkeys(values)}
        rarest = sorted((value for value in counts if counts[value]), key=counts.__getitem__)[:RAREST]
        passages = self._passages
        return {
            (field, value): share * float(np.log((passages + 1) / (counts[value] + 0.5))) for value in rarest
        }

    def _heaviest(self, text: str, most: int) -> list[tuple[str, float]]:
        """Return the words of `text` with most count and idf together, and log(1 + count) of each."""
        passages = self._passages
        counts = {word: float(np.log1p(count)) for word, count in Counter(words(text)).items()}

        def heaviness(word: str) -> float:
            frequency = self._frequency("accented", word)
            return counts[word] * float(np.log((passages + 1) / (frequency + 0.5)))

        return [(word, counts[word]) for word in sorted(counts, key=heaviness, reverse=True)[:most]]

    def has_number(self, number: str) -> bool:
        """Return True where a passage or a heading has a document number, squashed."""
        return self._frequency("numbers", number) > 0

    def names(self, query: str) -> bool:
        """Return True where the corpus holds an acronym or document number that `query` names."""
        acronyms = (match.group().lower() for match in _ACRONYM.finditer(query))
        return any(self._frequency("accented", word) for word in acronyms) or any(
            map(self.has_number, typed_numbers(query))
        )

    def coverage(self, query: str) -> float:
        """Return the idf-weighted share of the query's words that the corpus contains, 0 … 1."""
        total = found = 0.0
        passages = self._passages
        for word, share in _telling(query):
            frequency = max(
                self._frequency("accented", word),
                self._frequency("folded", fold(word)) if word.isascii() else 0,
            )
            weight = (float(np.log((passages + 1) / (frequency + 1))) + 0.1) * share
            total += weight
            found += weight if frequency else 0.0
        return found / total if total else 0.0

    def _row(self, address: tantivy.DocAddress) -> int:
        return self._firsts[address.segment_ord] + int(self._searcher.doc(address)["row"][0])

    def _query(self, query: str, filters: Filters) -> tantivy.Query | None:
        should = tantivy.Occur.Should
        clauses = []
        for word in dict.fromkeys(word for word, _ in _telling(query)):
            clauses.append((should, self._term("accented", word, ACCENTED_WEIGHT)))
            clauses.append((should, self._term("folded", fold(word), FOLDED_WEIGHT)))
        for pair in dict.fromkeys(neighbours(words(query))):
            clauses.append((should, self._term("pairs", pair, PAIR_WEIGHT)))
        for number in typed_numbers(query):
            clauses.append((should, self._term("numbers", number, NUMBER_WEIGHT)))
        if not clauses:
            return None
        matching = tantivy.Query.boolean_query(clauses)
        must = [(tantivy.Occur.Must, matching)]
        for name, value in filters.values().items():
            if value is not None:
                restriction = self._term(name, str(value), 1.0)
                must.append((tantivy.Occur.Must, tantivy.Query.const_score_query(restriction, 0.0)))
        if filters.among is not None:
            among = [(should, self._term("document_id", identity, 1.0)) for identity in filters.among]
            restriction = tantivy.Query.boolean_query(among)
            must.append((tantivy.Occur.Must, tantivy.Query.const_score_query(restriction, 0.0)))
        return tantivy.Query.boolean_query(must)

    def _term(self, field: str, value: str, weight: float) -> tantivy.Query:
        term = tantivy.Query.term_query(self._index.schema, field, value)
        return tantivy.Query.boost_query(term, weight)


def _remove(folder: Path) -> None:
    """Remove a folder of links; tantivy, which watches it, may put its lock there while it is emptied."""
    for _ in range(_TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return


def _link(file: Path, link: Path) -> None:
    """Let `link` be the same file: by a name of its own, by a link where that cannot be, or else as a copy."""
    for linked in (link.hardlink_to, link.symlink_to):
        with suppress(OSError):
            linked(file.absolute())
            return
    shutil.copyfile(file, link)


def _size(folder: Path) -> int:
    """Return of how many segments of its own tantivy made the index in `folder`."""
    return len(json.loads((folder / _META).read_text(encoding="utf-8"))["segments"])


class LexicalWriter:
    """Writes the index into the empty `folder`, passage after passage."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._writer = tantivy.Index(_schema(), path=str(folder)).writer(_WRITER_MEMORY, 1)
        self._rows = 0

    def add(
        self, document_id: str, digest: str, metadata: Metadata, passages: Iterable[LexicalFields]
    ) -> None:
        """Add the passages of a document; their rows go on from those before."""
        values = {**_filter_values(document_id, metadata), "digest": digest}
        for fields in passages:
            self._writer.add_document(_document(self._rows, values, fields))
            self._rows += 1

    def abandon(self) -> None:
        """Let go of an index that will not be used."""
        self._writer.rollback()

    def close(self) -> None:
        """Finish the index."""
        self._writer.commit()
        self._writer.wait_merging_threads()


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("row", stored=True)
    for field in ("accented", "folded", "pairs"):
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    for field in ("numbers", *_FILTER_FIELDS, "digest"):
        builder.add_text_field(field, tokenizer_name="raw", index_option="basic")
    return builder.build()


def _filter_values(document_id: str, metadata: Metadata) -> dict[str, object]:
    values = {"province": metadata.province, "year": metadata.year, "type": metadata.type}
    return {
        "document_id": document_id,
        **{name: str(value) for name, value in values.items() if value is not None},
    }


def _document(row: int, values: dict[str, object], fields: LexicalFields) -> tantivy.Document:
    return tantivy.Document(
        row=row,
        accented=fields.accented,
        folded=fields.folded,
        pairs=fields.pairs,
        numbers=fields.numbers.split(),
        **values,
    )


def as_array(scores: dict[int, float], rows: NDArray[np.int64]) -> Vectors:
    """Return the scores of `rows` as an array, 0 where a row has none."""
    return np.array([scores.get(int(row), 0.0) for row in rows], np.float32)
