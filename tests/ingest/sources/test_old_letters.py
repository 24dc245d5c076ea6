"""Old fonts: a run set in one is decoded by its name, and its capitals are made."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sources.old_letters import from_font, makes_capitals, windows_1252, windows_1252_bytes
from tests.old_encodings import typed

TCVN3 = [".VnTime", ".vntime", ".VnArial Narrow", "ABCDEF+.VnTime", ".VnTime,Bold", ".VnTime-BoldItalic"]
CAPITALS = [".VnTimeH", ".VnArialH", "QWERTY+.VnTimeH", ".VnTimeH,Bold", ".VnTimeH-Bold", ".vntimeh"]
PLAIN = ["Times New Roman", "Arial", "Verdana", "", "Viner Hand ITC", "MS Gothic", "VnH"]


@pytest.mark.parametrize("font", TCVN3)
def test_a_font_of_tcvn3_is_decoded(font):
    assert from_font("Së V¨n hãa x©y dùng kho tin", font) == "Sở Văn hóa xây dựng kho tin"


@pytest.mark.parametrize("font", CAPITALS)
def test_a_font_that_draws_capitals_makes_them(font):
    assert makes_capitals(font)
    assert from_font("KÕ ho¹ch n¨m 2024", font) == "KẾ HOẠCH NĂM 2024"


@pytest.mark.parametrize("font", ["VNI-Times", "vni-helve", "ABCDEF+VNI-Times", "VNI-Times-Bold"])
def test_a_font_of_vni_is_decoded_with_its_capitals(font):
    assert from_font("KEÁ HOAÏCH Naêm 2024, Ñieàu 5: caùc xaõ", font) == "KẾ HOẠCH Năm 2024, Điều 5: các xã"


def test_a_font_of_vps_is_decoded():
    assert from_font(typed("Xã Đồi Sim trồng rau", "VPS"), "VPS Times") == "Xã Đồi Sim trồng rau"


@pytest.mark.parametrize("font", PLAIN)
def test_any_other_font_leaves_its_text_alone(font):
    assert not makes_capitals(font)
    assert from_font("ho¹ch và hoaïch", font) == "ho¹ch và hoaïch"


@pytest.mark.parametrize("font", [".VnTime", "VNI-Times"])
def test_text_that_is_unicode_stays_so_in_an_old_font(font):
    assert from_font("Sở Văn hóa có kho tin", font) == "Sở Văn hóa có kho tin"


@pytest.mark.parametrize("upper_and_mark", ["AÙo", "Aùo"])
def test_the_mark_of_a_capital_is_a_capital_or_not(upper_and_mark):
    assert from_font(upper_and_mark, "VNI-Times") == "Áo"


def test_letters_that_the_library_lacks_are_decoded():
    assert from_font("saú, SAÚ, tî naïn", "VNI-Times") == "sẳ, SẲ, tỵ nạn"


def test_characters_kept_in_the_private_area_are_decoded():
    private = "".join(chr(0xF000 + ord(c)) for c in "ho¹ch")
    assert from_font(private, ".VnTime") == "hoạch"
    assert from_font(private, "Symbol") == private


def test_glyphs_that_a_pdf_gives_for_letters_are_letters_only_beside_letters():
    assert from_font("th«ng t−, −¬ng, x∙, 3−5", ".VnTime") == "thông tư, ương, xã, 3−5"


def test_a_word_in_capitals_has_them_on_its_accents_too():
    assert from_font("CéNG HßA X· HéI vµ §¶NG, Xã vµ QĐ-TTg".replace("Đ", "§"), ".VnTime").startswith(
        "CỘNG HÒA XÃ HỘI và ĐẢNG"
    )


def test_a_word_that_only_begins_with_a_capital_keeps_small_letters():
    assert from_font("Q§-TTg, X· Hµ An, UBND X· Hµ An", ".VnTime") == "QĐ-TTg, Xã Hà An, UBND Xã Hà An"


@given(st.binary())
def test_bytes_shown_as_western_text_come_back(data):
    assert windows_1252_bytes(windows_1252(data)) == data
    assert len(windows_1252(data)) == len(data)
