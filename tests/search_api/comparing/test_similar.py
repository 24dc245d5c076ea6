"""Similar provisions: the ranking, the measure, the own document apart, the page."""

import itertools

import numpy as np
import pytest

from index.errors import InvalidQueryError, NotFoundError
from index.lexical_terms import words
from index.similarity import likenesses, wordings
from search_api.comparing.likeness import LIKENESSES
from search_api.comparing.similar import similar_provisions
from tests.contract import HIT, INDEX, assert_problem, faults
from tests.html_page import HtmlPage, unsafe
from tests.index_worlds import collect, write_plan
from tests.product import Product
from tests.serving import plansearch

FALSE_NEWS = "Cơ quan bị nêu tên trong tin giả trả lời Sở Nội vụ trong vòng 24 giờ bằng văn bản."
LAMPS = "Thay toàn bộ đèn đường của thị trấn bằng đèn tiết kiệm điện trước mùa mưa."
FUNGUS = "Hướng dẫn bà con trồng nấm rơm trong nhà kính và bán cho hợp tác xã."
RUN = {"kind": {"equal", "delete", "insert"}, "left": str, "right": str}
SIMILAR_HIT = {
    **HIT, "likeness": {*LIKENESSES},
    "difference": {"shared": float, "changed_words": int, "runs": [RUN]},
}  # fmt: skip
NEAR_EQUAL = 0.6


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    """Four plans that share a provision in its wording, nearly, by its subject, and not at all."""
    folder = tmp_path_factory.mktemp("similar")
    collect(
        folder / "data",
        write_plan(folder / "a.txt", LAMPS, FALSE_NEWS, title="Kế hoạch A"),
        write_plan(folder / "b.txt", FALSE_NEWS.upper().lower(), title="Kế hoạch B"),
        write_plan(folder / "c.txt", FUNGUS, FALSE_NEWS.replace("24", "12"), title="Kế hoạch C"),
        write_plan(
            folder / "d.txt",
            "Tin giả phải được cơ quan bị nêu tên xác minh, Sở Nội vụ công bố kết quả cho báo chí.",
            title="Kế hoạch D",
        ),
    )
    return Product.open(folder / "data")


def passage_of(service: Product, words_: str) -> str:
    """Return the id of the first passage that says these words."""
    return next(
        p.id for d in service.documents() for p in service.passages_of(d.id) if words_ in p.text
    )  # fmt: skip


def test_the_same_wording_comes_first_then_the_nearly_same_then_the_same_subject(service):
    found = similar_provisions(service.snapshot, passage_of(service, FALSE_NEWS))
    files = [(item.hit.document.source_file, item.likeness) for item in found.others[:3]]
    assert files == [("b.txt", "same"), ("c.txt", "nearly same"), ("d.txt", "same subject")]
    assert [item.hit.rank for item in found.others] == list(range(1, len(found.others) + 1))
    assert found.likeness == "same"


def test_what_no_other_document_speaks_of_is_said_so(service):
    found = similar_provisions(service.snapshot, passage_of(service, LAMPS))
    assert found.likeness == "none"
    assert {item.likeness for item in found.others} == {"none"}


def test_passages_of_the_same_document_stand_apart(service):
    passage = service.passage(passage_of(service, FALSE_NEWS))
    found = similar_provisions(service.snapshot, passage.id)
    assert passage.document_id not in {item.hit.document.id for item in found.others}
    assert {item.hit.document.id for item in found.own} == {passage.document_id}
    assert passage.id not in {item.hit.passage.id for item in found.own}


def test_a_difference_points_into_both_passages(sample_service):
    for document in sample_service.documents()[:4]:
        for passage in sample_service.passages_of(document.id)[:5]:
            for item in similar_provisions(sample_service.snapshot, passage.id, 3).others:
                runs, other = item.difference.runs, item.hit.passage.text
                assert "".join(run.left.of(passage.text) for run in runs) == passage.text
                assert "".join(run.right.of(other) for run in runs) == other


def test_the_partner_of_a_near_equal_provision_is_first(sample_service):
    passages = [p for d in sample_service.documents() for p in sample_service.passages_of(d.id)]
    said = {p.id: set(words(p.text)) for p in passages}
    pairs = [
        (left, right)
        for left, right in itertools.combinations(passages, 2)
        if left.document_id != right.document_id
        and min(len(said[left.id]), len(said[right.id])) >= 8
        and len(said[left.id] & said[right.id]) >= NEAR_EQUAL * len(said[left.id] | said[right.id])
    ]
    assert len(pairs) > 8
    for left, right in [pair for both in pairs for pair in (both, both[::-1])]:
        assert sample_service.similar(left.id, 1)[0].passage.id == right.id


def test_likeness_is_between_nought_and_one_and_most_with_itself(sample_service):
    generation = sample_service.snapshot.generation
    rows = range(0, generation.manifest.passages, 7)
    found = likenesses(generation, rows, rows)
    assert found.min() >= 0
    assert found.max() <= 1
    assert np.allclose(found, found.T, atol=1e-5)
    assert np.allclose(found.diagonal(), 1, atol=1e-5)


def test_nothing_is_compared_with_nothing(sample_service):
    generation = sample_service.snapshot.generation
    assert wordings(generation, [], []).shape == (0, 0)
    assert likenesses(generation, [0], []).shape == (1, 0)


@pytest.mark.parametrize("limit", [0, 101])
def test_a_limit_out_of_range_is_refused(service, limit):
    with pytest.raises(InvalidQueryError, match="limit"):
        similar_provisions(service.snapshot, passage_of(service, LAMPS), limit)


def test_an_unknown_passage_is_not_found(service):
    with pytest.raises(NotFoundError, match="nope"):
        similar_provisions(service.snapshot, "nope")


def test_a_single_document_has_no_others(tmp_path):
    collect(tmp_path / "data", write_plan(tmp_path / "a.txt", LAMPS, FUNGUS))
    service = Product.open(tmp_path / "data")
    found = similar_provisions(service.snapshot, passage_of(service, LAMPS))
    assert (found.others, found.likeness, len(found.own)) == ((), "none", 1)


def test_the_answer_over_http_has_measure_and_differences(client, sample_service):
    passage = sample_service.passages_of(sample_service.documents()[0].id)[3]
    body = client.get(f"/api/v1/passages/{passage.id}/similar", params={"limit": 4}).json()
    shape = {
        "passage_id": str, "likeness": {*LIKENESSES}, "results": [SIMILAR_HIT],
        "same_document": [SIMILAR_HIT], "index": INDEX,
    }  # fmt: skip
    assert faults(body, shape) == []
    assert len(body["results"]) == len(body["same_document"]) == 4
    for hit in body["results"]:
        assert "".join(run["left"] for run in hit["difference"]["runs"]) == passage.text
        assert "".join(run["right"] for run in hit["difference"]["runs"]) == hit["text"]


def test_a_bad_limit_and_an_unknown_passage_are_problems(client, sample_service):
    passage = sample_service.passages_of(sample_service.documents()[0].id)[0]
    assert "limit" in assert_problem(client.get(f"/api/v1/passages/{passage.id}/similar?limit=0"), 422)
    assert "nope" in assert_problem(client.get("/api/v1/passages/nope/similar"), 404)


def test_the_command_line_marks_what_differs_and_says_where_nothing_is_alike(service):
    data = service.folder.path
    near = plansearch("similar", passage_of(service, FALSE_NEWS), "--data", data)
    assert (near.returncode, near.stderr) == (0, "")
    assert "[-24-] {+12+}" in near.stdout
    assert "nearly the same" in near.stdout
    alone = plansearch("similar", passage_of(service, LAMPS), "--data", data)
    assert "No other document speaks of this." in alone.stdout


@pytest.fixture
def page(client):
    """Fetch the page of similar provisions in English."""

    def fetch(passage_id: str) -> HtmlPage:
        return HtmlPage.of(client.get(f"/passages/{passage_id}/similar?lang=en").text)

    return fetch


def by_likeness(service: Product, wanted: str) -> str:
    """Return the id of a passage whose nearest one in another document is of this measure."""
    return next(
        p.id
        for d in service.documents()
        for p in service.passages_of(d.id)
        if len(p.text.split()) > 12 and similar_provisions(service.snapshot, p.id, 1).likeness == wanted
    )


def test_the_page_marks_changes_in_words_too_and_not_by_colour_alone(page, sample_service):
    found = page(by_likeness(sample_service, "nearly same"))
    changed = [e for e in found.all("ins") + found.all("del") if "[" in e.text]
    assert changed
    assert all(e.text.startswith(("[added: ", "[removed: ")) and e.text.endswith("]") for e in changed)
    assert "Nearly the same" in found.text
    assert unsafe(found) == []


def test_the_page_says_that_no_other_document_speaks_of_it_and_hides_the_nearest(page, sample_service):
    found = page(by_likeness(sample_service, "none"))
    assert "No other document speaks of this." in found.text
    near = next(e for e in found.all("details") if e.attributes.get("class") == "only-near")
    assert "open" not in near.attributes
    assert "about something else" in near.text


def test_the_page_leads_to_the_comparison_of_both_documents(page, client, sample_service):
    links = [link for link in page(by_likeness(sample_service, "nearly same")).links if "/compare?" in link]
    assert links
    assert client.get(links[0]).status_code == 200
