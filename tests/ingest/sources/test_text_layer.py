"""Text layers: what people wrote is trusted, what a machine misread is not."""

import random

import pytest

from ingest.language.folding import strip_marks
from ingest.sources.text_layer import Layer, fault

VIETNAMESE = """
Ủy ban nhân dân xã Đông Hải ban hành kế hoạch trồng rau sạch trong trường học năm 2024. Mỗi lớp có hai
luống rau cải và một luống đỗ xanh; tổ trực nhật tưới vào buổi sáng, cuối tuần cả lớp nhổ cỏ, bắt sâu.
Hội Nông dân hướng dẫn bón vôi và ủ phân từ lá khô, theo Công văn số 12/CV-HND ngày 03/4/2024.
"""
ENGLISH = """
The school garden has two beds of cabbage for every class. Pupils water the plants in the morning, and
once a week they pull out weeds together. The farmers' union shows how to make compost from dry leaves,
and the ministry's guidance (see section 3.2) says which seeds are to be sown in spring.
"""
NUMBERS = "\n".join(f"{n} {n * 17} {n * 3.5} ha 100% 2024" for n in range(60))


@pytest.mark.parametrize("text", [VIETNAMESE, ENGLISH, VIETNAMESE + ENGLISH, NUMBERS, VIETNAMESE.upper(), ""])
def test_text_that_people_wrote_is_good(text):
    assert fault(Layer(text)) is None


def test_vietnamese_read_as_if_it_were_english_is_bad():
    assert str(fault(Layer(strip_marks(VIETNAMESE)))) == "text without the marks of Vietnamese"


def test_vietnamese_of_which_most_marks_are_lost_is_bad():
    words = VIETNAMESE.split()
    half = " ".join(word if place % 3 == 0 else strip_marks(word) for place, word in enumerate(words))
    assert str(fault(Layer(half))) == "text without the marks of Vietnamese"


def misread(text: str) -> str:
    """Return a text as a recogniser without its letters gives it: figures and capitals within words."""
    chance = random.Random(3)
    wrong = {letter: chance.choice("6840QA^~|") for letter in set(text) if not letter.isascii()}
    return "".join(wrong.get(letter, letter) for letter in text)


def test_what_is_no_words_is_bad():
    assert str(fault(Layer(misread(VIETNAMESE)))) == "text that is no words"


@pytest.mark.parametrize("sign", ["\ue012", "\ufffd", "\x03", "\U000f0041"])
def test_signs_that_nobody_knows_are_bad(sign):
    assert str(fault(Layer(VIETNAMESE.replace("ô", sign)))) == "garbled text"


def test_bytes_taken_for_letters_are_bad():
    assert fault(Layer(VIETNAMESE.encode().decode("latin-1"))) is not None


def test_an_image_with_a_running_head_is_an_image():
    assert str(fault(Layer("Công báo số 12", covered=1.0))) == "an image with little text"
    assert fault(Layer("Công báo số 12", covered=0.2)) is None


def test_text_over_a_picture_is_text():
    assert fault(Layer(VIETNAMESE, covered=1.0)) is None


def test_a_page_without_text_is_an_image_only_where_something_is_drawn():
    assert str(fault(Layer("", covered=0.1))) == "an image without text"
    assert str(fault(Layer("", strokes=2000))) == "an image without text"
    assert fault(Layer("12/3", strokes=20)) is None
