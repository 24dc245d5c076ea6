"""Compared documents over HTTP, on the command line, as files and as pages."""

import io
import json
from typing import get_args

import docx
import pytest
from starlette.testclient import TestClient

from plansearch.app import create_app
from plansearch.settings import Settings
from search_api.comparing.comparison import MOST, RowKind, compare
from search_api.comparing.comparison_docx import comparison_docx
from tests.compared_plans import BAD_CHOICES, FESTIVAL, FUNGUS, LAMPS, NEWS, RADIO, collect_compared
from tests.contract import DOCUMENT, INDEX, assert_problem, faults
from tests.html_page import HtmlPage, unsafe
from tests.index_worlds import collect, write_plan
from tests.product import Product
from tests.serving import plansearch
from web.comparing.comparison_view import comparison_html, comparison_words


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
def browser(data):
    """A client of the pages over those plans."""
    return TestClient(create_app(Settings(data=data, model="bundled")), raise_server_exceptions=False)


# --- interfaces ---


def test_the_answer_over_http(browser, ids):
    body = browser.get("/api/v1/compare", params={"d": [ids["a"], ids["b"]]}).json()
    shape = {
        "documents": [DOCUMENT], "index": INDEX,
        "counts": dict.fromkeys(get_args(RowKind), int),
        "rows": [{"number": int, "kind": {*get_args(RowKind)}, "lead": str, "section": [str]}],
    }  # fmt: skip
    assert faults(body, shape) == []
    assert body["counts"] == {"all": 3, "some": 0, "elsewhere": 0, "unsure": 0, "only": 2}
    row = body["rows"][1]
    assert (row["likeness"], row["cells"][0]["likeness"]) == ("nearly same", None)
    runs = row["cells"][1]["difference"]["runs"]
    assert [(run["left"].strip(), run["right"].strip()) for run in runs if run["kind"] != "equal"] == [
        ("24", ""), ("", "12"),
    ]  # fmt: skip


@pytest.mark.parametrize(("letters", "needle"), BAD_CHOICES)
def test_a_bad_choice_over_http_is_a_problem(browser, ids, letters, needle):
    response = browser.get("/api/v1/compare", params={"d": [ids[letter] for letter in letters]})
    # Nothing at all is missing rather than wrong.
    assert (needle if letters else "d: Field required") in assert_problem(response, 422)


def test_the_command_line_prints_and_writes(data, ids, tmp_path):
    pair = [ids["a"], ids["b"]]
    printed = plansearch("compare", *pair, "--data", data)
    assert (printed.returncode, printed.stderr) == (0, "")
    assert "[-24-] {+12+}" in printed.stdout
    assert "only in Kế hoạch việc của xã A" in printed.stdout
    for name in ("c.docx", "c.html", "c.json"):
        done = plansearch("compare", *pair, "--data", data, "--output", tmp_path / name)
        assert (done.returncode, done.stdout, (tmp_path / name).stat().st_size > 500) == (0, "", True)
    body = json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))
    assert body == json.loads(plansearch("compare", *pair, "--data", data, "--json").stdout)


@pytest.mark.parametrize(
    ("arguments", "needle"),
    [
        (["--format", "pdf"], "text, json, html or docx"),
        (["--format", "docx"], "--output"),
        (["--format", "html", "--lang", "fr"], "vi or en"),
        (["--output", "nowhere/c.docx"], "nowhere/c.docx"),
        (["--output", "c.txt"], "'txt' is unknown"),
    ],
)
def test_the_command_line_names_what_is_wrong(data, ids, arguments, needle):
    done = plansearch("compare", ids["a"], ids["b"], "--data", data, *arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert needle in done.stderr


@pytest.fixture(scope="module")
def shorter(tmp_path_factory):
    """Two plans of one provision, the second without the last words of the first."""
    folder = tmp_path_factory.mktemp("shorter")
    paths = [
        write_plan(folder / "a.txt", LAMPS, title="Việc của xã A"),
        write_plan(folder / "b.txt", LAMPS.replace(" trước tháng mười", ""), title="Việc của xã B"),
    ]
    collect(folder / "data", *paths)
    return Product.open(folder / "data")


def test_removed_words_stand_apart_on_the_page_in_the_word_file_and_in_text(shorter):
    comparison = compare(shorter.snapshot, [d.id for d in shorter.documents()])
    page = HtmlPage.of(comparison_html(comparison, "en")).text
    assert "tiết kiệm điện [removed: trước tháng mười]." in page
    document_ = docx.Document(io.BytesIO(comparison_docx(comparison, comparison_words("en"))))
    assert "tiết kiệm điện trước tháng mười." in document_.tables[0].rows[1].cells[2].text
    printed = plansearch("compare", *(d.id for d in shorter.documents()), "--data", shorter.folder.path)
    assert "tiết kiệm điện [-trước tháng mười-]." in printed.stdout


# --- files ---


def test_the_word_document_is_a_table_with_the_differences_in_the_letter(browser, ids):
    response = browser.get("/compare.docx", params={"d": [ids["a"], ids["b"]], "lang": "en"})
    assert response.headers["content-disposition"].endswith('.docx"')
    document_ = docx.Document(io.BytesIO(response.content))
    assert document_.sections[0].page_width > document_.sections[0].page_height
    rows = [[cell.text for cell in row.cells] for table in document_.tables for row in table.rows]
    assert rows[0] == ["Row", "Kế hoạch việc của xã A", "Kế hoạch việc của xã B"]
    runs = [
        run for table in document_.tables for row in table.rows for cell in row.cells
        for paragraph in cell.paragraphs for run in paragraph.runs
    ]  # fmt: skip
    assert [run.text.strip() for run in runs if run.font.strike] == ["24"]
    assert [run.text.strip() for run in runs if run.font.underline] == ["12"]
    everything = "\n".join(text for row in rows for text in row)
    for words in (RADIO, NEWS, FESTIVAL, LAMPS, FUNGUS):
        assert words in everything
    assert "Mục 4, Kế hoạch về việc của xã A" in everything


def test_the_page_as_a_file_needs_nothing_beside_it(browser, ids):
    response = browser.get("/compare.html", params={"d": [ids["a"], ids["b"]], "lang": "en"})
    assert response.headers["content-disposition"].endswith('.html"')
    found = HtmlPage.of(response.text)
    assert [e.tag for e in found.elements if e.tag in {"link", "script", "img", "iframe", "a"}] == []
    assert "url(" not in response.text
    assert "[removed: 24]" in found.text
    assert "[added: 12]" in found.text
    for words in (RADIO, FESTIVAL, LAMPS, FUNGUS):
        assert words in found.text


@pytest.mark.parametrize("address", ["/compare.pdf", "/compare.docx?d=nope&d=nope2"])
def test_an_unknown_form_or_document_of_a_file_is_not_found(browser, address):
    assert browser.get(address).status_code == 404


def test_a_file_of_one_document_is_refused(browser, ids):
    assert browser.get("/compare.docx", params={"d": ids["a"]}).status_code == 422


# --- pages ---


@pytest.fixture
def page(browser, ids):
    """Fetch the comparison of plans in English; keywords are further fields of the address."""

    def fetch(*letters: str, **fields: str) -> HtmlPage:
        chosen = [ids.get(letter, letter) for letter in letters]
        parameters = {"d": chosen, "lang": "en", **fields}
        return HtmlPage.of(browser.get("/compare", params=parameters).text)

    return fetch


def rows_of(found: HtmlPage) -> list[str]:
    return [e.attributes["id"] for e in found.all("tr") if e.attributes.get("id", "").startswith("row-")]


@pytest.mark.parametrize(
    ("show", "numbers"), [("", [1, 2, 3, 4, 5]), ("different", [2]), ("common", [1, 2, 3]), ("only", [4, 5])]
)
def test_the_rows_shown_can_be_narrowed_by_links(page, browser, show, numbers):
    found = page("a", "b", show=show)
    assert rows_of(found) == [f"row-{number}" for number in numbers]
    link = next(e for e in found.all("a", **{"aria-current": "page"}) if "/compare?" in e.attributes["href"])
    assert link.text.split()[-1] == str(len(numbers))
    assert browser.get(link.attributes["href"]).status_code == 200


def test_the_counts_at_the_top_add_up(page):
    cells = [e for e in page("a", "b").all("td") if e.attributes.get("class") == "figure"]
    figures = [int(cell.text) for cell in cells]
    assert figures == [4, 3, 0, 0, 1, 4, 3, 0, 0, 1]


@pytest.mark.parametrize("letters", [("a", "b"), ("a", "b", "c"), ("plain", "one"), ("a",), ()])
def test_every_page_is_safe_labelled_and_has_one_heading(page, letters):
    found = page(*letters)
    assert unsafe(found) == []
    assert len(found.ids) == len(set(found.ids))
    assert found.one("h1").text.strip()
    labelled = {label.attributes.get("for") for label in found.all("label")}
    fields = [e for e in found.all("input") if e.attributes.get("type") not in {"hidden", "checkbox"}]
    assert all(e.attributes["id"] in labelled for e in fields)


def test_a_document_that_says_nothing_and_one_that_says_it_elsewhere_are_told(page):
    assert page("a", "b").text.count("Nothing found on this") == 2


def test_one_document_leads_to_the_choice_of_others(page, ids, browser):
    found = page("a")
    boxes = {e.attributes["value"]: "checked" in e.attributes for e in found.all("input", type="checkbox")}
    assert boxes == {identity: identity == ids["a"] for identity in ids.values()}
    assert "Choose what to compare it with." in found.text


def test_documents_to_choose_are_found_by_words_without_tone_marks(browser, ids):
    found = HtmlPage.of(browser.get("/compare", params={"find": "ke hoach mot viec"}).text)
    assert [e.attributes["value"] for e in found.all("input", type="checkbox")] == [ids["one"]]


@pytest.mark.parametrize(
    ("letters", "fields", "status", "needle"),
    [
        (("a", "a"), {}, 422, "cannot be compared with itself"),
        (("a", "b"), {"show": "nothing"}, 422, "show must be"),
        (("a", "b"), {"choose": "1", "page": "x"}, 422, "page must be"),
        (("a", "b"), {"choose": "1", "page": "9"}, 422, "page 9"),
        (("a", "nope"), {}, 404, "nope"),
        (("nope",), {}, 404, "nope"),
    ],
)
def test_bad_input_is_explained_with_what_to_do(page, browser, ids, letters, fields, status, needle):
    chosen = [ids.get(letter, letter) for letter in letters]
    assert browser.get("/compare", params={"d": chosen, **fields}).status_code == status
    assert needle in page(*letters, **fields).text


def test_seven_documents_are_too_many_on_the_page(client, sample_service):
    chosen = [d.id for d in sample_service.documents()[: MOST + 1]]
    response = client.get("/compare", params={"d": chosen, "lang": "en"})
    assert response.status_code == 422
    found = HtmlPage.of(response.text)
    assert "At most 6 documents" in found.text
    assert sum("checked" in e.attributes for e in found.all("input", type="checkbox")) == 7


def test_the_list_of_documents_and_the_reader_lead_to_comparing(client, sample_service):
    identity = sample_service.documents()[0].id
    assert "/compare" in HtmlPage.of(client.get("/documents").text).links
    assert f"/compare?d={identity}" in HtmlPage.of(client.get(f"/documents/{identity}").text).links
