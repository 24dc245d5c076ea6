"""The page of the duties table: form, rows, order, groups, empty states, files."""

from urllib.parse import parse_qs, urlsplit

import pytest

from index.types import Filters
from ingest.types import Deadline, Span
from search_api.duties.table import DutyQuery, all_actors, find_duties
from tests.duty_worlds import DutyWorld, Provision
from tests.html_page import HtmlPage
from tests.index_worlds import document
from web.duties.view import marked
from web.duties.words import deadline_in_words, rule_in_words

FOREIGN = "how do black holes evaporate through Hawking radiation?"


@pytest.fixture
def page(client):
    """Fetch the page in English."""

    def fetch(query: str = "", status: int = 200) -> HtmlPage:
        response = client.get(f"/duties?{query}&lang=en")
        assert response.status_code == status
        return HtmlPage.of(response.text)

    return fetch


@pytest.fixture(scope="module")
def table(sample_service):
    """The whole table of the samples by a query."""
    return lambda **query: find_duties(sample_service.snapshot, DutyQuery(**query))


def rows_of(found: HtmlPage) -> list[str]:
    """Return the passages of the rows, in order."""
    return [e.attributes["id"].removeprefix("d-") for e in found.all("tr") if "id" in e.attributes]


def ids_of(found, limit: int = 50) -> list[str]:
    """Return the passages of the first rows of a table."""
    return [row.passage.id for row in found.rows(0, limit)]


# --- rows ---


def test_the_page_shows_the_first_rows_and_says_how_many_there_are(page, table):
    found = page()
    assert rows_of(found) == ids_of(table())
    assert f"{len(table())} duties" in found.one("title").text
    (status,) = (e for e in found.all("p", role="status") if e.text.strip())
    assert f"{len(table())} duties · showing 1–50" in " ".join(status.text.split())


def test_each_row_has_the_words_of_the_provision_and_leads_to_them_in_the_reader(
    page, client, sample_service
):
    found = page("deadline=any&actor=sở")
    passages = [sample_service.passage(identity) for identity in rows_of(found)]
    assert [e.text for e in found.all("blockquote")] == [passage.text for passage in passages]
    assert all(e.attributes["lang"] == "vi" for e in found.all("blockquote"))
    links = [link for link in found.links if "#p-" in link]
    assert [link.split("#p-")[1] for link in links] == [passage.id for passage in passages]
    assert f"p-{passages[0].id}" in HtmlPage.of(client.get(links[0]).text).ids


def test_the_page_says_what_it_leaves_out_and_what_binds_everyone(page, table, client):
    found, reach = page(), table().reach()
    assert 0 < reach.without_actor < reach.passages
    assert f"{reach.without_actor} of {reach.passages} passages in these documents name no body" in found.text
    body = client.get("/api/v1/duties").json()
    assert (body["passages"], body["without_actor"]) == (reach.passages, reach.without_actor)
    bound = next(row for row in table().rows() if row.binds_everyone)
    assert "given to all agencies and localities" in page(f"actor={bound.actor}&exact=1").text
    assert "given to all agencies and localities" not in page("actor=Sở Ngoại vụ&exact=1").text


def test_each_row_carries_its_citation_in_both_languages_on_an_english_page(page):
    found = page("province=Hải Lâm")
    cited = [e.text for e in found.elements if e.tag == "span" and "data-citation" in e.attributes]
    assert len(cited) == 2 * len(rows_of(found))
    assert "Công văn số 2190/UBND-VHXH" in cited[0]
    assert "No. 2190/UBND-VHXH dated 3 August 2023" in cited[1]


def test_action_and_deadlines_are_marked_and_every_letter_stays(tmp_path):
    text = "<b>Phối hợp</b> & báo cáo trước ngày 30/6/2024 & 5/7."
    deadlines = [("trước ngày 30/6/2024", "date", "2024-06-30", None), ("5/7", "date", None, None)]
    provision = Provision(text, action="báo cáo trước ngày 30/6/2024 &", deadlines=deadlines)
    (row,) = DutyWorld([provision]).find().rows()
    assert marked(row) == (
        '&lt;b&gt;Phối hợp&lt;/b&gt; &amp; <mark class="action">báo cáo </mark>'
        '<mark class="deadline">trước ngày 30/6/2024</mark><mark class="action"> &amp;</mark> '
        '<mark class="deadline">5/7</mark>.'
    )


def test_a_deadline_stands_in_its_own_words_beside_what_it_means(page, table):
    row = next(row for row in table(deadline="date").rows() if row.duty.deadlines[0].due)
    deadline = row.duty.deadlines[0]
    found = page(f"document_id={row.document.id}&deadline=any")
    (time, *_) = found.all("time", datetime=deadline.due)
    assert time.text == f"{deadline.bound} " + "/".join(reversed(deadline.due.split("-")))
    assert f"“{row.words(deadline.span)}”" in found.text


# --- form ---


def test_the_form_keeps_what_was_asked_for(page):
    found = page(
        "actor=so y te&topic=tin&province=Hải Lâm&year=2024&deadline=any&due_to=2024-12-31&sort=-actor"
    )
    values = {
        e.attributes["name"]: e.attributes["value"] for e in found.all("input") if e.attributes.get("value")
    }
    assert (values["actor"], values["topic"], values["due_to"]) == ("so y te", "tin", "2024-12-31")
    chosen = {e.attributes["value"] for e in found.all("option") if "selected" in e.attributes}
    assert chosen == {"Hải Lâm", "2024", "any", "-actor"}


def test_the_field_for_the_actor_proposes_the_actors_of_the_index(page, sample_service):
    proposed = [
        e.attributes["value"] for e in page().all("option") if e.text.isdigit() and e.attributes["value"]
    ]
    actors = all_actors(sample_service.snapshot)
    assert set(proposed) >= {actor.name for actor in actors}


@pytest.mark.parametrize(
    ("query", "filters"),
    [
        ("actor=sở ngoại vụ", {"actor": "sở ngoại vụ"}),
        ("actor=Sở Ngoại vụ&exact=1", {"actor": "Sở Ngoại vụ", "exact": True}),
        ("topic=IUU fishing", {"topic": "IUU fishing"}),
        ("province=Hải Lâm&year=2024", {"filters": Filters("Hải Lâm", 2024)}),
        ("type=Kế hoạch", {"filters": Filters(type="Kế hoạch")}),
        ("deadline=recurring", {"deadline": "recurring"}),
        ("deadline=any&sort=-deadline", {"deadline": "any", "sort": "-deadline"}),
        ("sort=province&page=2", {"sort": "province"}),
    ],
)
def test_a_query_of_the_page_shows_the_rows_of_the_table(page, table, query, filters):
    offset = 50 if "page=2" in query else 0
    wanted = [row.passage.id for row in table(**filters).rows(offset, 50)]
    assert rows_of(page(query)) == wanted != []


def test_each_filter_that_is_on_is_a_link_that_takes_it_off(page, client):
    query = "actor=sở&exact=1&topic=tin&province=Hải Lâm&deadline=any&due_from=2024-01-01"
    found = page(query)
    taken = {link for link in found.links if link.startswith("/duties?") and "sort" not in link}
    left = [set(parse_qs(urlsplit(link).query)) for link in taken]
    everything = {"actor", "exact", "topic", "province", "deadline", "due_from", "lang"}
    for name in ("topic", "province", "deadline", "due_from"):
        assert everything - {name} in left
    assert everything - {"actor", "exact"} in left
    assert all(client.get(link).status_code == 200 for link in taken)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("due_from=2024-02-31", "“2024-02-31” is no date"),
        ("due_from=soon", "“soon” is no date"),
        ("due_from=2024-05-01&due_to=2024-04-01", "The last day is before the first"),
        ("actor=%3F", "Type a body"),
        ("topic=%3F", "Type a question"),
        ("topic=" + "a" * 2001, "2000"),
        ("province=Atlantis", "“Atlantis”"),
        ("year=soon", "“soon”"),
        ("document_id=nope", "“nope”"),
        ("deadline=soon", "soon"),
        ("sort=colour", "colour"),
        ("page=0", "“0”"),
        ("page=99", "“99”"),
        ("page=1000", "“1000”"),
        ("page=x", "“x”"),
    ],
)
def test_what_cannot_be_asked_is_said_above_the_form_and_nothing_is_shown(page, query, said):
    found = page(query, status=422)
    assert said in found.one("p", id="problem").text
    assert found.all("table") == []
    assert found.one("input", id="actor")


# --- order and groups ---


def test_the_heads_of_columns_sort_and_turn_round(page, table):
    def heads(found: HtmlPage) -> dict[str, str]:
        return {
            e.text.strip(" \n▲▼"): e.attributes["aria-sort"]
            for e in found.all("th")
            if "aria-sort" in e.attributes
        }

    assert heads(page()) == {
        "Actor": "none", "By when": "none", "Province": "none", "Place in the document": "ascending",
    }  # fmt: skip
    found = page("sort=actor")
    assert heads(found)["Actor"] == "ascending"
    links = {e.text.strip(" ▲▼"): e.attributes["href"] for e in found.all("a")}
    turned = {name: parse_qs(urlsplit(links[name]).query)["sort"][0] for name in heads(found)}
    assert turned == {
        "Actor": "-actor", "By when": "deadline", "Province": "province", "Place in the document": "document",
    }  # fmt: skip
    assert heads(page("sort=-actor"))["Actor"] == "descending"
    assert rows_of(page("sort=-actor")) == ids_of(table(sort="-actor"))


def test_groups_stand_under_their_actor_with_the_count_of_all_its_duties(page, table):
    found = page("group=actor&actor=sở")
    heads = [
        e.text.replace("given to all agencies and localities", "").split()
        for e in found.all("th", scope="rowgroup")
    ]
    actors = sorted(table(actor="sở").actors(), key=lambda actor: actor.name)
    assert len(heads) > 3
    counted = {actor.name: actor.count for actor in actors}
    for words in heads:
        *name, count, unit = words
        assert (int(count), unit) == (counted[" ".join(name)], "duty" if count == "1" else "duties")
    assert rows_of(found) == ids_of(table(actor="sở", sort="actor"))


def test_provisions_that_name_nobody_are_a_group_at_the_end(page, table):
    total = len(table())
    nobody = total - sum(actor.count for actor in table().actors())
    assert nobody
    heads = page(f"group=actor&page={-(-total // 50)}").all("th", scope="rowgroup")
    assert " ".join(heads[-1].text.split()) == f"No body is named {nobody} duties"


def test_an_actor_is_a_link_to_its_own_duties(page, client):
    found = page()
    link = next(link for link in found.links if "exact=1" in link)
    actor = parse_qs(urlsplit(link).query)["actor"][0]
    own = HtmlPage.of(client.get(link).text)
    named = {e.text.strip() for e in own.all("th", scope="row")}
    assert {name.casefold() for name in named} == {actor.casefold()}


# --- empty states ---


def test_of_a_topic_that_the_plans_do_not_speak_of_it_is_said_and_no_row_is_shown(page):
    found = page(f"topic={FOREIGN}")
    assert "The plans do not seem to speak of this." in found.text
    assert (found.all("table"), rows_of(found)) == ([], [])
    assert any(link.startswith("/search?q=how+do+black+holes") for link in found.links)


def test_where_nothing_matches_each_filter_can_be_taken_off(page):
    found = page("actor=nobody at all&province=Hải Lâm")
    assert "No duty matches all of this" in found.text
    assert found.all("table") == []
    assert "/duties?province=H%E1%BA%A3i+L%C3%A2m&lang=en" in found.links
    assert "/duties?lang=en" in found.links


# --- files ---


def test_the_files_and_the_feed_have_the_filters_and_the_language_of_the_page(page, client):
    found = page("actor=so ngoai vu&sort=-deadline&group=actor")
    for kind in (".csv", ".xlsx", ".ics"):
        (link,) = (link for link in found.links if link.startswith(f"/api/v1/duties{kind}?"))
        assert parse_qs(urlsplit(link).query) == {
            "actor": ["so ngoai vu"], "sort": ["-deadline"], "lang": ["en"],
        }  # fmt: skip
        assert client.get(link).status_code == 200
    (feed,) = (e.text for e in found.all("code") if e.text.startswith("http"))
    assert feed.startswith("http://testserver/api/v1/duties.ics?actor=so+ngoai+vu")
    assert client.get(feed.removeprefix("http://testserver")).text.startswith("BEGIN:VCALENDAR")
    assert feed.replace("http:", "webcal:") in found.links


def test_a_table_too_long_for_a_workbook_offers_csv_and_says_why(page, monkeypatch):
    monkeypatch.setattr("web.duties.page.MOST_ROWS", 10)
    found = page()
    assert [link for link in found.links if ".xlsx" in link or ".ics" in link] == []
    assert [link for link in found.links if ".csv" in link]
    assert "at most 10 duties" in found.text


def test_every_site_page_leads_to_the_duties(client):
    assert "/duties" in HtmlPage.of(client.get("/about").text).links


# --- words ---


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("FREQ=DAILY", "every day"),
        ("FREQ=HOURLY", "every hour"),
        ("FREQ=DAILY;INTERVAL=2", "every 2 days"),
        ("FREQ=WEEKLY", "every week"),
        ("FREQ=WEEKLY;INTERVAL=2", "every 2 weeks"),
        ("FREQ=WEEKLY;BYDAY=FR", "on Friday of each week"),
        ("FREQ=WEEKLY;BYDAY=TU,TH", "on Tuesday, Thursday of each week"),
        ("FREQ=MONTHLY", "every month"),
        ("FREQ=MONTHLY;BYMONTHDAY=20", "on the 20th of each month"),
        ("FREQ=MONTHLY;BYMONTHDAY=1", "on the 1st of each month"),
        ("FREQ=MONTHLY;BYMONTHDAY=2,22", "on the 2nd, 22nd of each month"),
        ("FREQ=MONTHLY;BYMONTHDAY=3", "on the 3rd of each month"),
        ("FREQ=MONTHLY;BYMONTHDAY=11", "on the 11th of each month"),
        ("FREQ=MONTHLY;BYMONTHDAY=-1", "on the last day of each month"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "on the last Friday of each month"),
        ("FREQ=MONTHLY;INTERVAL=2", "every 2 months"),
        ("FREQ=MONTHLY;INTERVAL=3", "every quarter"),
        ("FREQ=MONTHLY;INTERVAL=6", "every half-year"),
        ("FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=15", "on the 15th of the last month of each quarter"),
        ("FREQ=MONTHLY;BYMONTH=1,4,7,10;BYMONTHDAY=5", "on the 5th of the first month of each quarter"),
        ("FREQ=MONTHLY;BYMONTH=2,5,8,11", "every quarter"),
        ("FREQ=YEARLY", "every year"),
        ("FREQ=YEARLY;INTERVAL=2", "every 2 years"),
        ("FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=30", "on 30/11 of each year"),
        ("FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=5", "on the 5th of the last month of each half-year"),
        ("FREQ=YEARLY;BYMONTH=5,11;BYMONTHDAY=5", "on 05/05, 05/11 of each year"),
        ("FREQ=YEARLY;BYMONTH=6", "every year in June"),
        ("FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=-1", "on the end of June of each year"),
        ("FREQ=MONTHLY;BYMONTHDAY=20;UNTIL=20231231", "on the 20th of each month, until 31/12/2023"),
    ],
)
def test_a_rule_is_said_in_plain_words(rule, words):
    assert rule_in_words(rule, "en") == words


@pytest.mark.parametrize(
    ("deadline", "words"),
    [
        (Deadline(Span(0, 1), "date", "2024-06-30"), "on 30/06/2024"),
        (Deadline(Span(0, 1), "date", "2024-06-30", bound="before"), "before 30/06/2024"),
        (Deadline(Span(0, 1), "date", "2024-06-30", bound="by"), "by 30/06/2024"),
        (Deadline(Span(0, 1), "date", "2024-06-30", bound="from"), "from 30/06/2024"),
        (Deadline(Span(0, 1), "date", "2024-06-30", bound="after"), "after 30/06/2024"),
        (Deadline(Span(0, 1), "period", "2024-06-01", bound="before"), "before 01/06/2024"),
        (Deadline(Span(0, 1), "period", "2024-06-30"), "until 30/06/2024"),
        (Deadline(Span(0, 1), "period"), ""),
        (Deadline(Span(0, 1), "recurring", None, "FREQ=WEEKLY"), "every week"),
        (
            Deadline(Span(0, 1), "recurring", None, "FREQ=MONTHLY;BYMONTHDAY=20", "before"),
            "before the 20th of each month",
        ),
        (Deadline(Span(0, 1), "recurring"), ""),
    ],
)
def test_a_deadline_says_no_more_than_is_known_of_it(deadline, words):
    assert deadline_in_words(deadline, "en") == words


def test_every_deadline_of_the_samples_can_be_said_in_both_languages(table):
    deadlines = [deadline for row in table(deadline="any").rows() for deadline in row.duty.deadlines]
    assert deadlines
    for deadline in deadlines:
        for language in ("vi", "en"):
            assert bool(deadline_in_words(deadline, language)) == bool(deadline.due or deadline.rule)


def test_days_of_the_week_and_months_are_in_the_language_of_the_page():
    assert "Thứ Sáu" in rule_in_words("FREQ=WEEKLY;BYDAY=FR", "vi")
    assert "tháng 6" in rule_in_words("FREQ=YEARLY;BYMONTH=6", "vi")
    assert rule_in_words("FREQ=MONTHLY;BYMONTHDAY=20", "vi", "before") == "trước ngày 20 hằng tháng"
    assert rule_in_words("FREQ=MONTHLY;BYMONTHDAY=20", "vi", "by") == "chậm nhất ngày 20 hằng tháng"
    # A language without a plural has no number in "every month" either.
    assert "1" not in rule_in_words("FREQ=MONTHLY", "vi")
    assert "20th" not in rule_in_words("FREQ=MONTHLY;BYMONTHDAY=20", "vi")


def test_a_document_without_province_or_number_has_no_empty_words(tmp_path):
    (row,) = DutyWorld([Provision("1. Giữ biển.", document=document("bare"))]).find().rows()
    assert (row.document.metadata.province, marked(row)) == (None, "1. Giữ biển.")
