"""Who does it: bodies and others keep their part."""

import pytest

from search_api.writing.agents import acts_otherwise

FILES = "Sở Ngoại vụ tiếp nhận hồ sơ của phóng viên, lấy ý kiến Công an tỉnh và trả lời bằng văn bản."
FIRE = "Khi cháy lan sang đất bạn: trưởng bản gọi đồn; đồn thông báo qua đường dây nóng."
FIGURES = "Thông tin về tuần tra; con số do Bộ đội Biên phòng cung cấp, không lấy từ nguồn khác."
COSTS = "Cơ quan đầu mối cử 01 cán bộ đi cùng; chi phí phiên dịch do phía phóng viên chi trả."
SIGNAL = "Nếu có tín hiệu lạ, xã ngắt nguồn và gọi ngay cho Trung tâm Công nghệ thông tin tỉnh."
POISONING = "Sở Y tế xác nhận công khai số ca ngộ độc; không để phóng viên phải suy đoán."


@pytest.mark.parametrize(
    ("sentence", "quote", "section", "otherwise"),
    [
        ("Sở Ngoại vụ trả lời phóng viên bằng văn bản.", FILES, "", False),
        ("The Department of Foreign Affairs receives the files.", FILES, "", False),
        ("Công an tỉnh tiếp nhận hồ sơ của phóng viên.", FILES, "", True),
        ("The provincial police receive the files of reporters.", FILES, "", True),
        ("Sở Ngoại vụ lập sổ theo dõi.", "Lập sổ theo dõi hội đồng hương.", "2. Sở Ngoại vụ", False),
        ("Công an tỉnh lập sổ theo dõi.", "Lập sổ theo dõi hội đồng hương.", "2. Sở Ngoại vụ", True),
        ("Khi cháy lan sang đất bạn, trưởng bản gọi đồn.", FIRE, "", False),
        ("The village head calls the post.", FIRE, "", False),
        ("The post calls the village head.", FIRE, "", True),
        ("Con số do Bộ đội Biên phòng cung cấp.", FIGURES, "", False),
        ("The figures are supplied by the Border Guard.", FIGURES, "", False),
        ("The figures are supplied by the provincial police.", FIGURES, "", True),
        ("Chi phí phiên dịch do phía phóng viên chi trả.", COSTS, "", False),
        ("Chi phí phiên dịch do cơ quan đầu mối chi trả.", COSTS, "", True),
        ("Đơn vị được phỏng vấn cử một cán bộ đi cùng.", COSTS, "", True),
        ("Trung tâm Công nghệ thông tin tỉnh ngắt nguồn và gọi xã.", SIGNAL, "", True),
        ("Xã ngắt nguồn và gọi ngay cho Trung tâm Công nghệ thông tin tỉnh.", SIGNAL, "", False),
        ("Reporters publish the number of poisoning cases.", POISONING, "", True),
        ("The Department of Health publishes the number of poisoning cases.", POISONING, "", False),
        ("Người dân báo đồn trong ngày.", "Phát hiện mốc nghiêng thì báo đồn trong ngày.", "", False),
    ],
)
def test_who_does_something_else_in_the_quote_is_seen(near, sentence, quote, section, otherwise):
    assert acts_otherwise(sentence, quote, section, near) is otherwise
