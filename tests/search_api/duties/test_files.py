"""The duties table as files: read back with the libraries that people's programs use."""

import csv
import io
from datetime import UTC, date, datetime

import icalendar
import openpyxl
import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from index.errors import InvalidQueryError
from search_api.duties import files as duty_files
from search_api.duties.calendar import calendar_file
from search_api.duties.files import COLUMNS, csv_lines, xlsx_file
from search_api.duties.table import DutyQuery, find_duties
from tests.contract import assert_problem
from tests.duty_worlds import DutyWorld, Provision, fewer_examples, recurring
from tests.index_worlds import collect, document, write_plan
from tests.product import Product

BASE = "http://plans.example/"
CREATED = "2026-03-04T05:06:07+00:00"
PLAN = document(
    "hai", province="Hải Lâm", year=2024, type="Kế hoạch", number="45/KH-UBND", date="2024-01-12",
    issuer="UBND tỉnh Hải Lâm", title="Kế hoạch năm 2024",
)  # fmt: skip
FULL = Provision(
    "- Phối hợp với Sở Nội vụ; tập huấn phóng viên,\ntrước ngày 30/6/2024.", "Báo Hải Lâm", "tập huấn",
    "phóng viên", ["Sở Nội vụ"], [("trước ngày 30/6/2024", "date", "2024-06-30", None, "before")], PLAN,
)  # fmt: skip
MONTHLY = recurring("Báo cáo hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=20", document=PLAN)


@pytest.fixture
def find(tmp_path):
    """Make a world of provisions and return its whole table."""
    return lambda *provisions: DutyWorld(provisions).find()


def csv_of(found, language="vi") -> list[list[str]]:
    """Return the cells of the CSV file."""
    text = "".join(csv_lines(found, BASE, language))
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


def sheet_of(found, language="vi"):
    """Return the sheet of the workbook."""
    return openpyxl.load_workbook(io.BytesIO(xlsx_file(found, BASE, language))).active


def calendar_of(content: bytes) -> icalendar.Calendar:
    """Return the calendar; its lines are as RFC 5545 wants them."""
    lines = content.split(b"\r\n")
    assert lines.pop() == b""
    assert [line for line in lines if len(line) > 75 or b"\n" in line or b"\r" in line] == []
    return icalendar.Calendar.from_ical(content)


def events_of(found) -> list[icalendar.Event]:
    """Return the events of the calendar file."""
    return list(calendar_of(calendar_file(found, CREATED, BASE, "vi")).walk("VEVENT"))


# --- spreadsheets ---


def test_csv_and_workbook_hold_the_same_words(find):
    found = find(FULL, MONTHLY, Provision("1. Giữ biển.", document=PLAN))
    sheet = [["" if value is None else str(value) for value in row] for row in sheet_of(found).values]
    cells = csv_of(found)
    plain = [[cell.removeprefix("'") for cell in row] for row in cells]
    due = [column.en for column in COLUMNS].index("Due")
    for row in sheet[1:]:
        row[due] = row[due].removesuffix(" 00:00:00")
    assert plain == sheet
    head, first = cells[0], cells[1]
    row = dict(zip(head, first, strict=True))
    assert (row["Cơ quan thực hiện"], row["Nội dung"]) == ("Báo Hải Lâm", f"'{FULL.text}")
    assert (row["Việc phải làm"], row["Đối tượng"]) == ("tập huấn", "phóng viên")
    assert (row["Phối hợp với"], row["Thời hạn"]) == ("Sở Nội vụ", "trước ngày 30/6/2024")
    assert (row["Ngày đến hạn"], row["Tỉnh, thành phố"], row["Năm"]) == ("2024-06-29", "Hải Lâm", "2024")
    assert (row["Vị trí"], row["Liên kết"]) == ("mục 1", "http://plans.example/documents/hai#p-p0")
    assert row["Trích dẫn"].startswith("Mục 1, Kế hoạch số 45/KH-UBND ngày 12 tháng 01 năm 2024")
    assert "FREQ=MONTHLY;BYMONTHDAY=20" in cells[2]


def test_columns_and_citations_are_in_the_language_asked_for(find):
    found = find(FULL)
    head, row = csv_of(found, "en")
    assert head[:3] == ["Actor", "Provision", "Action"]
    assert row[head.index("Citation")].startswith("Section 1, Plan No. 45/KH-UBND dated 12 January 2024")
    assert next(sheet_of(found, "en").values)[:2] == ("Actor", "Provision")


def test_the_workbook_is_ready_to_be_worked_with(find):
    sheet = sheet_of(find(FULL, FULL))
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:O3")
    assert all(sheet.column_dimensions[cell.column_letter].width >= 8 for cell in sheet[1])
    assert all(cell.alignment.wrap_text for row in sheet.rows for cell in row)
    names = [cell.value for cell in sheet[1]]
    due, link = sheet[2][names.index("Ngày đến hạn")], sheet[2][names.index("Liên kết")]
    assert (due.value, due.number_format) == (datetime(2024, 6, 29), "dd/mm/yyyy")
    assert link.hyperlink.target == link.value == "http://plans.example/documents/hai#p-p0"


CELLS = st.text(st.sampled_from("=+-@\t\r＝ab ,\";'\n\x0cặ"), min_size=1, max_size=12)


@fewer_examples
@given(texts=st.lists(CELLS, min_size=1, max_size=6))
def test_no_text_becomes_a_formula_and_no_word_is_lost(tmp_path_factory, texts):
    made = DutyWorld([Provision(text, text) for text in texts])
    written = csv_of(made.find())[1:]
    for text, row in zip(texts, written, strict=True):
        assert row[0] == row[1]
        assert not row[1].startswith(tuple("=+-@\t\r＝"))
        assert row[1] == (f"'{text}" if text[0] in "=+-@\t\r＝" else text)
    sheet = sheet_of(made.find())
    for text, row in zip(texts, list(sheet.rows)[1:], strict=True):
        assert row[1].data_type != "f"
        # A workbook cannot hold a form feed, and nothing is an empty cell.
        assert (row[1].value or "") == text.replace("\x0c", "")


def test_a_table_without_rows_has_a_head_only(find):
    found = find()
    assert len(csv_of(found)) == 1
    assert sheet_of(found).auto_filter.ref == "A1:O1"


def test_a_table_that_is_too_long_for_a_workbook_is_refused_and_csv_is_not(find, monkeypatch):
    monkeypatch.setattr(duty_files, "MOST_ROWS", 1)
    found = find(FULL, MONTHLY)
    with pytest.raises(InvalidQueryError, match=r"2 duties .*at most 1.*CSV"):
        xlsx_file(found, BASE, "vi")
    with pytest.raises(InvalidQueryError, match="2 duties"):
        calendar_file(found, CREATED, BASE, "vi")
    assert len(csv_of(found)) == 3


# --- calendar ---


def test_what_is_due_before_a_day_is_one_all_day_event_in_the_words_of_the_plan(find):
    (event,) = events_of(find(FULL))
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2024, 6, 29), date(2024, 6, 30))
    assert event.decoded("dtstamp") == datetime(2026, 3, 4, 5, 6, 7, tzinfo=UTC)
    assert str(event["summary"]) == "Tập huấn phóng viên (trước ngày 30/6/2024) – Báo Hải Lâm"
    assert FULL.text in str(event["description"])
    assert "Mục 1, Kế hoạch số 45/KH-UBND" in str(event["description"])
    assert str(event["url"]) == "http://plans.example/documents/hai#p-p0"
    assert str(event["uid"]) == f"p0-{FULL.text.index('trước')}@plansearch"
    assert "rrule" not in event


def test_what_repeats_begins_with_the_plan_and_ends_with_it(find):
    (event,) = events_of(find(MONTHLY))
    assert event.decoded("dtstart") == date(2024, 1, 20)
    rule = event["rrule"]
    assert (rule["FREQ"], rule["BYMONTHDAY"], rule["UNTIL"]) == (["MONTHLY"], [20], [date(2024, 12, 31)])


def test_what_repeats_before_a_day_ends_the_day_before(find):
    every = ("Báo cáo trước ngày 20", "recurring", None, "FREQ=MONTHLY;BYMONTHDAY=20", "before")
    (event,) = events_of(
        find(Provision("Báo cáo trước ngày 20 hằng tháng", deadlines=[every], document=PLAN))
    )
    assert (event.decoded("dtstart"), event.decoded("dtend")) == (date(2024, 1, 19), date(2024, 1, 20))
    assert event["rrule"]["BYMONTHDAY"] == [19]


RULES = [
    "FREQ=MONTHLY", "FREQ=MONTHLY;INTERVAL=3", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=15", "FREQ=WEEKLY;BYDAY=TH",
    "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=30", "FREQ=DAILY",
    "FREQ=HOURLY;INTERVAL=6", "FREQ=MONTHLY;BYMONTHDAY=-1;UNTIL=20250630", "FREQ=WEEKLY;INTERVAL=2",
]  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_the_first_day_of_an_event_is_a_day_of_its_rule(find, rule):
    (event,) = events_of(find(recurring("Báo cáo định kỳ", rule, document=PLAN)))
    first = event.decoded("dtstart")
    assert date(2024, 1, 12) <= first <= date(2024, 12, 31)
    text = event["rrule"].to_ical().decode()
    assert "HOURLY" not in text
    start = datetime.combine(first, datetime.min.time())
    assert rrulestr(text, dtstart=start)[0] == start


@pytest.mark.parametrize(
    "provision",
    [
        Provision("Trong 24 giờ", deadlines=[("24 giờ", "period", None, None)], document=PLAN),
        Provision("Giữ biển", document=PLAN),
        recurring("Báo cáo hằng tháng", "FREQ=MONTHLY", document=document("undated")),
        recurring("Báo cáo đột xuất", "FREQ=MONTHLY;UNTIL=20200101", document=PLAN),
    ],
    ids=lambda provision: provision.text,
)
def test_where_the_words_give_no_day_there_is_no_event(find, provision):
    assert events_of(find(provision)) == []


def test_each_deadline_of_a_provision_has_its_own_event(find):
    two = [("15/6", "date", "2024-06-15", None), ("05/12", "date", "2024-12-05", None)]
    events = events_of(find(Provision("Báo cáo 15/6 và 05/12", deadlines=two, document=PLAN)))
    assert [event.decoded("dtstart") for event in events] == [date(2024, 6, 15), date(2024, 12, 5)]
    assert len({str(event["uid"]) for event in events}) == 2


def test_a_summary_is_one_short_line_without_the_label(find):
    text = "a) Rà soát,\n" + "lập danh sách, " * 30 + "xong ngày 30"
    (event,) = events_of(find(Provision(text, "Các xã", deadlines=[("ngày 30", "date", "2024-06-30", None)])))
    summary = str(event["summary"])
    assert summary.startswith("Rà soát, lập danh sách")
    assert summary.endswith("… (ngày 30) – Các xã")
    assert len(summary) <= 130


@pytest.mark.parametrize(
    ("text", "words", "summary"),
    [
        ("Thôn trồng cây; báo cáo kết quả về xã trước ngày 20/6.", "trước ngày 20/6",
         "Báo cáo kết quả về xã (trước ngày 20/6)"),
        ("Trước ngày 20/6, thôn gửi báo cáo về xã.", "Trước ngày 20/6", "Gửi báo cáo về xã (Trước ngày 20/6)"),
        ("Báo cáo tháng trước ngày 20, báo cáo năm trước ngày 15/12.", "trước ngày 15/12",
         "Báo cáo năm (trước ngày 15/12)"),
        ("Trồng 500 cây. Hoàn thành trước ngày 20/6.", "trước ngày 20/6",
         "Trồng 500 cây. Hoàn thành (trước ngày 20/6)"),
        ("Nộp danh sách (trước ngày 20/6) về xã.", "trước ngày 20/6", "Nộp danh sách về xã (trước ngày 20/6)"),
    ],
)  # fmt: skip
def test_an_event_is_named_after_what_is_due_and_says_by_when(find, text, words, summary):
    (event,) = events_of(find(Provision(text, deadlines=[(words, "date", "2024-06-20", None, "before")])))
    assert str(event["summary"]) == summary


def test_an_event_names_only_what_its_own_deadline_is_for(find):
    two = [("ngày 20/6", "date", "2024-06-20", None), ("ngày 15/12", "date", "2024-12-15", None)]
    events = events_of(find(Provision("Gửi báo cáo tháng ngày 20/6, báo cáo năm ngày 15/12.", deadlines=two)))
    assert [str(event["summary"]) for event in events] == [
        "Gửi báo cáo tháng (ngày 20/6)", "Báo cáo năm (ngày 15/12)",
    ]  # fmt: skip


@fewer_examples
@given(text=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=300))
def test_the_words_of_a_provision_come_back_from_the_calendar(tmp_path_factory, text):
    provision = Provision(text, deadlines=[(text[-1], "date", "2024-06-30", None)], document=PLAN)
    (event,) = events_of(DutyWorld([provision]).find())
    assert str(event["description"]).startswith(f"{text}\n\n")


def test_an_event_keeps_its_name_when_other_plans_come(tmp_path):
    title = "Kế hoạch kiểm tra tàu cá năm 2024"
    plan = write_plan(tmp_path / "a.txt", "Công an tỉnh kiểm tra tàu cá trước ngày 30/6/2024.", title=title)

    def names() -> set[str]:
        service = Product.open(tmp_path / "data")
        found = find_duties(service.snapshot, DutyQuery(topic="kiểm tra tàu cá"))
        return {str(event["uid"]) for event in events_of(found)}

    collect(tmp_path / "data", plan)
    before = names()
    assert len(before) == 1
    collect(
        tmp_path / "data", write_plan(tmp_path / "0.txt", "Sở Y tế tiêm phòng trước ngày 01/3/2024."), plan
    )
    assert names() == before


# --- HTTP ---

KINDS = {
    ".csv": "text/csv; charset=utf-8",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".ics": "text/calendar; charset=utf-8",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_is_named_and_typed(client, kind):
    response = client.get(f"/api/v1/duties{kind}")
    assert (response.status_code, response.headers["content-type"]) == (200, KINDS[kind])
    assert response.headers["content-disposition"] == f'attachment; filename="duties{kind}"'


FILTERS = [
    {}, {"actor": "so ngoai vu"}, {"topic": "IUU fishing"}, {"province": "Hải Lâm", "sort": "-actor"},
    {"deadline": "recurring"}, {"topic": "how do black holes evaporate"},
]  # fmt: skip


@pytest.mark.parametrize("filters", FILTERS, ids=str)
def test_every_form_of_the_table_has_the_same_rows(client, filters):
    body = client.get("/api/v1/duties", params={**filters, "limit": 100}).json()
    csv_text = client.get("/api/v1/duties.csv", params=filters).content.decode("utf-8-sig")
    sheet = openpyxl.load_workbook(
        io.BytesIO(client.get("/api/v1/duties.xlsx", params=filters).content)
    ).active
    links = [row[-1] for row in csv.reader(io.StringIO(csv_text, newline=""))][1:]
    assert len(links) == body["total"]
    assert links[:100] == [f"http://testserver{duty['url']}" for duty in body["duties"]]
    assert [row[-1] for row in sheet.values][1:] == links
    dated = {duty["passage_id"] for duty in body["duties"] if any(d["due"] for d in duty["deadlines"])}
    events = calendar_of(client.get("/api/v1/duties.ics", params=filters).content).walk("VEVENT")
    assert dated <= {str(event["uid"]).rsplit("-", 1)[0] for event in events}


def test_json_gives_each_part_its_words_and_its_place_in_the_document(client, sample_service):
    body = client.get("/api/v1/duties", params={"deadline": "any", "limit": 100}).json()
    assert body["duties"]
    texts = {d.id: sample_service.detail(d.id).text for d in sample_service.documents()}
    for duty in body["duties"]:
        text = texts[duty["document"]["id"]]
        parts = [duty["actor"], duty["action"], duty["object"], *duty["partners"], *duty["deadlines"]]
        assert duty["deadlines"]
        assert [part for part in parts if part and text[part["start"] : part["end"]] != part["text"]] == []
        assert text[duty["start"] : duty["end"]] == duty["text"]


def test_json_counts_the_actors_of_all_rows(client):
    body = client.get("/api/v1/duties", params={"actor": "sở", "limit": 1}).json()
    assert len(body["duties"]) == 1
    counts = [actor["duties"] for actor in body["actors"]]
    assert sum(counts) == body["total"] > 1
    assert counts == sorted(counts, reverse=True)


@pytest.mark.parametrize(
    ("query", "needles"),
    [
        ("province=Atlantis", ["province", "Atlantis", "Hải Lâm"]),
        ("actor=%3F%21", ["actor", "?!"]),
        ("topic=%3F", ["empty"]),
        ("topic=" + "a" * 2001, ["2001", "2000"]),
        ("deadline=soon", ["deadline"]),
        ("due_from=2024-02-31", ["due_from"]),
        ("due_from=2024-05-01&due_to=2024-04-30", ["2024-05-01", "2024-04-30"]),
        ("sort=colour", ["sort"]),
        ("year=soon", ["year"]),
        ("exact=perhaps", ["exact"]),
    ],
)
@pytest.mark.parametrize("kind", ["", *KINDS])
def test_a_bad_parameter_is_a_problem_that_names_it(client, kind, query, needles):
    detail = assert_problem(client.get(f"/api/v1/duties{kind}?{query}"), 422)
    assert [needle for needle in needles if needle not in detail] == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_in_a_language_that_there_is_not_is_a_problem(client, kind):
    assert "lang" in assert_problem(client.get(f"/api/v1/duties{kind}?lang=fr"), 422)


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "offset=-1", "offset=10001"])
def test_a_page_that_cannot_be_is_a_problem(client, query):
    assert query.split("=")[0] in assert_problem(client.get(f"/api/v1/duties?{query}"), 422)


def test_a_page_after_the_last_is_empty(client):
    body = client.get("/api/v1/duties?offset=9000").json()
    assert (body["duties"], body["total"] > 0) == ([], True)
