"""Titles are found by the words that they have, whatever their marks."""

from hypothesis import given
from hypothesis import strategies as st

from search_api.asking.titles import TitleWords, bare_words

WORDS = st.sampled_from(["Kế", "hoạch", "ke", "biển,", "đảo", "\n", "KẾ", ""])
TITLES = st.lists(st.lists(WORDS, max_size=5).map(" ".join), max_size=6)


@given(titles=TITLES, wanted=st.sets(st.sampled_from(["ke", "hoach", "bien", ",", "dao", "la"]), max_size=3))
def test_those_that_have_all_words_are_found(titles, wanted):
    found = TitleWords((str(place), title) for place, title in enumerate(titles))
    having = {str(place) for place, title in enumerate(titles) if wanted and wanted <= bare_words(title)}
    assert found.having(wanted) == having


@given(titles=TITLES)
def test_those_that_have_one_name_of_each_part_are_found(titles):
    found = TitleWords((str(place), title) for place, title in enumerate(titles))
    parts = [[{"ke", "hoach"}, {"bien"}], [{"dao"}, {"hoach"}]]
    having = {
        str(place)
        for place, title in enumerate(titles)
        if all(any(name <= bare_words(title) for name in names) for names in parts)
    }
    assert found.having_each(parts) == having
