"""A passage for pages that show what they link to (oEmbed 1.0): a quote with its citation."""

from html import escape
from typing import Literal
from urllib.parse import unquote, urlsplit

from pydantic import Field

from index.errors import NotFoundError
from index.snapshot import Snapshot
from index.types import PassageRecord
from search_api.kit.citations import cite, passage_url
from search_api.kit.schemas import Schema

_USUAL_WIDTH = 600


class OembedOut(Schema):
    """What a page shows of an address; `html` holds no script and needs none."""

    version: Literal["1.0"] = "1.0"
    type: Literal["rich"] = "rich"
    title: str
    author_name: str | None = Field(description="Issuer of the document")
    provider_name: Literal["PlanSearch"] = "PlanSearch"
    provider_url: str
    html: str
    width: int
    height: None = Field(None, description="As high as its words need")


def oembed_out(snapshot: Snapshot, url: str, base: str, most_wide: int | None) -> OembedOut:
    """Return how the passage at an address of this server is shown.

    `base` begins the addresses of this server and ends with a slash. Raises `NotFoundError` for any other address.
    """
    passage = snapshot.passage(_passage_id(url, base))
    document = snapshot.document(passage.document_id)
    return OembedOut(
        title=document.metadata.title,
        author_name=document.metadata.issuer,
        provider_url=base,
        html=_html(passage, cite(document, passage.place), base.rstrip("/") + passage_url(passage)),
        width=min(most_wide or _USUAL_WIDTH, _USUAL_WIDTH),
    )


def _passage_id(url: str, base: str) -> str:
    """Return the passage that a permanent address names; what else is in the address does not matter."""
    page, _, anchor = url.partition("#")
    path = urlsplit(page.removeprefix(base)).path
    kind, _, identity = path.partition("/")
    if page.startswith(base) and kind == "passages":
        return unquote(identity)
    if page.startswith(base) and kind == "documents" and anchor.startswith("p-"):
        return unquote(anchor.removeprefix("p-"))
    raise NotFoundError(f"url is not the address of a passage on this server: {base}documents/…#p-…")


def _html(passage: PassageRecord, citation: str, address: str) -> str:
    quote, source = escape(passage.text), escape(citation)
    return (
        f'<blockquote lang="vi" cite="{escape(address)}"><p>{quote}</p>'
        f'<footer><a href="{escape(address)}">{source}</a></footer></blockquote>'
    )
