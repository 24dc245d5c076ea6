"""How paragraphs are set: by themselves, by their styles, by what those inherit."""

import pytest

from tests.docx_files import blocks, kind, labels, level, num, p, r, style, texts

BOLD, ITALIC = "<w:b/>", "<w:i/>"


def look(body: str, **parts: str):
    """Return the style of the only block."""
    (block,) = blocks(body, **parts)
    return block.style


def rpr(inner: str) -> str:
    return f"<w:rPr>{inner}</w:rPr>"


def ppr(inner: str) -> str:
    return f"<w:pPr>{inner}</w:pPr>"


def test_a_paragraph_is_set_as_most_of_its_characters_are():
    words = r("Trồng rau ở trường", look=BOLD + '<w:sz w:val="28"/>') + r(
        "học", look=ITALIC + '<w:sz w:val="20"/>'
    )
    found = look(p(words))
    assert (found.bold, found.italic, found.size) == (True, False, 14.0)


def test_blanks_do_not_count_as_characters():
    assert look(p(r("Trồng rau", look=BOLD), r(" " * 40))).bold


def test_properties_are_inherited_along_the_chain_of_styles():
    styles = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="24"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:jc w:val="both"/></w:pPr></w:pPrDefault></w:docDefaults>'
        + style("Goc", rpr(BOLD) + ppr('<w:ind w:firstLine="720"/>'), default=True)
        + style("Con", rpr(ITALIC), based_on="Goc")
        + style("Chau", rpr('<w:b w:val="0"/>') + ppr('<w:jc w:val="center"/>'), based_on="Con")
    )
    found = look(p("Rau", style="Chau"), styles=styles)
    assert (found.bold, found.italic, found.size, found.align, found.indent) == (
        False,
        True,
        12.0,
        "center",
        36.0,
    )
    found = look(p("Rau"), styles=styles)
    assert (found.bold, found.italic, found.align) == (True, False, "justify")


def test_what_paragraph_and_run_say_themselves_goes_first():
    styles = style(
        "Goc", rpr(BOLD + '<w:sz w:val="24"/>') + ppr('<w:jc w:val="center"/><w:ind w:left="400"/>')
    )
    run = r("Rau", look='<w:b w:val="false"/><w:sz w:val="30"/>')
    found = look(p(run, style="Goc", look='<w:jc w:val="end"/><w:ind w:firstLine="200"/>'), styles=styles)
    assert (found.bold, found.size, found.align, found.indent) == (False, 15.0, "right", 30.0)


def test_a_toggle_of_both_styles_is_off():
    styles = style("Tieude", rpr(BOLD)) + style("Dam", rpr(BOLD), "character")
    run = r("Rau", look='<w:rStyle w:val="Dam"/>')
    assert not look(p(run, style="Tieude"), styles=styles).bold
    assert look(p(run), styles=styles).bold


def test_styles_that_are_based_on_each_other_are_read():
    styles = style("A", rpr(BOLD), based_on="B") + style("B", rpr(ITALIC), based_on="A")
    found = look(p("Rau", style="A"), styles=styles)
    assert (found.bold, found.italic) == (True, True)


@pytest.mark.parametrize(
    ("written", "points"),
    [
        ('<w:ind w:left="720"/>', 36.0),
        ('<w:ind w:left="720" w:hanging="360"/>', 18.0),
        ('<w:ind w:start="1in" w:firstLine="0.5cm"/>', 86.17),
        ('<w:ind w:left="nhiều"/>', None),
        ("", None),
    ],
)
def test_the_indent_is_where_the_first_line_begins(written, points):
    assert look(p("Rau", look=written)).indent == points


@pytest.mark.parametrize(
    ("written", "alignment"),
    [("start", "left"), ("both", "justify"), ("distribute", "justify"), ("end", "right"), ("lạ", None)],
)
def test_alignments_have_several_names(written, alignment):
    assert look(p("Rau", look=f'<w:jc w:val="{written}"/>')).align == alignment


def test_levels_of_headings_come_from_the_outline_or_the_name_of_the_style():
    styles = style("D1", ppr('<w:outlineLvl w:val="1"/>')) + style("D2", based_on="D1")
    styles += style("x").replace('<w:name w:val="x"/>', '<w:name w:val="Heading 3"/>')
    assert look(p("Rau", style="D2"), styles=styles).level == 2
    assert look(p("Rau", style="x"), styles=styles).level == 3
    assert look(p("Rau", style="D2", look='<w:outlineLvl w:val="9"/>'), styles=styles).level == 0
    assert look(p("Rau", look='<w:outlineLvl w:val="0"/>')).level == 1


@pytest.mark.parametrize(
    "capitals", ["<w:caps/>", "<w:smallCaps/>", '<w:rFonts w:ascii=".VnTimeH" w:hAnsi=".VnTimeH"/>']
)
def test_capitals_are_noted_and_the_text_stays_as_typed(capitals):
    (block,) = blocks(p(r("ke hoach", look=capitals)))
    assert block.style.capitals


def test_a_theme_may_have_a_font_of_capitals():
    theme = '<a:fontScheme><a:minorFont><a:latin typeface=".VnTimeH"/></a:minorFont></a:fontScheme>'
    run = r("ke hoach", look='<w:rFonts w:ascii="Arial" w:asciiTheme="minorAscii"/>')
    assert look(p(run), theme=theme).capitals


def test_text_in_capitals_stays_as_typed():
    assert texts(p(r("Kế hoạch", look="<w:caps/>"))) == ["Kế hoạch"]


@pytest.fixture
def old_fonts(monkeypatch):
    """An old font in which æ, and a letter with a mark of its own after it, stand for others."""

    def from_font(text: str, font: str) -> str:
        return text.replace("aù", "á").replace("æ", "ổ").replace("\xad", "ư") if font == "Co" else text

    monkeypatch.setattr("ingest.sources.word.inline.from_font", from_font)
    monkeypatch.setattr("ingest.sources.word.story.from_font", from_font)


def old(text: str, font: str = "Co") -> str:
    return r(text, look=f'<w:rFonts w:ascii="{font}" w:hAnsi="{font}"/>')


def test_runs_in_old_fonts_become_unicode_and_others_stay(old_fonts):
    assert texts(p(old("kh"), r("æ ", look=""), old("tæ"))) == ["khæ tổ"]


def test_a_letter_and_its_mark_in_two_runs_are_decoded_together(old_fonts):
    assert texts(p(old("c"), old("a"), old("ù"))) == ["cá"]


def test_old_fonts_of_styles_and_themes_are_known(old_fonts):
    fonts = '<w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi"/>'
    theme = (
        '<a:themeElements><a:fontScheme><a:majorFont><a:latin typeface="Moi"/></a:majorFont>'
        '<a:minorFont><a:latin typeface="Co"/></a:minorFont></a:fontScheme></a:themeElements>'
    )
    styles = style("Goc", rpr(fonts), default=True)
    assert texts(p("tæ"), styles=styles, theme=theme) == ["tổ"]
    assert texts(p(r("tæ", look=fonts.replace("minor", "major"))), styles=styles, theme=theme) == ["tæ"]


def test_a_letter_that_an_old_font_shows_for_the_soft_hyphen_is_kept(old_fonts):
    run = r("n", "<w:softHyphen/>", "íc", look='<w:rFonts w:ascii="Co" w:hAnsi="Co"/>')
    assert texts(p(run)) == ["nưíc"]


def test_marks_of_notes_and_tabs_are_not_taken_for_letters(old_fonts, monkeypatch):
    monkeypatch.setattr("ingest.sources.word.inline.from_font", lambda text, font: text.replace("¹", "ạ"))
    cited = '<w:r><w:rPr><w:rFonts w:hAnsi="Co"/></w:rPr><w:footnoteReference w:id="1"/></w:r>'
    assert texts(p(old("rau"), cited))[0] == "rau¹"


def test_labels_are_shown_in_the_font_of_their_level(old_fonts):
    fonts = rpr('<w:rFonts w:ascii="Co" w:hAnsi="Co"/>')
    numbering = kind(0, level(0, "Tæ %1").replace("</w:lvl>", f"{fonts}</w:lvl>")) + num(1, 0)
    assert labels(p("rau", item=(1, 0)), numbering=numbering) == ["Tổ 1"]


def test_text_of_no_old_font_is_repaired_where_it_is_garbled(monkeypatch):
    monkeypatch.setattr("ingest.sources.word.inline.repaired", lambda text: text.replace("Ã¡", "á"))
    assert texts(p("cÃ¡")) == ["cá"]
