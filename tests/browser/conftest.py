"""A real browser at a real server: this repository's site as a visitor gets it.

Every page is watched: a test fails when anything was asked of another host, when a script failed, or when the console
showed an error, refusals of the Content-Security-Policy included. Tests go to paths (`page.goto("/en/")`); what they
do not say about the browser is as a desktop has it.
"""

import os
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import playwright
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright
from werkzeug.test import Client

from bench import browsers
from bench.browsers import MissingProgramError
from kb.settings_file import load_site
from web.live import LiveSite

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
DESKTOP = {"viewport": {"width": 1280, "height": 800}, "locale": "en-US"}
PHONE = {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True}

# Every kind of page by its address in a locale; `{words}` is a search of which the site itself says that it is usual.
KINDS = {
    "home": "",
    "category": "deposits-withdrawals/",
    "article": "deposits-withdrawals/deposit-not-arrived",  # a flow chart, steps, tables, questions, a warning
    "long article": "getting-started/kyc-verification",  # steps with pictures of screens, in every language
    "fallback": "api/api-errors",  # has no Arabic, but code and wide tables
    "results": "search?q={words}",
    "no results": "search?q=zqxjv",
    "empty search": "search",
    "glossary": "glossary",
    "missing": "no/such-page",
}

MakePage = Callable[..., Page]
PathsIn = Callable[[str], dict[str, str]]


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests of this folder, and runs them after all others: what fails fast is seen first."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
    items.sort(key=lambda item: HERE in item.path.parents)


@pytest.fixture(scope="session")
def site_url(live: LiveSite) -> Iterator[str]:
    """The address at which the site is served."""
    with browsers.served(live) as address:
        yield address


@pytest.fixture(scope="session")
def node_modules() -> Path:
    """What package-lock.json pins; without npm or a network, tests that need it are skipped."""
    try:
        return browsers.node_modules(HERE, ROOT / "var" / "npm")
    except MissingProgramError as error:
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def node() -> Path:
    """The Node that Playwright brings along: new enough for what npm installs, whatever the system has."""
    return Path(playwright.__file__).parent / "driver" / ("node.exe" if os.name == "nt" else "node")


@pytest.fixture(scope="session")
def paths_in(live: LiveSite) -> PathsIn:
    """The path of each kind of page in a locale."""
    site, _, _ = load_site(ROOT)
    client = Client(live)

    def paths(tag: str) -> dict[str, str]:
        words = quote(site.search_examples[tag][0])
        found = {kind: f"/{tag}/{address.format(words=words)}" for kind, address in KINDS.items()}
        statuses = {kind: client.get(path, buffered=True).status_code for kind, path in found.items()}
        assert {kind for kind, status in statuses.items() if status != 200} <= {"missing", "glossary"}
        return {kind: path for kind, path in found.items() if kind == "missing" or statuses[kind] == 200}

    return cache(paths)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium; without it, tests that need it are skipped."""
    try:
        path = browsers.chromium()
    except MissingProgramError as error:
        pytest.skip(str(error))
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=list(browsers.FLAGS))
        yield browser
        browser.close()


@pytest.fixture
def problems() -> Iterator[list[str]]:
    """What the pages of a test did wrong. A test that provokes something on purpose checks it and clears the list."""
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def make_page(browser: Browser, site_url: str, problems: list[str]) -> Iterator[MakePage]:
    """Makes a page in a browser profile of its own, with Playwright's options for a context where a test gives some:
    `java_script_enabled=False`, `color_scheme="dark"`, `locale="zh-CN"`, `forced_colors="active"`, …
    """
    contexts = []

    def make(**options: Any) -> Page:
        context = browser.new_context(**{"base_url": site_url, **DESKTOP, **options})
        context.set_default_timeout(10_000)
        watch(context, site_url, problems)
        contexts.append(context)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()


def watch(context: BrowserContext, site_url: str, problems: list[str]) -> None:
    """Notes what pages do wrong. That a page itself is missing is no mistake of it, though the console shows it."""
    visited: set[str] = set()

    def on_request(request: Request) -> None:
        if request.is_navigation_request():
            visited.add(request.url)
        if urlsplit(request.url).scheme in ("http", "https", "ws", "wss") and not request.url.startswith(site_url):
            problems.append(f"another host was asked: {request.url}")

    def on_console(message: ConsoleMessage) -> None:
        is_missing_page = "Failed to load resource" in message.text and message.location["url"] in visited
        if message.type == "error" and not is_missing_page:
            problems.append(f"the console shows: {message.text}")

    context.on("request", on_request)
    context.on("console", on_console)
    context.on("weberror", lambda failed: problems.append(f"a script failed: {failed.error}"))


@pytest.fixture
def page(make_page: MakePage) -> Page:
    """A desktop's page."""
    return make_page()


@pytest.fixture
def phone(make_page: MakePage) -> Page:
    """A small phone's page, touched with fingers."""
    return make_page(**PHONE)
