"""The samples in the formats of an office, and the texts that they were made of."""

from pathlib import Path

from ingest.types import Document
from tests.conftest import ROOT
from tests.samples import old_rtf, web_page, word
from tests.samples.layout import laid_out
from tests.samples.printed import printed, scan
from tests.worlds import document_of

OFFICE = ROOT / "samples" / "office"
_PLANS = Path(__file__).parent / "plans"
SCAN = "scan_0215.pdf"
# Each file, and its text.
TEXTS = {
    name: _PLANS / f"{Path(name).stem}.txt"
    for name in (
        "KH tiem phong cho meo 2024.docx", "XMC-2006.rtf", "kh-nuoc-sach-mua-kho.pdf", SCAN,
        "van-hoa-doc-dong-hai.html",
    )
}  # fmt: skip


def made() -> dict[str, bytes]:
    """Return the files, by name; a PDF differs by the time at which it is made. Needs LibreOffice."""
    documents = {name: document_of(path) for name, path in TEXTS.items()}
    sheets = printed(
        {name: word.written(laid_out(documents[name])) for name in TEXTS if name.endswith(".pdf")}
    )
    return {name: _made(name, document, sheets) for name, document in documents.items()}


def _made(name: str, document: Document, sheets: dict[str, bytes]) -> bytes:
    if name in sheets:
        return scan(sheets[name]) if name == SCAN else sheets[name]
    parts = laid_out(document)
    if name.endswith(".html"):
        return web_page.written(parts, document.metadata.title)
    return old_rtf.written(parts) if name.endswith(".rtf") else word.written(parts)
