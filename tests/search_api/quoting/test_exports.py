"""Exports: the quotes come out of text, Markdown and Word as they went in."""

from io import BytesIO

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from search_api.kit.citations import cite, cite_in_english, quoted
from search_api.quoting.basket import Entry, Missing, Reference, look_up
from search_api.quoting.exports import ExportWords, as_docx, as_markdown, as_text
from tests.index_worlds import document, passage

WORDS = ExportWords(title="Quotations", missing="no longer in the index", english=True)
BASE = "http://plans.example"
# Line ends and marks of every kind, more often than chance would bring them.
verbatim = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\n*_#>`[]<&-+1.)|~\\ = "), min_size=1
)


def entry(text: str) -> Entry:
    return Entry(
        Reference("p0"), text, passage(0, text), document(number="12/KH-UBND", issuer="UBND xã *Vạn* Sơn")
    )


def shown(tokens: list[Token]) -> str:
    """Return the words that a reader of the rendered Markdown sees."""
    parts = []
    for token in tokens:
        if token.children:
            parts.append(shown(token.children))
        elif token.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        else:
            parts.append(token.content)
    return "".join(parts)


def lines(text: str) -> list[str]:
    return [" ".join(line.split()) for line in text.splitlines() if line.strip()]


@given(verbatim.filter(str.strip))
def test_markdown_shows_exactly_the_words(text):
    tokens = MarkdownIt().parse(as_markdown([entry(text)], WORDS, BASE))
    quote = [i for i, token in enumerate(tokens) if token.type == "blockquote_open"]
    assert len(quote) == 1
    assert [t.type for t in tokens[quote[0] + 1 : quote[0] + 4]] == [
        "paragraph_open",
        "inline",
        "paragraph_close",
    ]
    assert lines(shown([tokens[quote[0] + 2]])) == lines(quoted(text, "mục 1"))


def test_two_quotes_stay_two_and_link_to_their_places():
    page = as_markdown([entry("Trồng cây."), entry("Tưới cây.")], WORDS, BASE)
    tokens = MarkdownIt().parse(page)
    assert [token.type for token in tokens].count("blockquote_open") == 2
    assert f"({BASE}/documents/d1#p-p0)" in page


@given(verbatim)
def test_word_and_text_hold_exactly_the_words(text):
    quotes = docx.Document(BytesIO(as_docx([entry(text)], WORDS))).paragraphs
    words = quoted(text, "mục 1")
    assert quotes[1].text == f"“{words}”"
    assert f"“{words}”\n" in as_text([entry(text)], WORDS)


def test_what_xml_cannot_hold_does_not_break_the_word_document():
    quotes = docx.Document(BytesIO(as_docx([entry("trang một\x0ctrang hai\x00")], WORDS))).paragraphs
    assert quotes[1].text == "“trang một trang hai ”"


def test_the_word_document_has_the_official_sheet_and_letter():
    document_ = docx.Document(BytesIO(as_docx([entry("Trồng cây.")], WORDS)))
    section = document_.sections[0]
    assert (round(section.page_width.cm, 1), round(section.page_height.cm, 1)) == (21.0, 29.7)
    assert round(section.left_margin.cm, 1) == 3.0
    assert document_.styles["Quote"].font.name == "Times New Roman"
    assert (
        "Theme"
        not in document_.styles["Heading 1"].element.rPr.rFonts.xml.split("w:rFonts ")[1].split("/>")[0]
    )


@pytest.mark.parametrize("english", [True, False])
def test_every_form_has_the_citations_and_says_what_is_gone(english):
    words = ExportWords("Quotations", "no longer in the index", english)
    found = entry("Trồng cây.")
    both = [found, Missing(Reference("gone1"))]
    official, in_english = (f(found.document, found.passage.place) for f in (cite, cite_in_english))
    word = "\n".join(p.text for p in docx.Document(BytesIO(as_docx(both, words))).paragraphs)
    for text in (as_text(both, words), word, shown(MarkdownIt().parse(as_markdown(both, words, BASE)))):
        assert official in text
        assert (in_english in text) is english
        assert "no longer in the index: gone1" in text


def test_every_sample_passage_can_be_exported(sample_service):
    ids = [Reference(p.id) for d in sample_service.documents() for p in sample_service.passages_of(d.id)]
    entries = look_up(sample_service.snapshot, ids)
    assert docx.Document(BytesIO(as_docx(entries, WORDS))).paragraphs
    rendered = MarkdownIt().parse(as_markdown(entries, WORDS, BASE))
    assert [token.type for token in rendered].count("blockquote_open") == len(entries)


@pytest.mark.parametrize(
    ("kind", "media_type"),
    [("txt", "text/plain; charset=utf-8"), ("md", "text/markdown; charset=utf-8"),
     ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document")],
)  # fmt: skip
def test_the_basket_comes_as_a_file(client, sample_service, kind, media_type):
    hit = sample_service.search("tàu cá").hits[0]
    response = client.get(f"/basket.{kind}", params={"p": hit.passage.id, "lang": "en"})
    assert response.headers["content-type"] == media_type
    assert response.headers["content-disposition"] == f'attachment; filename="plansearch-quotes.{kind}"'
    if kind != "docx":
        assert cite_in_english(hit.document, hit.passage.place) in response.text
