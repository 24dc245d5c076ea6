"""Conditional requests: what a client already has is neither made nor sent again.

The tag of an answer is known before the work: it names the program, the state of the index, and the
request with all that an answer to it may depend on.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

from fastapi import Request

from search_api.kit.addresses import path_of

# Of what a page depends on besides its address; the API speaks one language, and knows nobody.
PAGES_VARY_BY = ("Accept-Language", "Cookie")


# So many answers are known with their routes; each takes some 500 bytes.
_MOST_OFFERED = 4096
# What the router says of a request.
_FOUND = ("route", "path_params")


class OfferedTags:
    """The tags that were offered lately, and by which route: for them a request need not find its route again.

    For the loop of one application alone.
    """

    def __init__(self) -> None:
        self._found: OrderedDict[str, Mapping[str, Any]] = OrderedDict()

    def note(self, tag: str, request: Request) -> None:
        """Remember the route that has offered a tag."""
        self._found[tag] = {name: request.scope[name] for name in _FOUND}
        self._found.move_to_end(tag)
        if len(self._found) > _MOST_OFFERED:
            self._found.popitem(last=False)

    def may_be_had(self, request: Request) -> bool:
        """True where a client says that it has an answer, and that was given lately."""
        return not self._found.keys().isdisjoint(_known(request))

    def check(self, request: Request, state: str) -> None:
        """Raise `NotModifiedError` where the client has the answer from an index in this state; notes its route."""
        tag = _tag(request, state)
        if tag in self._found and tag in _known(request):
            request.scope.update(self._found[tag])
            raise NotModifiedError(tag)


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
    offered: OfferedTags = request.app.state.offered_tags
    offered.note(tag, request)
    if tag in _known(request):
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


def _known(request: Request) -> set[str]:
    """Return the tags of the answers that a client has, as weak ones: that is how they are compared here."""
    header = request.headers.get("if-none-match", "")
    return {f"W/{tag.strip().removeprefix('W/')}" for tag in header.split(",")}
