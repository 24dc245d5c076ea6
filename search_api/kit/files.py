"""Answers that are files, as the description of the API names them."""

from typing import Any


def file_answer(media_type: str, *, binary: bool = False) -> dict[int | str, dict[str, Any]]:
    """Return how an answer of this kind is described."""
    schema = {"type": "string", "format": "binary"} if binary else {"type": "string"}
    return {200: {"content": {media_type: {"schema": schema}}}}
