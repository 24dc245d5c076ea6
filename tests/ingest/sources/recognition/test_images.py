"""Images made fit for recognition: even, level, upright, at one resolution, without red and dirt."""

import numpy as np
import pytest
from PIL import Image, ImageDraw

from ingest.sources.recognition.images import LONGEST_SIDE, RESOLUTION, prepared, red_channel

INCH = (RESOLUTION, RESOLUTION)


def lines_of_blots(size: tuple[int, int] = (1000, 1400)) -> Image.Image:
    """Return a page with what look like lines of words."""
    image = Image.new("L", size, 255)
    draw = ImageDraw.Draw(image)
    for number, y in enumerate(range(100, size[1] - 100, 45)):
        for x in range(100, size[0] - 160, 70 + number % 3):
            draw.rectangle([x, y, x + 50, y + 18], fill=20)
    return image


def rows_with_ink(image: Image.Image) -> float:
    """Return which share of the rows has ink: few where lines are level."""
    return float((np.asarray(image) < 128).any(axis=1).mean())


@pytest.mark.parametrize("degrees", [-6.0, -1.5, 0.7, 4.0])
def test_a_tilted_page_is_made_level(degrees):
    page = lines_of_blots()
    tilted = page.rotate(degrees, Image.Resampling.BICUBIC, fillcolor=255)
    assert rows_with_ink(prepared(tilted, INCH).image) < rows_with_ink(page) + 0.08


def test_a_level_page_is_not_turned():
    page = lines_of_blots()
    assert np.array_equal(np.asarray(prepared(page, INCH).image), np.asarray(page))


def test_a_page_on_its_side_is_stood_up():
    page = prepared(lines_of_blots().transpose(Image.Transpose.ROTATE_270), INCH)
    assert page.image.size == (1000, 1400)
    assert rows_with_ink(page.image) < 0.5


def test_red_ink_is_as_light_as_paper_and_black_as_dark_as_before():
    image = Image.new("RGB", (3, 1), "white")
    image.putpixel((1, 0), (230, 30, 40))
    image.putpixel((2, 0), (10, 12, 11))
    assert list(red_channel(image).tobytes()) == [255, 230, 10]


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "CMYK"])
def test_images_of_any_kind_become_grey(mode):
    image = Image.new("L", (20, 10), 255)
    image.putpixel((5, 5), 0)
    grey = red_channel(image.convert(mode))
    assert grey.mode == "L"
    assert grey.getpixel((5, 5)) < 40 < 200 < grey.getpixel((0, 0))


def test_what_is_transparent_is_paper():
    image = Image.new("RGBA", (2, 1), (0, 0, 0, 0))
    image.putpixel((1, 0), (0, 0, 0, 255))
    assert list(red_channel(image).tobytes()) == [255, 0]


def test_the_depth_of_sixteen_bits_is_reduced():
    image = Image.fromarray(np.array([[0, 65535]], dtype=np.uint16))
    assert list(red_channel(image).tobytes()) == [0, 255]


def test_a_shadow_on_the_paper_is_taken_away():
    page = np.asarray(lines_of_blots()).astype(np.float32)
    shade = np.linspace(1.0, 0.5, page.shape[1], dtype=np.float32)
    even = np.asarray(prepared(Image.fromarray((page * shade).astype(np.uint8)), INCH).image)
    paper, ink = even[np.asarray(lines_of_blots()) == 255], even[np.asarray(lines_of_blots()) == 20]
    assert np.quantile(paper, 0.02) > 230
    assert np.quantile(ink, 0.98) < 60


def test_specks_go_and_the_dots_of_letters_stay():
    page = lines_of_blots()
    draw = ImageDraw.Draw(page)
    draw.rectangle([40, 700, 41, 701], fill=0)
    draw.rectangle([120, 93, 121, 94], fill=0)
    clean = prepared(page, INCH).image
    assert clean.getpixel((40, 700)) == 255
    assert clean.getpixel((120, 93)) == 0


def test_drawn_lines_are_found_in_points():
    page = lines_of_blots()
    ImageDraw.Draw(page).line([100, 85, 900, 85], fill=90, width=2)
    ImageDraw.Draw(page).line([90, 85, 90, 700], fill=90, width=2)
    level, upright = sorted(prepared(page, INCH).rules, key=lambda rule: rule.left - rule.right)
    assert (level.left, level.right) == (pytest.approx(36, abs=1), pytest.approx(324, abs=1))
    assert level.top == pytest.approx(30.6, abs=1)
    assert (upright.top, upright.bottom) == (pytest.approx(30.6, abs=1), pytest.approx(252, abs=1))


@pytest.mark.parametrize(("across", "down"), [(100, 100), (300, 300), (204, 98)])
def test_every_resolution_becomes_one(across, down):
    page = prepared(Image.new("L", (5 * across, 7 * down), 255), (across, down))
    assert (page.width, page.height) == (360, 504)
    assert page.image.size == (1000, 1400)


def test_a_large_sheet_is_taken_at_a_lower_resolution():
    page = prepared(Image.new("L", (1000, 4000), 255), (50, 50))
    assert max(page.image.size) == LONGEST_SIDE
    assert page.height == pytest.approx(5760, abs=2)


@pytest.mark.parametrize(("turn", "place"), [(1, (473.4, 36)), (2, (36, 473.4)), (3, (30.6, 36))])
def test_a_page_that_is_turned_has_its_lines_turned_too(turn, place):
    page = lines_of_blots()
    ImageDraw.Draw(page).line([100, 85, 900, 85], fill=90, width=2)
    over = prepared(page, INCH).turned(turn)
    assert (over.rules[0].left, over.rules[0].top) == pytest.approx(place, abs=1.5)
    assert (over.width, over.height) == ((504, 360) if turn % 2 else (360, 504))
