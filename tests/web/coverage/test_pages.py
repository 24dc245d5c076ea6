"""The pages of the coverage: a picture with names, the table behind it, honest cells."""

import re

import pytest

from tests.html_page import HtmlPage, unsafe
from web.coverage.picture import draw
from web.coverage.view import Band, CellView, ColumnView, CoverageView, LineView, TopicView

PAGES = {
    "matrix": "/coverage",
    "years": "/coverage?by=year",
    "documents": "/coverage?by=document",
    "clusters": "/coverage?topics=clusters",
    "one column": "/coverage?province=Hải Lâm",
    "spoken": "/coverage/passages?topic=iuu&column=Hải Lâm",
    "heading": "/coverage/passages?topic=investment&column=Đông Hải",
    "near": "/coverage/passages?topic=heritage&column=Phú Trà",
    "nothing": "/coverage/passages?topic=cambodia&column=Hải Lâm",
    "refused": "/coverage?province=Atlantis",
}


@pytest.fixture
def page(client):
    """Fetch a page by its name above or by its address, in English."""

    def fetch(name: str, language: str = "en") -> HtmlPage:
        address = PAGES.get(name, name)
        return HtmlPage.of(client.get(f"{address}{'&' if '?' in address else '?'}lang={language}").text)

    return fetch


def discs(found: HtmlPage) -> list[dict[str, str]]:
    """Return the attributes of the links of the picture."""
    return [e.attributes for e in found.all("a") if e.attributes.get("class", "").startswith("cell ")]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_whole(page, name):
    found = page(name)
    assert len(found.one("h1").text.strip()) > 3
    assert "Coverage" in next(e for e in found.all("nav", **{"class": "site"})).text
    assert unsafe(found) == []
    assert sorted(found.ids) == sorted(set(found.ids))
    assert {link[1:] for link in found.links if link.startswith("#")} <= set(found.ids)


@pytest.mark.parametrize("name", ["matrix", "years", "documents", "clusters", "one column"])
def test_the_picture_has_a_title_a_description_and_a_name_for_every_disc(page, name):
    found = page(name)
    svg = next(e for e in found.all("svg") if "data-matrix" in e.attributes)
    for label in (svg.attributes["aria-labelledby"], svg.attributes["aria-describedby"]):
        assert next(e for e in found.elements if e.attributes.get("id") == label).text.strip()
    names = [disc["aria-label"] for disc in discs(found)]
    assert names
    assert len(set(names)) == len(names)
    assert all(re.search(r": (\d+ passages?|only \d+ near passages?|nothing found)$", name) for name in names)


def test_a_disc_says_topic_column_and_count(page):
    assert "Fighting false information, Hải Lâm: 5 passages" in [
        d["aria-label"] for d in discs(page("matrix"))
    ]


def test_the_picture_has_about_twenty_five_rows_and_the_rest_is_listed(page):
    found = page("matrix")
    rows = [e for e in found.elements if "data-row" in e.attributes]
    assert 20 <= len(rows) <= 32
    listed = next(e for e in found.all("details") if e.attributes.get("class") == "more-topics")
    spoken = int(re.search(r"(\d+) topics spoken of", found.text)[1])
    assert f"{spoken - len(rows)} more topics" in " ".join(listed.text.split())


def test_the_table_has_every_topic_with_headers_of_rows_and_columns(page, client):
    found = page("matrix")
    body = client.get("/api/v1/coverage").json()
    heads = found.all("th", scope="col")
    assert [h.text.strip() for h in heads[1:-1]] == [column["label"] for column in body["columns"]]
    assert len(found.all("th", scope="row")) == len(body["topics"])
    assert {f"t-{topic['key']}" for topic in body["topics"]} <= set(found.ids)


def test_every_disc_leads_to_as_many_passages_as_it_says(page, client):
    for disc in discs(page("matrix"))[::17]:
        target = HtmlPage.of(client.get(disc["href"]).text)
        said = re.search(r": (\d+) passages?$", disc["aria-label"])
        status = next(e for e in target.all("p", role="status")).text
        if said:
            assert re.search(r"\d+", status)[0] == said[1]
            assert len(target.all("article", **{"class": "hit"})) >= min(int(said[1]), 20)
        else:
            assert "Nothing found" in status or "Unclear" in status


def test_a_cell_marks_the_words_that_name_its_topic(page):
    found = page("spoken")
    marks = {mark.text for mark in found.all("mark")}
    assert {"IUU", "thẻ vàng", "giám sát hành trình"} <= marks
    assert "6 passages speak of it" in found.text


def test_a_passage_that_only_its_heading_names_says_so(page):
    assert "Named by the heading above it:" in page("heading").text


def test_nothing_found_says_what_was_looked_for_and_offers_the_nearest_and_a_search(page):
    found = page("nothing")
    assert "No passage here names this topic." in found.text
    assert "Campuchia · Cam-pu-chia" in found.text
    assert found.text.index("The nearest passages") < found.text.index("Similar provisions")
    assert any(link.startswith("/search?q=") and "province=" in link for link in found.links)


def test_what_stands_out_stands_above_the_picture(page):
    found = page("matrix").text
    assert "Only An Khê Đông and Hải Lâm speak of IUU fishing." in found
    assert found.index("What stands out") < found.index("At a glance")


def test_years_are_spoken_of_as_plans_of_years(page):
    assert re.search(r"Only the plans of \d{4}", page("years").text)


def test_parameters_that_mean_nothing_are_explained(client):
    for query in ("by=colour", "topics=some", "province=Atlantis", "year=soon"):
        answer = client.get(f"/coverage?{query}&lang=en")
        assert answer.status_code == 422
        assert HtmlPage.of(answer.text).one("p", role="alert").text.strip()
    for query in (
        "topic=dragons&column=Hải Lâm",
        "topic=iuu&column=Atlantis",
        "topic=iuu&column=Hải Lâm&page=99",
    ):
        assert client.get(f"/coverage/passages?{query}").status_code == 422


def test_filters_that_no_document_has_together_are_told(page, sample_service):
    year = min(d.metadata.year for d in sample_service.documents() if d.metadata.province == "An Khê Đông")
    found = page(f"/coverage?province=Hải Lâm&year={year}")
    assert "No document has all of these" in found.text
    assert discs(found) == []


def test_the_reader_language_travels_along(page):
    assert all("lang=vi" in disc["href"] for disc in discs(page("matrix", "vi")))


# --- geometry ---


def view(columns: int, *counts: int) -> CoverageView:
    """Return a view of one band with a row for each count, the same in every column."""
    topic = TopicView("t", "T", "en", "", "vi", found=False)
    lines = tuple(
        LineView(
            topic, (CellView(count, 0, "spoken" if count else "nothing", "", ""),) * columns, columns, count
        )
        for count in counts
    )
    heads = tuple(
        ColumnView(f"Một tỉnh có tên rất, rất dài và một số {n}", "vi", 1, "") for n in range(columns)
    )
    return CoverageView(heads, (Band("In all", lines, len(lines)),), lines, (), (), ())


@pytest.mark.parametrize("columns", [1, 8, 9, 18, 19, 63])
def test_no_disc_leaves_its_cell_and_more_is_never_smaller(columns):
    picture = draw(view(columns, 0, 1, 2, 50, 51))
    for row in picture.rows:
        for disc in row.discs:
            assert disc.radius <= min(picture.layout.column, picture.layout.row) / 2
            assert disc.left <= disc.x - disc.radius
            assert disc.x + disc.radius <= disc.left + picture.layout.column
            assert row.bottom <= picture.height
    radii = [row.discs[0].radius for row in picture.rows[1:]]
    assert radii == sorted(radii)
    assert radii[0] < radii[-1]


def test_labels_stay_within_their_lines():
    for columns in (3, 12, 40):
        picture = draw(view(columns, 1))
        for label in picture.labels:
            assert len(label.lines) <= (1 if picture.layout.slanted else 2)
            assert all(len(line) <= picture.layout.label for line in label.lines)
            assert label.lines[-1].endswith("…")


def test_long_pictures_repeat_their_labels_at_the_foot():
    assert draw(view(5, *[1] * 30)).foot is not None
    assert draw(view(5, *[1] * 3)).foot is None
