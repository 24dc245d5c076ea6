"""Actors: whom a sentence or a heading gives a duty to, and where the name ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.duties.actors import actor_of_heading, actor_of_sentence, named_later, words_of
from ingest.language.phrases import clauses


def subject(text: str) -> str | None:
    span = actor_of_sentence(text)
    return span.of(text) if span else None


def named_anywhere(text: str) -> str | None:
    words = words_of(text)
    found = named_later(words, clauses(words))
    return found.span.of(text) if found else None


def in_heading(heading: str) -> str | None:
    span = actor_of_heading(heading)
    return span.of(heading) if span else None


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("1. Sở Y tế chủ trì, phối hợp với các trường khám mắt.", "Sở Y tế"),
        ("1. Sở Ngoại vụ hướng dẫn đoàn khách.", "Sở Ngoại vụ"),
        ("2.1. Sở Văn hóa, Thể thao và Du lịch mở lớp.", "Sở Văn hóa, Thể thao và Du lịch"),
        ("- Hội Nông dân xã: mở hai lớp ghép cành.", "Hội Nông dân xã"),
        ("- Hội Nhà báo tỉnh trao giải.", "Hội Nhà báo tỉnh"),
        ("đ) UBND các xã bố trí kinh phí sửa cầu.", "UBND các xã"),
        ("Các huyện, thành, thị uỷ kiểm tra đê.", "Các huyện, thành, thị uỷ"),
        ("Báo Hải Lâm và Đài Truyền thanh huyện đưa tin.", "Báo Hải Lâm và Đài Truyền thanh huyện"),
        ("Báo chí không đăng ảnh trẻ em.", "Báo chí"),
        ("Chủ tàu ký cam kết.", "Chủ tàu"),
        ("Thuyền trưởng báo cáo vị trí.", "Thuyền trưởng"),
        ("Trưởng thôn lập danh sách.", "Trưởng thôn"),
        ("Hộ nuôi cá lồng khai báo số lồng.", "Hộ nuôi cá lồng"),
        ("Người dân không đốt rơm rạ.", "Người dân"),
        ("Mỗi thôn thành lập một tổ tự quản.", "Mỗi thôn"),
        ("Các cấp, các ngành vào cuộc.", "Các cấp, các ngành"),
        ("Ban Chỉ đạo họp mỗi tháng một lần.", "Ban Chỉ đạo"),
        ("Ban chỉ đạo huyện họp mỗi tháng một lần.", "Ban chỉ đạo huyện"),
        ("Đội tuần tra đê dùng xuồng máy.", "Đội tuần tra đê"),
        ("Cán bộ phụ trách môi trường xã lập sổ.", "Cán bộ phụ trách môi trường xã"),
        ("Trung tâm Xúc tiến đầu tư, thương mại và du lịch mở hội chợ.",
         "Trung tâm Xúc tiến đầu tư, thương mại và du lịch"),
        ("Cơ quan bị phản ánh trong tin phải trả lời.", "Cơ quan bị phản ánh trong tin"),
        ("Cơ quan, đơn vị, địa phương, tiếp tục trồng cây.", "Cơ quan, đơn vị, địa phương"),
        ("Sở, ban ngành thành phố, lãnh đạo các đơn vị căn cứ chức năng làm kế hoạch.",
         "Sở, ban ngành thành phố, lãnh đạo các đơn vị"),
        ("Các sở, ban ngành cản cứ chức năng lập kế hoạch.", "Các sở, ban ngành"),
        ("Chánh Văn phòng, Giám đốc các sở; Chủ tịch các xã thi hành Quyết định này.",
         "Chánh Văn phòng, Giám đốc các sở; Chủ tịch các xã"),
        ("Các địa phương, nhất là các xã ven biển chuẩn bị xuồng.", "Các địa phương, nhất là các xã ven biển"),
        ("Phòng Báo chí (thuộc Sở): trực đêm.", "Phòng Báo chí (thuộc Sở)"),
        ("Công an xã là đầu mối nhận tin.", "Công an xã"),
        ("Đơn vị được giao chủ trì báo cáo.", "Đơn vị"),
    ],
)  # fmt: skip
def test_the_actor_is_the_subject_up_to_its_verb(text, actor):
    assert subject(text) == actor


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Giao Sở Y tế chủ trì khám mắt cho học sinh.", "Sở Y tế"),
        ("Giao cho Sở Y tế chủ trì.", "Sở Y tế"),
        ("Đề nghị Hội Nông dân tỉnh và các đoàn thể giám sát.", "Hội Nông dân tỉnh và các đoàn thể"),
        ("Yêu cầu các chủ đầu tư thu gom rác.", "các chủ đầu tư"),
        ("Đối với các xã ven biển kiểm tra đê.", "các xã ven biển"),
        ("Đối với các sở, ngành: rà soát thủ tục.", "các sở, ngành"),
        ("Căn cứ tình hình, lãnh đạo các xã lập kế hoạch.", "lãnh đạo các xã"),
        ("Khi có bão, các xã, phường trực đêm.", "các xã, phường"),
        ("Khi có tin giả, chỉ người phát ngôn của tỉnh thông tin.", "người phát ngôn của tỉnh"),
        ("Định kỳ hằng quý, các đơn vị báo cáo.", "các đơn vị"),
        ("5. Khen thưởng: cuối năm, Sở Nội vụ chọn 10 xã.", "Sở Nội vụ"),
        ("3. Kiểm soát xuất bến: trạm Biên phòng không cho ra khơi.", "trạm Biên phòng"),
        (
            "- Việc 1: Sửa cầu. Chủ trì: Ban Quản lý dự án huyện. Thời hạn: 30/9/2025.",
            "Ban Quản lý dự án huyện",
        ),
        ("Cơ quan chủ trì: Sở Y tế.", "Sở Y tế"),
    ],
)
def test_the_actor_is_the_one_told_to(text, actor):
    assert subject(text) == actor


@pytest.mark.parametrize(
    "text",
    [
        "Tổ chức các hội nghị cho cán bộ xã.",
        "Báo cáo kết quả về Sở Nội vụ.",
        "Báo tin cho gia đình trong ngày.",
        "Ban hành quy chế phát thanh.",
        "Lãnh đạo, chỉ đạo thực hiện tốt việc này.",
        "Thanh tra, kiểm tra việc chi tiền.",
        "Bộ tiêu chí được công bố.",
        "Hội nghị tổng kết mở vào tháng 12.",
        "Phòng, chống thiên tai là việc thường xuyên.",
        "Trường hợp vi phạm thì lập biên bản.",
        "Giao lưu văn nghệ giữa các xã.",
        "Tình đoàn kết giữa các thôn được giữ vững.",
        "Tập thể, cá nhân có thành tích được khen thưởng.",
        "Cán bộ chia sẻ tin giả bị xem xét kỷ luật.",
        "Câu lạc bộ được hỗ trợ 3 triệu đồng.",
        "Đơn vị không báo cáo thì không xét thi đua.",
        "Giáo viên là sinh viên năm cuối.",
        "+ Doanh nghiệp tài trợ: 5 tỷ đồng.",
        "- Các sở: Y tế, Nội vụ, Tài chính;",
        "- Công an tỉnh;",
        "100% trường học có vườn rau.",
        "Phối hợp với Hội Nông dân mở lớp.",
        "",
        "1.",
    ],
)
def test_what_looks_like_a_body_but_is_given_no_duty(text):
    assert subject(text) is None


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Kinh phí do Sở Tài chính bố trí.", "Sở Tài chính"),
        ("Tin giả được Sở xác minh trong 01 giờ.", "Sở"),
        ("Mở quầy sách; đầu mối là Thư viện huyện.", "Thư viện huyện"),
        ("Xây 20 bể nước, giao Hội Phụ nữ xã quản lý.", "Hội Phụ nữ xã"),
        ("Tái phạm thì chuyển Thanh tra Sở Y tế lập hồ sơ.", "Thanh tra Sở Y tế"),
        ("Trên đây là kế hoạch, yêu cầu các sở, ngành thực hiện.", "các sở, ngành"),
        ("Họp báo mở cuối quý. Văn phòng huyện gửi tài liệu.", "Văn phòng huyện"),
        ("Nêu gương già làng; mỗi xã chọn 02 người.", "mỗi xã"),
        ("Không có lý do Sở Y tế phải chờ.", None),
        ("Mở lớp cho cán bộ Sở Y tế.", None),
    ],
)
def test_an_actor_named_later_is_found_where_a_word_gives_it_the_duty(text, actor):
    assert named_anywhere(text) == actor


@pytest.mark.parametrize(
    ("heading", "actor"),
    [
        ("4. Các cơ quan báo chí của xã", "Các cơ quan báo chí của xã"),
        ("2. Công an xã:", "Công an xã"),
        ("2. Các huyện, thị ủy chỉ đạo Ủy ban nhân dân xã, phường:", "Các huyện, thị ủy"),
        ("1- Sở Nội vụ (cơ quan thường trực)", "Sở Nội vụ (cơ quan thường trực)"),
        (
            "3- Các huyện ủy; các đảng đoàn; lãnh đạo các sở, ngành",
            "Các huyện ủy; các đảng đoàn; lãnh đạo các sở, ngành",
        ),
        ("Điều 6. Quyền và trách nhiệm của đơn vị được phỏng vấn", "đơn vị được phỏng vấn"),
        ("3. Đối với Sở Y tế", "Sở Y tế"),
        ("7. Giao Sở Y tế", "Sở Y tế"),
        ("2. SỞ Y TẾ", "SỞ Y TẾ"),
        ("1. Sở Y tế khám mắt cho học sinh. Mở 02 lớp.", "Sở Y tế"),
        ("1. Sở Y tế. Mở 02 lớp.", None),
        ("III. TỔ CHỨC THỰC HIỆN", None),
        ("3. Phân công trách nhiệm", None),
        ("4. BÁO CÁO", None),
        ("5. BAN HÀNH QUY CHẾ", None),
        ("6. Phòng cháy rừng", None),
        ("1. Đối với ngư dân", None),
        ("5. Người Hải Lâm ở nước ngoài", None),
        ("2. Hỗ trợ gia đình", None),
        ("", None),
    ],
)
def test_the_actor_of_a_heading(heading, actor):
    assert in_heading(heading) == actor


BODIES = [
    "Sở Y tế",
    "các xã",
    "đơn vị được giao",
    "Giao Hội Nông dân",
    "(Ban",
    "mỗi hộ nuôi",
    "do Đài tỉnh",
    "người dân",
]
VERBS = ["chủ trì", "phải", "không được", "bị", "có", "tổ chức", "phối hợp với", "là cơ quan", "báo"]
OTHERS = ["1.", "a)", ":", ";", ",", ".", ")", "và", "để", "Khi", "Đối với", "Trách nhiệm của", "\n", "3"]
SENTENCES = st.lists(st.sampled_from(BODIES + VERBS + OTHERS), max_size=30).map(" ".join)


@given(text=SENTENCES | st.text(max_size=60))
def test_an_actor_lies_in_its_text_without_blanks_or_marks_at_its_ends(text):
    words = words_of(text)
    later = named_later(words, clauses(words))
    for span in (actor_of_sentence(text), actor_of_heading(text), later.span if later else None):
        if span:
            assert 0 <= span.start < span.end <= len(text)
            assert span.of(text) == span.of(text).strip(" \n\t,:;.")


@given(text=SENTENCES, before=st.sampled_from(["1. ", "- ", "đ) ", "II. "]))
def test_a_label_before_a_sentence_changes_nothing(text, before):
    plain = "Sở Y tế và " + text
    assert subject(before + plain) == subject(plain)
