"""What a page costs its reader: requests, bytes on the wire, and a layout that moves while it loads.

Bytes are no times: they are the same on every machine, so they may be asserted.
"""

import gzip
import json
from collections.abc import Callable
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, Response

Paths = Callable[[str], dict[str, str]]

KILOBYTE = 1000
SHIFT = """() => new Promise(resolve => {
  new PerformanceObserver(list => resolve(list.getEntries()))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => resolve([]), 300);
}).then(shifts => shifts.map(each => [each.value, ...each.sources.map(source => source.node?.nodeName)]))"""


def size_sent(url: str) -> int:
    """How many bytes the body of an answer has on the wire, for a client that takes the compressions all browsers do."""
    request = Request(url, headers={"Accept-Encoding": "br, gzip"})
    with urlopen(request) as answer:
        body: bytes = answer.read()
        is_compressed = answer.headers.get("Content-Encoding") is not None
    return len(body) if is_compressed else len(gzip.compress(body, 6))


def loaded(page: Page, path: str) -> list[Response]:
    """The answers that a page needs, its icon included."""
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    page.on("response", note)
    page.goto(path, wait_until="networkidle")
    return answers


@pytest.mark.parametrize("kind", ["article", "long article"])
def test_a_chinese_article_is_small(phone: Page, paths_in: Paths, site_url: str, kind: str) -> None:
    """At most 30 kB without its images, 10 kB of it script, in at most five requests."""
    answers = loaded(phone, paths_in("zh-Hans")[kind])
    needed = {answer.url: answer.request.resource_type for answer in answers if "/media/" not in answer.url}
    icon = phone.locator("link[rel=icon]").get_attribute("href")  # which a browser without a window does not ask for
    needed.setdefault(f"{site_url}{icon}", "icon")
    sizes = {url: size_sent(url) for url in needed}
    scripts = sum(size for url, size in sizes.items() if needed[url] == "script")
    assert len(needed) <= 5, needed
    assert sum(sizes.values()) <= 30 * KILOBYTE, sizes
    assert scripts <= 10 * KILOBYTE, sizes


@pytest.mark.parametrize(("tag", "words"), [("zh-Hans", "充"), ("en", "d"), ("ar", "إ")])
def test_the_first_suggestions_are_small(site_url: str, tag: str, words: str) -> None:
    """At most 2 kB for the first letter typed."""
    url = f"{site_url}/api/v1/suggest?locale={tag}&q={quote(words)}"
    with urlopen(url) as answer:
        assert json.load(answer)["suggestions"]
    assert size_sent(url) <= 2 * KILOBYTE


@pytest.mark.parametrize("tag", ["zh-Hans", "en", "ar"])
def test_nothing_moves_while_a_page_loads(phone: Page, paths_in: Paths, tag: str) -> None:
    """The cumulative layout shift of every kind of page is nothing, on the slowest screen to lay out."""
    moved = {}
    for kind, path in paths_in(tag).items():
        phone.goto(path)
        moved[kind] = phone.evaluate(SHIFT)
    assert {kind: shifts for kind, shifts in moved.items() if shifts} == {}


def test_a_second_page_loads_only_itself(page: Page, paths_in: Paths) -> None:
    """Style and script are kept."""
    paths = paths_in("zh-Hans")
    page.goto(paths["home"])
    page.goto(paths["category"])
    sent = page.evaluate(
        """() => performance.getEntriesByType("resource")
          .filter(each => ["link", "script"].includes(each.initiatorType) && !each.name.endsWith(".svg"))
          .map(each => each.transferSize)"""
    )
    assert sent == [0, 0]
