"""The text of a paragraph: what is shown is kept once, what is not is left out."""

import pytest

from ingest.sources.word.symbols import private
from tests.docx_files import blocks, drawn_box, p, r, row, t, table, texts, vml_box


def only(*inner: str) -> str:
    """Return the text of a paragraph."""
    (text,) = texts(p(*inner))
    return text


def test_runs_are_joined_as_they_stand():
    assert only("Kế ho", "ạch ", "trồng rau") == "Kế hoạch trồng rau"


def test_line_ends_in_the_xml_are_blanks():
    assert only(r(t("Kế\nhoạch"))) == "Kế hoạch"


def test_tabs_and_line_breaks_are_kept():
    broken = r(
        "Số:",
        "<w:tab/>",
        "12",
        "<w:br/>",
        "Hải Lâm",
        "<w:cr/>",
        "ngày",
        '<w:ptab w:relativeTo="margin"/>',
        "5",
    )
    assert only(broken) == "Số:\t12\nHải Lâm\nngày\t5"


def test_hyphens_that_do_not_break_are_hyphens_and_soft_ones_are_soft():
    assert only(r("12", "<w:noBreakHyphen/>", "KH", "<w:softHyphen/>", "TU")) == "12-KH\u00adTU"


def test_empty_paragraphs_are_gaps():
    found = blocks(p("Một") + p() + p(" ") + p("Hai") + p("Ba"))
    assert [(b.text, b.gap) for b in found] == [("Một", False), ("Hai", True), ("Ba", False)]


def test_insertions_are_kept_and_deletions_left_out():
    body = p(
        "Trồng ",
        f"<w:ins>{r('rau ')}</w:ins>",
        '<w:del><w:r><w:delText xml:space="preserve">hoa </w:delText></w:r></w:del>',
        f"<w:moveFrom>{r('cũ ')}</w:moveFrom>",
        f"<w:moveTo>{r('mới')}</w:moveTo>",
    )
    assert texts(body) == ["Trồng rau mới"]


def test_whole_paragraphs_that_revisions_took_away_leave_nothing():
    taken = f"<w:del>{p('Bỏ')}</w:del><w:moveFrom>{p('Dời')}</w:moveFrom><w:ins>{p('Thêm')}</w:ins>"
    assert texts(taken) == ["Thêm"]


@pytest.mark.parametrize("mark", ["del", "moveFrom"])
def test_a_paragraph_whose_mark_was_taken_away_is_joined_to_the_next(mark):
    gone = f"<w:rPr><w:{mark}/></w:rPr>"
    assert texts(p("Trồng ", look=gone) + p("rau ", look=gone) + p("cải") + p("Đỗ")) == [
        "Trồng rau cải",
        "Đỗ",
    ]


def test_what_is_joined_to_nothing_is_a_paragraph():
    gone = "<w:rPr><w:del/></w:rPr>"
    body = p("Trước bảng", look=gone) + table(row("Rau")) + p("Cuối", look=gone)
    assert texts(body) == ["Trước bảng", "Rau", "Cuối"]


def test_hidden_text_is_left_out():
    hidden = r("ẩn", look="<w:vanish/>")
    shown = r(" hiện", look='<w:vanish w:val="0"/>')
    assert only("Rau", hidden, shown) == "Rau hiện"


def test_links_controls_and_tags_are_read_through():
    inner = [
        f'<w:hyperlink r:id="rId9">{r("Rau ")}</w:hyperlink>',
        f"<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>{r('cải ')}</w:sdtContent></w:sdt>",
        f"<w:smartTag>{r('ngọt ')}</w:smartTag>",
        f"<w:customXml><w:customXmlPr/>{r('và ')}</w:customXml>",
        f"<w:bdo>{r('đỗ')}</w:bdo>",
    ]
    assert only(*inner) == "Rau cải ngọt và đỗ"


def test_controls_around_paragraphs_are_read_through():
    body = f"<w:sdt><w:sdtPr/><w:sdtContent>{p('Mục lục')}{p('Phần I')}</w:sdtContent></w:sdt>"
    assert texts(body) == ["Mục lục", "Phần I"]


def char(step: str) -> str:
    return f'<w:fldChar w:fldCharType="{step}"/>'


def instr(text: str) -> str:
    return f'<w:instrText xml:space="preserve">{text}</w:instrText>'


def test_of_a_field_the_result_is_kept_and_the_instruction_left_out():
    field = r(char("begin")) + r(instr(" REF muc1 ")) + r(char("separate")) + r("mục I") + r(char("end"))
    assert only("Theo ", field, " trên") == "Theo mục I trên"
    assert only("Trang ", f'<w:fldSimple w:instr=" PAGE ">{r("3")}</w:fldSimple>') == "Trang 3"


def test_a_field_in_the_instruction_of_another_is_no_text():
    inner = r(char("begin")) + r(instr("SO")) + r(char("separate")) + r("kín") + r(char("end"))
    outer = r(char("begin")) + r(instr("IF ")) + inner + r(char("separate")) + r("rau") + r(char("end"))
    assert only(outer, " cải") == "rau cải"


def test_a_field_without_an_end_loses_no_paragraph():
    body = p("Một ", r(char("begin"), instr("TOC"))) + p("Hai", r(char("end")), " ba")
    assert texts(body) == ["Một", "Hai ba"]


@pytest.mark.parametrize(
    ("font", "code", "sign"),
    [
        ("Symbol", "F0B7", "•"), ("Symbol", "F0B3", "≥"), ("Symbol", "B1", "±"), ("Symbol", "F061", "α"),
        ("Wingdings", "F0A7", "•"), ("Wingdings", "F0FC", "✓"), ("Wingdings", "F0A8", "☐"), ("Webdings", "F023", "•"),
    ],
)  # fmt: skip
def test_signs_of_symbol_fonts_are_unicode(font, code, sign):
    assert only(r(f'<w:sym w:font="{font}" w:char="{code}"/>', " 5")) == f"{sign} 5"


def test_signs_that_stand_as_private_characters_are_unicode():
    look = '<w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/>'
    assert only(r(f"{private(0xA3)}", look=look), " 5 ha") == "≤ 5 ha"


def test_a_sign_of_an_old_font_is_its_letter(monkeypatch):
    monkeypatch.setattr("ingest.sources.word.inline.from_font", lambda text, font: text.replace("®", "đ"))
    assert only(r('<w:sym w:font=".VnTime" w:char="F0AE"/>', "i")) == "đi"


def test_a_sign_without_a_code_is_left_out():
    assert only("Rau", r('<w:sym w:font="Symbol" w:char="xyz"/>')) == "Rau"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("2", "m²"), ("13", "m¹³"), (" 2 ", "m ²"), ("th", "mth"), ("(1)", "m(1)"), ("a2", "ma2")],
)
def test_raised_numbers_are_raised_digits(typed, shown):
    assert only("m", r(typed, look='<w:vertAlign w:val="superscript"/>')) == shown


def test_lowered_numbers_are_digits():
    assert only("CO", r("2", look='<w:vertAlign w:val="subscript"/>')) == "CO2"


@pytest.mark.parametrize("box", [vml_box, drawn_box], ids=["older", "newer"])
def test_text_boxes_come_once_below_the_paragraph_that_holds_them(box):
    body = p("Trước", box("DỰ THẢO", "lần 2"), " và sau") + p("Tiếp")
    assert texts(body) == ["Trước và sau", "DỰ THẢO", "lần 2", "Tiếp"]


def test_a_text_box_may_hold_a_table_and_a_box():
    body = p("Rau", vml_box(table(row("Cải", "Đỗ")), p(vml_box("trong nữa"))))
    assert texts(body) == ["Rau", "Cải", "Đỗ", "trong nữa"]


def test_of_several_writings_the_first_with_text_is_read():
    def alternatives(inner: str) -> str:
        return f"<mc:AlternateContent>{inner}</mc:AlternateContent>"

    empty, fallback = (
        '<mc:Choice Requires="cx"><w:drawing/></mc:Choice>',
        f"<mc:Fallback>{r('bảng chữ')}</mc:Fallback>",
    )
    assert only("Rau ", alternatives(empty + fallback)) == "Rau bảng chữ"
    assert only("Rau", alternatives(empty)) == "Rau"
    blockwise = f'<mc:Choice Requires="x">{p("Một")}</mc:Choice><mc:Fallback>{p("Một")}</mc:Fallback>'
    assert texts(alternatives(blockwise)) == ["Một"]


def test_what_has_no_text_is_left_out():
    picture = '<w:r><w:drawing><wp:inline><wp:docPr id="1" name="Ảnh" descr="Cây rau"/></wp:inline></w:drawing></w:r>'
    comment = '<w:commentRangeStart w:id="1"/>' + r('<w:commentReference w:id="1"/>')
    assert only("Rau", picture, comment) == "Rau"


def test_readings_above_the_line_stand_in_parentheses():
    ruby = f"<w:ruby><w:rubyPr/><w:rt>{r('rau')}</w:rt><w:rubyBase>{r('菜')}</w:rubyBase></w:ruby>"
    assert only(f"<w:r>{ruby}</w:r>", " tươi") == "菜(rau) tươi"


def test_formulas_are_text():
    def m(tag: str, *inner: str) -> str:
        return f"<m:{tag}>{''.join(inner)}</m:{tag}>"

    def mr(text: str) -> str:
        return m("r", m("t", text))

    fraction = m("f", m("num", mr("a")), m("den", mr("2")))
    power = m("sSup", m("e", m("d", m("e", mr("x+1")))), m("sup", mr("3")))
    closed = '<m:d><m:dPr><m:begChr m:val="["/><m:endChr m:val="]"/></m:dPr>' + m("e", mr("y")) + "</m:d>"
    assert only("S = ", m("oMath", fraction, mr("+"), power, closed)) == "S = a/2+(x+1)^3[y]"
