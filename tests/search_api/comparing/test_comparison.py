"""Documents side by side: alignment, what only one says, bad input."""

from collections import Counter
from itertools import combinations, pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.similar import aligned, only_here
from index.errors import InvalidQueryError, NotFoundError
from index.records import whole_document
from index.scratch import snapshot_over
from ingest.reading.reader import read_folder
from search_api.comparing.alignment import align, standings
from search_api.comparing.comparison import MOST, compare, is_provision, section_of, short_names
from search_api.comparing.similar import similar_provisions
from tests.compared_plans import BAD_CHOICES, FESTIVAL, FUNGUS, LAMPS, NEWS, RADIO, collect_compared
from tests.index_worlds import collect, document, write_plan
from tests.product import Product
from tests.search_api.comparing.test_inside import clause_words, enough


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """A data folder over the plans to compare."""
    return collect_compared(tmp_path_factory.mktemp("compared"))


@pytest.fixture(scope="module")
def service(data):
    """The product over those plans."""
    return Product.open(data)


@pytest.fixture(scope="module")
def ids(service):
    """The ids of the plans by the first letters of their files."""
    return {d.source_file.split(".")[0]: d.id for d in service.documents()}


@pytest.fixture(scope="module")
def of_two(sample_service):
    """The comparison of every two plans of the samples."""
    pairs = combinations([d.id for d in sample_service.documents()], 2)
    return {pair: compare(sample_service.snapshot, pair) for pair in pairs}


def said(comparison) -> list[tuple[str, ...]]:
    """Return the first word after the label of each cell, row by row, a dash where there is nothing."""
    return [
        tuple(cell.passage.text.split()[1] if cell.passage else "–" for cell in row.cells)
        for row in comparison.rows
    ]


def test_moved_provisions_are_aligned_and_the_first_document_leads_the_order(service, ids):
    comparison = compare(service.snapshot, [ids["a"], ids["b"]])
    assert said(comparison) == [
        ("Đài", "Đài"), ("Cơ", "Cơ"), ("Lễ", "Lễ"), ("Thay", "–"), ("–", "Hướng"),
    ]  # fmt: skip
    assert [row.likeness for row in comparison.rows] == ["same", "nearly same", "same", "none", "none"]
    assert [row.kind for row in comparison.rows] == ["all", "all", "all", "only", "only"]
    assert [row.lead for row in comparison.rows] == [0, 0, 0, 0, 1]


def test_what_the_first_lacks_and_others_share_stands_in_one_row(service, ids):
    comparison = compare(service.snapshot, [ids["a"], ids["b"], ids["c"]])
    assert said(comparison)[-1] == ("–", "Hướng", "Hướng")
    row = comparison.rows[-1]
    assert (row.lead, row.kind, row.likeness) == (1, "some", "same")


def test_a_provision_whose_like_is_taken_points_to_it(tmp_path):
    twice = [NEWS, NEWS.replace("trong vòng 24 giờ bằng văn bản", "trong 24 giờ, sau đó gửi văn bản")]
    collect(
        tmp_path / "data",
        write_plan(tmp_path / "a.txt", *twice, title="Việc của xã A"),
        write_plan(tmp_path / "b.txt", NEWS, title="Việc của xã B"),
    )
    service = Product.open(tmp_path / "data")
    names = {d.source_file: d.id for d in service.documents()}
    first, second = compare(service.snapshot, [names["a.txt"], names["b.txt"]]).rows
    assert (first.kind, first.likeness) == ("all", "same")
    assert second.kind == "elsewhere"
    assert second.cells[1].elsewhere == first.cells[1].passage


# Shorter ones may be names, which stand in many provisions.
LONG_CLAUSE = 12
LOUDSPEAKERS = "Loa truyền thanh phát tin bằng tiếng Kinh và tiếng Chăm vào buổi sáng và buổi tối"


def test_a_clause_inside_a_longer_provision_is_shown_with_its_place(tmp_path):
    longer = f"{NEWS} {FESTIVAL} {LAMPS} {FUNGUS}"
    collect(
        tmp_path / "data",
        write_plan(tmp_path / "a.txt", f"{LOUDSPEAKERS}.", longer, title="Việc của xã A"),
        write_plan(tmp_path / "b.txt", RADIO, f"{LOUDSPEAKERS}; {longer}", title="Việc của xã B"),
    )
    service = Product.open(tmp_path / "data")
    names = {d.source_file: d.id for d in service.documents()}
    first = compare(service.snapshot, [names["a.txt"], names["b.txt"]]).rows[0]
    cell = first.cells[1]
    assert (first.kind, cell.likeness, cell.elsewhere.place) == ("elsewhere", "said inside", "mục 2")
    assert cell.judged.inside.right.of(cell.elsewhere.text) == LOUDSPEAKERS


def test_headings_are_no_rows_and_yet_searched(sample_service, of_two):
    chosen = [d.id for d in sample_service.documents()]
    headings = [p for i in chosen for p in sample_service.passages_of(i) if not is_provision(p)]
    assert {"Kính gửi:", "Điều 3. Hồ sơ"} <= {p.text for p in headings}
    rows = [row for comparison in of_two.values() for row in comparison.rows]
    assert not [row for row in rows for cell in row.cells if cell.passage in headings]
    assert [row for row in rows for cell in row.cells if cell.elsewhere in headings]


def test_what_is_said_to_be_only_here_stands_in_no_clause_of_the_others(sample_service, of_two):
    chosen = [d.id for d in sample_service.documents()]
    said = {i: [clause_words(p.text) for p in sample_service.passages_of(i)] for i in chosen}
    told = 0
    for pair, comparison in of_two.items():
        for row in comparison.of_kind("only"):
            other = [words for clauses in said[pair[1 - row.lead]] for words in clauses]
            for asked in clause_words(row.lead_text):
                if len(asked) > LONG_CLAUSE:
                    told += 1
                    assert not any(enough(asked, words) for words in other)
    assert told > 1000


@pytest.mark.parametrize("drawn", ["all", "unsure"])
def test_only_here_is_right_as_a_reader_judged_it(sample_service, drawn):
    found = only_here(sample_service.snapshot, drawn)
    assert found["judged"] == 40
    assert found["precision"] > 0.95, found
    assert found["called only here"] >= (30 if drawn == "all" else 0)


def test_the_same_two_provisions_are_as_alike_in_a_comparison_as_among_similar_ones(sample_service, of_two):
    compared = 0
    for comparison in of_two.values():
        for row in comparison.of_kind("all", 0):
            lead, partner = (cell.passage for cell in row.cells)
            others = similar_provisions(sample_service.snapshot, lead.id, 30).others
            near = {item.hit.passage.id: item.likeness for item in others}
            assert near[partner.id] == row.likeness
            compared += 1
    assert compared > 20


@pytest.mark.parametrize("count", [2, 3, 6])
def test_every_provision_stands_in_exactly_one_row(sample_service, count):
    chosen = [d.id for d in sample_service.documents()[:count]]
    comparison = compare(sample_service.snapshot, chosen)
    shown = Counter(cell.passage.id for row in comparison.rows for cell in row.cells if cell.passage)
    passages = [p for identity in chosen for p in sample_service.passages_of(identity)]
    provisions = [p.id for p in passages if is_provision(p)]
    assert shown == Counter(provisions)
    assert [row.number for row in comparison.rows] == list(range(1, len(comparison.rows) + 1))


def test_a_cell_belongs_to_its_document_and_its_difference_to_the_leading_text(sample_service):
    chosen = [d.id for d in sample_service.documents()[3:6]]
    for row in compare(sample_service.snapshot, chosen).rows:
        lead = row.cells[row.lead].passage
        for identity, cell in zip(chosen, row.cells, strict=True):
            assert cell.passage is None or cell.passage.document_id == identity
            assert cell.elsewhere is None or cell.elsewhere.document_id == identity
            if cell.difference:
                texts = ["".join(run.left.of(lead.text) for run in cell.difference.runs),
                         "".join(run.right.of(cell.passage.text) for run in cell.difference.runs)]  # fmt: skip
                assert texts == [lead.text, cell.passage.text]


def test_rows_follow_the_order_of_their_leading_document(sample_service):
    chosen = [d.id for d in sample_service.documents()[:3]]
    rows = compare(sample_service.snapshot, chosen).rows
    order = [passage.id for passage in sample_service.snapshot.every_passage()]
    for first, second in pairwise(rows):
        assert first.lead <= second.lead
        if first.lead == second.lead:
            assert order.index(first.cells[first.lead].passage.id) < order.index(
                second.cells[second.lead].passage.id
            )


@pytest.mark.parametrize("other", ["plain", "one"])
def test_a_document_without_outline_or_of_one_passage_is_compared(service, ids, other):
    for pair in ([ids["a"], ids[other]], [ids[other], ids["a"]]):
        comparison = compare(service.snapshot, pair)
        assert len(comparison.of_kind("all")) == 1
        assert comparison.of_kind("all")[0].likeness == "same"


SQUARES = st.integers(1, 6).flatmap(
    lambda n: st.integers(1, 6).flatmap(
        lambda m: st.lists(st.floats(0, 1, allow_nan=False, width=32), min_size=n * m, max_size=n * m).map(
            lambda values: np.array(values, np.float32).reshape(n, m)
        )
    )
)


@given(likeness=SQUARES)
def test_nothing_is_aligned_twice_nor_without_standing(likeness):
    standing = standings(likeness, likeness.copy())
    found = align(standing, range(len(likeness)), range(likeness.shape[1]))
    assert len(set(found.values())) == len(found)
    assert all(standing[left, right] > 0 for left, right in found.items())


def test_headings_leave_out_the_own_label_and_bare_labels(sample_service):
    passages = [p for d in sample_service.documents() for p in sample_service.passages_of(d.id)]
    sections = {p.id: section_of(p) for p in passages}
    assert all(not p.text.startswith(line) for p in passages for line in sections[p.id])
    assert all(any(len(word) > 2 for word in line.split()) for lines in sections.values() for line in lines)


def test_documents_of_one_province_are_told_apart_by_number_or_year():
    same = {"province": "Hải Lâm", "title": "Kế hoạch"}
    records = [document("a", **same, number="1/KH"), document("b", **same, number="2/KH"),
               document("c", title="Thư"), document("d", province="Phú Trà", title="Kế hoạch")]  # fmt: skip
    assert short_names(records) == ("Hải Lâm, 1/KH", "Hải Lâm, 2/KH", "Thư", "Phú Trà")


@pytest.mark.parametrize(("letters", "needle"), BAD_CHOICES)
def test_a_bad_choice_is_refused_with_a_remedy(service, ids, letters, needle):
    with pytest.raises(InvalidQueryError, match=needle):
        compare(service.snapshot, [ids[letter] for letter in letters])


def test_seven_documents_are_refused(sample_service):
    with pytest.raises(InvalidQueryError, match="not 7"):
        compare(sample_service.snapshot, [d.id for d in sample_service.documents()[: MOST + 1]])


def test_an_unknown_document_is_not_found(service, ids):
    with pytest.raises(NotFoundError, match="nope"):
        compare(service.snapshot, [ids["a"], "nope"])


def test_too_many_provisions_are_refused_before_anything_is_computed(service, ids, monkeypatch):
    monkeypatch.setattr("search_api.comparing.comparison.MOST_PROVISIONS", 5)
    with pytest.raises(InvalidQueryError, match="8 provisions"):
        compare(service.snapshot, [ids["a"], ids["b"]])


def test_real_plans_are_aligned_as_a_reader_aligned_them(real_corpus):
    with snapshot_over(list(map(whole_document, read_folder(real_corpus)))) as snapshot:
        found = aligned(snapshot)
    assert found["pairs"] == 56
    assert (found["precision"] > 0.85, found["recall"] > 0.75) == (True, True), found
