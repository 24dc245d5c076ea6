"""A passage or a document for pages that show what they link to (oEmbed 1.0): a quote with its citation, or that alone."""

from html import escape
from typing import Literal
from urllib.parse import unquote, urlsplit

from pydantic import Field

from index.errors import NotFoundError
from index.snapshot import Snapshot
from index.types import DocumentRecord, PassageRecord
from search_api.kit.citations import cite, document_url, passage_url
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
    """Return how the passage or the document at an address of this server is shown.

    `base` begins the addresses of this server and ends with a slash. Raises `NotFoundError` for any other address.
    """
    document, passage = _meant(snapshot, url, base)
    return OembedOut(
        title=document.metadata.title,
        author_name=document.metadata.issuer,
        provider_url=base,
        html=_html(document, passage, base.rstrip("/")),
        width=min(most_wide or _USUAL_WIDTH, _USUAL_WIDTH),
    )


def _meant(snapshot: Snapshot, url: str, base: str) -> tuple[DocumentRecord, PassageRecord | None]:
    """Return what a permanent address names; what else is in the address does not matter."""
    page, _, anchor = url.partition("#")
    kind, _, identity = urlsplit(page.removeprefix(base)).path.partition("/")
    if not page.startswith(base) or kind not in ("documents", "passages"):
        raise NotFoundError(
            f"url is not the address of a document or a passage on this server: {base}documents/…#p-…"
        )
    named = identity if kind == "passages" else anchor.removeprefix("p-") if anchor.startswith("p-") else ""
    if not named:
        return snapshot.document(unquote(identity)), None
    passage = snapshot.passage(unquote(named))
    return snapshot.document(passage.document_id), passage


def _html(document: DocumentRecord, passage: PassageRecord | None, server: str) -> str:
    address = escape(server + (passage_url(passage) if passage else document_url(document.id)))
    link = f'<a href="{address}">{escape(cite(document, passage.place if passage else ""))}</a>'
    if passage is None:
        return f'<p lang="vi">{link}</p>'
    quote = escape(passage.text)
    return f'<blockquote lang="vi" cite="{address}"><p>{quote}</p><footer>{link}</footer></blockquote>'
