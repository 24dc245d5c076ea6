"""An index that lies on this machine becomes one on Milvus: a new collection, then the alias is switched.

A collection is written once and never changed. The one before stays for readers in flight, but where it holds a
document that has gone.
"""

import hashlib
import json
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from index.as_json import to_json
from index.engine import Keys
from index.errors import DamagedError, NoIndexError
from index.generation import QUALITY, RELATIVES, Generation, Manifest, Relatives
from index.lexical_terms import TermField
from index.milvus.connection import PUBLISHING, Connection, reaching
from index.milvus.files import fetch_file, put_files, read_head
from index.milvus.statistics import FILES, Counts
from index.milvus.vectors import Sparse, packed, passage_words, sparse_terms, terms_of
from index.preparation import tokenizer_identity, unpacked
from index.segment import RECORDS
from index.term_matching import TokenArrays
from index.versions import is_version

if TYPE_CHECKING:
    from pymilvus import MilvusClient

log = logging.getLogger(__name__)

# Raise it where a collection is made or read otherwise.
SCHEMA_VERSION = 1
FILES_SUFFIX = "_files"
DOCUMENTS = "documents.json"
VECTOR, TERMS, WORDS = "vector", "terms", "words"
# Beyond so many passages a graph is searched in place of each vector.
EXACT_PASSAGES = 30_000
_TOGETHER = 500
_LONGEST, _LONGEST_NAME = 65_535, 1_024
_NOTHING: Sparse = {2**32 - 2: 1e-9}
_NO_SPARSE = (
    "the server keeps no sparse vectors (Milvus before 2.4): passages are found by their vectors alone"
)


def publish(connection: Connection, generation: Generation) -> str:
    """Publish an index that is open here, and return the name of its collection.

    What is published already is left as it is. Raises `UnreachableError` where the server does not answer: then
    what was served is served on; `DamagedError` for vectors that are no numbers, before anything is sent.
    """
    _check_vectors(generation)
    alias = connection.address.name
    name = f"{alias}_{generation.manifest.generation}_{_digest(generation)}"
    with reaching(f"the collection {name}"):
        client = connection.client()
        before = published(client, alias)
        if before == name:
            return name
        sparse = connection.sparse()
        if not sparse:
            log.warning(_NO_SPARSE)
        for leftover in (f"{name}{FILES_SUFFIX}", name):
            client.drop_collection(leftover, timeout=PUBLISHING)
        with TemporaryDirectory() as folder:
            means = _put_files(client, name, generation, Path(folder))
        _put_passages(client, name, generation, means, sparse=sparse)
        switch = client.alter_alias if before else client.create_alias
        switch(name, alias, timeout=PUBLISHING)
        _drop_old(client, alias, name, before, set(generation.records.documents))
    return name


def published(client: "MilvusClient", alias: str, deadline: float = PUBLISHING) -> str | None:
    """Return the name of the collection that an alias names, None where there is none."""
    if not client.has_collection(alias, timeout=deadline):
        return None
    return str(client.describe_collection(alias, timeout=deadline)["collection_name"])


def _digest(generation: Generation) -> str:
    told = f"{SCHEMA_VERSION} {to_json(Manifest, generation.manifest)} {tokenizer_identity(generation.model)}"
    return hashlib.sha256(told.encode()).hexdigest()[:8]


def _check_vectors(generation: Generation) -> None:
    for keys in _batches(generation):
        if not np.isfinite(generation.engine.vectors(keys)).all():
            raise DamagedError("a passage has a vector that is no number: nothing was published")


def _batches(generation: Generation) -> Iterator[Keys]:
    """Yield the keys of all passages, some at a time."""
    keys = generation.records.keys_within(generation.records.documents)
    for begin in range(0, len(keys), _TOGETHER):
        yield keys[begin : begin + _TOGETHER]


def _put_files(
    client: "MilvusClient", name: str, generation: Generation, folder: Path
) -> dict[TermField, float]:
    """Put what reads the passages beside them; return the mean lengths of the fields."""
    documents, manifest = generation.records.documents, generation.manifest
    counts, means = Counts.of(
        generation.records, documents, manifest.passages, _token_counts(generation), generation.model
    )
    counts.write(folder)
    (folder / RELATIVES).write_text(to_json(Relatives, dict(generation.relatives)), encoding="utf-8")
    (folder / DOCUMENTS).write_text(json.dumps(list(documents)), encoding="utf-8")
    files = {file: folder / file for file in (*FILES, RELATIVES, DOCUMENTS)}
    if generation.quality is not None:
        (folder / QUALITY).write_bytes(generation.quality)
        files[QUALITY] = folder / QUALITY
    for part in generation.parts:
        files[records_of(part.segment.manifest.segment)] = part.segment.folder / RECORDS
    head: dict[str, Any] = {
        "schema_version": SCHEMA_VERSION,
        "tokenizer": tokenizer_identity(generation.model),
        "manifest": json.loads(to_json(Manifest, manifest)),
        "passages": [part.segment.manifest.passages for part in generation.parts],
    }
    put_files(client, f"{name}{FILES_SUFFIX}", head, files)
    return means


def records_of(segment: str) -> str:
    """Return the name of the file with the records of a segment."""
    return f"{segment}/{RECORDS}"


def _token_counts(generation: Generation) -> NDArray[np.int64]:
    """Return in how many passages each token of the model stands (vocabulary,)."""
    counts = np.zeros(len(generation.model.vectors), np.int64)
    for keys in _batches(generation):
        for ids in _token_ids(generation.engine.tokens(keys)):
            counts[np.unique(ids)] += 1
    return counts


def _token_ids(tokens: TokenArrays) -> Iterator[NDArray[np.int32]]:
    for begin, end in zip(tokens.starts[:-1].tolist(), tokens.starts[1:].tolist(), strict=True):
        yield tokens.ids[begin:end]


def _put_passages(
    client: "MilvusClient",
    name: str,
    generation: Generation,
    means: dict[TermField, float],
    *,
    sparse: bool,
) -> None:
    _create(client, name, generation.manifest, sparse=sparse)
    places = {identity: place for place, identity in enumerate(generation.records.documents)}
    batch: list[dict[str, Any]] = []
    for identity in generation.records.documents:
        for row in _rows(generation, identity, means, sparse=sparse):
            batch.append({**row, "document": places[identity]})
            if len(batch) == _TOGETHER:
                client.insert(name, batch, timeout=PUBLISHING)
                batch = []
    if batch:
        client.insert(name, batch, timeout=PUBLISHING)
    client.flush(name, timeout=PUBLISHING)
    client.load_collection(name, timeout=PUBLISHING)
    (told,) = client.query(
        name, filter="", output_fields=["count(*)"], consistency_level="Strong", timeout=PUBLISHING
    )
    if told["count(*)"] != generation.manifest.passages:
        raise DamagedError(
            f"{name} has {told['count(*)']} passages and not {generation.manifest.passages}: nothing was published"
        )


def _rows(
    generation: Generation, identity: str, means: dict[TermField, float], *, sparse: bool
) -> Iterator[dict[str, Any]]:
    """Yield the passages of a document as Milvus keeps them, but for the place of the document."""
    keys = generation.records.keys_within([identity])
    vectors = generation.engine.vectors(keys)
    tokens = generation.engine.tokens(keys, placed=True)
    words: list[Sparse] = [{} for _ in keys]
    if not is_version(identity):
        fields = unpacked(generation.records.lexical(identity))
        words = [passage_words(terms_of(each), means) for each in fields]
    metadata = generation.records.documents[identity].metadata
    for place, (key, ids) in enumerate(zip(keys.tolist(), _token_ids(tokens), strict=True)):
        span = slice(int(tokens.starts[place]), int(tokens.starts[place + 1]))
        own = TokenArrays(
            ids, np.array([0, len(ids)]), tokens.body[place : place + 1],
            tokens.spans[span], tokens.inverse_lengths[:, span],
        )  # fmt: skip
        row = {
            "key": key, "province": metadata.province or "", "year": metadata.year or 0,
            "type": metadata.type or "", "tokens": _short_enough(packed(own), identity), VECTOR: vectors[place].tolist(),
        }  # fmt: skip
        # A vector of nothing is refused: one dimension that nothing asks for stands in its place.
        yield (
            {**row, TERMS: sparse_terms(ids) or _NOTHING, WORDS: words[place] or _NOTHING} if sparse else row
        )


def _short_enough(text: str, identity: str) -> str:
    if len(text) > _LONGEST:
        raise DamagedError(
            f"document {identity} has a passage that is too long for Milvus: nothing was published"
        )
    return text


def _create(client: "MilvusClient", name: str, manifest: Manifest, *, sparse: bool) -> None:
    from pymilvus import DataType

    schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
    schema.add_field("key", DataType.INT64, is_primary=True)
    schema.add_field("document", DataType.INT64)
    schema.add_field("year", DataType.INT64)
    for field in ("province", "type"):
        schema.add_field(field, DataType.VARCHAR, max_length=_LONGEST_NAME)
    schema.add_field("tokens", DataType.VARCHAR, max_length=_LONGEST)
    schema.add_field(VECTOR, DataType.FLOAT_VECTOR, dim=manifest.dimension)
    indexes = client.prepare_index_params()
    if manifest.passages > EXACT_PASSAGES:
        graph = {"M": 16, "efConstruction": 200}
        indexes.add_index(VECTOR, index_type="HNSW", metric_type="IP", params=graph)
    else:
        indexes.add_index(VECTOR, index_type="FLAT", metric_type="IP")
    for field in (TERMS, WORDS) if sparse else ():
        schema.add_field(field, DataType.SPARSE_FLOAT_VECTOR)
        indexes.add_index(field, index_type="SPARSE_INVERTED_INDEX", metric_type="IP")
    client.create_collection(name, schema=schema, index_params=indexes, timeout=PUBLISHING)


def _drop_old(
    client: "MilvusClient", alias: str, current: str, before: str | None, documents: set[str]
) -> None:
    """Drop what no reader needs, and at once what holds a document that has gone."""
    kept = {current}
    if before and _documents(client, before) <= documents:
        kept.add(before)
    ours = re.compile(rf"{re.escape(alias)}_g\d{{6}}_[0-9a-f]{{8}}")
    for name in client.list_collections(timeout=PUBLISHING):
        own = name.removesuffix(FILES_SUFFIX)
        if ours.fullmatch(own) and own not in kept:
            client.drop_collection(name, timeout=PUBLISHING)


def _documents(client: "MilvusClient", name: str) -> set[str]:
    """Return the documents of a collection; where nobody can tell, what no index has."""
    with TemporaryDirectory() as folder:
        try:
            head = read_head(client, f"{name}{FILES_SUFFIX}")
            fetch_file(client, f"{name}{FILES_SUFFIX}", head["files"][DOCUMENTS], Path(folder) / DOCUMENTS)
            return set(json.loads((Path(folder) / DOCUMENTS).read_text(encoding="utf-8")))
        except (NoIndexError, KeyError):
            return {""}
