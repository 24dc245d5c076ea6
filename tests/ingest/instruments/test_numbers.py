"""Numbers: one spelling, their codes, and the type that they name."""

import pytest

from ingest.instruments.numbers import NUMBER, canonical_number, codes_of, type_of_number


@pytest.mark.parametrize("written", ["57 –\n KL / TW", "57-KL/TW", "57− KL/TW", "57‐KL/TW"])
def test_a_canonical_number_has_one_spelling(written):
    assert canonical_number(written) == "57-KL/TW"


def test_the_codes_of_a_number_are_type_and_issuers():
    assert codes_of("01/2024/TTLT-BTTTT-BTC") == ["TTLT", "BTTTT", "BTC"]
    assert codes_of("69/2025/QH15") == ["QH15"]


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("18/KH-UBND", "Kế hoạch"),
        ("90-CTr/TU", "Chương trình"),
        ("69/2025/QH15", None),
        ("2190/UBND-VHXH", None),
    ],
)
def test_a_number_names_its_type(number, kind):
    assert type_of_number(number) == kind


@pytest.mark.parametrize("text", ["24/24 giờ", "COVID-19", "250.000/buổi", "2 - A/B", "12/KH - Sở Y tế"])
def test_other_figures_are_no_numbers(text):
    assert NUMBER.search(text) is None
