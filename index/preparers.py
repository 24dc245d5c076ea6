"""Preparing in child processes, on all cores.

`python -m index.preparers`: the readings of documents in, a line each; what was prepared of them out,
as arrays in the format of safetensors.
"""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import fields
from typing import Any, NoReturn, Self

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load, save

from index.as_json import from_json, to_json
from index.embedder import bundled_model
from index.errors import DataFolderError
from index.preparation import Prepared, StoredDocument, prepare
from index.records import DocumentRows, whole_document
from index.term_matching import TokenArrays
from ingest.messages import message
from ingest.processes import ProcessError, Processes, serve
from ingest.types import Document

# Of so many characters of readings, a child process has not begun before they are prepared here.
PREPARED_HERE = 1_000_000
_Rows = tuple[DocumentRows, ...]
_Texts = tuple[str, ...]


class Preparers:
    """Prepares batches of documents, in child processes where they are many."""

    def __init__(self) -> None:
        self._processes = Processes("index.preparers")
        self._characters = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self._processes.end()

    @property
    def ahead(self) -> int:
        """How many batches to submit before taking the first result, to keep every core busy."""
        return self._processes.ahead

    def submit(self, batch: Sequence[StoredDocument]) -> "Future[Prepared]":
        """Return what preparing a batch, which may be empty, will give."""
        readings = [document.reading for document in batch]
        if readings and self._characters > PREPARED_HERE:
            # JSON has no line ends of its own.
            return self._processes.submit(
                lambda child: _from_frame(child.ask("\n".join(readings).encode())), _lost
            )
        self._characters += sum(map(len, readings))
        done: Future[Prepared] = Future()
        done.set_result(_prepared(readings))
        return done


def _lost(error: ProcessError) -> NoReturn:
    raise DataFolderError(
        message(
            "a process that prepared documents for the index ended before its time (is there too little "
            "memory?); what was served before is still served; run `plansearch ingest` again"
        )
    ) from error


def _prepared(readings: Sequence[str]) -> Prepared:
    documents = [whole_document(from_json(Document, reading)) for reading in readings]
    return prepare(documents, bundled_model())


def _to_frame(prepared: Prepared) -> bytes:
    tokens = {field.name: getattr(prepared.tokens, field.name) for field in fields(TokenArrays)}
    return save(
        {
            "rows": _characters(to_json(_Rows, prepared.rows).encode()),
            "texts": _characters(to_json(_Texts, prepared.texts).encode()),
            "lexical": _characters(b"".join(prepared.lexical)),
            "lexical_lengths": np.array([len(packed) for packed in prepared.lexical], np.int64),
            "vectors": prepared.vectors,
            "sketches": prepared.sketches,
            **{name: np.ascontiguousarray(array) for name, array in tokens.items()},
        }
    )


def _from_frame(frame: bytes) -> Prepared:
    arrays: dict[str, NDArray[Any]] = load(frame)
    ends = np.cumsum(arrays["lexical_lengths"])
    return Prepared(
        from_json(_Rows, arrays["rows"].tobytes()),
        tuple(part.tobytes() for part in np.split(arrays["lexical"], ends[:-1])),
        from_json(_Texts, arrays["texts"].tobytes()),
        arrays["vectors"],
        TokenArrays(**{field.name: arrays[field.name] for field in fields(TokenArrays)}),
        arrays["sketches"],
    )


def _characters(data: bytes) -> NDArray[np.uint8]:
    return np.frombuffer(data, np.uint8)


if __name__ == "__main__":
    serve(lambda frame: _to_frame(_prepared(frame.decode().split("\n"))))
