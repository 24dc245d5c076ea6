"""What the index makes of one document, whatever stands beside it: vectors, tokens, lexical fields.

All of it depends on the document, the models and the glossary alone, so a generation takes it over
from the one before where the document has not changed.
"""

import hashlib
import json
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.embedded.lexical import LexicalFields, lexical_fields
from index.embedder import Embedder
from index.expansion import passage_expansions
from index.glossary import load_glossary
from index.static_model import StaticModel, Vectors
from index.term_matching import LONGEST_WINDOW, TokenArrays, inverse_window_lengths
from index.types import DocumentRecord, PassageRecord, WholeDocument
from ingest.language.folding import one_line

# Raise it where the code below, or what it calls, makes something else of the same document.
PREPARATION_VERSION = 1
# Documents tokenised together; the tokenizer spreads them over the cores.
DOCUMENTS_TOGETHER = 128
_QUICK = 1


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document of the catalogue: what it is known by, and how to read it where it is needed.

    `digest` differs wherever anything that the document says differs.
    """

    id: str
    digest: str
    load: Callable[[], WholeDocument]


@dataclass(frozen=True, slots=True)
class Prepared:
    """Passage vectors (passages, dimension) and tokens of documents, and lexical fields by document."""

    vectors: Vectors
    tokens: TokenArrays
    lexical: tuple[bytes, ...]


@lru_cache(maxsize=2)
def tokenizer_identity(model: StaticModel) -> str:
    """Return a short name of the tokenizer and vectors that token arrays are made with."""
    digest = hashlib.sha256(model.tokenizer.to_str().encode())
    digest.update(np.ascontiguousarray(model.vectors).view(np.uint8).data)
    return digest.hexdigest()[:12]


@lru_cache(maxsize=2)
def preparation_identity(model: StaticModel) -> str:
    """Return a short name of all that a preparation depends on beside document and embedder."""
    digest = hashlib.sha256(f"{PREPARATION_VERSION} {tokenizer_identity(model)}".encode())
    for entry in load_glossary():
        digest.update(repr(entry).encode())
    return digest.hexdigest()[:12]


def prepare(documents: Sequence[WholeDocument], model: StaticModel, embedder: Embedder) -> Prepared:
    """Return what the index makes of documents, passages in their order."""
    pairs = [(whole.record, passage) for whole in documents for passage in whole.passages]
    contexts = [context(passage, record) for record, passage in pairs]
    texts = [passage.text for _, passage in pairs]
    full = [one_line(f"{above}. {text}") for above, text in zip(contexts, texts, strict=True)]
    vectors = embedder.embed_passages(full) if full else np.zeros((0, embedder.dimension))
    fields = map(lexical_fields, contexts, texts)
    return Prepared(
        np.ascontiguousarray(vectors, np.float32),
        _tokens(model, contexts, texts),
        tuple(_packed([next(fields) for _ in whole.passages]) for whole in documents),
    )


def context(passage: PassageRecord, document: DocumentRecord) -> str:
    """Return what a passage stands under and leaves unsaid: headings and full forms."""
    parts = [*passage.path, passage_expansions(passage.text, document)]
    return one_line(". ".join(part for part in parts if part))


def unpacked(packed: bytes) -> Iterator[LexicalFields]:
    """Yield the lexical fields of a document's passages."""
    for fields in json.loads(zlib.decompress(packed)):
        yield LexicalFields(*fields)


def _packed(fields: Sequence[LexicalFields]) -> bytes:
    return zlib.compress(json.dumps(fields, ensure_ascii=False).encode(), _QUICK)


def _tokens(model: StaticModel, contexts: Sequence[str], texts: Sequence[str]) -> TokenArrays:
    above, own = model.tokenize_with_offsets(contexts), model.tokenize_with_offsets(texts)
    parts = [part for pair in zip(above, own, strict=True) for part in pair]
    lengths = [len(a[0]) + len(b[0]) for a, b in zip(above, own, strict=True)]
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    ids = np.concatenate([np.zeros(0, np.int32), *(ids for ids, _ in parts)])
    spans = np.concatenate([np.zeros((0, 2), np.int32), *(spans for _, spans in parts)])
    body = np.array([len(ids) for ids, _ in above], np.int32)
    return TokenArrays(ids, starts, body, spans, inverse_window_lengths(model, ids, starts))


def part_of(tokens: TokenArrays, first: int, end: int) -> TokenArrays:
    """Return the tokens of the passages from row `first` to before `end`."""
    begin, finish = int(tokens.starts[first]), int(tokens.starts[end])
    return TokenArrays(
        tokens.ids[begin:finish],
        tokens.starts[first : end + 1] - begin,
        tokens.body[first:end],
        tokens.spans[begin:finish],
        tokens.inverse_lengths[:, begin:finish],
    )


def joined(parts: Sequence[TokenArrays]) -> TokenArrays:
    """Return tokens of runs of passages as the tokens of all of them end to end."""
    ends = np.cumsum([0, *(len(part.ids) for part in parts)])
    no_lengths = np.zeros((LONGEST_WINDOW, 0), np.float16)
    starts = [part.starts[:-1] + end for part, end in zip(parts, ends[:-1], strict=True)]
    return TokenArrays(
        _end_to_end([part.ids for part in parts], np.zeros(0, np.int32)),
        np.concatenate([*starts, ends[-1:]]).astype(np.int64),
        _end_to_end([part.body for part in parts], np.zeros(0, np.int32)),
        _end_to_end([part.spans for part in parts], np.zeros((0, 2), np.int32)),
        np.concatenate([no_lengths, *(part.inverse_lengths for part in parts)], axis=1),
    )


def _end_to_end(parts: Sequence[NDArray[Any]], none: NDArray[Any]) -> NDArray[Any]:
    return np.concatenate([none, *parts])
