"""Sentences out of a stream of text."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search_api.writing.cutting import LONGEST_RUN
from tests.written_worlds import cut


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("Một [1]. Hai [2].", ["Một [1].", "Hai [2]."]),
        ("Một. [1] Hai. [2][3]", ["Một. [1]", "Hai. [2][3]"]),
        ("Một [1] và hai [2]. Ba [3].", ["Một [1] và hai [2].", "Ba [3]."]),
        ("- Một [1]\n- Hai [2]\n", ["- Một [1]", "- Hai [2]"]),
        ("1. Một [1].\n2. Hai [2].", ["1. Một [1].", "2. Hai [2]."]),
        ("Tại TP. Đông Hải có chợ [1]. Hết.", ["Tại TP. Đông Hải có chợ [1].", "Hết."]),
        ("Ngày 1.2.2024 họp [1]. Xong!", ["Ngày 1.2.2024 họp [1].", "Xong!"]),
        ("Có “Một. Hai.” trong đó [1]. Ba [2].", ["Có “Một. Hai.” trong đó [1].", "Ba [2]."]),
        ("<think>Nghĩ. Thêm [1].</think>Một [1].", ["Một [1]."]),
        ("<think>Nghĩ mãi không xong [1].", []),
        ("Ai? Tôi… Vâng!", ["Ai?", "Tôi…", "Vâng!"]),
        ("  \n ", []),
    ],
)
def test_text_is_cut_after_its_citations(text, sentences):
    assert cut(text) == sentences
    assert cut(*text) == sentences, "also one character at a time"


FRAGMENTS = [
    "Một ",
    "TP",
    ". ",
    ".",
    " [1]",
    "[2, 3]",
    "\n",
    "“",
    "”",
    '"',
    "?",
    "1",
    " ",
    "<think>",
    "</think>",
]


@given(
    pieces=st.lists(st.sampled_from(FRAGMENTS), max_size=40), sizes=st.lists(st.integers(1, 9), min_size=1)
)
def test_the_same_text_gives_the_same_sentences_however_it_arrives(pieces, sizes):
    text = "".join(pieces)
    starts = itertools.accumulate(itertools.chain([0], itertools.cycle(sizes)))
    borders = [*itertools.takewhile(lambda at: at < len(text), starts), len(text)]
    assert cut(*(text[a:b] for a, b in itertools.pairwise(borders))) == cut(text)


@given(text=st.text(st.sampled_from('aB .;!?…\n"”“)đ1[]'), max_size=80))
def test_cutting_loses_no_character(text):
    assert "".join("".join(cut(text)).split()) == "".join(text.split())


def test_text_without_an_end_is_cut_all_the_same():
    assert max(map(len, cut("a" * 10 * LONGEST_RUN))) == LONGEST_RUN
