"""Identity: which citations mean the same instrument."""

from hypothesis import given
from hypothesis import strategies as st

from ingest.types import Instrument, Span
from search_api.instruments.records import Citation, instrument_records, slug
from tests.index_worlds import document


def cited(number: str, by: str = "a", start: int = 0, **facts: str | None) -> Citation:
    """Return a citation of `number` in document `by`; facts are type, date and issuer."""
    known = {"type": None, "date": None, "issuer": None, **facts}
    instrument = Instrument(number, known["type"], known["date"], known["issuer"], Span(start, start + 9))
    return Citation(by, instrument, number)


PLANS = {
    "a": document("a", number="1/KH-UBND", province="Hải Lâm", date="2024-01-02"),
    "b": document("b", number="2/KH-UBND", province="Vân Sơn", date="2024-03-04"),
    "c": document("c"),
}


def keys(*citations: Citation) -> dict[str, int]:
    """Return the keys of the instruments with the number of their citations."""
    return {record.key: len(record.citations) for record in instrument_records(citations, PLANS)}


def test_spellings_of_a_number_are_one():
    assert keys(cited("57-KL/TW"), cited("57/KL-TW", "b")) == {"57-kl-tw": 2}


def test_a_central_number_is_one_in_all_provinces_and_a_local_one_is_not():
    assert keys(cited("57-KL/TW"), cited("57-KL/TW", "b")) == {"57-kl-tw": 2}
    assert keys(cited("9-KH/TU"), cited("9-KH/TU", "b")) == {"9-kh-tu-hai-lam": 1, "9-kh-tu-van-son": 1}


def test_the_issuer_may_name_another_province_than_the_plan():
    found = keys(cited("9-KH/TU"), cited("9-KH/TU", "b", issuer="Tỉnh ủy Hải Lâm"))
    assert found == {"9-kh-tu-hai-lam": 2}


def test_without_any_province_a_local_number_is_that_of_its_document():
    (record,) = instrument_records([cited("9-KH/TU", "c")], PLANS)
    assert (record.key, record.place) == ("9-kh-tu-c", None)


def test_the_same_number_of_two_years_is_two():
    found = keys(cited("81/QĐ-TTg", date="2022-02-13"), cited("81/QĐ-TTg", "b", date="2023-02-13"))
    assert found == {"81-qd-ttg-2022": 1, "81-qd-ttg-2023": 1}


def test_a_year_within_the_number_is_the_year_whatever_date_is_written():
    assert keys(
        cited("72/2015/NĐ-CP", date="2015-09-07"), cited("72/2015/NĐ-CP", "b", date="2016-09-07")
    ) == {"72-2015-nd-cp": 2}


def test_a_citation_without_date_belongs_to_the_only_year():
    assert keys(cited("81/QĐ-TTg"), cited("81/QĐ-TTg", "b", date="2023-02-13")) == {"81-qd-ttg-2023": 2}


def test_a_citation_without_date_means_what_its_document_means_elsewhere():
    found = keys(
        cited("81/QĐ-TTg", "b", date="2022-02-13"),
        cited("81/QĐ-TTg", date="2023-02-13"),
        cited("81/QĐ-TTg", start=50),
    )
    assert found == {"81-qd-ttg-2022": 1, "81-qd-ttg-2023": 2}


def test_where_two_years_fit_a_citation_is_given_to_neither():
    found = keys(
        cited("81/QĐ-TTg", "a", date="2022-02-13"),
        cited("81/QĐ-TTg", "b", date="2023-02-13"),
        cited("81/QĐ-TTg", "c"),
        cited("81/QĐ-TTg", "c", 50),
    )
    assert found == {"81-qd-ttg-2022": 1, "81-qd-ttg-2023": 1, "81-qd-ttg": 2}


def test_committees_of_a_province_number_apart_and_the_same_body_may_be_named_in_short():
    one, other = "Ban Chỉ đạo vườn rau", "Ban Chỉ đạo ao cá"
    apart = keys(
        cited("1-KH/BCĐ", date="2024-01-02", issuer=one), cited("1-KH/BCĐ", date="2024-05-06", issuer=other)
    )
    assert apart == {"1-kh-bcd-hai-lam-2024": 1, "1-kh-bcd-hai-lam-2024-ban-chi-dao-ao-ca": 1}
    assert keys(cited("9-KH/TU", issuer="Ban Thường vụ Tỉnh ủy"), cited("9-KH/TU", issuer="Tỉnh ủy")) == {
        "9-kh-tu-hai-lam": 2
    }


def test_a_law_is_one_with_and_without_its_year():
    (record,) = instrument_records([cited("Luật Thủy sản"), cited("Luật Thủy sản 2017", "b")], PLANS)
    assert (record.key, record.number, record.documents) == (
        "luat-thuy-san-2017",
        "Luật Thủy sản 2017",
        ("a", "b"),
    )


def test_what_a_document_says_of_itself_is_no_citation():
    assert keys(cited("1/KH-UBND"), cited("1/KH-UBND", date="2024-01-02")) == {}
    assert keys(cited("1/KH-UBND", date="2023-01-02")) == {"1-kh-ubnd-hai-lam-2023": 1}
    assert keys(cited("1/KH-UBND", issuer="UBND tỉnh Vân Sơn")) == {"1-kh-ubnd-van-son": 1}


def test_an_instrument_that_is_a_document_of_the_index_is_that_document():
    (record,) = instrument_records([cited("1/KH-UBND", "b", issuer="UBND tỉnh Hải Lâm")], PLANS)
    assert record.document_id == "a"
    (other,) = instrument_records(
        [cited("1/KH-UBND", "b", date="2020-01-02", issuer="UBND tỉnh Hải Lâm")], PLANS
    )
    assert other.document_id is None


def test_the_facts_are_what_most_citations_say():
    (record,) = instrument_records(
        [
            cited("9-KH/TU", type="Kế hoạch", issuer="Tỉnh ủy"),
            cited("9-KH/TU", type="Kế hoạch", issuer="Ban Thường vụ Tỉnh ủy"),
            cited("9-KH/TU", type="Kết luận"),
        ],
        PLANS,
    )
    assert (record.type, record.issuer, record.label) == (
        "Kế hoạch",
        "Ban Thường vụ Tỉnh ủy",
        "Kế hoạch 9-KH/TU",
    )


def test_a_law_is_labelled_by_its_name_alone():
    (record,) = instrument_records([cited("Luật Báo chí 2016", type="Luật")], PLANS)
    assert record.label == "Luật Báo chí 2016"


def test_slugs_hold_nothing_that_an_address_must_escape():
    assert slug("72/2015/NĐ-CP ../ <b>") == "72-2015-nd-cp-b"


_CITATIONS = st.builds(
    cited,
    st.sampled_from(["57-KL/TW", "57/KL-TW", "1/KH-UBND", "9-KH/TU", "72/2015/NĐ-CP", "Luật Thủy sản",
                     "Luật Thủy sản 2017"]),
    st.sampled_from(sorted(PLANS)),
    st.integers(0, 10_000),
    date=st.sampled_from([None, "2022-01-02", "2023-01-02", "2023-05-06"]),
    issuer=st.sampled_from([None, "Tỉnh ủy", "Tỉnh ủy Vân Sơn", "Bộ Chính trị", "Ban Chỉ đạo vườn rau"]),
)  # fmt: skip


@given(st.lists(_CITATIONS, max_size=14))
def test_every_citation_belongs_to_one_instrument_of_one_year(citations):
    records = instrument_records(citations, PLANS)
    held = [citation for record in records for citation in record.citations]
    assert len(held) <= len(citations)
    assert all(held.count(citation) == citations.count(citation) for citation in held)
    assert len({record.key for record in records}) == len(records)
    for record in records:
        assert record.documents
        # A year in the number or the name is the year, whatever date is written.
        within = [citation.instrument for citation in record.citations]
        dates = [i.date for i in within if i.date and not i.number.endswith(("/2015/NĐ-CP", " 2017"))]
        assert len({date[:4] for date in dates}) <= 1
