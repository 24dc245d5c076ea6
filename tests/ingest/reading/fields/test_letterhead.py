"""Bodies on a letterhead, from the highest down, and the subject of a letter."""

from ingest.reading.fields.letterhead import read_bodies, subject_of_letter


def test_names_go_on_in_the_next_lines_until_another_body():
    letterhead = (
        "UBND TỈNH\nHẢI LÂM\nSỞ VĂN HÓA\nVÀ THỂ THAO\nSố: 7/KH-SVHTT\nHải Lâm, ngày 3 tháng 4 năm 2025"
    )
    assert read_bodies(letterhead).names == ("UBND TỈNH HẢI LÂM", "SỞ VĂN HÓA VÀ THỂ THAO")


def test_stamps_and_places_are_no_parts_of_a_name():
    bodies = read_bodies("THÀNH PHỐ ĐÔNG HẢI\nUBND PHƯỜNG AN\nDỰ THẢO\nLẦN HAI")
    assert bodies.all == ("THÀNH PHỐ ĐÔNG HẢI", "UBND PHƯỜNG AN")


def test_a_name_that_is_to_be_filled_in_is_none():
    assert read_bodies("UBND.............\nSố:").all == ()


def test_the_subject_of_a_letter_goes_on_in_small_letters():
    assert subject_of_letter("SỞ Y TẾ\nSố: 3/SYT-NV\nV/v ăn rau\ntrong trường\nHải Lâm, ngày 3/4/2025") == (
        "V/v ăn rau trong trường"
    )
    assert subject_of_letter("SỞ Y TẾ") is None
