"""The lexical index: BM25 by tantivy over the words that `index.lexical_terms` makes of texts.

Queries are built as objects and never parsed.
"""

import json
import shutil
import weakref
from collections.abc import Collection, Iterable, Sequence
from contextlib import suppress
from copy import copy
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import tantivy

from index.engine import Scope
from index.lexical_terms import LexicalFields, TermField, WeighedTerm
from index.rows import Rows
from ingest.types import Metadata

_FILTER_FIELDS = ("province", "year", "type", "document_id")
# What tantivy keeps beside its segments: which there are, and which files are its own.
_META, _MANAGED, _LOCK = "meta.json", ".managed.json", ".tantivy-meta.lock"
_WRITER_MEMORY = 50_000_000
_TRIES = 10


def join_lexical(folder: Path, parts: Sequence[Path]) -> set[Path]:
    """Make one index in the empty `folder` of those of segments, whose files it shares; return where these are in it.

    They were flushed to the disk with their segments. tantivy reads and scores it as if all had been written at
    once: what it counts are sums over its segments.
    """
    folder.mkdir()
    joined: dict[str, Any] | None = None
    shared: set[Path] = set()
    for part in parts:
        own = json.loads((part / _META).read_text(encoding="utf-8"))
        joined = {**own, "segments": [*(joined or {}).get("segments", ()), *own["segments"]], "opstamp": 0}
        for file in shared_files(part):
            if _link(file, folder / file.name):
                shared.add(folder / file.name)
    (folder / _META).write_text(json.dumps(joined), encoding="utf-8")
    # tantivy makes it where it opens an index; here it is flushed to the disk with the rest.
    (folder / _LOCK).touch()
    return shared


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
        self.size = self.passages = self._searcher.num_docs
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
        self.passages = self._count(tantivy.Query.all_query())

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

    def scores(
        self, terms: Sequence[WeighedTerm], scope: Scope, limit: int, *, ties: bool = False
    ) -> dict[int, float]:
        """Return BM25 by passage row for the best `limit` passages that have some terms, where filters admit them.

        Those that score as the last of so many does are left out, but with `ties`.
        """
        if not terms or not limit:
            return {}
        found = self._found(self._query(terms, scope), limit)
        if ties or len(found) < limit:
            return dict(found)
        # Of those that score as the last one does, which came first says nothing.
        last = found[-1][1]
        return {row: score for row, score in found if score > last} or dict(found)

    def holding(self, terms: Sequence[WeighedTerm], limit: int) -> list[tuple[int, float]]:
        """Return the rows that have the most of some terms, with what these weigh.

        How long a passage is, and how often it says a word, counts nothing: one that has all comes first.
        """
        if not terms:
            return []
        clauses = [
            (
                tantivy.Occur.Should,
                tantivy.Query.const_score_query(self._term(term.field, term.value, 1.0), term.weight),
            )
            for term in terms
        ]
        return self._found(tantivy.Query.boolean_query(clauses), limit)

    def _found(self, query: tantivy.Query, limit: int) -> list[tuple[int, float]]:
        """Return the best rows of a query with their scores."""
        hits = self._searcher.search(self._restricted(query), limit, count=False).hits
        return [(self._row(address), float(score)) for score, address in hits if score is not None]

    def frequency(self, field: TermField, value: str) -> int:
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

    def _row(self, address: tantivy.DocAddress) -> int:
        return self._firsts[address.segment_ord] + int(self._searcher.doc(address)["row"][0])

    def _query(self, terms: Sequence[WeighedTerm], scope: Scope) -> tantivy.Query:
        should, must = tantivy.Occur.Should, tantivy.Occur.Must
        matching = tantivy.Query.boolean_query([(should, self._term(*term)) for term in terms])
        clauses = [(must, matching)]
        for name, value in scope.filters.values().items():
            if value is not None:
                clauses.append((must, self._is(name, str(value))))
        if scope.filters.among is not None:
            among = [(should, self._term("document_id", identity, 1.0)) for identity in scope.filters.among]
            restriction = tantivy.Query.boolean_query(among)
            clauses.append((must, tantivy.Query.const_score_query(restriction, 0.0)))
        if scope.not_of is not None:
            clauses.append((tantivy.Occur.MustNot, self._is("document_id", scope.not_of)))
        return tantivy.Query.boolean_query(clauses)

    def _is(self, field: str, value: str) -> tantivy.Query:
        """Return what only tells whether a field has a value, and adds nothing to a score."""
        return tantivy.Query.const_score_query(self._term(field, value, 1.0), 0.0)

    def _term(self, field: str, value: str, weight: float) -> tantivy.Query:
        term = tantivy.Query.term_query(self._index.schema, field, value)
        return tantivy.Query.boost_query(term, weight)


def _remove(folder: Path) -> None:
    """Remove a folder of links; tantivy, which watches it, may put its lock there while it is emptied."""
    for _ in range(_TRIES):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return


def _link(file: Path, link: Path) -> bool:
    """Let `link` be the same file: by a name of its own, by a link where that cannot be, or else as a copy.

    Returns whether it is the same.
    """
    for linked in (link.hardlink_to, link.symlink_to):
        with suppress(OSError):
            linked(file.absolute())
            return True
    shutil.copyfile(file, link)
    return False


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
