"""The words of a quote that answer by themselves: times, lengths, amounts, meanings of abbreviations."""

from dataclasses import replace

import pytest

from ingest.types import Deadline, Span
from search_api.asking.amounts import amounts, clause_of, sentence_of
from search_api.asking.roles import agent, receivers
from search_api.asking.statements import Joined, english_deadline
from search_api.asking.times import hours, lengths, rhythms, times
from tests.index_worlds import collect, write_plan
from tests.product import Product


def words(text: str, spans: list[Span]) -> list[str]:
    return [span.of(text) for span in spans]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Quyết định có hiệu lực từ ngày 15/7/2022, áp dụng đến hết tháng 3/2024.",
         ["từ ngày 15/7/2022", "đến hết tháng 3/2024"]),
        ("thành viên Hội đồng nhiệm kỳ 2023 - 2025", ["nhiệm kỳ 2023 - 2025"]),
        ("kiểm tra trong quý II/2023; họp ngày 18/4", ["quý II/2023", "ngày 18/4"]),
        ("Kế hoạch 45/KH-UBND, 186 km, 2.000 bản, 12/12 xã", []),
    ],
)  # fmt: skip
def test_times_are_found_with_what_leads_them(text, found):
    assert words(text, times(text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("trả lời trong 04 ngày làm việc, mỗi buổi không quá 20 phút",
         ["trong 04 ngày làm việc", "không quá 20 phút"]),
        ("xuống 7 ngày làm việc", ["7 ngày làm việc"]),
        ("lớp hai ngày cho 90 cán bộ", ["hai ngày"]),
        ("ngày 20 tháng 3, tháng 12 năm 2024", []),
    ],
)  # fmt: skip
def test_lengths_of_time_are_no_days_of_the_calendar(text, found):
    assert words(text, lengths(text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("đội cứu hộ trực từ 5 giờ đến 18 giờ 30 phút", ["từ 5 giờ đến 18 giờ 30 phút"]),
        ("ba lượt mỗi ngày, vào 4 giờ, 11 giờ và 18 giờ", ["vào 4 giờ, 11 giờ và 18 giờ"]),
        ("không phát trước 5 giờ và sau 20 giờ 30 phút", ["trước 5 giờ và sau 20 giờ 30 phút"]),
        ("trả lời trong vòng 12 giờ, trực 24/24 giờ, quá 6 giờ thì gọi", []),
    ],
)
def test_hours_of_the_day_are_no_lengths(text, found):
    assert words(text, hours(text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ban Chỉ đạo họp ba tháng một lần", ["ba tháng một lần"]),
        ("báo cáo định kỳ hằng quý, thử loa 3 lượt/ngày", ["hằng quý", "3 lượt/ngày"]),
        ("tuần tra mỗi quý 01 lần; gửi 02 tuần/số", ["mỗi quý 01 lần", "02 tuần/số"]),
        ("Trước 24 giờ: phát tin mỗi giờ một lần", ["mỗi giờ một lần"]),
        ("trong ba tháng, ngày 20 tháng 3", []),
    ],
)
def test_how_often_something_happens_is_read_whole(text, found):
    assert words(text, rhythms(text)) == found


def test_what_stands_in_a_bracket_is_of_the_words_before_it():
    text = "quan hệ với các nước: Nhật Bản (21/9/1973 - 21/9/2023), Malaysia (30/3/1973 - 30/3/2023), và hội."
    clauses = [clause_of(text, span) for span in times(text)]
    assert clauses == ["Nhật Bản (21/9/1973 - 21/9/2023)", "Malaysia (30/3/1973 - 30/3/2023)"]


def test_a_sentence_goes_over_the_commas_of_its_clauses():
    text = "Quản lý 96 mốc; già làng, trưởng bản được hỗ trợ 700.000 đồng/người/tháng; bố trí ô tô."
    (amount,) = amounts(text)
    assert clause_of(text, amount) == "trưởng bản được hỗ trợ 700.000 đồng/người/tháng"
    assert sentence_of(text, amount) == "già làng, trưởng bản được hỗ trợ 700.000 đồng/người/tháng"


@pytest.fixture(scope="module")
def plans(tmp_path_factory):
    folder = tmp_path_factory.mktemp("told")
    provisions = [
        "Kỷ niệm ngày thiết lập quan hệ với Malaysia (30/3/1973 - 30/3/2023), Singapore (01/8/1973 - 01/8/2023).",
        "Mức hỗ trợ cũ 400.000 đồng/tháng theo Quyết định số 1120/QĐ-UBND ngày 15/6/2019 của UBND tỉnh.",
        "Công tác thông tin đối ngoại (TTĐN) do lãnh đạo tỉnh chỉ đạo, các phòng tham mưu.",
        "Gỡ thẻ vàng về đánh bắt trái phép, không báo cáo và không theo quy định (IUU) của ngư dân.",
        "Tu bổ thành cổ, vốn 14,8 tỷ đồng, trong đó xã hội hóa 4 tỷ đồng.",
        "Lớp truyền dạy hát then kéo dài 20 ngày cho học sinh.",
        "Thư viện mở cửa từ 7 giờ đến 21 giờ các ngày trong tuần.",
        "Tổ biên tập họp ba tháng một lần tại trụ sở.",
        "Tài khoản dùng xác thực hai lớp; mật khẩu thay sáu tháng một lần.",
        "Lớp học đàn tính miễn phí cho trẻ em; giáo viên là nghệ nhân trong bản.",
        "Năm 2023 tỉnh đón 1,86 triệu lượt khách, trong đó khách quốc tế 74.000 lượt.",
        'Mở hội thi nấu ăn "Bếp nhà sàn" tại chợ huyện.',
        "Hội Phụ nữ xã đắp lại thành giếng cổ; người cao tuổi trong bản được giao trông giếng.",
        "Nhân viên thú y được hưởng phụ cấp độc hại 0,4 mức lương cơ sở và 200.000 đồng/tháng.",
        "Vở kịch về phòng cháy diễn tại sân đình.",
        "Nhận hồ sơ vay vốn cải tạo nhà cổ; đầu mối là Ngân hàng Chính sách huyện.",
        "Biển hiệu mới treo ở phố cổ phải có ý kiến của Hội đồng kiến trúc.",
        "Vườn ươm cây bản địa (7 ha) ở chân đồi.",
        "Trạm bơm tưới ruộng 45 phút, vào sáng thứ Ba; nước thừa dẫn về ao.",
        "Chợ phiên họp ở Nà Mè (tháng 5), Bản Sen (tháng 9). Mỗi hộ một gian.",
        "Tuyến đê dài 12 km, có 38 vị trí kè, 5 cửa cống.",
        "Nghệ nhân xã Nà Mè, hội viên phụ nữ và giáo viên được mời dạy các lớp thêu.",
    ]
    write_plan(folder / "a.txt", *provisions)
    collect(folder / "data", folder / "a.txt")
    return Product.open(folder / "data")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Malaysia thiết lập quan hệ khi nào?", "30/3/1973 - 30/3/2023"),
        ("Quyết định 1120/QĐ-UBND quy định mức hỗ trợ bao nhiêu một tháng?", "400.000 đồng/tháng"),
        ("TTĐN là viết tắt của chữ gì?", "Thông tin đối ngoại"),
        ("ttdn viet tat cua gi", "Thông tin đối ngoại"),
        ("Tu bổ thành cổ hết bao nhiêu tiền?", "14,8 tỷ đồng"),
        ("truyền dạy hát then trong bao lâu?", "20 ngày"),
        ("Thư viện mở cửa vào giờ nào?", "Từ 7 giờ đến 21 giờ"),
        ("bao lau thi to bien tap hop mot lan", "Ba tháng một lần"),
        ("Mật khẩu tài khoản bao lâu phải thay?", "Sáu tháng một lần"),
        ("Ai dạy lớp học đàn tính cho trẻ em?", "Giáo viên là nghệ nhân trong bản"),
        ("Hội thi nấu ăn ở chợ huyện có tên là gì?", '"Bếp nhà sàn"'),
        ("Ai được giao trông giếng?", "Người cao tuổi trong bản"),
        ("Ai đắp thành giếng cổ?", "Hội Phụ nữ xã"),
        ("Đầu mối nhận hồ sơ vay vốn", "Ngân hàng Chính sách huyện"),
        ("Biển hiệu mới ở phố cổ cần sự đồng ý của ai?", "Hội đồng kiến trúc"),
        ("Vở kịch diễn ở địa điểm nào?", "Vở kịch về phòng cháy diễn tại sân đình"),
        ("How big is the tree nursery?", "Vườn ươm cây bản địa (7 ha) ở chân đồi"),
        ("Tỉnh đón bao nhiêu khách quốc tế?", "Trong đó khách quốc tế 74.000 lượt"),
        (
            "Tu bổ thành cổ hết bao nhiêu, trong đó xã hội hóa mấy tỷ?",
            "Vốn 14,8 tỷ đồng, trong đó xã hội hóa 4 tỷ đồng",
        ),
        (
            "phụ cấp độc hại của nhân viên thú y",
            "Nhân viên thú y được hưởng phụ cấp độc hại 0,4 mức lương cơ sở và 200.000 đồng/tháng",
        ),
        (
            "Nhân viên thú y hưởng phụ cấp mức nào?",
            "Nhân viên thú y được hưởng phụ cấp độc hại 0,4 mức lương cơ sở và 200.000 đồng/tháng",
        ),
        (
            "Trạm bơm tưới cho ruộng bao lâu, vào thứ mấy?",
            "Trạm bơm tưới ruộng 45 phút, vào sáng thứ Ba; nước thừa dẫn về ao",
        ),
        (
            "How long does the pump station water the fields, and on which day?",
            "Trạm bơm tưới ruộng 45 phút, vào sáng thứ Ba; nước thừa dẫn về ao",
        ),
        ("Chợ phiên họp vào những tháng nào?", "Chợ phiên họp ở Nà Mè (tháng 5), Bản Sen (tháng 9)"),
        ("Tuyến đê có bao nhiêu bờ kè?", "Có 38 vị trí kè"),
        ("số cửa cống trên tuyến đê", "5 cửa cống"),
        ("Ai dạy các lớp thêu?", "Nghệ nhân xã Nà Mè, hội viên phụ nữ và giáo viên"),
        (
            "Which decision set the old allowance of 400,000 dong a month?",
            "Quyết định số 1120/QĐ-UBND ngày 15/6/2019 của UBND tỉnh",
        ),
        ("muc ho tro cu la bn mot thang", "400.000 đồng/tháng"),
    ],
)
def test_the_words_that_answer_are_told(plans, question, told):
    line = plans.ask(question).line
    assert line
    assert line.text("vi").rsplit(" (", 1)[0] == told


def test_the_end_of_a_list_is_not_told_as_what_an_abbreviation_stands_for(plans):
    found = plans.ask("IUU viết tắt của cụm từ nào?")
    assert found.line is None
    assert "(IUU)" in found.quotes[0].text


def test_an_abbreviation_that_no_plan_has_is_searched_for_like_any_words(plans):
    assert plans.ask("XYZQ là viết tắt của gì?").status == "no_evidence"


@pytest.mark.parametrize(
    ("text", "deeds", "who"),
    [
        (
            "phần nào được công bố do Giám đốc Công an tỉnh quyết định.",
            ["quyết định"],
            "Giám đốc Công an tỉnh",
        ),
        ("giải nhất 20 triệu đồng, kinh phí do doanh nghiệp tài trợ", ["tài trợ"], "doanh nghiệp"),
        ("lý do chậm, doanh nghiệp tài trợ", ["tài trợ"], None),
    ],
)
def test_who_does_something_is_read_from_the_words_around_it(text, deeds, who):
    found = agent(text, deeds)
    assert (found.of(text) if found else None) == who


def test_who_gets_something_or_allows_it_is_read_too():
    text = "xã ngắt nguồn và gọi ngay cho Trung tâm Công nghệ thông tin tỉnh. Cần ý kiến của Sở Ngoại vụ."
    assert words(text, receivers(text)) == ["Trung tâm Công nghệ thông tin tỉnh", "Sở Ngoại vụ"]


def test_two_things_asked_at_once_get_a_line_of_both(sample_service):
    line = sample_service.ask("Nghị quyết 40-NQ/TU do ai ban hành, ngày nào?").line
    assert isinstance(line, Joined)
    assert "09/12/2022" in line.text("vi")
    assert "Ban Chấp hành Đảng bộ tỉnh" in line.text("vi")


def test_a_year_is_not_told_where_it_is_asked_how_often(tmp_path):
    provision = "Sở Ngoại vụ gửi báo cáo tổng kết công tác lãnh sự trong năm 2024."
    collect(tmp_path / "data", write_plan(tmp_path / "a.txt", provision, "Sở Y tế tiêm phòng."))
    service = Product.open(tmp_path / "data")
    when = service.ask("When is the consular report sent?")
    assert when.line
    assert "2024" in when.line.text("vi")
    often = service.ask("How often is the consular report sent?")
    assert (often.quotes[0].passage.id, often.line) == (when.quotes[0].passage.id, None)


def test_nobody_is_told_who_is_bound_where_the_receiver_is_asked_for(sample_service):
    answer = sample_service.ask("Khi loa xã bị chèn tín hiệu lạ thì phải gọi ngay cho ai?")
    assert answer.line
    assert answer.line.text("vi") == "Trung tâm Công nghệ thông tin tỉnh (Vân Sơn)"


@pytest.mark.parametrize(
    ("text", "received"),
    [
        ("Vướng mắc thì phản ánh về Sở Y tế tỉnh tổng hợp, xem xét.", "Sở Y tế tỉnh"),
        ("Các tổ trao đổi thông tin với Ban Tuyên giáo Tỉnh ủy hằng tuần.", "Ban Tuyên giáo Tỉnh ủy"),
        # What a name begins with is not the whole of it.
        ("Xã gửi Hội đồng kiến trúc trước ngày 05.", "Hội đồng kiến trúc trước ngày 05"),
    ],
)
def test_a_body_ends_where_its_name_does(text, received):
    assert words(text, receivers(text)) == [received]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("Foreign reporters in Dong Hai - who bears the cost of interpreting?", "Phía phóng viên"),
        (
            "Phụ cấp cho già làng, trưởng bản ở Phú Trà phát trước ngày bao nhiêu mỗi tháng?",
            "trước ngày 10 hằng tháng",
        ),
        ("Hai Lam journalists association sea prize: last day for entries?", "15/10/2024"),
        ("Học bổng Vân Sơn tặng học sinh Lào, mỗi em mỗi tháng được mấy tiền?", "500.000 đồng/tháng"),
        ("Minimum number of foreign press/creator delegations Hai Lam hopes to host in 2024", "08 đoàn"),
        ("Thanh Giang chọn những chỗ nào làm tuyến mẫu cho khách nước ngoài?", "cù lao Phượng"),
        ("Where will An Khe Dong rehearse the reception of the EC inspection team?", "cảng Hòn Mây Nhỏ"),
        ("At which ports do Hai Lam border guards meet fishermen every month?", "cảng Phước Sa"),
        ("Tin bị kiểm chứng ở Đông Hải sẽ được dán các nhãn nào", "Chưa đủ căn cứ"),
        ("vu tin gia ca chet o Hai Lam, so nao phai cong khai ket qua do nuoc bien", "Sở Tài nguyên"),
        (
            "When must the districts of Thanh Giang issue a plan under Plan 216/KH-UBND?",
            "trước ngày 20/12/2023",
        ),
    ],
)
def test_the_words_that_answer_are_told_of_the_samples(sample_service, question, told):
    line = sample_service.ask(question).line
    assert line
    assert told.lower() in line.text("vi").lower()


def test_of_quotes_about_as_likely_the_one_that_tells_is_first(sample_service):
    found = sample_service.ask("Who has to find out who first posted the dead-fish video?")
    assert found.line
    assert found.quotes[0].actor == "Công an tỉnh"


def test_who_asks_for_money_is_told_no_share(sample_service):
    found = sample_service.ask("How much money goes to notice boards at the landing places of Hải Lâm?")
    assert found.line is None or "%" not in found.line.text("vi")


def test_a_period_is_over_by_its_last_day():
    deadline = Deadline(Span(0, 1), "period", due="2023-06-30")
    assert english_deadline(deadline) == "by 30 June 2023"
    assert english_deadline(replace(deadline, kind="date")) == "on 30 June 2023"


@pytest.mark.parametrize(
    ("provision", "question", "told"),
    [
        (
            "Trạm thú y phối hợp với Hội Nông dân tiêm phòng cho trâu.",
            "Trạm thú y phối hợp với ai?",
            "Hội Nông dân",
        ),
        (
            'Tuyên truyền theo phương châm "gần dân, dễ hiểu".',
            "phương châm tuyên truyền là gì",
            '"gần dân, dễ hiểu"',
        ),
        (
            "Vườn trường trồng ba luống rau.",
            "Vườn trường có mấy luống rau?",
            "Vườn trường trồng ba luống rau",
        ),
    ],
)
def test_partners_mottos_and_numbers_in_words_are_told(tmp_path, provision, question, told):
    collect(tmp_path / "data", write_plan(tmp_path / "a.txt", provision, "Quét sân đình."))
    line = Product.open(tmp_path / "data").ask(question).line
    assert line
    assert line.text("vi").rsplit(" (", 1)[0] == told


def test_the_year_of_a_plan_is_no_time_limit(tmp_path):
    provision = "Trên đây là Kế hoạch trồng rau năm 2024; các lớp báo cáo khi có yêu cầu."
    collect(tmp_path / "data", write_plan(tmp_path / "a.txt", provision, title="Trồng rau năm 2024"))
    assert Product.open(tmp_path / "data").ask("khi nào các lớp báo cáo?").line is None


def test_who_works_with_a_body_is_not_that_body(tmp_path):
    provision = "Sở Y tế chủ trì, phối hợp các trường cân trẻ em."
    collect(tmp_path / "data", write_plan(tmp_path / "a.txt", provision, "Quét sân đình."))
    assert Product.open(tmp_path / "data").ask("Ai phối hợp với Sở Y tế cân trẻ em?").line is None


@pytest.mark.parametrize(
    ("question", "told"),
    [
        # Who proposes it does not get it, and "nhất là" is no "là".
        ("Ai được tặng Bằng khen?", None),
        ("Vân Sơn giao ai giữ hồ sơ cửa khẩu", None),
        ("Ai được phát lệnh khẩn tới toàn bộ loa?", "Ban Chỉ huy Phòng, chống thiên tai"),
    ],
)
def test_nothing_is_told_that_was_not_asked(sample_service, question, told):
    line = sample_service.ask(question).line
    assert (line is None) if told is None else (line is not None and line.text("vi").startswith(told))
