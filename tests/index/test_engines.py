"""What every engine must do, on each of them: the same documents, the same checks."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.allowed import Allowed
from index.clock import Clock
from index.data_folder import DataFolder
from index.embedder import load_embedder
from index.engine import NO_KEYS, Candidates, Limits, Scope, Wanted
from index.lexical_terms import query_terms
from index.milvus.connection import Connection
from index.milvus.publishing import publish
from index.milvus.source import MilvusSource
from index.snapshot import Snapshot
from index.statistics import coverage, has_number, names, rarest_terms
from index.term_matching import NO_UNITS
from index.types import Filters
from search_api.measuring.evaluation import evaluate, read_questions
from tests.milvus_servers import milvus_lite

pytestmark = pytest.mark.thorough

QUESTIONS = Path(__file__).parents[1] / "sample_questions.jsonl"
QUERIES = [
    "tàu mất kết nối quá 6 giờ", "57-KL/TW", "fishing vessels", "bao chi tuyen truyen", "UBND tỉnh Hải Lâm",
    "quản lý rừng", "kinh phí thực hiện từ ngân sách",
]  # fmt: skip
WHOLE = Scope()
LIMITS = Limits(dense=20, lexical=20, units=40)


@pytest.fixture(scope="module")
def embedded(sample_data: Path) -> Iterator[Snapshot]:
    opened = DataFolder.open(sample_data).open_current()
    with closing(opened.generation):
        yield Snapshot(opened.generation, load_embedder())


@pytest.fixture(scope="module")
def milvus(sample_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    folder = tmp_path_factory.mktemp("milvus")
    with milvus_lite(folder) as server:
        with closing(DataFolder.open(sample_data).open_current().generation) as generation:
            publish(Connection(server.address()), generation)
        opened = MilvusSource(server.address(), folder / "cache").open_generation()
        with closing(opened.generation):
            yield Snapshot(opened.generation, load_embedder())


@pytest.fixture(params=["embedded", "milvus"])
def snapshot(request: pytest.FixtureRequest) -> Snapshot:
    found: Snapshot = request.getfixturevalue(request.param)
    return found


def asked(snapshot: Snapshot, query: str, scope: Scope = WHOLE, named=NO_KEYS) -> Candidates:
    read = snapshot.searcher.read(query)
    vector = snapshot.searcher.meaning(read.full)
    wanted = Wanted(vector, read.units, query_terms(read.full), named)
    return snapshot.generation.engine.candidates(wanted, scope, LIMITS, Clock())


def ids(snapshot: Snapshot, keys) -> list[str]:
    return snapshot.generation.records.ids_of(keys.tolist())


ODD = ['" or "" == "', "'", "\\", '\\" or key > 0 or province == "', "Hải Lâm' --", "\x00", "", "]"]


@st.composite
def filters_of(draw: st.DrawFn, snapshot: Snapshot) -> Filters:
    """Draw restrictions that some document meets; sometimes one of them has a value with all that could end a literal."""
    names = sorted(snapshot.documents)
    document = snapshot.documents[draw(st.sampled_from(names))]
    metadata = document.metadata
    some = st.frozensets(st.sampled_from([*names, *ODD]), max_size=8).map(lambda ids: ids | {document.id})
    met = {"province": metadata.province, "year": metadata.year, "type": metadata.type}
    asked = draw(st.sets(st.sampled_from([*met, "among", "among"]), max_size=2))
    values = {name: draw(some) if name == "among" else met[name] for name in asked}
    if draw(st.integers(0, 3)) == 0:
        values[draw(st.sampled_from(["province", "type", "document_id"]))] = draw(st.sampled_from(ODD))
    return Filters(**values)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data(), st.sampled_from(QUERIES))
def test_a_scope_gives_what_looking_at_each_passage_gives(snapshot, data, query):
    records = snapshot.generation.records
    filters = data.draw(filters_of(snapshot))
    without = data.draw(st.frozensets(st.sampled_from(sorted(records.documents)), max_size=3))
    admitted = [i for i, d in records.documents.items() if filters.admits(d) and i not in without]
    keys = records.keys_within(admitted)
    # The dense source alone, so that others do not fill up what it lacks.
    vector = snapshot.searcher.meaning(query)
    wanted = Wanted(vector, NO_UNITS, (), NO_KEYS)
    scope, limits = Scope(filters, without), Limits(dense=10, lexical=0, units=0)
    found = snapshot.generation.engine.candidates(wanted, scope, limits, Clock()).keys
    assert set(found.tolist()) <= set(keys.tolist())
    assert len(found) == min(10, len(keys))
    cosines = snapshot.generation.engine.vectors(keys) @ vector
    if len(found):
        mine = snapshot.generation.engine.vectors(found) @ vector
        np.testing.assert_allclose(np.sort(mine)[::-1], np.sort(cosines)[::-1][: len(mine)], atol=1e-5)
    assert set(asked(snapshot, query, scope).keys.tolist()) <= set(keys.tolist())


def test_nothing_allowed_finds_nothing(snapshot):
    first = next(iter(snapshot.documents))
    for scope in (
        Scope(Filters(among=frozenset())),
        Scope(Filters(document_id="nobody")),
        Scope(without=frozenset(snapshot.generation.records.documents)),
        Scope(Filters(document_id=first), without=frozenset({first})),
        Scope(Filters(document_id=first), not_of=first),
    ):
        named = snapshot.generation.records.keys_within([first])
        assert len(asked(snapshot, QUERIES[0], scope, named=named).keys) == 0
    assert snapshot.within(Allowed.parse(["nobody"])).searcher.search(QUERIES[0]).total == 0


def test_a_passage_that_is_left_out_is_not_found(snapshot):
    best = snapshot.searcher.rank(snapshot.searcher.read(QUERIES[0])).ranked.keys
    found = asked(snapshot, QUERIES[0], Scope(besides=int(best[0])))
    assert best[0] not in found.keys
    assert best[1] in found.keys


def test_what_is_named_is_a_candidate_within_the_scope(snapshot):
    first, second = list(snapshot.documents)[:2]
    keys = snapshot.generation.records.keys_within([first, second])
    found = asked(snapshot, QUERIES[2], Scope(without=frozenset({second})), named=keys).keys
    wanted = snapshot.generation.records.keys_within([first])
    assert set(wanted.tolist()) <= set(found.tolist())
    assert not set(snapshot.generation.records.keys_within([second]).tolist()) & set(found.tolist())


@pytest.mark.parametrize("query", QUERIES)
def test_engines_find_the_same_candidates(embedded, milvus, query):
    here, there = (asked(each, query) for each in (embedded, milvus))
    mine, theirs = (set(found.keys[found.otherwise].tolist()) for found in (here, there))
    # Of those that score nearly as the last one does another may come.
    assert len(mine ^ theirs) <= 4
    bm25 = [dict(zip(found.keys.tolist(), found.lexical.tolist(), strict=True)) for found in (here, there)]
    both = [key for key in bm25[0].keys() & bm25[1].keys() if bm25[0][key] and bm25[1][key]]
    # The words of another language are in none.
    assert bool(both) == (query != "fishing vessels")
    # tantivy keeps lengths in a byte.
    assert [bm25[1][key] for key in both] == pytest.approx([bm25[0][key] for key in both], rel=0.1)


def test_engines_give_the_same_tokens_and_vectors(embedded, milvus):
    keys = embedded.searcher.keys()[::-3]
    assert ids(embedded, keys) == ids(milvus, keys)
    here, there = (each.generation.engine.tokens(keys, placed=True) for each in (embedded, milvus))
    for name in ("ids", "starts", "body", "spans", "inverse_lengths"):
        np.testing.assert_array_equal(getattr(here, name), getattr(there, name))
    here, there = (each.generation.engine.vectors(keys) for each in (embedded, milvus))
    np.testing.assert_array_equal(here, there)
    assert there.shape == (len(keys), milvus.manifest.dimension)
    assert milvus.generation.engine.vectors(NO_KEYS).shape == (0, milvus.manifest.dimension)


def parts(snapshot: Snapshot) -> list[Snapshot]:
    """The whole, and a part of it."""
    return [snapshot, snapshot.within(Allowed.parse(list(snapshot.documents)[:3]))]


def test_engines_count_the_same(embedded, milvus):
    for here, there in zip(parts(embedded), parts(milvus), strict=True):
        mine, theirs = (each.generation.engine.statistics for each in (here, there))
        assert theirs.passages == mine.passages
        np.testing.assert_allclose(theirs.token_weights, mine.token_weights, rtol=1e-6)
        for passage in list(here.every_passage())[::9]:
            for field, value, _ in query_terms(passage.text[:200]):
                assert theirs.frequency(field, value) == mine.frequency(field, value), (field, value)
        for query in QUERIES:
            assert coverage(theirs, query) == pytest.approx(coverage(mine, query), abs=1e-6)
            assert names(theirs, query) == names(mine, query)
        assert has_number(theirs, "57kltw") == has_number(mine, "57kltw")


def test_the_passage_that_holds_a_text_comes_first(snapshot):
    engine = snapshot.generation.engine
    for passage in list(snapshot.every_passage())[::31]:
        terms = rarest_terms(engine.statistics, passage.text)
        found = engine.holding(terms, 3)
        assert passage.id in ids(snapshot, np.array([key for key, _ in found]))
        assert found[0][1] == pytest.approx(sum(weight for _, _, weight in terms), rel=1e-4)
        assert [weight for _, weight in found] == sorted((weight for _, weight in found), reverse=True)
    assert engine.holding([], 3) == []


def test_similar_provisions_are_the_same(embedded, milvus):
    for passage in embedded.spread(12):
        here, there = (each.searcher.similar(passage, 3) for each in (embedded, milvus))
        assert here[0].passage.id == there[0].passage.id
        assert there[0].score == pytest.approx(here[0].score, abs=0.02)


def test_the_sample_questions_are_answered_as_well(embedded, milvus):
    questions = read_questions(QUESTIONS)
    here, there = (evaluate(each, questions) for each in (embedded, milvus))
    for name, value in here.rows["all"].values.items():
        assert there.rows["all"].values[name] == pytest.approx(value, abs=0.01), name
    assert there.abstention_recall == pytest.approx(here.abstention_recall, abs=0.01)


@pytest.mark.parametrize("read", [Snapshot.duties, Snapshot.passage_counts, Snapshot.actors])
def test_what_is_read_is_the_same(embedded, milvus, read: Callable[[Snapshot], object]):
    assert read(embedded) == read(milvus)
    assert embedded.state == milvus.state
