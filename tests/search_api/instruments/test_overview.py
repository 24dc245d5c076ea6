"""Cited instruments as a service, over HTTP and on the command line."""

import json
from pathlib import Path

import pytest

from index.errors import InvalidQueryError, NotFoundError
from search_api.instruments.chain import ChainLink, chain
from search_api.instruments.overview import (
    carried_out,
    cited_together,
    citing_documents,
    instrument,
    instruments,
    list_instruments,
    mentioned,
    named_at,
    of_document,
    others,
    plain_name,
)
from tests.contract import assert_problem
from tests.index_worlds import collect, write_plan
from tests.product import Product
from tests.serving import plansearch

KEY = "57-kl-tw-2023"
HOSTILE = [
    "nope",
    "..%2F..%2Fetc%2Fpasswd",
    "%00",
    "%20",
    "57",
    "a" * 5000,
    "<script>",
    "%F0%9F%98%80",
    "-",
    "1-1",
]


def key_of_file(service: Product, name: str) -> str:
    """Return the id of the document that was read from a file."""
    return next(document.id for document in service.documents() if document.source_file == name)


@pytest.fixture
def world(tmp_path):
    """A service over plans of this text."""

    def make(*provisions: str, **others: str) -> Product:
        plans = [write_plan(tmp_path / "plan.txt", *provisions)]
        plans += [write_plan(tmp_path / f"{name}.txt", words, title=name) for name, words in others.items()]
        collect(tmp_path / "data", *plans)
        return Product.open(tmp_path / "data")

    return make


def test_every_citation_is_verbatim_in_its_document_and_its_passage(sample_service):
    for record in list_instruments(sample_service.snapshot):
        found = citing_documents(sample_service.snapshot, record, 100)
        assert sum(len(citing.citations) for citing in found) == len(record.citations)
        for citing in found:
            text = sample_service.detail(citing.document.id).text
            for cited in citing.citations:
                span = cited.citation.instrument.span
                assert span.of(text) == cited.citation.words
                if cited.passage:
                    start, end = span.start - cited.passage.start, span.end - cited.passage.start
                    assert cited.passage.text[start:end] == cited.citation.words


def test_the_name_is_verbatim_where_it_was_read(sample_service):
    named = [r for r in list_instruments(sample_service.snapshot) if named_at(sample_service.snapshot, r)]
    assert named
    for record in named:
        citation = named_at(sample_service.snapshot, record).citation
        assert citation.subject.of(sample_service.detail(citation.document_id).text) == plain_name(
            sample_service, record
        )


def test_the_most_cited_come_first_and_filters_leave_what_they_say(sample_service):
    everything = list_instruments(sample_service.snapshot)
    assert everything[0].key == KEY
    counts = [len(record.documents) for record in everything]
    assert counts == sorted(counts, reverse=True)
    directives = list_instruments(sample_service.snapshot, kind="Chỉ thị")
    assert {record.type for record in directives} == {"Chỉ thị"}
    levels = [
        list_instruments(sample_service.snapshot, level=level)
        for level in ("party", "government", "province")
    ]
    assert sum(map(len, levels)) == len(everything)
    assert [r.key for r in list_instruments(sample_service.snapshot, words="quan ly thong tin")] == [
        "72-2015-nd-cp"
    ]
    assert list_instruments(sample_service.snapshot, words="57kl")[0].key == KEY


@pytest.mark.parametrize("wrong", [{"kind": "Sonnet"}, {"level": "village"}])
def test_an_unknown_filter_is_refused_with_what_is_known(sample_service, wrong):
    with pytest.raises(InvalidQueryError, match="known: "):
        list_instruments(sample_service.snapshot, **wrong)


@pytest.mark.parametrize("typed", [KEY, "57-KL/TW", "57- kl/tw", "57 KL TW", "57-kl-tw"])
def test_an_instrument_is_found_by_key_and_by_number_however_typed(sample_service, typed):
    assert instrument(sample_service.snapshot, typed).key == KEY


def test_a_number_of_several_instruments_names_them(world):
    service = world(
        "Thực hiện Quyết định số 81/QĐ-TTg ngày 13/02/2023.",
        "Thực hiện Quyết định số 81/QĐ-TTg ngày 13/02/2022.",
    )
    with pytest.raises(NotFoundError, match="81-qd-ttg-2023, 81-qd-ttg-2022"):
        instrument(service.snapshot, "81/QĐ-TTg")


def test_documents_either_cite_or_stand_among_the_others(sample_service):
    for record in list_instruments(sample_service.snapshot):
        groups = others(sample_service.snapshot, record)
        ids = [d.id for group in (groups.same_place, groups.same_issuers, groups.rest) for d in group]
        assert sorted([*ids, *record.documents]) == sorted(d.id for d in sample_service.documents())


def test_a_document_that_is_the_instrument_is_none_of_the_others(tmp_path):
    (tmp_path / "a.txt").write_text(
        "ỦY BAN NHÂN DÂN TỈNH HẢI LÂM\nSố: 45/KH-UBND\nHải Lâm, ngày 12 tháng 01 năm 2024\n\nKẾ HOẠCH\n"
        "Trồng rau tỉnh Hải Lâm\n\n1. Trồng rau.\n",
        encoding="utf-8",
    )
    write_plan(
        tmp_path / "b.txt",
        "Thực hiện Kế hoạch số 45/KH-UBND ngày 12/01/2024 của UBND tỉnh Hải Lâm.",
        title="Rau",
    )
    collect(tmp_path / "data", tmp_path / "a.txt", tmp_path / "b.txt")
    service = Product.open(tmp_path / "data")
    (record,) = list_instruments(service.snapshot)
    own = service.document(record.document_id)
    assert own.metadata.number == "45/KH-UBND"
    assert plain_name(service.snapshot, record) == own.metadata.title
    groups = others(service.snapshot, record)
    assert (groups.same_place, groups.same_issuers, groups.rest) == ((), (), ())


def test_those_cited_together_are_counted_by_documents(sample_service):
    record = instrument(sample_service.snapshot, KEY)
    found = {other.key: times for other, times in cited_together(sample_service.snapshot, record)}
    assert KEY not in found
    read = instruments(sample_service.snapshot).of_document
    for key, times in found.items():
        assert times == sum(key in read[document] for document in record.documents)


def test_what_carries_out_an_instrument_is_told_with_the_words(sample_service):
    lower, upper = carried_out(sample_service.snapshot, instrument(sample_service.snapshot, KEY))
    assert lower == []
    assert {(r.upper, r.words) for r in upper} == {
        ("119-kh-tu-van-son-2023", "thực hiện"),
        ("142-kh-tu-thanh-giang-2023", "về"),
    }
    back, _ = carried_out(sample_service.snapshot, instrument(sample_service.snapshot, "119-KH/TU"))
    assert [relation.lower for relation in back] == [KEY]


def flat(links: tuple[ChainLink, ...], depth: int = 0) -> list[tuple[int, str, str | None, bool]]:
    found = []
    for link in links:
        found.append((depth, link.record.number, link.words, link.opening))
        found += flat(link.under, depth + 1)
    return found


def test_the_chain_of_a_plan_is_in_order_with_its_words(sample_service):
    assert flat(chain(sample_service.snapshot, key_of_file(sample_service, "bien-gioi-vs-64.txt"))) == [
        (0, "Luật Biên phòng Việt Nam 2020", "Căn cứ", True),
        (0, "119-KH/TU", "Căn cứ", True),
        (1, "57-KL/TW", "thực hiện", True),
        (0, "1120/QĐ-UBND", "theo", False),
    ]


def test_instruments_that_carry_out_one_another_end_the_chain(world):
    one, other = "Kế hoạch số 1-KH/TU", "Kế hoạch số 2-KH/TU"
    service = world(f"Thực hiện {one} về thực hiện {other}.", f"Thực hiện {other} về thực hiện {one}.")
    (document,) = service.documents()
    assert [(depth, number) for depth, number, _, _ in flat(chain(service.snapshot, document.id))] == [
        (0, "1-KH/TU"),
        (1, "2-KH/TU"),
    ]


def test_a_plan_that_cites_nothing_has_no_chain(world):
    service = world("Trồng rau.")
    (document,) = service.documents()
    assert chain(service.snapshot, document.id) == ()
    assert of_document(service.snapshot, document.id) == []
    assert list_instruments(service.snapshot) == []
    assert mentioned(service.snapshot, "57-KL/TW") == []


def test_a_new_generation_is_read_anew(tmp_path):
    collect(tmp_path / "data", write_plan(tmp_path / "a.txt", "Thực hiện Kết luận số 57-KL/TW."))
    service = Product.open(tmp_path / "data")
    assert len(list_instruments(service.snapshot)) == 1
    collect(tmp_path / "data", write_plan(tmp_path / "b.txt", "Thực hiện Chỉ thị số 48-CT/TW.", title="Rau"))
    assert {record.number for record in list_instruments(service.snapshot)} == {"57-KL/TW", "48-CT/TW"}


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("57-kl/tw", ["57-KL/TW"]),
        ("ai thực hiện kết luận 57 KL TW và 72/2015/nđ-cp?", ["57-KL/TW", "72/2015/NĐ-CP"]),
        ("57", []),
        ("rau", []),
        ("", []),
    ],
)
def test_numbers_in_a_query_are_recognised(sample_service, query, numbers):
    assert [record.number for record in mentioned(sample_service.snapshot, query)] == numbers


# --- HTTP ---


def test_the_list_over_http_can_be_filtered_and_paged(client):
    body = client.get("/api/v1/instruments", params={"limit": 2}).json()
    assert len(body["instruments"]) == 2
    first = body["instruments"][0]
    assert (first["key"], first["label"], first["level"]) == (KEY, "Kết luận 57-KL/TW", "party")
    assert body["total"] > 10
    rest = client.get("/api/v1/instruments", params={"limit": 100, "offset": 2}).json()["instruments"]
    assert len(rest) == body["total"] - 2
    only = client.get("/api/v1/instruments", params={"type": "Luật"}).json()["instruments"]
    assert {i["type"] for i in only} == {"Luật"}


def test_one_instrument_over_http_says_who_cites_it_and_who_does_not(client):
    body = client.get("/api/v1/instruments/57-KL/TW").json()
    assert body["key"] == KEY
    assert len(body["cited_by"]) == body["documents"]
    groups = body["not_citing"].values()
    assert sum(group["total"] for group in groups) + body["documents"] == 15
    for citing in body["cited_by"]:
        for citation in citing["citations"]:
            if passage := citation["passage"]:
                start = citation["start"] - passage["start"]
                assert passage["text"][start : start + len(citation["words"])] == citation["words"]


def test_the_name_over_http_has_its_place(client):
    body = client.get("/api/v1/instruments/72-2015-nd-cp").json()
    source = body["name_source"]
    text = client.get(f"/api/v1/documents/{source['document_id']}").json()["text"]
    assert text[source["start"] : source["end"]] == body["name"]


def test_the_chain_over_http_nests(client, sample_service):
    document = key_of_file(sample_service, "bien-gioi-vs-64.txt")
    body = client.get(f"/api/v1/documents/{document}/instruments").json()
    assert [link["instrument"]["number"] for link in body["chain"]][1] == "119-KH/TU"
    assert body["chain"][1]["under"][0]["instrument"]["key"] == KEY
    assert len(body["instruments"]) == 4


@pytest.mark.parametrize("key", HOSTILE)
def test_an_unknown_key_is_not_found(client, key):
    detail = assert_problem(client.get(f"/api/v1/instruments/{key}"), 404)
    assert len(detail) < 400


@pytest.mark.parametrize("path", ["/api/v1/documents/nope/instruments", "/api/v1/documents/%00/instruments"])
def test_an_unknown_document_is_not_found(client, path):
    assert_problem(client.get(path), 404)


@pytest.mark.parametrize(
    "query",
    ["type=Sonnet", "level=village", "limit=0", "limit=101", "offset=-1", "offset=99999999", "limit=x"],
)
def test_bad_parameters_are_refused(client, query):
    assert_problem(client.get(f"/api/v1/instruments?{query}"), 422)


# --- command line ---


def test_the_command_line_lists_shows_and_refuses(sample_data: Path):
    listed = plansearch("instruments", "--data", sample_data)
    assert listed.returncode == 0
    header, first, *_ = listed.stdout.splitlines()
    assert header.split("\t")[:2] == ["key", "instrument"]
    assert first.startswith(f"{KEY}\tKết luận 57-KL/TW\t3\t4\t")
    shown = plansearch("instruments", "57-kl/tw", "--data", sample_data)
    assert "cited by 3" in shown.stdout
    assert "carried out by: Kế hoạch 119-KH/TU" in shown.stdout
    as_json = plansearch("instruments", "57-KL/TW", "--json", "--data", sample_data)
    assert json.loads(as_json.stdout)["key"] == KEY
    assert json.loads(plansearch("instruments", "--json", "--data", sample_data).stdout)["total"] > 10
    refused = plansearch("instruments", "99-XX/TW", "--data", sample_data)
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "99-XX/TW" in refused.stderr
