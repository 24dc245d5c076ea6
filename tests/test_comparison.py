"""Documents side by side: alignment, what only one says, files and pages, bad input."""

import io
import json
from collections import Counter
from itertools import pairwise

import docx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from index.errors import InvalidQueryError, NotFoundError
from plansearch.app import create_app
from plansearch.settings import Settings
from search_api.alignment import align, standings
from search_api.comparison import MOST, compare, section_of, short_names
from search_api.service import Service
from tests.contract import DOCUMENT, INDEX, assert_problem, faults
from tests.html_page import HtmlPage, unsafe
from tests.index_worlds import collect, document, write_plan
from tests.serving import plansearch

RADIO = "Đài truyền thanh xã phát bản tin phòng cháy rừng hai lần mỗi ngày vào mùa khô."
NEWS = "Cơ quan bị nêu tên trong tin giả trả lời Sở Nội vụ trong vòng 24 giờ bằng văn bản."
FESTIVAL = "Lễ hội cầu ngư tổ chức vào tháng Giêng, quy mô cấp huyện, không đốt pháo."
LAMPS = "Thay toàn bộ đèn đường của thị trấn bằng đèn tiết kiệm điện trước tháng mười."
FUNGUS = "Hướng dẫn bà con trồng nấm rơm trong nhà kính và bán cho hợp tác xã."


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """Plans that share provisions in another order, one without an outline, one of a single passage."""
    folder = tmp_path_factory.mktemp("compared")
    plain = folder / "plain.txt"
    paths = [
        write_plan(folder / "a.txt", RADIO, NEWS, FESTIVAL, LAMPS, title="Việc của xã A"),
        write_plan(
            folder / "b.txt", FESTIVAL, RADIO, NEWS.replace("24", "12"), FUNGUS, title="Việc của xã B"
        ),
        write_plan(folder / "c.txt", NEWS, FUNGUS, title="Việc của xã C"),
        write_plan(folder / "one.txt", LAMPS, title="Kế hoạch một việc"),
        plain,
    ]
    plain.write_text(f"Thư gửi bà con\n\n{RADIO}\n\n{FUNGUS}\n", encoding="utf-8")
    collect(folder / "data", *paths)
    return folder / "data"


@pytest.fixture(scope="module")
def service(data):
    """The product over those plans."""
    return Service.open(data, "bundled")


@pytest.fixture(scope="module")
def ids(service):
    """The ids of the plans by the first letters of their files."""
    return {d.source_file.split(".")[0]: d.id for d in service.documents()}


@pytest.fixture(scope="module")
def browser(data):
    """A client of the pages over those plans."""
    return TestClient(create_app(Settings(data=data, model="bundled")), raise_server_exceptions=False)


def said(comparison) -> list[tuple[str, ...]]:
    """Return the first word after the label of each cell, row by row, a dash where there is nothing."""
    return [
        tuple(cell.passage.text.split()[1] if cell.passage else "–" for cell in row.cells)
        for row in comparison.rows
    ]


def test_moved_provisions_are_aligned_and_the_first_document_leads_the_order(service, ids):
    comparison = compare(service, [ids["a"], ids["b"]])
    assert said(comparison) == [
        ("Đài", "Đài"), ("Cơ", "Cơ"), ("Lễ", "Lễ"), ("Thay", "–"), ("–", "Hướng"),
    ]  # fmt: skip
    assert [row.likeness for row in comparison.rows] == ["same", "nearly same", "same", "none", "none"]
    assert [row.kind for row in comparison.rows] == ["all", "all", "all", "only", "only"]
    assert [row.lead for row in comparison.rows] == [0, 0, 0, 0, 1]


def test_what_the_first_lacks_and_others_share_stands_in_one_row(service, ids):
    comparison = compare(service, [ids["a"], ids["b"], ids["c"]])
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
    service = Service.open(tmp_path / "data", "bundled")
    names = {d.source_file: d.id for d in service.documents()}
    first, second = compare(service, [names["a.txt"], names["b.txt"]]).rows
    assert (first.kind, first.likeness) == ("all", "same")
    assert second.kind == "elsewhere"
    assert second.cells[1].elsewhere == first.cells[1].passage


@pytest.mark.parametrize("count", [2, 3, 6])
def test_every_provision_stands_in_exactly_one_row(sample_service, count):
    chosen = [d.id for d in sample_service.documents()[:count]]
    comparison = compare(sample_service, chosen)
    shown = Counter(cell.passage.id for row in comparison.rows for cell in row.cells if cell.passage)
    provisions = [p.id for identity in chosen for p in sample_service.passages_of(identity)]
    assert shown == Counter(provisions)
    assert [row.number for row in comparison.rows] == list(range(1, len(comparison.rows) + 1))


def test_a_cell_belongs_to_its_document_and_its_difference_to_the_leading_text(sample_service):
    chosen = [d.id for d in sample_service.documents()[3:6]]
    for row in compare(sample_service, chosen).rows:
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
    rows = compare(sample_service, chosen).rows
    for first, second in pairwise(rows):
        assert first.lead <= second.lead
        if first.lead == second.lead:
            assert first.cells[first.lead].passage.row < second.cells[second.lead].passage.row


@pytest.mark.parametrize("other", ["plain", "one"])
def test_a_document_without_outline_or_of_one_passage_is_compared(service, ids, other):
    for pair in ([ids["a"], ids[other]], [ids[other], ids["a"]]):
        comparison = compare(service, pair)
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


BAD_CHOICES = [
    (["a", "a"], "twice"),
    (["a"], "2 to 6"),
    ([], "2 to 6"),
]


@pytest.mark.parametrize(("letters", "needle"), BAD_CHOICES)
def test_a_bad_choice_is_refused_with_a_remedy(service, ids, letters, needle):
    with pytest.raises(InvalidQueryError, match=needle):
        compare(service, [ids[letter] for letter in letters])


def test_seven_documents_are_refused(sample_service):
    with pytest.raises(InvalidQueryError, match="not 7"):
        compare(sample_service, [d.id for d in sample_service.documents()[: MOST + 1]])


def test_an_unknown_document_is_not_found(service, ids):
    with pytest.raises(NotFoundError, match="nope"):
        compare(service, [ids["a"], "nope"])


def test_too_many_provisions_are_refused_before_anything_is_computed(service, ids, monkeypatch):
    monkeypatch.setattr("search_api.comparison.MOST_PROVISIONS", 5)
    with pytest.raises(InvalidQueryError, match="8 provisions"):
        compare(service, [ids["a"], ids["b"]])


# --- interfaces ---


def test_the_answer_over_http(browser, ids):
    body = browser.get("/api/v1/compare", params={"d": [ids["a"], ids["b"]]}).json()
    shape = {
        "documents": [DOCUMENT], "index": INDEX,
        "counts": {"all": int, "some": int, "only": int, "elsewhere": int},
        "rows": [{"number": int, "kind": {"all", "some", "only", "elsewhere"}, "lead": str, "section": [str]}],
    }  # fmt: skip
    assert faults(body, shape) == []
    assert body["counts"] == {"all": 3, "some": 0, "only": 2, "elsewhere": 0}
    row = body["rows"][1]
    assert (row["likeness"], row["cells"][0]["likeness"]) == ("nearly same", None)
    runs = row["cells"][1]["difference"]["runs"]
    assert [(run["left"].strip(), run["right"].strip()) for run in runs if run["kind"] != "equal"] == [
        ("24", ""), ("", "12"),
    ]  # fmt: skip


@pytest.mark.parametrize(("letters", "needle"), BAD_CHOICES)
def test_a_bad_choice_over_http_is_a_problem(browser, ids, letters, needle):
    response = browser.get("/api/v1/compare", params={"d": [ids[letter] for letter in letters]})
    assert needle in assert_problem(response, 422)


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
    assert "Mục 4, Kế hoạch (Kế hoạch việc của xã A)" in everything


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
    assert figures == [4, 3, 0, 1, 4, 3, 0, 1]


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
