"""The product as functions: search, filters, facets, similar, passages, a changing index."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.errors import InvalidQueryError, NotFoundError
from index.types import Filters
from search_api.collecting.collect import remove
from search_api.kit.filters import LARGEST_LIMIT, LARGEST_OFFSET
from search_api.searching.search import MATCHING
from tests.index_worlds import collect, write_plan
from tests.product import Product

QUERY = "tàu cá vi phạm vùng biển nước ngoài"
FILTERS = [
    Filters(province="An Khê Đông"),
    Filters(year=2023),
    Filters(type="Kế hoạch"),
    Filters(province="Hải Lâm", year=2024, type="Kế hoạch"),
]


def test_hits_are_ranked_from_one_by_falling_score(sample_service):
    result = sample_service.search(QUERY, limit=20)
    assert [hit.rank for hit in (*result.hits, *result.further)] == list(range(1, 21))
    for hits in (result.hits, result.further):
        assert all(first.score >= second.score for first, second in itertools.pairwise(hits))
        assert all(0 <= hit.score <= 1 for hit in hits)


def test_what_matches_less_is_not_counted_and_comes_behind_the_last_result(sample_service):
    result = sample_service.search(QUERY, limit=20)
    least = MATCHING * max(hit.signals.late for hit in result.hits)
    assert len(result.hits) == result.total < 20
    assert all(hit.signals.late >= least for hit in result.hits)
    assert all(hit.signals.late < least for hit in result.further)
    assert (
        result.further == sample_service.search(QUERY, limit=20 - result.total, offset=result.total).further
    )
    assert not sample_service.search(QUERY, limit=result.total).further


def test_no_passage_is_listed_twice(sample_service):
    hits = sample_service.search(QUERY, limit=100).hits
    assert len({hit.passage.id for hit in hits}) == len(hits)


@pytest.mark.parametrize("limit", [1, 3, LARGEST_LIMIT])
def test_a_limit_is_kept(sample_service, limit):
    result = sample_service.search(QUERY, limit=limit)
    assert len(result.hits) == min(limit, result.total)


def test_an_offset_goes_on_where_the_page_before_ended(sample_service):
    whole = sample_service.search(QUERY, limit=15).hits
    pages = [sample_service.search(QUERY, limit=5, offset=offset).hits for offset in (0, 5, 10)]
    assert [(h.rank, h.passage.id) for page in pages for h in page] == [(h.rank, h.passage.id) for h in whole]


def test_an_offset_beyond_the_end_gives_no_hits(sample_service):
    result = sample_service.search(QUERY, offset=LARGEST_OFFSET)
    assert (result.hits, result.total > 0) == ((), True)


@pytest.mark.parametrize(
    ("limit", "offset"), [(0, 0), (-1, 0), (LARGEST_LIMIT + 1, 0), (10**9, 0), (10, -1), (10, 10**9)]
)
def test_a_page_out_of_range_is_refused(sample_service, limit, offset):
    with pytest.raises(InvalidQueryError, match="must be between"):
        sample_service.search(QUERY, limit=limit, offset=offset)


@pytest.mark.parametrize("query", ["", " \n\t", "?!…", "\x00", "\ud800", "🐟"])
def test_a_query_without_a_letter_or_digit_is_refused(sample_service, query):
    with pytest.raises(InvalidQueryError, match="empty"):
        sample_service.search(query)


def test_an_overlong_query_is_refused_with_both_lengths(sample_service):
    with pytest.raises(InvalidQueryError, match=r"10000 characters.*2000"):
        sample_service.search("a" * 10_000)


@settings(max_examples=60)
@given(query=st.text(st.characters(), max_size=60))
def test_any_text_is_searched_or_refused_as_a_query(sample_service, query):
    try:
        result = sample_service.search(query, limit=3)
    except InvalidQueryError:
        return
    assert all(hit.passage.text[m.start : m.end] == m.text for hit in result.hits for m in hit.matches)


def test_eth_is_typed_for_the_letter_that_looks_like_it(sample_service):
    """As text that was converted by an old program has it."""
    query = "đoàn phóng viên nước ngoài đến địa phương"
    meant, typed = sample_service.search(query), sample_service.search(query.replace("đ", "ð"))
    assert [hit.passage.id for hit in typed.hits] == [hit.passage.id for hit in meant.hits]
    assert typed.confidence == meant.confidence


@pytest.mark.parametrize(
    "query", ['"tàu cá"', "NEAR(tàu cá)", "text:tàu", "*", "-cá", "tàu AND", "(", "a:b^2"]
)
def test_query_syntax_is_only_text(sample_service, query):
    if any(character.isalnum() for character in query):
        assert sample_service.search(query).hits
    else:
        with pytest.raises(InvalidQueryError):
            sample_service.search(query)


@pytest.mark.parametrize("filters", FILTERS)
def test_a_filter_restricts_hits_before_ranking(sample_service, filters):
    result = sample_service.search(QUERY, filters, limit=5)
    hits = (*result.hits, *result.further)
    assert len(hits) == 5
    assert all(filters.admits(hit.document) for hit in hits)


def test_the_document_filter_keeps_to_one_document(sample_service):
    chosen = sample_service.documents()[-1].id
    hits = sample_service.search(QUERY, Filters(document_id=chosen), limit=5).hits
    assert {hit.document.id for hit in hits} == {chosen}


def test_filters_that_no_document_meets_together_leave_nothing(sample_service):
    documents = sample_service.documents()
    first = next(d for d in documents if d.metadata.province == "Hải Lâm")
    other = next(d for d in documents if d.metadata.province == "Phú Trà")
    scope = Filters(province=other.metadata.province, document_id=first.id)
    assert sample_service.search(QUERY, scope).hits == ()
    assert sample_service.ask(QUERY, scope).quotes == ()
    assert sample_service.documents(scope) == []


@pytest.mark.parametrize(
    ("filters", "known"),
    [
        (Filters(province="Atlantis"), "Hải Lâm"),
        (Filters(year=1066), "2023"),
        (Filters(type="Sonnet"), "Kế hoạch"),
    ],
)
@pytest.mark.parametrize("call", ["search", "ask", "documents"])
def test_an_unknown_filter_value_is_refused_naming_the_known_ones(sample_service, filters, known, call):
    arguments = (filters,) if call == "documents" else (QUERY, filters)
    wanted = next(str(value) for value in filters.values().values() if value)
    with pytest.raises(InvalidQueryError, match=rf"{wanted}.*known:.*{known}"):
        getattr(sample_service, call)(*arguments)


def test_facets_count_what_each_filter_would_leave(sample_service):
    facets = sample_service.facets()
    choices = [
        *((Filters(province=value), count) for value, count in facets.provinces.items()),
        *((Filters(year=value), count) for value, count in facets.years.items()),
        *((Filters(type=value), count) for value, count in facets.types.items()),
    ]
    assert len(choices) > 5
    assert [len(sample_service.documents(filters)) for filters, _ in choices] == [n for _, n in choices]


def test_similar_never_returns_the_own_document(sample_service):
    for document in sample_service.documents():
        passages = sample_service.passages_of(document.id)
        hits = sample_service.similar(passages[len(passages) // 2].id, 5)
        assert len(hits) == 5
        assert document.id not in {hit.document.id for hit in hits}


@pytest.mark.parametrize("limit", [0, -1, LARGEST_LIMIT + 1])
def test_similar_refuses_a_limit_out_of_range(sample_service, limit):
    with pytest.raises(InvalidQueryError, match="limit"):
        sample_service.similar(sample_service.passages_of(sample_service.documents()[0].id)[0].id, limit)


def test_a_single_document_has_nothing_similar(tmp_path):
    collect(
        tmp_path / "data", write_plan(tmp_path / "a.txt", "Các thôn trồng cây ven đường.", "Xã chấm điểm.")
    )
    service = Product.open(tmp_path / "data")
    (document,) = service.documents()
    assert service.similar(service.passages_of(document.id)[0].id) == ()


def test_passages_come_in_reading_order_and_are_the_text_at_their_place(sample_service):
    for document in sample_service.documents():
        passages = sample_service.passages_of(document.id)
        text = sample_service.detail(document.id).text
        assert passages
        assert all(text[p.start : p.end] == p.text for p in passages)
        body = [p.start for p in passages if p.kind != "footnote"]
        assert body == sorted(body)


@pytest.mark.parametrize("call", ["passage", "similar", "document", "detail", "passages_of"])
@pytest.mark.parametrize("identity", ["nope", "", "../../etc/passwd", "\x00", "'; DROP TABLE passages"])
def test_an_unknown_id_is_not_found_and_named(sample_service, call, identity):
    with pytest.raises(NotFoundError) as error:
        getattr(sample_service, call)(identity)
    assert repr(identity) in str(error.value)


def test_a_new_document_is_served_without_opening_again(tmp_path):
    collect(tmp_path / "data", write_plan(tmp_path / "a.txt", "Các thôn trồng cây ven đường làng."))
    service = Product.open(tmp_path / "data")
    before = service.snapshot.manifest.generation
    collect(tmp_path / "data", write_plan(tmp_path / "b.txt", "Trạm y tế tiêm phòng cho đàn trâu bò."))
    assert "tiêm phòng" in service.search("tiêm phòng trâu bò").hits[0].passage.text
    assert service.snapshot.manifest.generation > before
    assert len(service.documents()) == 2


def test_a_removed_document_is_gone_from_every_answer(tmp_path):
    kept = write_plan(tmp_path / "a.txt", "Trạm y tế tiêm phòng cho đàn gà.")
    gone = write_plan(tmp_path / "b.txt", "Trạm thú y tiêm phòng cho đàn trâu bò.", title="Kế hoạch trâu bò")
    collect(tmp_path / "data", kept, gone)
    service = Product.open(tmp_path / "data")
    names = {d.source_file: d.id for d in service.documents()}
    passage = service.passages_of(names["a.txt"])[0]
    assert {h.document.id for h in service.similar(passage.id)} == {names["b.txt"]}
    lost = service.passages_of(names["b.txt"])[0].id
    remove(service.folder, names["b.txt"], service.index.embedder)
    assert {h.document.id for h in service.search("tiêm phòng trâu bò").hits} == {names["a.txt"]}
    assert all(q.document.id == names["a.txt"] for q in service.ask("tiêm phòng trâu bò").quotes)
    assert service.similar(passage.id) == ()
    for call, identity in [(service.passage, lost), (service.detail, names["b.txt"])]:
        with pytest.raises(NotFoundError):
            call(identity)


def test_removing_an_unknown_document_changes_nothing(tmp_path):
    collect(tmp_path / "data", write_plan(tmp_path / "a.txt", "Các thôn trồng cây ven đường làng."))
    service = Product.open(tmp_path / "data")
    before = service.snapshot.manifest
    with pytest.raises(NotFoundError, match="nope"):
        remove(service.folder, "nope", service.index.embedder)
    assert service.snapshot.manifest == before
