"""What the index makes of one document, whatever stands beside it: vectors, tokens, lexical fields.

All of it depends on the document, the models and the glossary alone, so a generation takes it over
from the one before where the document has not changed.
"""

import hashlib
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.expansion import passage_expansions
from index.glossary import glossary_files
from index.lexical_terms import LexicalFields, lexical_fields
from index.records import DocumentRows, document_rows
from index.sketches import SIZE, sketch
from index.static_model import CutTexts, StaticModel, Vectors, starts_of
from index.term_matching import TokenArrays, inverse_window_lengths
from index.types import DocumentRecord, PassageRecord, WholeDocument
from ingest.language.folding import one_line

# Raise it where the code below, or what it calls, makes something else of the same document.
PREPARATION_VERSION = 1
_QUICK = 1
# Between a passage's context and its text, as they are embedded and cut into tokens together.
_JOINT = ". "


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document of the catalogue: the JSON of what was read of it (`reading`), and a digest of all of this.

    `original` names the file as it came, empty where it is not kept; `place` is that of the document among
    all, in order of their first ingest.
    """

    id: str
    digest: str
    reading: str
    original: str = ""
    place: int = 0

    @classmethod
    def of(cls, identity: str, reading: str, original: str = "", place: int = 0) -> "StoredDocument":
        """Return a document with the digest of what is known of it."""
        known = f"{original}{reading}".encode("utf-8", "surrogatepass")
        return cls(identity, hashlib.sha256(known).hexdigest(), reading, original, place)


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the index makes of documents, each with its rows, its packed lexical fields and its sketch.

    `sketches` are (documents, SIZE). Passages of all of them end to end: their texts with their
    contexts, the vectors (passages, dimension) of the bundled model, and its tokens.
    """

    rows: tuple[DocumentRows, ...]
    lexical: tuple[bytes, ...]
    texts: tuple[str, ...]
    vectors: Vectors
    tokens: TokenArrays
    sketches: NDArray[np.uint64]


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
    for path in glossary_files():
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:12]


def prepare(documents: Sequence[WholeDocument], model: StaticModel) -> Prepared:
    """Return what the index makes of documents, passages in their order."""
    pairs = [(whole.record, passage) for whole in documents for passage in whole.passages]
    contexts = [context(passage, record) for record, passage in pairs]
    own = [passage.text for _, passage in pairs]
    texts = tuple(f"{above}{_JOINT}{text}" for above, text in zip(contexts, own, strict=True))
    cut = model.cut(texts)
    fields = map(lexical_fields, contexts, own)
    tokens = _tokens(model, cut, np.array([len(above) for above in contexts], np.int32))
    return Prepared(
        tuple(map(document_rows, documents)),
        tuple(_packed([next(fields) for _ in whole.passages]) for whole in documents),
        texts,
        model.pool(cut.ids, cut.starts),
        tokens,
        _sketches(tokens, [len(whole.passages) for whole in documents]),
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


def _sketches(tokens: TokenArrays, passages: Sequence[int]) -> NDArray[np.uint64]:
    """Return the sketches of documents of so many passages each, by the passages' own tokens."""
    lengths = np.diff(tokens.starts)
    place = np.arange(len(tokens.ids)) - np.repeat(tokens.starts[:-1], lengths)
    own = place >= np.repeat(tokens.body, lengths)
    document = np.repeat(np.arange(len(passages)), passages)[np.repeat(np.arange(len(lengths)), lengths)]
    ends = np.cumsum(np.bincount(document[own], minlength=len(passages)))
    texts = np.split(tokens.ids[own], ends[:-1])
    return np.stack([sketch(text) for text in texts]) if passages else np.zeros((0, SIZE), np.uint64)


def _tokens(model: StaticModel, cut: CutTexts, contexts: NDArray[np.int32]) -> TokenArrays:
    """Return the tokens of passages cut together with their contexts, of so many characters (passages,)."""
    passage = np.repeat(np.arange(len(contexts)), np.diff(cut.starts))
    end = contexts[passage]
    above = cut.spans[:, 1] <= end
    own = cut.spans[:, 0] >= end + len(_JOINT)
    kept = above | own
    spans = cut.spans - np.where(own, end + len(_JOINT), 0)[:, None]
    lengths = np.bincount(passage[kept], minlength=len(contexts))
    body = np.bincount(passage[above], minlength=len(contexts))
    ids, starts = cut.ids[kept], starts_of(lengths)
    inverse = inverse_window_lengths(model, ids, starts)
    return TokenArrays(ids, starts, body.astype(np.int32), spans[kept].astype(np.int32), inverse)
