"""Suggestions as JSON."""

from collections.abc import Iterable

from pydantic import Field

from search_api.kit.schemas import Address, Schema
from search_api.suggesting.suggestions import Kind, Suggestion


class SuggestionOut(Schema):
    """Something that the plans name."""

    text: str
    kind: Kind
    url: Address | None = Field(description="Its own page, where it has one")


class SuggestOut(Schema):
    """What the plans name that begins with the typed words, best first."""

    suggestions: list[SuggestionOut]


def suggest_out(found: Iterable[Suggestion]) -> SuggestOut:
    """Return the JSON form of suggestions."""
    return SuggestOut(
        suggestions=[SuggestionOut(text=each.text, kind=each.kind, url=each.url) for each in found]
    )
