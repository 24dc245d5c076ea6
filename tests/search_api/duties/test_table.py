"""The duties table: which rows, in what order, and what is read for a page."""

from datetime import date, datetime, time, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from index.errors import InvalidQueryError
from index.types import Filters
from ingest.types import Deadline, Metadata, Span
from search_api.duties.due_days import Term, complete_rule, due_rule, falls_between, first_day, plan_term
from search_api.duties.table import ActorCount, DutyQuery, Reach, find_duties
from tests.duty_worlds import DutyWorld, Provision, dated, fewer_examples, recurring, spans_of
from tests.index_worlds import document

HAI = document("hai", province="Hải Lâm", year=2024, type="Kế hoạch", title="Kế hoạch năm 2024")
DONG = document("dong", province="Đông Hải", year=2023, type="Chỉ thị", title="Chỉ thị về biển")
AN = document("an", province="An Khê Đông", year=2024, type="Kế hoạch", title="Kế hoạch năm 2024")
MONTHLY = "FREQ=MONTHLY;BYMONTHDAY=20"


@pytest.fixture
def world(tmp_path):
    """Make a world of provisions."""
    return lambda *provisions: DutyWorld(provisions)


# --- rows ---


def test_a_row_says_who_does_what_with_whom_by_when_in_the_words_of_the_plan(world):
    text = "- Phối hợp với Sở Nội vụ tập huấn phóng viên trước ngày 30/6/2024."
    found = world(
        Provision(text, "Báo Hải Lâm", "tập huấn", "phóng viên", ["Sở Nội vụ"],
                  [("trước ngày 30/6/2024", "date", "2024-06-30", None)], HAI),
    ).find()  # fmt: skip
    (row,) = found.rows()
    assert (row.actor, row.action, row.object, row.partners) == (
        "Báo Hải Lâm", "tập huấn", "phóng viên", ("Sở Nội vụ",),
    )  # fmt: skip
    assert row.words(row.duty.deadlines[0].span) == "trước ngày 30/6/2024"
    assert (row.passage.text, row.document) == (text, HAI)


def test_what_a_provision_does_not_say_is_left_empty(world):
    (row,) = world(Provision("- Giữ gìn biển.", "Các thôn")).find().rows()
    assert (row.action, row.object, row.partners, row.duty.deadlines) == (None, None, (), ())


def test_every_part_of_every_row_stands_in_the_text_of_its_document(sample_service):
    texts = {document.id: sample_service.detail(document.id).text for document in sample_service.documents()}
    rows = list(find_duties(sample_service.snapshot, DutyQuery()).rows())
    assert len(rows) > 100
    for row in rows:
        text = texts[row.document.id]
        assert [row.words(span) for span in spans_of(row)] == [span.of(text) for span in spans_of(row)]
        assert all(row.words(span).strip() for span in spans_of(row))


def test_only_the_provisions_of_the_page_are_read(world):
    made = world(*(Provision(f"{n}. Giữ biển.", "Các thôn") for n in range(60)))
    found = made.find(sort="-document")
    assert made.read == 0
    assert [row.passage.text for row in found.rows(10, 5)] == [f"{n}. Giữ biển." for n in range(49, 44, -1)]
    assert made.read == 5


@fewer_examples
@given(size=st.integers(1, 25), total=st.integers(0, 60))
def test_the_pages_together_are_the_table(tmp_path_factory, size, total):
    made = DutyWorld([Provision(f"{n}.") for n in range(total)])
    found = made.find()
    pages = [list(found.rows(offset, size)) for offset in range(0, total, size)]
    assert [row for page in pages for row in page] == list(found.rows())
    assert len(found) == total
    assert list(found.rows(total, size)) == []


# --- actors ---

BODIES = ("Sở Ngoại vụ", "Sở Nội vụ, Sở Ngoại vụ", "Báo Hải Lâm", "Bảo hiểm xã hội tỉnh", "Cơ sở in")


@pytest.mark.parametrize(
    ("actor", "found"),
    [
        ("Sở Ngoại vụ", {"Sở Ngoại vụ", "Sở Nội vụ, Sở Ngoại vụ"}),
        ("so ngoai VU", {"Sở Ngoại vụ", "Sở Nội vụ, Sở Ngoại vụ"}),
        ("ngoại v", {"Sở Ngoại vụ", "Sở Nội vụ, Sở Ngoại vụ"}),
        ("goại", set()),
        ("bao", {"Báo Hải Lâm", "Bảo hiểm xã hội tỉnh"}),
        ("Báo", {"Báo Hải Lâm"}),
        ("nội vụ sở ngoại", {"Sở Nội vụ, Sở Ngoại vụ"}),
        ("Department of Foreign Affairs", {"Sở Ngoại vụ", "Sở Nội vụ, Sở Ngoại vụ"}),
        ("press agencies", {"Báo Hải Lâm"}),
        ("astronauts", set()),
    ],
)
def test_an_actor_is_found_by_words_with_or_without_marks_or_by_its_english_name(world, actor, found):
    made = world(*(Provision("- Giữ biển.", body) for body in BODIES))
    assert {row.actor for row in made.find(actor=actor).rows()} == found


def test_an_abbreviation_finds_the_body_written_in_full_and_in_short(world):
    made = world(Provision("1.", "UBND các huyện"), Provision("2.", "Ủy ban nhân dân các huyện"))
    assert made.texts(actor="UBND các huyện") == ["1.", "2."]


def test_an_exact_actor_is_no_other_but_in_other_letters(world):
    same = ("Sở Ngoại vụ", "SỞ NGOẠI VỤ", "Các sở ngoại vụ", "So Ngoai vu")
    made = world(*(Provision(body, body) for body in (*same, "Sở Ngoại vụ tỉnh", "Sở Nội vụ")))
    assert made.texts(actor="sở ngoại vụ", exact=True) == list(same)


def test_spellings_of_an_actor_are_counted_together_under_the_most_frequent(world):
    bodies = ["Hội Nhà báo", "Các cơ quan báo chí", "cơ quan báo chí", "Cơ quan báo chí", "cơ quan báo chí"]
    made = world(*(Provision("1.", body) for body in [*bodies, None]))
    assert made.find().actors() == (ActorCount("cơ quan báo chí", 4), ActorCount("Hội Nhà báo", 1))


def test_the_actors_of_a_part_of_the_table_are_those_of_its_rows(world):
    made = world(Provision("1.", "Sở Nội vụ", document=HAI), Provision("2.", "Sở Y tế", document=AN))
    assert made.find(filters=Filters(province="Hải Lâm")).actors() == (ActorCount("Sở Nội vụ", 1),)


def test_an_actor_without_a_word_is_refused_by_its_name(world):
    with pytest.raises(InvalidQueryError, match=r"actor '\?!' has no word"):
        world(Provision("1.", "Sở Y tế")).find(actor="?!")


def test_the_table_says_of_how_many_passages_it_says_nothing(world):
    made = world(
        Provision("a", "Sở Y tế", document=HAI),
        Provision("b trước 30/6", deadlines=[("30/6", "date", None, None)], document=HAI),
        Provision("c", document=HAI),
        Provision("d", "Sở Y tế", document=DONG),
    )
    assert made.find().reach() == Reach(passages=4, without_actor=2)
    # The filters on documents count, those on duties do not.
    assert made.find(filters=Filters(province="Đông Hải"), actor="cong an").reach() == Reach(1, 0)


@pytest.mark.parametrize(
    ("actor", "everyone"),
    [("Các sở, ban, ngành, địa phương", True), ("Sở Y tế", False), (None, False)],
)
def test_a_duty_of_all_agencies_is_known_as_one(world, actor, everyone):
    (row,) = world(Provision(f"{actor} trồng cây", actor)).find().rows()
    assert row.binds_everyone is everyone


# --- documents and topics ---


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        (Filters(province="Đông Hải"), ["b"]),
        (Filters(year=2024), ["a", "c"]),
        (Filters(type="Kế hoạch", province="Hải Lâm"), ["a"]),
        (Filters(document_id="an"), ["c"]),
        (Filters(province="Hải Lâm", year=2023), []),
    ],
)
def test_rows_are_restricted_by_their_document(world, filters, found):
    made = world(*(Provision(name, document=of) for name, of in (("a", HAI), ("b", DONG), ("c", AN))))
    assert made.texts(filters=filters) == found


def test_a_filter_value_that_no_document_has_is_named_with_those_that_exist(world):
    with pytest.raises(InvalidQueryError, match=r"Atlantis.*Hải Lâm"):
        world(Provision("a", document=HAI)).find(filters=Filters(province="Atlantis"))


@pytest.mark.parametrize("topic", ["tàu cá khai thác IUU", "tau ca khai thac IUU", "IUU fishing vessels"])
def test_a_topic_in_any_language_leaves_the_provisions_that_speak_of_it(sample_service, topic):
    snapshot = sample_service.snapshot
    found = find_duties(snapshot, DutyQuery(topic=topic))
    rows = list(found.rows())
    assert found.confidence != "none"
    assert 0 < len(rows) < len(find_duties(snapshot, DutyQuery())) / 4
    nearest = set(snapshot.searcher.found(snapshot.searcher.rank(snapshot.searcher.read(topic))))
    assert [r for r in rows if r.passage.id not in nearest and "IUU" not in r.document.metadata.title] == []
    assert {row.document.metadata.province for row in rows} >= {"An Khê Đông", "Hải Lâm"}


def test_of_a_plan_that_has_the_topic_in_its_title_every_duty_is_shown(sample_service):
    (plan,) = (d for d in sample_service.documents() if "IUU" in d.metadata.title)
    of_plan, on_topic = (
        {row.passage.id for row in find_duties(sample_service.snapshot, query).rows()}
        for query in (DutyQuery(filters=Filters(document_id=plan.id)), DutyQuery(topic="chống khai thác IUU"))
    )
    assert of_plan
    assert of_plan <= on_topic


def test_of_a_topic_that_the_plans_do_not_speak_of_nobody_has_a_duty(sample_service):
    found = find_duties(
        sample_service.snapshot, DutyQuery(topic="how do black holes evaporate through Hawking radiation?")
    )
    assert (len(found), found.confidence, list(found.rows()), found.actors()) == (0, "none", [], ())


def test_a_topic_and_the_other_filters_hold_together(sample_service):
    query = DutyQuery(
        topic="chống khai thác IUU", actor="Sở", deadline="any", filters=Filters(province="An Khê Đông")
    )
    rows = list(find_duties(sample_service.snapshot, query).rows())
    assert rows
    for row in rows:
        assert "Sở" in row.actor
        assert row.duty.deadlines
        assert row.document.metadata.province == "An Khê Đông"


# --- deadlines ---

DEADLINES = {
    "day": dated("nộp 30/6/2024", "2024-06-30", document=HAI),
    "month": recurring("báo cáo hằng tháng", MONTHLY, document=HAI),
    "quarter": Provision("xong quý II/2024", deadlines=[("quý II", "period", "2024-06-30", None)], document=HAI),
    "hours": Provision("trong 24 giờ", deadlines=[("24 giờ", "period", None, None)], document=HAI),
    "none": Provision("giữ biển", document=HAI),
}  # fmt: skip


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ({"deadline": "any"}, {"day", "month", "quarter", "hours"}),
        ({"deadline": "date"}, {"day"}),
        ({"deadline": "period"}, {"quarter", "hours"}),
        ({"deadline": "recurring"}, {"month"}),
        ({"due_from": date(2024, 6, 30), "due_to": date(2024, 6, 30)}, {"day", "quarter"}),
        ({"due_from": date(2024, 7, 1)}, {"month"}),
        ({"due_to": date(2024, 6, 29)}, {"month"}),
        ({"due_from": date(2024, 2, 20), "due_to": date(2024, 2, 20)}, {"month"}),
        ({"due_from": date(2024, 2, 21), "due_to": date(2024, 3, 19)}, set()),
        # The plan is for 2024.
        ({"due_from": date(2025, 1, 1)}, set()),
        ({"due_to": date(2024, 1, 19)}, set()),
        ({"deadline": "date", "due_to": date(2024, 12, 31)}, {"day"}),
        ({"deadline": "date", "due_from": date(2024, 12, 31)}, set()),
    ],
)
def test_rows_are_restricted_by_kind_and_day_of_a_deadline(world, query, names):
    made = world(*DEADLINES.values())
    assert made.texts(**query) == [DEADLINES[name].text for name in DEADLINES if name in names]


def test_kind_and_day_are_asked_of_one_and_the_same_deadline(world):
    two = [("a", "date", "2024-03-01", None), ("b", "period", "2024-09-30", None)]
    made = world(Provision("a b", deadlines=two, document=HAI))
    assert made.texts(deadline="date", due_from=date(2024, 9, 1)) == []
    assert made.texts(deadline="period", due_from=date(2024, 9, 1)) == ["a b"]


def test_a_last_day_before_the_first_is_refused(world):
    with pytest.raises(InvalidQueryError, match=r"2024-01-01.*2024-02-01"):
        world(DEADLINES["day"]).find(due_from=date(2024, 2, 1), due_to=date(2024, 1, 1))


@pytest.mark.parametrize(
    ("metadata", "first", "last"),
    [
        (Metadata("Kế hoạch năm 2024", year=2024, date="2024-01-12"), "2024-01-12", "2024-12-31"),
        (Metadata("Kế hoạch năm 2024", year=2024, date="2023-12-28"), "2024-01-01", "2024-12-31"),
        (Metadata("KẾ HOẠCH NĂM 2024", year=2024), "2024-01-01", "2024-12-31"),
        (Metadata("Chương trình giai đoạn 2023 - 2025", year=2023), "2023-01-01", "2025-12-31"),
        (Metadata("Thực hiện Kết luận ngày 15 tháng 6 năm 2023", year=2023), "2023-01-01", None),
        (Metadata("Kế hoạch năm 2024, tổng kết năm 2023", year=2024), "2024-01-01", "2024-12-31"),
        (Metadata("Nhìn lại năm 2020", year=2024), "2024-01-01", None),
        (Metadata("Quy chế", date="2022-05-04"), "2022-05-04", None),
    ],
)
def test_a_plan_lasts_from_its_signing_or_new_year_to_the_end_of_the_years_in_its_title(
    metadata, first, last
):
    term = plan_term(metadata)
    assert (str(term.first), str(term.last) if term.last else None) == (first, last)


def test_an_undated_plan_has_no_time_and_its_rules_no_days():
    metadata = Metadata("Quy chế")
    assert plan_term(metadata) is None
    assert not falls_between(Deadline(Span(0, 1), "recurring", None, MONTHLY), metadata, None, None)


RULES = {
    "FREQ=MONTHLY;BYMONTHDAY=20": lambda day: day.day == 20,
    "FREQ=MONTHLY": lambda day: (day + timedelta(1)).day == 1,
    "FREQ=MONTHLY;INTERVAL=3": lambda day: (day + timedelta(1)).day == 1 and day.month % 3 == 0,
    "FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=15": lambda day: day.day == 15 and day.month % 3 == 0,
    "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=5": lambda day: day.day == 5 and day.month in (6, 12),
    "FREQ=YEARLY": lambda day: (day.month, day.day) == (12, 31),
    "FREQ=WEEKLY": lambda day: day.weekday() == 6,
    "FREQ=WEEKLY;BYDAY=FR": lambda day: day.weekday() == 4,
    "FREQ=MONTHLY;BYDAY=-1FR": lambda day: day.weekday() == 4 and (day + timedelta(7)).month != day.month,
    "FREQ=MONTHLY;INTERVAL=2": lambda day: (day + timedelta(1)).day == 1 and day.month % 2 == 0,
    "FREQ=DAILY": lambda day: True,
    "FREQ=HOURLY;INTERVAL=6": lambda day: True,
}


def repeating(rule: str, bound: str = "on") -> Deadline:
    """Return a deadline that repeats."""
    return Deadline(Span(0, 1), "recurring", None, rule, bound)


DAYS = st.dates(date(2018, 1, 1), date(2030, 12, 31))


@given(rule=st.sampled_from(list(RULES)), start=DAYS, length=st.integers(0, 900), since=st.none() | DAYS)
def test_the_first_day_of_a_rule_is_the_first_that_fits_within_the_plan(rule, start, length, since):
    end = start + timedelta(length)
    days = (start + timedelta(n) for n in range(length + 1))
    wanted = next((day for day in days if RULES[rule](day) and (since is None or day >= since)), None)
    assert first_day(repeating(rule), Term(start, end), since) == wanted


def test_a_rule_with_an_interval_of_its_own_counts_from_the_start_of_the_plan():
    every, term = repeating("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"), Term(date(2024, 1, 1), None)
    assert first_day(every, term, date(2024, 1, 2)) == date(2024, 1, 15)


def test_a_plan_without_an_end_does_not_last_through_millennia():
    every, term = repeating("FREQ=DAILY;INTERVAL=2"), Term(date(2024, 1, 1), None)
    assert first_day(every, term, date(9990, 1, 1)) is None


def test_a_rule_that_names_day_and_end_is_left_as_it_is():
    rule = "FREQ=MONTHLY;BYMONTHDAY=20;UNTIL=20251231"
    until_2024 = Term(date(2024, 1, 1), date(2024, 12, 31))
    assert complete_rule(rule, until_2024) == {"FREQ": "MONTHLY", "BYMONTHDAY": "20", "UNTIL": "20251231"}
    assert first_day(repeating(rule), until_2024, date(2025, 3, 1)) == date(2025, 3, 20)


@pytest.mark.parametrize(
    ("bound", "first", "last", "found"),
    [
        ("before", date(2024, 6, 29), date(2024, 6, 29), True),
        ("before", date(2024, 6, 30), date(2024, 6, 30), False),
        ("by", date(2024, 6, 30), date(2024, 6, 30), True),
        ("after", date(2024, 7, 1), date(2024, 7, 1), True),
        ("after", date(2024, 6, 30), date(2024, 6, 30), False),
    ],
)
def test_before_a_day_ends_the_day_before_and_after_it_begins_the_day_after(bound, first, last, found):
    for deadline in (
        Deadline(Span(0, 1), "date", "2024-06-30", bound=bound),
        Deadline(Span(0, 1), "recurring", rule="FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=30", bound=bound),
    ):
        assert falls_between(deadline, HAI.metadata, first, last) is found


BOUNDED_RULES = [
    "FREQ=MONTHLY;BYMONTHDAY=20", "FREQ=MONTHLY;BYMONTHDAY=1", "FREQ=MONTHLY;BYMONTHDAY=1,15",
    "FREQ=MONTHLY;BYMONTHDAY=-1", "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYMONTHDAY=1", "FREQ=WEEKLY;BYDAY=MO,FR",
    "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31", "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=15",
]  # fmt: skip


@given(rule=st.sampled_from(BOUNDED_RULES), bound=st.sampled_from(["before", "after"]), start=DAYS)
def test_the_rule_of_a_bound_tells_the_days_beside_those_of_the_words(rule, bound, start):
    term = Term(start, start + timedelta(400))
    beside = timedelta(-1 if bound == "before" else 1)
    moved = due_rule(repeating(rule, bound), term)
    first, last = (datetime.combine(day, time()) for day in (start, term.last))
    # Far from the ends of the term, which move too.
    named = rrulestr(rule, dtstart=first).between(first + timedelta(35), last - timedelta(35))
    assert [day + beside for day in named] == rrulestr(moved, dtstart=first).between(
        first + timedelta(35) + beside, last - timedelta(35) + beside
    )


@pytest.mark.parametrize("rule", ["FREQ=MONTHLY;BYDAY=1MO", "FREQ=YEARLY;BYMONTH=1,6;BYMONTHDAY=1,15"])
def test_where_no_rule_tells_the_days_before_there_is_none(rule):
    assert due_rule(repeating(rule, "before")) is None
    assert due_rule(repeating(rule)) == rule


# --- order ---


def test_rows_stand_in_the_order_of_documents_and_places_or_turned_round(world):
    made = world(Provision("a", document=HAI), Provision("b", document=HAI), Provision("c", document=AN))
    assert made.texts() == ["a", "b", "c"]
    assert made.texts(sort="-document") == ["c", "b", "a"]


def test_actors_are_sorted_without_marks_and_those_unnamed_come_last_both_ways(world):
    bodies = {"1": "Đài tỉnh", "2": None, "3": "Các báo", "4": "đài tỉnh", "5": "Sở Y tế"}
    made = world(*(Provision(text, body) for text, body in bodies.items()))
    assert made.texts(sort="actor") == ["3", "1", "4", "5", "2"]
    assert made.texts(sort="-actor") == ["5", "1", "4", "3", "2"]


def test_deadlines_are_sorted_by_first_day_then_what_repeats_then_what_has_no_day(world):
    late = dated("muộn", "2024-12-31", document=HAI)
    twice = Provision(
        "a b", deadlines=[("a", "date", "2025-01-01", None), ("b", "date", "2024-02-01", None)], document=HAI
    )
    provisions = [DEADLINES[name] for name in ("none", "hours", "month", "day")]
    made = world(*provisions, late, twice)
    tail = ["báo cáo hằng tháng", "trong 24 giờ", "giữ biển"]
    assert made.texts(sort="deadline") == ["a b", "nộp 30/6/2024", "muộn", *tail]
    assert made.texts(sort="-deadline") == ["muộn", "nộp 30/6/2024", "a b", *tail]


def test_provinces_are_sorted_with_d_bar_beside_d_and_documents_without_one_last(world):
    unknown = document("none")
    made = world(*(Provision(of.id, document=of) for of in (unknown, HAI, DONG, AN)))
    assert made.texts(sort="province") == ["an", "dong", "hai", "none"]
    assert made.texts(sort="-province") == ["hai", "dong", "an", "none"]


SORTS = ("document", "actor", "deadline", "province")


@fewer_examples
@given(data=st.data())
def test_an_order_neither_loses_nor_adds_a_row_and_turned_round_it_is_the_same_rows(tmp_path_factory, data):
    provisions = st.builds(
        Provision,
        text=st.just("1. Giữ biển."),
        actor=st.sampled_from([None, *BODIES]),
        deadlines=st.sampled_from([(), [("biển", "date", "2024-06-30", None)], [("Giữ", "period", None, None)]]),
        document=st.sampled_from([HAI, DONG, AN]),
    )  # fmt: skip
    made = DutyWorld(data.draw(st.lists(provisions, max_size=20)))
    sort = data.draw(st.sampled_from(SORTS))
    both = [sorted(r.passage.id for r in made.find(sort=way).rows()) for way in (sort, f"-{sort}")]
    assert both[0] == both[1] == sorted(record.passage_id for record in made.duties())
