"""A draft in the form of the plans, and the way back to its own characters."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import InvalidQueryError
from ingest.language.folding import clean
from ingest.types import Span
from search_api.checking.draft import LONGEST_DRAFT, cleaned, read_draft

LETTERS = st.text("aế𝒳 .\n\r\u00a0\ufeff\u200b\u0301\u0323e", max_size=40)


@given(LETTERS)
def test_the_text_is_that_which_a_plan_of_these_characters_would_have(given_):
    assert cleaned(given_).text == clean(given_)


@given(LETTERS, st.data())
def test_a_span_leads_back_to_the_characters_that_it_was_made_of(given_, data):
    draft = cleaned(given_)
    start = data.draw(st.integers(0, len(draft.text)))
    end = data.draw(st.integers(start, len(draft.text)))
    back = draft.given_span(Span(start, end))
    assert 0 <= back.start <= back.end <= len(given_)
    assert clean(back.of(given_)).startswith(draft.text[start:end])


def test_letters_with_their_marks_apart_keep_their_places():
    given_ = unicodedata.normalize("NFD", "Tổ chức “việc này”")
    draft = cleaned(given_)
    assert draft.given_span(Span(9, 17)).of(given_) == unicodedata.normalize("NFD", "việc này")


@pytest.mark.parametrize("given_", ["", " \n\t", "a" * (LONGEST_DRAFT + 1)])
def test_an_empty_and_an_endless_draft_are_refused(given_):
    with pytest.raises(InvalidQueryError):
        read_draft(given_)
