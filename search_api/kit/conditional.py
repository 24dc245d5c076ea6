"""Conditional requests: what a client already has is neither made nor sent again.

The tag of an answer is known before the work: it names the program, the state of the index, and the
request with all that an answer to it may depend on.
"""

import hashlib

from fastapi import Request

from search_api.kit.addresses import path_of

# Of what a page depends on besides its address; the API speaks one language, and knows nobody.
PAGES_VARY_BY = ("Accept-Language", "Cookie")


class NotModifiedError(Exception):
    """The client has the answer already; `tag` is its name."""

    def __init__(self, tag: str) -> None:
        super().__init__(tag)
        self.tag = tag


def offer_tag(request: Request, state: str) -> None:
    """Name the answer to a request from an index in this state; raises `NotModifiedError` where the client has it.

    Whatever sends the answer finds the name in `tag_of`.
    """
    tag = _tag(request, state)
    if tag in _known(request.headers.get("if-none-match", "")):
        raise NotModifiedError(tag)
    request.state.entity_tag = tag


def tag_of(request: Request) -> str | None:
    """Return the tag of the answer to a request, None where it has none."""
    tag: str | None = getattr(request.state, "entity_tag", None)
    return tag


def is_of_api(path: str) -> bool:
    """True for a path, under the root, of the API."""
    return path.startswith("/api/")


def _tag(request: Request, state: str) -> str:
    """Return a weak tag: the same answer may go out in several encodings."""
    path = path_of(request.scope)
    varying = () if is_of_api(path) else tuple(request.headers.get(name, "") for name in PAGES_VARY_BY)
    # The order of names says nothing, that of the values of one name does.
    query = sorted(request.query_params.multi_items(), key=lambda pair: pair[0])
    made_of = (request.app.state.identity, state, str(request.base_url), path, query, varying)
    return f'W/"{hashlib.sha256(repr(made_of).encode("utf-8", "replace")).hexdigest()[:24]}"'


def _known(header: str) -> set[str]:
    """Return the tags of a header, as weak ones: that is how they are compared here."""
    return {f"W/{tag.strip().removeprefix('W/')}" for tag in header.split(",")}
