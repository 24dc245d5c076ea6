"""A real browser for tests: Debian's chromium, and windows that are closed after a test."""

import os
import shutil

import pytest

from tests.serving import serving

try:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright
except ImportError:
    sync_playwright = None

# A font with the smallest letters there are: what is large enough with it is so with any other.
TINY_LETTERS = "body * { font-size: 4px !important }"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


@pytest.fixture(scope="module")
def chromium():
    """Debian's chromium; without it the tests are skipped, or fail where the browser is required."""
    path = shutil.which("chromium")
    missing = "playwright or axe" if sync_playwright is None else "chromium" if path is None else ""
    if missing:
        report = pytest.fail if os.environ.get("PLANSEARCH_REQUIRE_BROWSER") == "1" else pytest.skip
        report(f"{missing} is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def server(sample_data, tmp_path_factory):
    """A real server over the samples; a module may have its own."""
    with serving(sample_data, tmp_path_factory.mktemp("browser") / "log.txt") as running:
        yield running


@pytest.fixture
def open_page(chromium, server):
    """Open browser windows on the module's `server` that are closed after the test."""
    contexts = []

    def open_(**options):
        contexts.append(chromium.new_context(base_url=server.url, locale="vi-VN", **options))
        page = contexts[-1].new_page()
        page.set_default_timeout(20_000)
        return page

    yield open_
    for context in contexts:
        context.close()


def follow(page, act) -> None:
    """Do what leads to another page, and wait until that page and its scripts are there."""
    with page.expect_navigation(wait_until="load"):
        act()


def overflow(page) -> int:
    """Return by how many pixels the page is wider than the window, with every part of it open."""
    page.evaluate("() => document.querySelectorAll('details').forEach((part) => { part.open = true; })")
    return page.evaluate("() => document.documentElement.scrollWidth - document.documentElement.clientWidth")


def too_small(page, selector: str) -> list[object]:
    """Return the parts of a page that are too small to press: narrower or lower than 24 pixels."""
    return page.evaluate(
        "(selector) => [...document.querySelectorAll(selector)]"
        ".map((part) => [part.outerHTML.slice(0, 80), part.getBoundingClientRect()])"
        ".filter(([, box]) => box.width && (box.height < 24 || box.width < 24))"
        ".map(([html, box]) => [html, box.width, box.height])",
        selector,
    )


def barriers(page) -> dict[str, object]:
    """Return what axe finds; the page must have been opened with `bypass_csp`.

    Axe is put into the page by evaluation, which the pages' own security policy rightly forbids.
    """
    return {
        violation["id"]: (violation["help"], [node["html"][:200] for node in violation["nodes"][:3]])
        for violation in Axe().run(page).response["violations"]
    }


def unsound(page, addresses: dict[str, str]) -> dict[str, object]:
    """Return the pages that are wider than the window or have a barrier, with what is wrong."""
    faults = {}
    for name, address in addresses.items():
        page.goto(address)
        faults[name] = overflow(page), barriers(page)
    return {name: fault for name, fault in faults.items() if fault != (0, {})}


def own_errors(page, addresses) -> list[str]:
    """Return what pages write to the console, and the errors of their scripts."""
    faults = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    for address in addresses:
        page.goto(address)
    return faults
