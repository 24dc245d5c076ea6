"""A real browser for tests: Debian's chromium, and windows that are closed after a test."""

import shutil

import pytest

from tests.serving import serving

try:
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import sync_playwright
except ImportError:
    sync_playwright = None

# The same browser without its windows takes half the time.
PROGRAMS = ("chromium-headless-shell", "chromium")
# What comes after the third of its kind looks as those do.
REPEATED = ":is(tbody, tr, li, g, .unit):nth-of-type(n+4)"
PHONE, DESK = {"width": 320, "height": 800}, {"width": 1280, "height": 800}
# A font with the smallest letters there are: what is large enough with it is so with any other.
TINY_LETTERS = "body * { font-size: 4px !important }"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip


@pytest.fixture(scope="module")
def chromium():
    """Debian's chromium; without it the tests are skipped."""
    path = next(filter(None, map(shutil.which, PROGRAMS)), None)
    missing = "playwright or axe" if sync_playwright is None else "chromium" if path is None else ""
    if missing:
        pytest.skip(f"{missing} is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
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
    """Return what axe finds; the page must have been opened with `bypass_csp`."""
    return {**_violations(page, {"rules": {"color-contrast": {"enabled": False}}}), **pale(page)}


def pale(page) -> dict[str, object]:
    """Return the words that axe finds too near to their ground in colour."""
    return _violations(page, {"runOnly": ["color-contrast"]})


def _violations(page, options: dict[str, object]) -> dict[str, object]:
    # Put into the page by evaluation, which the pages' own security policy rightly forbids.
    page.evaluate(Axe().axe_script)
    # Most of the time would go into what is repeated.
    results = page.evaluate(
        "([repeated, options]) => axe.run({include: [document], exclude: [[repeated]]}, options)",
        [REPEATED, {"resultTypes": ["violations"], **options}],
    )
    return {
        violation["id"]: (violation["help"], [node["html"][:200] for node in violation["nodes"][:3]])
        for violation in results["violations"]
    }


def faults_of(page, *, width_alone=False) -> dict[str, object]:
    """Return by how much a page is too wide, and its barriers: on a phone in the light, a desk in the dark.

    The parts of a page are the same in both, their colours are not.
    """
    found = {}
    views = (("phone", PHONE, "light", barriers), ("desk", DESK, "dark", pale))
    for place, size, scheme, check in views:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        found[place] = overflow(page), {} if width_alone else check(page)
    return {place: fault for place, fault in found.items() if fault != (0, {})}


def unsound(page, addresses: dict[str, str], alike: tuple[str, ...] = ()) -> dict[str, object]:
    """Return the pages with such faults; of those that are built as another is, only the width is measured."""
    faults = {}
    for name, address in addresses.items():
        page.goto(address)
        faults[name] = faults_of(page, width_alone=name in alike)
    return {name: found for name, found in faults.items() if found}


def own_errors(page, addresses) -> list[str]:
    """Return what pages write to the console, and the errors of their scripts."""
    faults = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    for address in addresses:
        page.goto(address)
    return faults
