"""Wrong letters: old encodings are found by what they read as; good text of any language stays."""

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from ingest.sources.encodings import is_mojibake, repaired
from tests.old_encodings import ENCODINGS, typed

PHRASES = [
    "Ủy ban nhân dân tỉnh Hải Lâm ban hành kế hoạch công tác thông tin cơ sở năm 2024",
    "Sở Văn hóa chủ trì, phối hợp với các huyện xây dựng kho tin dùng chung cho đài xã",
    "báo cáo kết quả thực hiện trước ngày 20 tháng 11 hằng năm",
    "Điều 5. Đối tượng áp dụng gồm đài truyền thanh các xã, phường và thị trấn",
    "hỗ trợ ngư dân vay vốn đóng tàu, ưu tiên những hộ nghèo ven biển",
    "Đoàn nghệ thuật biểu diễn phục vụ đồng bào ở vùng cao và biên giới",
    "Trường học trồng rau sạch, nuôi lợn; mỗi lớp hai luống, mỗi buổi một giỏ",
    "kinh phí lấy từ ngân sách tỉnh, không quá 450 triệu đồng mỗi quý",
    "Tuyên truyền về phòng, chống đuối nước, khuyến khích trẻ em học bơi",
]
CASES = [str, str.lower, str.upper, str.title]
GOOD_WORDS = """
Sở Văn hóa tỉnh Hải Lâm trồng rau đỗ ở xã Đồi Sim hoà thuỷ quý giò quì dùng có là và môi é
Nghị định 15/2024/NĐ-CP HĐND TTĐN¹ kinh phí² 5m² 30°C 20µg ±5% ½ «trích» “dẫn” N·m © ®
The plan of council naïve café résumé Windows® §5 d'Ivoire Müller Zürich Søren Malmö på
où il habite été forêt société Noël Loïc façade œuvre garçon São João Peña Łódź Škoda
Guðmundur Sigurður Þórður señor niño Curaçao Ærø Ånger Íslandi Kraków Île coöperatie
"""


def sentences(words):
    return st.lists(st.sampled_from(words), max_size=30).map(" ".join)


@given(st.one_of(sentences(GOOD_WORDS.split()), st.lists(st.sampled_from(PHRASES)).map("\n".join)))
def test_good_text_stays_and_is_no_mojibake(text):
    assert repaired(text) == text
    assert not is_mojibake(text)


@given(
    st.lists(st.sampled_from(PHRASES), min_size=1, max_size=4),
    st.sampled_from(CASES),
    st.sampled_from(ENCODINGS),
)
def test_text_in_an_old_encoding_comes_back_exactly(phrases, case, encoding):
    text = case(". ".join(phrases))
    shown = typed(text, encoding)
    assume(shown is not None)
    assert repaired(shown) == text


@given(
    st.lists(st.tuples(st.sampled_from(PHRASES), st.sampled_from([None, *ENCODINGS])), min_size=2, max_size=6)
)
def test_old_paragraphs_are_decoded_among_good_ones(paragraphs):
    text = "\n\n".join(phrase for phrase, _ in paragraphs)
    shown = "\n\n".join((encoding and typed(phrase, encoding)) or phrase for phrase, encoding in paragraphs)
    assert repaired(shown) == text


@given(st.text())
def test_any_text_keeps_its_white_space_and_lines(text):
    found = repaired(text)
    assert [c for c in found if c in " \t\n\r\f"] == [c for c in text if c in " \t\n\r\f"]
    assert is_mojibake(found) in (True, False)


@given(st.lists(st.sampled_from(PHRASES), min_size=1, max_size=3).map(" ".join), st.sampled_from(ENCODINGS))
def test_what_is_repaired_needs_no_more(text, encoding):
    found = repaired(typed(text, encoding) or text)
    assert repaired(found) == found


@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        ("§iÒu 5.", "Điều 5."),
        ("c) §µi ph¸t sãng", "c) Đài phát sóng"),
        ("Ñieàu 5: KEÁ HOAÏCH", "Điều 5: KẾ HOẠCH"),
        ("Káº¿ hoáº¡ch", "Kế hoạch"),
    ],
)
def test_a_short_line_is_decoded_where_its_letters_are_impossible(shown, meant):
    assert repaired(shown) == meant


def test_a_short_line_is_understood_by_those_around_it():
    assert repaired("Quèc phßng") == "Quèc phßng"
    assert repaired("Quèc phßng\nC¸c x· b¸o c¸o huyÖn tr­íc ngµy 5") == (
        "Quốc phòng\nCác xã báo cáo huyện trước ngày 5"
    )


@pytest.mark.parametrize(
    "text",
    [
        # A single word is no evidence, nor are strange words alone, nor French names with a diaeresis.
        "KÕ ho¹ch",
        "Så må du på Sø",
        "Loïc, Maï",
        # Read as well in TCVN3 as in VISCII.
        "6. BÎ bãi bÕ.",
        # Too much else is no Vietnamese, or becomes none.
        "the council coâng shall report hoaøn and schools taùc",
        "coâng an cho vay señor hoaøn toan trong thu niño taùc nam España",
    ],
)
def test_thin_evidence_changes_nothing(text):
    assert repaired(text) == text


def test_words_in_capitals_have_them_on_their_accents():
    assert repaired("CéNG HßA X· HéI CHñ NGHÜA") == "CỘNG HÒA XÃ HỘI CHỦ NGHĨA"


def test_quotation_marks_stay_where_they_make_no_word():
    assert (
        repaired("“Khoän nþ dñ træ qu¯c gia” theo hß¾ng dçn") == "“Khoản nợ dự trữ quốc gia” theo hướng dẫn"
    )


def test_a_long_text_is_repaired_piece_by_piece(monkeypatch):
    monkeypatch.setattr("ingest.sources.wrong_letters._PIECE", 100)
    text = "\n".join(PHRASES)
    shown = "\n".join(typed(phrase, "VNI") for phrase in PHRASES)
    assert repaired(f"{text}\n{shown}\n{text}") == f"{text}\n{text}\n{text}"


def test_part_of_a_line_is_decoded_alone():
    shown = "Nhiệm vụ của các sở: Së V¨n hãa x©y dùng kho tin dïng chung cho ®µi x·"
    assert repaired(shown) == "Nhiệm vụ của các sở: Sở Văn hóa xây dựng kho tin dùng chung cho đài xã"


def test_utf_8_read_wrongly_twice_is_read_again_twice():
    once = typed("Kế hoạch trồng rau", "UTF-8")
    assert repaired(typed(once, "UTF-8")) == "Kế hoạch trồng rau"


def test_utf_8_read_as_windows_1258_is_read_again():
    assert repaired("Káº¿ hoáº¡ch cĂ´ng tĂ¡c thĂ´ng tin") == "Kế hoạch công tác thông tin"


@pytest.mark.parametrize("letters", ["Nguyễn", "Đắk Lắk", "hoạch"])
def test_decomposed_letters_are_left_for_cleaning(letters):
    decomposed = unicodedata.normalize("NFD", letters)
    assert repaired(decomposed) == decomposed


@pytest.mark.parametrize(
    ("shown", "meant"),
    [
        ("Ðiều 5. Ðối tượng gồm đài xã", "Điều 5. Đối tượng gồm đài xã"),
        ("ð) Ðoàn nghệ thuật", "đ) Đoàn nghệ thuật"),
        ("Ðộc lập", "Độc lập"),
        ("Số 12/2024/NÐ-CP, QÐ-UBND của HÐND tỉnh", "Số 12/2024/NĐ-CP, QĐ-UBND của HĐND tỉnh"),
        ("ÐẢNG ỦY", "ĐẢNG ỦY"),
        ("ông Sigurður Guðmundsson thăm tỉnh", "ông Sigurður Guðmundsson thăm tỉnh"),
        ("Það er maður við ána", "Það er maður við ána"),
        ("GUÐMUNDUR", "GUÐMUNDUR"),
    ],
)
def test_eth_is_read_as_d_with_stroke_in_vietnamese_words_only(shown, meant):
    assert repaired(shown) == meant


@pytest.mark.parametrize(
    "text",
    [
        "ho¹ch ®Ò ra",
        "xu\ufffdt kh\ufffdu l\ufffda g\ufffdo",
        "Äá»u cá»§a nÆ°á»c",
        "â€œtrá»ngâ€",
        "N\x8fi dung k\x89 hoch",
    ],
)
def test_what_stays_unreadable_is_told(text):
    assert is_mojibake(text)


@pytest.mark.parametrize(
    "text",
    [
        "kho \ufffd tin dùng chung cho đài xã",
        "Fyr\xadir Vietnam",
        "TTCS¹và các đài xã trong tỉnh báo cáo hằng quý",
        "50 N·m",
        "«của», «Windows®»",
        "Hải\xa0Lâm",
        "ho¹ch của tỉnh và các huyện",
        "",
        "\ufffd",
        "aéroport, créée, Łódź, atatürk'ün",
    ],
)
def test_a_slip_makes_no_mojibake(text):
    assert not is_mojibake(text)
