"""Passages as Milvus keeps them: the words as sparse vectors, the tokens packed into text."""

import base64
import hashlib
import zlib
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from index.lexical_terms import LexicalFields, TermField, WeighedTerm
from index.statistics import Statistics
from index.term_matching import LONGEST_WINDOW, TokenArrays

# As tantivy has them, so that both engines score alike.
_SATURATION, _LENGTH_SHARE = 1.2, 0.75
# A dimension of a sparse vector is a number of 32 bits, but for the last.
_DIMENSIONS = 2**32 - 1
_QUICK = 1
Sparse = dict[int, float]


@lru_cache(1 << 18)
def dimension_of(field: TermField, value: str) -> int:
    """Return the dimension of a sparse vector that a value of a field has.

    Of five million values one in a thousand shares it with another.
    """
    digest = hashlib.blake2b(f"{field}:{value}".encode(), digest_size=8).digest()
    return int.from_bytes(digest) % _DIMENSIONS


def terms_of(fields: LexicalFields) -> dict[TermField, Counter[str]]:
    """Return how often each value stands in the fields of a passage; of a document number only that it does."""
    return {
        "accented": Counter(fields.accented.split()),
        "folded": Counter(fields.folded.split()),
        "pairs": Counter(fields.pairs.split()),
        "numbers": Counter(set(fields.numbers.split())),
    }


def passage_words(terms: dict[TermField, Counter[str]], averages: dict[TermField, float]) -> Sparse:
    """Return the document's side of BM25: frequencies, saturated and by the length of the passage.

    `averages` are the lengths of the fields in all passages.
    """
    words: Sparse = {}
    for field, counts in terms.items():
        length = counts.total() / max(averages[field], 1e-9)
        norm = _SATURATION * (1 - _LENGTH_SHARE + _LENGTH_SHARE * length)
        for value, count in counts.items():
            words[dimension_of(field, value)] = (_SATURATION + 1) * count / (count + norm)
    return words


def query_words(terms: Iterable[WeighedTerm], statistics: Statistics) -> Sparse:
    """Return the query's side of BM25: the idf of each term, as often as it is asked for."""
    words: Sparse = {}
    for field, value, weight in terms:
        frequency = statistics.frequency(field, value)
        if frequency:
            idf = float(np.log1p((statistics.passages - frequency + 0.5) / (frequency + 0.5)))
            place = dimension_of(field, value)
            words[place] = words.get(place, 0.0) + weight * idf
    return words


def packed(tokens: TokenArrays) -> str:
    """Return the tokens of one passage as text."""
    parts = (tokens.body, tokens.ids, tokens.spans, tokens.inverse_lengths)
    content = b"".join(np.ascontiguousarray(part).tobytes() for part in parts)
    return base64.b64encode(zlib.compress(content, _QUICK)).decode("ascii")


def unpacked(texts: Sequence[str]) -> TokenArrays:
    """Return the tokens of passages that were packed, in their order."""
    ids, spans, inverse = [np.zeros(0, np.int32)], [np.zeros((0, 2), np.int32)], [_NO_LENGTHS]
    body = np.zeros(len(texts), np.int32)
    for place, text in enumerate(texts):
        content = zlib.decompress(base64.b64decode(text))
        count = (len(content) - 4) // _TOKEN_BYTES
        body[place] = np.frombuffer(content, np.int32, 1)[0]
        ids.append(np.frombuffer(content, np.int32, count, 4))
        spans.append(np.frombuffer(content, np.int32, 2 * count, 4 + 4 * count).reshape(-1, 2))
        lengths = np.frombuffer(content, np.float16, LONGEST_WINDOW * count, 4 + 12 * count)
        inverse.append(lengths.reshape(LONGEST_WINDOW, count))
    ends = np.cumsum([len(own) for own in ids]).astype(np.int64)
    return TokenArrays(
        np.concatenate(ids), ends, body, np.concatenate(spans), np.concatenate(inverse, axis=1)
    )


def sparse_terms(ids: NDArray[np.int32]) -> Sparse:
    """Return the terms of a passage: each of its tokens, once."""
    return dict.fromkeys(np.unique(ids).tolist(), 1.0)


_NO_LENGTHS = np.zeros((LONGEST_WINDOW, 0), np.float16)
# Its number, its characters, and its window lengths.
_TOKEN_BYTES = 4 + 8 + 2 * LONGEST_WINDOW
