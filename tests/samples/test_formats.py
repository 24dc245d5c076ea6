"""The same plan as text, Word file, PDF, scan, page of a portal and RTF: one outline, and the same passages."""

import re
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

from ingest.reading.reader import read_source
from ingest.sources import libreoffice
from ingest.sources.reader import read
from ingest.types import Document
from tests.conftest import SAMPLES
from tests.samples import old_rtf, web_page, word
from tests.samples.layout import laid_out
from tests.samples.office import OFFICE, SCAN, TEXTS
from tests.samples.printed import printed, scan
from tests.scanned import needs_tesseract
from tests.worlds import document_of

needs_libreoffice = pytest.mark.skipif(
    libreoffice.installed() is None,
    reason="LibreOffice is missing (apt-get install libreoffice-writer-nogui)",
)
PLANS = sorted([*SAMPLES.iterdir(), *TEXTS.values()])
# A typist sets the mark of a note in brackets, a program raises it and counts anew; text parts the
# cells of a row with strokes of its own; a line may end behind a hyphen.
MARK = re.compile(r"\s?(?:\(\d\)|[¹²³])(?=[.,;:]|$)")
MARK_OF_NOTE = re.compile(r"^(?:\(\d\)|\d|[¹²³])\s")
NAME_OF_NOTE = re.compile(r"(?<=chú thích )\S+")
HYPHEN = re.compile(r"(?<=\w)-\s(?=\w)")


def folded(text: str) -> str:
    """Return text without what a format has its own way of."""
    return HYPHEN.sub("-", MARK.sub("¹", " ".join(text.replace("|", " ").split())))


def noted(text: str) -> str:
    """Return a footnote without its mark."""
    return MARK_OF_NOTE.sub("", folded(text))


def outline(document: Document) -> list[tuple[object, ...]]:
    """Return what is known of each node, its words, and those of its footnotes."""
    found = []
    for node in document.nodes:
        words = folded(node.span.of(document.text))
        notes = [noted(note.of(document.text)) for note in node.footnotes]
        found.append((node.depth, node.kind, node.mark, node.label, folded(node.heading), words, notes))
    return found


def passages(document: Document) -> list[tuple[object, ...]]:
    """Return kind, path, place and words of each passage."""
    return [
        (p.kind, [*map(folded, p.path)], NAME_OF_NOTE.sub("", p.place), noted(p.span.of(document.text)))
        for p in document.passages
    ]


def assert_same(data: bytes, kind: str, expected: Document) -> None:
    (found,) = read_source(read(data, f"mau.{kind}"), expected.source_file)
    assert outline(found) == outline(expected)
    assert passages(found) == passages(expected)
    assert found.metadata == expected.metadata


def share(wanted: Counter[object], found: Counter[object]) -> float:
    return (wanted & found).total() / wanted.total()


def words(document: Document) -> Counter[object]:
    return Counter(document.text.split())


def labels(document: Document) -> Counter[object]:
    return Counter((node.depth, node.mark, node.label) for node in document.nodes)


def assert_recognised(data: bytes, expected: Document) -> None:
    (found,) = read_source(read(data, "mau.pdf"), expected.source_file)
    assert share(words(expected), words(found)) >= 0.97
    assert share(labels(expected), labels(found)) >= 0.95


@pytest.fixture(scope="module")
def on_paper() -> dict[Path, bytes]:
    """All plans as PDF files; LibreOffice makes them at once."""
    made = printed({str(n): word.written(laid_out(document_of(path))) for n, path in enumerate(PLANS)})
    return {path: made[str(n)] for n, path in enumerate(PLANS)}


@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.name)
def test_a_word_file_reads_as_its_text(path):
    document = document_of(path)
    assert_same(word.written(laid_out(document)), "docx", document)


@needs_libreoffice
@pytest.mark.parametrize("path", PLANS, ids=lambda path: path.name)
def test_a_pdf_reads_as_its_text(path, on_paper):
    assert_same(on_paper[path], "pdf", document_of(path))


@pytest.mark.parametrize("path", [path for path in PLANS if "quyche" not in path.name], ids=lambda path: path.name)
def test_a_page_of_a_portal_reads_as_its_text(path):
    """But for one with annexes, whose footnotes such a page puts at the end of all."""
    document = document_of(path)
    assert_same(web_page.written(laid_out(document), document.metadata.title), "html", document)


@needs_libreoffice
@pytest.mark.parametrize("name", ["kh_07_dong_hai.txt", "qd_kem_quyche_1726.txt"])
def test_a_file_in_old_fonts_reads_as_its_text(name):
    document = document_of(SAMPLES / name)
    assert_same(old_rtf.written(laid_out(document)), "rtf", document)


@needs_libreoffice
@needs_tesseract
@pytest.mark.parametrize(
    "name", ["document (3).txt", pytest.param("KIEU_BAO_DH.md", marks=pytest.mark.long)]
)
def test_a_poor_scan_is_recognised(name, on_paper):
    assert_recognised(scan(on_paper[SAMPLES / name]), document_of(SAMPLES / name))


@pytest.mark.parametrize(
    "name",
    [pytest.param(n, marks=needs_libreoffice) if n.endswith(".rtf") else n for n in TEXTS if n != SCAN],
)
def test_a_sample_of_an_office_reads_as_its_text(name):
    assert_same((OFFICE / name).read_bytes(), name.rpartition(".")[2], document_of(TEXTS[name]))


@needs_tesseract
def test_the_sample_scan_is_recognised_with_all_that_it_says_about_itself():
    assert_recognised((OFFICE / SCAN).read_bytes(), document_of(TEXTS[SCAN]))
    assert document_of(OFFICE / SCAN).metadata == document_of(TEXTS[SCAN]).metadata


def test_every_sample_of_an_office_has_its_text():
    assert sorted(path.name for path in OFFICE.iterdir()) == sorted(TEXTS)
    assert sorted(path.name for path in TEXTS["XMC-2006.rtf"].parent.iterdir()) == sorted(
        path.name for path in TEXTS.values()
    )
