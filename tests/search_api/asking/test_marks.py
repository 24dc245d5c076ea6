"""Questions typed without marks: what their words are is read from their neighbours."""

import pytest

from index.types import Filters
from search_api.asking.answers import ask
from search_api.asking.asked import Asked
from tests.index_worlds import collect, write_plan
from tests.product import Product


@pytest.fixture(scope="module")
def plans(tmp_path_factory):
    folder = tmp_path_factory.mktemp("marks")
    provisions = [
        "Hỗ trợ ngư dân chuyển nghề từ lưới kéo gần bờ sang nuôi biển; ngư dân chuyển nghề được vay vốn.",
        "Người bắt chó thả rông được tập huấn; cách bắt chó do thú y huyện dạy.",
        "Nhóm phản biện gồm bốn cây bút của tỉnh.",
        "Khi phát hiện thông tin sai sự thật thì báo Công an xã trong ngày.",
    ]
    write_plan(folder / "a.txt", *provisions)
    collect(folder / "data", folder / "a.txt")
    return Product.open(folder / "data")


@pytest.mark.parametrize(
    ("typed", "marked"),
    [
        ("ho tro ngu dan chuyen nghe the nao", "hỗ trợ ngư dân chuyển nghề thế nào"),
        ("ai tap huan cach bat cho?", "ai tập huấn cách bắt chó?"),
        ("So GD&DT lam gi khi co thong tin sai", "Sở GD&ĐT làm gì khi có thông tin sai"),
        ("ke hoach 45/KH-UBND do ai ky", "kế hoạch 45/KH-UBND do ai ký"),
        # "Máy cấy" is a term of the glossary alone; "ai trả tiền" stands in questions, not in plans.
        ("nhom phan bien gom may cay but", "nhóm phản biện gồm mấy cây bút"),
        ("do ai tra tien", "do ai trả tiền"),
        ("So sanh Quang Tri va Hue", "So sánh Quảng Trị và Huế"),
    ],
)
def test_a_question_typed_without_marks_is_read_with_them(plans, typed, marked):
    reading = Asked(plans.snapshot, typed, Filters()).reading
    assert reading.text == reading.marked == marked
    assert reading.typed == typed


@pytest.mark.parametrize("typed", ["57-KL/TW", "Who trains the dog catchers?", "tập huấn bắt chó", "IUU"])
def test_what_has_no_marks_to_miss_is_read_as_typed(plans, typed):
    reading = Asked(plans.snapshot, typed, Filters()).reading
    assert (reading.text, reading.marked) == (typed, "")


def test_what_the_plans_say_is_found_without_marks_and_as_typed_marks_are_not_supposed(plans):
    question = "ho tro ngu dan chuyen nghe the nao"
    found = plans.ask(question)
    assert found.status == "answered"
    assert "Hỗ trợ ngư dân" in found.quotes[0].text
    assert ask(plans.snapshot, question, as_typed=True).reading.text == question
