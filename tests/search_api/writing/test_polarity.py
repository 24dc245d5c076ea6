"""What a text denies, in both languages, and what may not be said the other way round."""

import pytest

from search_api.writing.polarity import denies_otherwise, runs

FILMING = "2. Phóng viên không quay phim khu vực có biển cấm, bến tàu quân sự. Người bay phải có phép của Bộ."
COPIES = "Cơ quan đầu mối không yêu cầu bản sao có chứng thực nếu đã tra cứu được giấy phép."
CLOSING = "Cơ sở kinh doanh trò chơi cách cổng trường dưới 200 m phải ngừng hoạt động theo quy định."


def denied(text: str) -> list[str]:
    return [run.words for run in runs(text) if run.denied]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Xã trồng cây.", []),
        ("Xã không trồng cây.", ["trồng cây"]),
        ("Không đăng ảnh, tên của trẻ em; xã trồng cây.", ["đăng ảnh, tên của trẻ em"]),
        ("Không giữ tiền, phải trả đủ.", ["giữ tiền"]),
        ("Cấm đốt rừng.", ["đốt rừng"]),
        ("Bán hàng không rõ nguồn gốc.", ["rõ nguồn gốc"]),
        ("Không mua hàng không rõ nguồn gốc.", ["mua hàng", "rõ nguồn gốc"]),
        ("Mỗi đoàn không quá 8 người.", []),
        ("Thiết bị không người lái bay thấp.", []),
        ("Không chỉ định một hãng.", ["chỉ định một hãng"]),
        ("Cán bộ không được né tránh.", ["được né tránh"]),
        ("Reporters must not film the wharf.", ["film the wharf"]),
        ("It gives no more than 8 days.", []),
        ("Officials don't answer if they are asked.", ["answer"]),
        ("Delegations do not have to report.", ["have to report"]),
    ],
)
def test_a_negation_governs_the_words_behind_it(text, expected):
    assert denied(text) == expected


def test_a_passive_is_denied_of_its_subject():
    assert [(run.subject, run.words) for run in runs("Trees are planted, and photos are not published.")] == [
        ("", "Trees are planted, and"),
        ("photos are", "published"),
    ]


@pytest.mark.parametrize(
    ("sentence", "quote", "otherwise"),
    [
        ("Phóng viên không được quay phim bến tàu quân sự.", FILMING, False),
        ("Phóng viên được quay phim bến tàu quân sự.", FILMING, True),
        ("Reporters must not film the military wharf.", FILMING, False),
        ("Reporters film the military wharf.", FILMING, True),
        ("Người bay phải có phép của Bộ.", FILMING, False),
        ("Người bay không cần phép của Bộ.", FILMING, True),
        ("Cơ quan đầu mối yêu cầu bản sao có chứng thực.", COPIES, True),
        ("Certified copies are not required.", COPIES, False),
        ("Cơ sở kinh doanh trò chơi cách cổng trường dưới 200 m được tiếp tục hoạt động.", CLOSING, True),
        ("Game shops near a school gate must stop operating.", CLOSING, False),
        ("Xã tuyên truyền.", "Xã không phải tuyên truyền.", True),
        ("Xã không phải tuyên truyền cho dân.", "Xã tuyên truyền cho dân.", True),
        ("Xã trồng cây.", "", False),
    ],
)
def test_what_is_said_the_other_way_round_is_seen(near, sentence, quote, otherwise):
    assert denies_otherwise(sentence, quote, near) is otherwise
