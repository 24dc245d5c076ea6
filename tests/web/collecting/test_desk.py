"""The desk in a real browser: a folder is added, replaced and removed, with and without script, for everybody."""

import re
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

import pytest

from tests.browsing import barriers, follow, own_errors, too_small, unsound
from tests.index_worlds import collect, write_plan
from tests.serving import serving

with suppress(ImportError):
    from playwright.sync_api import expect

    expect.set_options(timeout=60_000)

pytestmark = pytest.mark.browser
NUMBERS = count(1)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server over one plan, which the tests of this module add to."""
    folder = tmp_path_factory.mktemp("desk")
    collect(folder / "data", write_plan(folder / "in" / "a.txt", "Giao Sở Y tế treo đèn biển ở cảng cá."))
    with serving(folder / "data", folder / "log.txt") as running:
        yield running


@dataclass(frozen=True)
class Plans:
    """A folder with two plans, one of them deeper, and a file that cannot be read; no two tests have the same names."""

    folder: Path
    number: int

    def name(self, word: str) -> str:
        return f"{word} {self.number}.txt"

    def came(self, word: str) -> str:
        """Return the path of a file as it comes to the desk."""
        (path,) = self.folder.rglob(self.name(word))
        return f"{self.folder.name}/{path.relative_to(self.folder).as_posix()}"


@pytest.fixture
def plans(tmp_path):
    made = Plans(tmp_path / f"kế hoạch {next(NUMBERS)}", next(NUMBERS))
    write_plan(made.folder / made.name("cầu"), f"Sửa cầu treo số {made.number}.", title="Sửa cầu")
    write_plan(made.folder / "sâu" / made.name("bơi"), f"Dạy bơi cho lớp {made.number}.", title="Dạy bơi")
    (made.folder / made.name("hỏng")).write_bytes(f"\0\1{made.number}".encode() * 50)
    return made


def newest(page):
    return page.locator("#jobs li.job").first


def test_a_folder_is_added_replaced_and_removed(open_page, plans):
    page = open_page()
    page.goto("/desk")
    page.get_by_label("hoặc một thư mục").set_input_files(plans.folder)
    expect(page.locator("[data-status]")).to_have_text("Số tệp đã chọn: 3")
    page.get_by_role("button", name="Nộp văn bản").click()
    expect(newest(page).locator(".state")).to_have_text("đã xong")
    expect(newest(page)).to_contain_text(f"{plans.came('bơi')}: đã thêm")
    expect(newest(page)).to_contain_text(f"{plans.came('hỏng')}: không đọc được, đã để riêng")
    expect(page.locator("#set-aside")).to_contain_text(plans.came("hỏng"))
    for part in (newest(page), page.locator("#set-aside li", has_text=plans.came("hỏng"))):
        expect(part).to_contain_text("Loại tệp này không đọc được")
        expect(part.get_by_text("the file is binary")).to_be_hidden()

    write_plan(plans.folder / plans.name("cầu"), "Xây cầu mới thay cầu treo.", title="Sửa cầu")
    page.get_by_label("hoặc một thư mục").set_input_files(plans.folder)
    page.get_by_role("button", name="Nộp văn bản").click()
    expect(newest(page)).to_contain_text(f"{plans.came('cầu')}: đã thay thế")
    expect(newest(page)).to_contain_text(f"{plans.came('bơi')}: không thay đổi")
    row = page.locator("#held tr", has_text=plans.name("cầu"))
    follow(page, row.get_by_role("link", name=re.compile("So sánh các phiên bản")).click)
    expect(page.locator("main")).to_contain_text("Xây cầu mới")

    for name in (plans.name("cầu"), plans.name("bơi")):
        page.goto("/desk")
        row = page.locator("#held tr", has_text=name)
        follow(page, row.get_by_role("link", name=re.compile("^Gỡ")).click)
        follow(page, page.get_by_role("button", name="Gỡ").click)
        expect(newest(page).locator(".state")).to_have_text("đã xong")
        expect(page.locator("#held")).not_to_contain_text(name)
    page.goto("/search?q=xây cầu mới")
    expect(page.locator("article.hit", has_text="Xây cầu mới")).to_have_count(0)


def test_without_script_the_form_hands_in_and_the_page_is_loaded_again(open_page, plans):
    page = open_page(java_script_enabled=False)
    page.goto("/desk")
    page.get_by_label("Tệp", exact=True).set_input_files(
        [plans.folder / plans.name(word) for word in ("cầu", "hỏng")]
    )
    follow(page, page.get_by_role("button", name="Nộp văn bản").click)
    assert re.search(r"/desk#job-[0-9a-f]{24}$", page.url)
    awaited(page)
    expect(newest(page)).to_contain_text(f"{plans.name('cầu')}: đã thêm")
    broken = page.get_by_role("heading", name=plans.name("hỏng"), exact=True)
    set_aside = page.locator("#set-aside li", has=broken)
    follow(page, set_aside.get_by_role("button", name=re.compile("Thử lại")).click)
    awaited(page)
    expect(newest(page)).to_contain_text(f"Đọc lại tệp: {plans.name('hỏng')}")
    expect(set_aside).to_contain_text("Đã thử 2 lần")


def awaited(page):
    """Load the page again until its newest job has ended."""
    for _ in range(200):
        if newest(page).locator(".state").inner_text() in ("đã xong", "không thành công"):
            return
        page.wait_for_timeout(200)
        page.goto("/desk")
    raise AssertionError(newest(page).inner_text())


def test_what_is_dropped_is_handed_in_with_its_folders(open_page):
    page = open_page()
    page.goto("/desk")
    page.evaluate(
        """() => {
          const held = new DataTransfer();
          held.items.add(new File(["KẾ HOẠCH\\nThả\\n\\n1. Thả cá giống.\\n"], "thả.txt"));
          const form = document.querySelector("[data-drop]");
          form.dispatchEvent(new DragEvent("drop", { dataTransfer: held, bubbles: true, cancelable: true }));
        }"""
    )
    expect(page.locator("[data-status]")).to_have_text("Số tệp đã chọn: 1")
    page.get_by_role("button", name="Nộp văn bản").press("Enter")
    expect(newest(page)).to_contain_text("thả.txt: đã thêm")


@pytest.mark.parametrize(
    ("language", "button", "told"),
    [
        ("vi", "Nộp văn bản", "Chưa có tệp nào được gửi: đề nghị chọn ít nhất một tệp."),
        ("en", "Hand in", "no file was sent: choose at least one"),
    ],
)
def test_what_is_refused_is_said_beside_the_form_in_the_language_of_the_page(
    open_page, language, button, told
):
    page = open_page()
    page.goto(f"/desk?lang={language}")
    page.get_by_role("button", name=button).click()
    expect(page.locator("[data-status]")).to_have_text(told)
    expect(page.get_by_role("button", name=button)).to_be_enabled()


def test_an_answer_that_is_none_of_ours_is_told_as_lost(open_page):
    page = open_page()
    page.route("**/desk/files", lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"))
    page.goto("/desk")
    page.get_by_role("button", name="Nộp văn bản").click()
    expect(page.locator("[data-status]")).to_have_text("Tệp chưa đến nơi: đề nghị gửi lại.")


def test_everybody_can_use_it(open_page, plans):
    page = open_page(bypass_csp=True)
    page.goto("/desk")
    page.get_by_label("hoặc một thư mục").set_input_files(plans.folder)
    page.get_by_role("button", name="Nộp văn bản").click()
    expect(newest(page).locator(".state")).to_have_text("đã xong")
    removal = page.locator("#held a.act", has_text="Gỡ").first.get_attribute("href")
    assert unsound(page, {"desk": "/desk", "removal": removal, "in English": "/desk?lang=en"}) == {}
    assert barriers(page) == {}
    assert too_small(page, "main button, main input, main .act, main summary") == []
    assert own_errors(page, ["/desk", removal]) == []
