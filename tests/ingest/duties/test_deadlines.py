"""Deadlines: by when and how often, word by word, and what a calendar makes of them."""

import itertools
from datetime import date, datetime

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from ingest.duties.deadlines import find_deadlines
from ingest.duties.due_dates import read_timing


def deadlines(text: str, year: int | None = None) -> list[str]:
    return [deadline.span.of(text) for deadline in find_deadlines(text, year)]


@pytest.mark.parametrize(
    ("text", "deadline"),
    [
        ("Các xã gửi danh sách trước ngày 15/8/2025, quá hạn không xét.", "trước ngày 15/8/2025"),
        ("Gửi về Văn phòng chậm nhất là ngày 05/12/2025.", "chậm nhất là ngày 05/12/2025"),
        ("Trả lời đơn trong vòng 24 giờ.", "trong vòng 24 giờ"),
        ("Trả lời đơn trong 07 ngày làm việc.", "trong 07 ngày làm việc"),
        ("Trả lời đơn trong thời hạn 05 ngày.", "trong thời hạn 05 ngày"),
        ("Họp tổ định kỳ hằng quý.", "định kỳ hằng quý"),
        ("Họp tổ định kỳ sáu tháng.", "định kỳ sáu tháng"),
        ("Nhận bài dự thi đến hết ngày 30/4/2025.", "đến hết ngày 30/4/2025"),
        ("Sửa xong kênh trong quý III năm 2025.", "trong quý III năm 2025"),
        ("Báo cáo trước 17 giờ ngày 25 hằng tháng.", "trước 17 giờ ngày 25 hằng tháng"),
        ("Nộp hồ sơ trước ngày 10.9.2025.", "trước ngày 10.9.2025"),
        ("Nộp hồ sơ trước 30/6/2025.", "trước 30/6/2025"),
        ("Nộp hồ sơ trước tháng 6/2025.", "trước tháng 6/2025"),
        ("Trồng 500 cây, hoàn thành trong năm 2025.", "hoàn thành trong năm 2025"),
        ("Sửa cầu, xong trước ngày 15/8/2025.", "xong trước ngày 15/8/2025"),
        ("Sơ kết 6 tháng đầu năm.", "6 tháng đầu năm"),
        ("Tháng 9/2025: mở lớp ghép cành.", "Tháng 9/2025"),
        ("Tổng kết vào quý IV/2025.", "quý IV/2025"),
        ("Khám mắt trong quý I, II năm 2025.", "trong quý I, II năm 2025"),
        ("Thời gian thực hiện: năm 2024.", "Thời gian thực hiện: năm 2024"),
        ("Thời hạn: thường xuyên.", "Thời hạn: thường xuyên"),
        ("Hạn gửi: ngày 25 tháng cuối quý.", "Hạn gửi: ngày 25 tháng cuối quý"),
        ("Giao ban thứ Hai hằng tuần.", "thứ Hai hằng tuần"),
        ("Giao ban vào 8 giờ thứ Sáu.", "8 giờ thứ Sáu"),
        ("Nói chuyện vào chiều thứ Bảy tuần đầu của tháng.", "chiều thứ Bảy tuần đầu của tháng"),
        ("Ban họp ba tháng một lần.", "ba tháng một lần"),
        ("Diễn tập mỗi năm một lần trước mùa mưa (trước ngày 15/5).",
         "mỗi năm một lần trước mùa mưa (trước ngày 15/5)"),
        ("Báo cáo hằng năm trước ngày 30/11.", "hằng năm trước ngày 30/11"),
        ("Báo cáo định kỳ hằng quý, chậm nhất ngày 05 của tháng đầu quý sau.",
         "định kỳ hằng quý, chậm nhất ngày 05 của tháng đầu quý sau"),
        ("Báo cáo định kỳ hằng tháng hoặc đột xuất khi có yêu cầu.",
         "định kỳ hằng tháng hoặc đột xuất khi có yêu cầu"),
        ("Báo cáo định kỳ hoặc đột xuất theo yêu cầu.", "định kỳ hoặc đột xuất theo yêu cầu"),
        ("Phát tin hai lượt mỗi ngày, vào 5 giờ và 17 giờ¹.", "hai lượt mỗi ngày, vào 5 giờ và 17 giờ"),
        ("Trực từ ngày 01/4 đến hết ngày 30/9.", "từ ngày 01/4 đến hết ngày 30/9"),
        ("Báo tin cho gia đình trong 24 giờ sau khi có xác nhận, không chờ văn bản.",
         "trong 24 giờ sau khi có xác nhận"),
        ("Báo đồn trong ngày, không tự ý đào.", "trong ngày"),
        ("Gửi tài liệu trước ít nhất 02 ngày.", "trước ít nhất 02 ngày"),
        ("Đốt nương phải báo trước 2 giờ.", "trước 2 giờ"),
        ("Gửi sách trước Ngày hội đọc (21/4/2025).", "trước Ngày hội đọc (21/4/2025)"),
        ("Bản tiếng Anh xong trước khi đoàn lên đường.", "xong trước khi đoàn lên đường"),
        ("Cập nhật sau mỗi kỳ họp.", "sau mỗi kỳ họp"),
        ("Đến năm 2025, mọi xã có loa.", "Đến năm 2025"),
        ("Gửi sau ngày 20 hằng tháng.", "sau ngày 20 hằng tháng"),
        ("Nộp không chậm hơn ngày 5 hằng tháng.", "không chậm hơn ngày 5 hằng tháng"),
        ("Nộp chậm nhất trong ngày 25 hằng tháng.", "chậm nhất trong ngày 25 hằng tháng"),
        ("Nộp trước các ngày 10 và 20 hằng tháng.", "trước các ngày 10 và 20 hằng tháng"),
        ("Nhận bài từ nay đến hết ngày 30/9/2025.", "từ nay đến hết ngày 30/9/2025"),
        ("Trực kể từ ngày 01/4 đến ngày 30/9.", "kể từ ngày 01/4 đến ngày 30/9"),
        ("Báo cáo trước ngày 15/6 và 15/12 hằng năm.", "trước ngày 15/6 và 15/12 hằng năm"),
    ],
)  # fmt: skip
def test_a_deadline_is_found_whole(text, deadline):
    assert deadlines(text) == [deadline]


@pytest.mark.parametrize(
    "text",
    [
        "Thôn cử hai người trực chốt.",
        "Trước mắt, thôn cử hai người trực chốt.",
        "Thực hiện Kết luận 12-KL/TU ngày 15/6/2023 về vườn cây.",
        "Theo Quyết định số 45/QĐ-UBND ngày 05 tháng 3 năm 2024 của tỉnh.",
        "Tuyên truyền các ngày lễ trong năm 2024.",
        "Phản ánh các sự kiện nổi bật của xã trong năm 2024.",
        "Nội dung được nêu trong văn kiện Đại hội năm 2021.",
        "Trưng bày ảnh kỷ niệm 50 năm thành lập trường.",
        "Triển khai kế hoạch năm 2024 của xã.",
        "Góp phần hoàn thành nhiệm vụ chung trong năm 2024.",
        "Chiến lược vườn cây đến năm 2030, tầm nhìn 2045.",
        "Giai đoạn 2024 - 2025 trồng 500 cây.",
        "Kinh phí hằng năm 20 triệu đồng.",
        "Bám sát kế hoạch hằng năm của huyện.",
        "Đón đoàn lần thứ tư.",
        "Không phát loa trước 5 giờ và sau 20 giờ.",
        "Bản tin không quá 8 phút.",
        "Tàu mất kết nối quá 10 ngày thì gọi về.",
        "Rút thời gian xuống 7 ngày làm việc.",
        "Hỗ trợ 500.000 đồng/tháng.",
        "Họp báo định kỳ và đột xuất.",
        "Đường 12/5 dài 3 km.",
    ],
)
def test_what_is_told_cited_or_counted_is_no_deadline(text):
    assert deadlines(text) == []


def test_all_deadlines_are_found_in_order():
    text = "Báo cáo tháng trước ngày 20 hằng tháng, báo cáo năm trước ngày 15/12/2025; trả lời trong 2 giờ."
    assert deadlines(text) == ["trước ngày 20 hằng tháng", "trước ngày 15/12/2025", "trong 2 giờ"]


@pytest.mark.parametrize(
    ("words", "bound"),
    [
        ("trước ngày 20 hằng tháng", "before"),
        ("định kỳ hằng quý (trước ngày 15 của tháng cuối quý) hoặc đột xuất", "before"),
        ("trước thứ Sáu hằng tuần", "before"),
        ("trước ngày 20 hằng tháng đến hết ngày 31/12/2025", "before"),
        ("hoàn thành trước tháng 6/2025", "before"),
        ("trước khi đoàn lên đường", "before"),
        ("chậm nhất ngày 20 hằng tháng", "by"),
        ("trước 17 giờ ngày 07/8/2025", "by"),
        ("trước 17 giờ thứ Sáu hằng tuần", "by"),
        ("trước cuối tháng 6/2025", "by"),
        ("Hạn gửi: ngày 25 tháng cuối quý", "by"),
        ("từ ngày 15 đến ngày 20 hằng tháng", "by"),
        ("trong vòng 05 ngày kể từ ngày nhận", "by"),
        ("sau ngày 15/6/2025", "after"),
        ("từ ngày 20 hằng tháng", "from"),
        ("ngày 20 hằng tháng", "on"),
        ("ngày 20 hằng tháng đến hết ngày 31/12/2025", "on"),
        ("thứ Hai tuần thứ nhất hằng tháng", "on"),
        ("trong năm 2025", "on"),
        ("mỗi tuần ít nhất hai kỳ", "on"),
    ],
)
def test_the_word_before_a_day_is_its_bound(words, bound):
    assert read_timing(words).bound == bound


def test_the_word_before_a_list_of_days_holds_for_each():
    found = find_deadlines("Báo cáo trước ngày 20/6/2025 và ngày 20/12/2025, họp ngày 25/12/2025.")
    assert [(d.due, d.bound) for d in found] == [
        ("2025-06-20", "before"), ("2025-12-20", "before"), ("2025-12-25", "on"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "more", ["của các xã", "để tổng hợp, báo cáo", "để Ủy ban nhân dân tỉnh xem xét quyết định"]
)
def test_a_deadline_ends_where_its_words_end(more):
    text = f"Gửi kết quả trước ngày 15 tháng 9 năm 2025 {more} theo quy định."
    assert deadlines(text) == ["trước ngày 15 tháng 9 năm 2025"]


def test_line_breaks_inside_a_deadline_stay_in_its_words():
    assert deadlines("Nộp trước\nngày 15\ntháng 9 năm 2025.") == ["trước\nngày 15\ntháng 9 năm 2025"]


@pytest.mark.parametrize(
    ("words", "kind", "due"),
    [
        ("trước ngày 15/8/2025", "date", "2025-08-15"),
        ("chậm nhất là ngày 05 tháng 12 năm 2025", "date", "2025-12-05"),
        ("trước 17 giờ ngày 07/8/2025", "date", "2025-08-07"),
        ("trước mùa hoa (15/3/2025)", "date", "2025-03-15"),
        ("quý II/2023", "period", "2023-06-30"),
        ("trong quý I, II năm 2025", "period", "2025-06-30"),
        ("tháng 9/2024", "period", "2024-09-30"),
        ("chậm nhất tháng 2/2024", "period", "2024-02-29"),
        ("tháng 7, 8/2023", "period", "2023-08-31"),
        ("từ tháng 6 đến hết tháng 12/2023", "period", "2023-12-31"),
        ("từ ngày 01/3/2025 đến ngày 30/4/2025", "period", "2025-04-30"),
        ("hoàn thành trong năm 2025", "period", "2025-12-31"),
        ("6 tháng đầu năm 2025", "period", "2025-06-30"),
        ("6 tháng cuối năm 2025", "period", "2025-12-31"),
        ("cuối năm 2025", "period", "2025-12-31"),
        ("chậm nhất ngày 30 tháng 01 năm 2025", "date", "2025-01-30"),
        ("trước tháng 6/2025", "period", "2025-06-01"),
        ("trước quý II/2025", "period", "2025-04-01"),
        ("trước năm 2025", "period", "2025-01-01"),
        ("trước cuối năm 2025", "period", "2025-12-31"),
        ("trong 24 giờ", "period", None),
        ("trước ngày 31/02/2025", "date", None),
        ("trước ngày 5/13/2025", "date", None),
        ("trước ngày 24", "date", None),
        ("ngày 12 tháng Giêng", "date", None),
        ("trước ngày 15/01 năm sau", "date", None),
        ("trước ngày 15/6", "date", None),
        ("trong tháng 3", "period", None),
        ("quý II", "period", None),
    ],
)
def test_kind_and_day(words, kind, due):
    timing = read_timing(words)
    assert (timing.kind, timing.due, timing.rule) == (kind, due, None)


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("trước ngày 15/6", "2025-06-15"),
        ("trong tháng 3", "2025-03-31"),
        ("quý II", "2025-06-30"),
        ("6 tháng đầu năm", "2025-06-30"),
        ("trước ngày 15/6/2024", "2024-06-15"),
        ("trước ngày 15/01 năm sau", None),
    ],
)
def test_a_year_handed_in_holds_only_where_the_words_give_none(words, due):
    assert read_timing(words, 2025).due == due


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        ("hằng ngày", "FREQ=DAILY"),
        ("trước 15 giờ hằng ngày", "FREQ=DAILY"),
        ("ít nhất 02 lần/ngày", "FREQ=DAILY"),
        ("mỗi giờ một lần", "FREQ=HOURLY"),
        ("mỗi tuần hai buổi", "FREQ=WEEKLY"),
        ("02 tuần/số", "FREQ=WEEKLY;INTERVAL=2"),
        ("thứ Sáu hằng tuần", "FREQ=WEEKLY;BYDAY=FR"),
        ("tối Chủ nhật", "FREQ=WEEKLY;BYDAY=SU"),
        ("17 giờ 30 phút thứ Ba, thứ Năm", "FREQ=WEEKLY;BYDAY=TU,TH"),
        ("hàng tháng", "FREQ=MONTHLY"),
        ("trước ngày 20 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=20"),
        ("ngày 10 và ngày 25 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=10,25"),
        ("trước ngày 05 của tháng sau", "FREQ=MONTHLY;BYMONTHDAY=5"),
        ("ngày cuối cùng của tháng", "FREQ=MONTHLY;BYMONTHDAY=-1"),
        ("thứ Năm tuần thứ ba hằng tháng", "FREQ=MONTHLY;BYDAY=3TH"),
        ("thứ Hai đầu tháng", "FREQ=MONTHLY;BYDAY=1MO"),
        ("thứ Sáu tuần cuối tháng", "FREQ=MONTHLY;BYDAY=-1FR"),
        ("định kỳ hằng quý", "FREQ=MONTHLY;INTERVAL=3"),
        ("mỗi quý một lần", "FREQ=MONTHLY;INTERVAL=3"),
        ("hai tháng một kỳ", "FREQ=MONTHLY;INTERVAL=2"),
        ("định kỳ sáu tháng", "FREQ=MONTHLY;INTERVAL=6"),
        ("trước ngày 25 của tháng cuối quý", "FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=25"),
        ("định kỳ hằng quý, chậm nhất ngày 05 của tháng đầu quý sau",
         "FREQ=MONTHLY;BYMONTH=1,4,7,10;BYMONTHDAY=5"),
        ("tuần cuối của tháng thứ hai mỗi quý", "FREQ=MONTHLY;BYMONTH=2,5,8,11"),
        ("hằng năm", "FREQ=YEARLY"),
        ("mỗi hai năm", "FREQ=YEARLY;INTERVAL=2"),
        ("đến ngày 20/11 hằng năm", "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=20"),
        ("mỗi năm hai lần, vào tháng 4 và tháng 10", "FREQ=YEARLY;BYMONTH=4,10"),
        ("mỗi ngày một lần cho đến hết ngày 31/8/2023", "FREQ=DAILY;UNTIL=20230831"),
        ("hằng năm trước ngày 30/02", "FREQ=YEARLY"),
        ("trước ngày 15/6 và 15/12 hằng năm", "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=15"),
        ("trước ngày 15/6 và 20/12 hằng năm", "FREQ=YEARLY"),
        ("trước tháng 12 hằng năm", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=1"),
        ("từ ngày 15 đến ngày 20 hằng tháng", "FREQ=MONTHLY;BYMONTHDAY=20"),
        ("Thời hạn: thường xuyên", None),
        ("định kỳ hoặc đột xuất theo yêu cầu", None),
    ],
)  # fmt: skip
def test_rules_of_what_recurs(words, rule):
    timing = read_timing(words, 2025)
    assert (timing.kind, timing.due, timing.rule) == ("recurring", None, rule)


# Times, words that stand about them, and the joints between; hostile in any order.
WORDS = (
    "trước|sau|trong|vòng|đến|hết|từ|ngày|tháng|quý|năm|tuần|giờ|hằng|mỗi|định kỳ|lần|một|ba|thứ|Hai|Chủ nhật|cuối"
    "|đầu|của|và|II|20|31/02|15/8/2025|2024|0|99|thời hạn:|xong|báo|đột xuất|theo|hoặc|Tết|làm việc|,|(|)|.|;|\n|¹|/"
)
PIECES = st.sampled_from(WORDS.split("|"))
TIMES = st.lists(PIECES, max_size=25).map(" ".join)


@given(text=TIMES | st.text(max_size=80))
def test_deadlines_of_any_text_are_verbatim_stripped_and_apart(text):
    found = find_deadlines(text, 2025)
    for deadline in found:
        words = deadline.span.of(text)
        assert 0 <= deadline.span.start < deadline.span.end <= len(text)
        assert words == words.strip()
    assert all(first.span.end <= second.span.start for first, second in itertools.pairwise(found))


@given(text=TIMES | st.text(max_size=80))
def test_a_calendar_can_read_what_any_deadline_gives_it(text):
    timing = read_timing(text, 2025)
    assert timing.due is None or date.fromisoformat(timing.due).isoformat() == timing.due
    assert timing.due is None or timing.kind != "recurring"
    if timing.rule:
        assert timing.kind == "recurring"
        rrulestr(timing.rule, dtstart=datetime(2025, 1, 1))
