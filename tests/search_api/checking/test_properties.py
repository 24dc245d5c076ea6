"""What holds of every clause of the samples: quoted as it is it is verbatim, with another word never."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.records import whole_document
from index.scratch import snapshot_over
from ingest.reading.reader import read_folder
from search_api.checking.check import check
from search_api.checking.shown import pieces

_CLAUSE = re.compile(r"[^.;:,“”\"«»„()…]{25,300}(?=[.;:]\s|,\s)")
_HYPHENS = "-–—"


@pytest.fixture(scope="module")
def snapshot(sample_service):
    return sample_service.snapshot


@pytest.fixture(scope="module")
def clauses(snapshot):
    """Clauses of all provisions that begin behind no negation."""
    found = [
        match.group().strip()
        for passage in snapshot.every_passage()
        for match in _CLAUSE.finditer(passage.text)
        # Behind a negation, or a part of a number, it would not be.
        if len(match.group().split()) >= 4 and match.group()[0].isspace() | (match.start() == 0)
    ]
    assert len(found) > 200
    return found


@given(st.data())
def test_a_clause_is_verbatim_in_whatever_letters_blanks_and_hyphens(snapshot, clauses, data):
    clause = data.draw(st.sampled_from(clauses))
    words = clause.split()
    blanks = data.draw(st.lists(st.sampled_from([" ", "\n", "  ", "\u00a0", "\r\n"]), min_size=len(words)))
    written = "".join(f"{word}{blank}" for word, blank in zip(words, blanks, strict=False)).strip()
    written = written.replace("-", data.draw(st.sampled_from(_HYPHENS)))
    written = unicodedata.normalize(data.draw(st.sampled_from(["NFC", "NFD"])), written)
    written = written[0].swapcase() + written[1:] if data.draw(st.booleans()) else written
    opening, closing = data.draw(st.sampled_from(["“”", '""', "«»", "„“"]))
    draft = f"Theo {opening}{written}{data.draw(st.sampled_from(['', '.', ';']))}{closing} thì"
    (found,) = check(snapshot, draft).quotations
    assert found.verdict == "verbatim"
    span = check(snapshot, draft).draft.given_span(found.span)
    assert span.of(draft).startswith(written)
    text = snapshot.text(found.document.id)
    assert found.place.of(text).casefold().split()[-3:] == clause.casefold().split()[-3:]


@given(st.data())
def test_with_one_word_replaced_it_is_never_verbatim_and_the_word_is_shown(snapshot, clauses, data):
    words = data.draw(st.sampled_from(clauses)).split()
    place = data.draw(st.integers(0, len(words) - 1))
    words[place] = other = data.draw(st.sampled_from(["khungkhiếp", "quýt", "3,14159", "đừng"]))
    (found,) = check(snapshot, f"“{' '.join(words)}”").quotations
    assert found.verdict in ("altered", "not_found")
    if found.verdict == "altered":
        assert any(other in change.draft_words for change in found.changes)


@given(st.data())
def test_what_is_shown_without_the_words_of_the_plan_is_the_draft(snapshot, clauses, data):
    words = data.draw(st.sampled_from(clauses)).split()
    for _ in range(data.draw(st.integers(0, 3))):
        place = data.draw(st.integers(0, len(words) - 1))
        words[place : place + data.draw(st.integers(0, 2))] = data.draw(
            st.lists(st.sampled_from(["quýt", "mọi", "12", "không", "[…]", "..."]), max_size=2)
        )
    quoted = " ".join(words)
    checked = check(snapshot, f"“{quoted}” là hết")
    for quotation in checked.quotations:
        shown = list(pieces(snapshot, checked, quotation))
        assert "".join(text for kind, text in shown if kind != "delete") == quoted
        assert (quotation.verdict == "altered") == bool(quotation.changes)
        for change in quotation.changes:
            assert change.draft.of(checked.draft.text) == change.draft_words
            assert change.plan.of(snapshot.text(quotation.document.id)) == change.plan_words


@given(st.text('“”"«»„[]().… aA1-–\n%~`<>&;', max_size=300))
def test_whatever_is_sent_is_answered(snapshot, text):
    if text.strip():
        checked = check(snapshot, text)
        assert len(checked.quotations) <= text.count(" ") + text.count("\n")


def faults(snapshot):
    """Return what is not verbatim or not right in the plans themselves, each checked as a draft."""
    checks = [check(snapshot, snapshot.text(identity)) for identity in snapshot.documents]
    assert sum(len(checked.citations) for checked in checks) > 40
    return [
        (one.verdict, one.span.of(checked.draft.text))
        for checked in checks
        for one in (*checked.quotations, *checked.citations)
        if one.verdict not in ("verbatim", "right")
    ]


def test_a_plan_as_a_draft_of_itself_is_without_fault(snapshot):
    assert faults(snapshot) == []


def test_so_are_the_real_plans(real_corpus):
    with snapshot_over(list(map(whole_document, read_folder(real_corpus)))) as snapshot:
        assert faults(snapshot) == []
