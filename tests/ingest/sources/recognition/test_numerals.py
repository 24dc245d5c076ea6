"""Numerals made of strokes: what the image shows counts, not what was recognised of it."""

import pytest
from PIL import Image, ImageDraw

from ingest.sources.recognition.numerals import counted
from ingest.sources.recognition.tesseract import Seen
from ingest.sources.source import Box

BOX = Box(10, 10, 40, 30)


def strokes(*widths: int) -> Image.Image:
    """Return an image of upright strokes with serifs that touch, at 72 dpi."""
    image = Image.new("L", (60, 40), 255)
    draw = ImageDraw.Draw(image)
    for place, width in enumerate(widths):
        left = 12 + 9 * place
        draw.rectangle([left, 10, left + width - 1, 29], fill=0)
    draw.rectangle([11, 10, 14 + 9 * (len(widths) - 1), 11], fill=0)
    return image


def read(text: str, *widths: int) -> str:
    return counted(Seen(text, BOX, 0.9, ("1", "1", "1")), strokes(*widths), 72).text


@pytest.mark.parametrize(
    ("seen", "count", "text"),
    [("II.", 3, "III."), ("IL", 1, "I."), ("IIL", 3, "III."), ("I", 2, "II"), ("II.", 2, "II.")],
)
def test_strokes_are_counted(seen, count, text):
    assert read(seen, *[3] * count) == text


@pytest.mark.parametrize("seen", ["IV.", "L", "II/2024", "Il", "HI."])
def test_other_words_stay(seen):
    assert read(seen, 3, 3, 3) == seen


def test_what_is_as_wide_as_a_letter_is_no_stroke():
    assert read("II.", 3, 8) == "II."


def test_more_strokes_than_a_numeral_has_are_no_numeral():
    assert read("II.", 3, 3, 3, 3) == "II."


def test_a_box_outside_of_the_image_counts_nothing():
    word = Seen("II.", Box(100, 100, 100, 100), 0.9, ("1", "1", "1"))
    assert counted(word, strokes(3), 72) == word
