"""Before and after: events keep their side."""

import pytest

from search_api.writing.order import orders_otherwise

TOLD = "Chỉ công bố danh tính sau khi gia đình đã được báo."
READ = "Tài liệu phải được đọc trước khi công bố."


@pytest.mark.parametrize(
    ("sentence", "quote", "otherwise"),
    [
        ("Danh tính chỉ được công bố sau khi gia đình được báo.", TOLD, False),
        ("Danh tính được công bố trước khi gia đình được báo.", TOLD, True),
        ("The identity is published after the family has been told.", TOLD, False),
        ("The identity is published before the family has been told.", TOLD, True),
        ("Documents are read before they are published.", READ, False),
        ("Documents are read after they are published.", READ, True),
        ("Tài liệu được đọc sau khi công bố.", READ, True),
        ("Tin được phát trước bão.", "Trước 24 giờ: phát tin mỗi giờ một lần.", False),
        ("Tin được phát sau bão.", "Trước 24 giờ: phát tin mỗi giờ một lần.", True),
        ("Công bố trước khi họp dân.", "Đọc trước khi họp báo, công bố sau khi họp dân.", True),
        ("Xong trước ngày 5/6/2024.", "Xong.", False),
    ],
)
def test_an_event_keeps_its_side(near, sentence, quote, otherwise):
    assert orders_otherwise(sentence, quote, near) is otherwise
