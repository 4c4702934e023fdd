"""The preview in a browser: pages that load themselves again where they were, and problems that come and go."""

import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, watch
from web.preview.site import PreviewSite
from web.server import serve

LIBRARY = Path(__file__).parents[1] / "libraries" / "small"
ARTICLE = "articles/security/enable-2fa.zh-Hans.md"
URL = "/zh-Hans/security/enable-2fa"
LONG = "\n".join(f"## Part {number} {{#part-{number}}}\n\n{'Words. ' * 120}\n" for number in range(12))


@dataclass
class Writing:
    """A site that is written, and the address of its preview."""

    root: Path
    address: str

    def save(self, body: str, title: str = "怎么开启") -> None:
        """Write an article; it keeps the section to which another one links."""
        text = f"---\ntitle: {title}\n---\n{body}\n\n## Steps {{#steps}}\n\nThere are none.\n"
        (self.root / ARTICLE).write_text(text, "utf-8")


@pytest.fixture
def writing(tmp_path: Path) -> Iterator[Writing]:
    """The small site, previewed."""
    root = tmp_path / "site"
    shutil.copytree(LIBRARY, root)
    site = PreviewSite(root)
    site.open()
    stop, ready = threading.Event(), threading.Event()
    address: list[str] = []

    def on_ready(where: str) -> None:
        address.append(where)
        ready.set()

    arguments = {"threads": 16, "on_ready": on_ready, "stop": stop, "grace_seconds": 0.1}
    server = threading.Thread(target=serve, args=(site, "127.0.0.1", 0), kwargs=arguments)
    server.start()
    assert ready.wait(30)
    yield Writing(root, address[0])
    stop.set()
    server.join()


@pytest.fixture
def open_page(browser: Browser, writing: Writing, problems: list[str]) -> Iterator[Callable[..., Page]]:
    """Opens a page of the preview in a browser profile of its own."""
    contexts = []

    def opened(path: str = URL, **options: object) -> Page:
        context = browser.new_context(base_url=writing.address, **{**DESKTOP, **options})
        context.set_default_timeout(60_000)
        watch(context, writing.address, problems)
        contexts.append(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.mark.parametrize("place", ["", "#part-2"])
def test_a_saved_page_loads_itself_again_where_the_reader_was(writing: Writing, open_page, place: str) -> None:  # type: ignore[no-untyped-def]
    writing.save(f"{LONG}\nOld end.")
    page = open_page(URL + place)
    expect(page.locator(".prose")).to_contain_text("Old end.", timeout=60_000)
    page.evaluate("document.getElementById('part-8').scrollIntoView()")
    before = page.locator("#part-8").bounding_box()
    writing.save(f"More above.\n\n{'More. ' * 400}\n\n{LONG}\nNew end.")
    expect(page.locator(".prose")).to_contain_text("New end.", timeout=60_000)
    for _ in range(100):  # the place is found again once the page is laid out
        after = page.locator("#part-8").bounding_box()
        if abs(before["y"] - after["y"]) < 2:
            break
        page.wait_for_timeout(100)
    assert abs(before["y"] - after["y"]) < 2


def test_problems_come_and_go_without_the_page(writing: Writing, open_page) -> None:  # type: ignore[no-untyped-def]
    page = open_page()
    writing.save("See [nothing](article:nothing).")
    panel = page.locator("#preview")
    expect(panel).to_contain_text(f"{ARTICLE}:4:", timeout=60_000)
    page.evaluate("window.isTheSame = true")
    writing.save("Broken.", title="[怎么开启")
    expect(panel).to_contain_text("You see the last version", timeout=60_000)
    expect(page.locator(".prose")).to_contain_text("See nothing.")
    writing.save("Mended.")
    expect(page.locator(".prose")).to_contain_text("Mended.", timeout=60_000)
    expect(panel).not_to_contain_text(ARTICLE + ":", timeout=60_000)


def test_who_reads_the_problems_is_left_there_when_more_come(writing: Writing, open_page) -> None:  # type: ignore[no-untyped-def]
    links = "\n\n".join(f"See [nothing](article:nothing-{number})." for number in range(30))
    writing.save(links, title="怎么开启\nquestions: [is the moon made of cheese]")
    page = open_page()
    panel, problems = page.locator("#preview"), page.locator("#preview .preview-list")
    expect(panel).to_contain_text("nothing-29", timeout=60_000)
    problems.focus()
    problems.evaluate("each => each.scrollTo(0, 100)")
    page.evaluate("window.isTheSame = true")
    expect(panel).to_contain_text("the question", timeout=120_000)  # told after the next build for search
    expect(problems).to_be_focused()
    assert problems.evaluate("each => each.scrollTop") == 100
    assert page.evaluate("window.isTheSame")


def test_without_scripts_problems_are_there_when_the_page_is_loaded_again(writing: Writing, open_page) -> None:  # type: ignore[no-untyped-def]
    waiting = open_page()
    page = open_page(java_script_enabled=False)
    writing.save("See [nothing](article:nothing).")
    expect(waiting.locator("#preview")).to_contain_text(f"{ARTICLE}:4:", timeout=60_000)
    page.reload()
    expect(page.locator("#preview")).to_contain_text(f"{ARTICLE}:4:")


def test_the_panel_covers_no_more_than_a_part_of_a_phone(writing: Writing, open_page) -> None:  # type: ignore[no-untyped-def]
    writing.save("\n\n".join(f"See [nothing](article:nothing-{number})." for number in range(30)))
    page = open_page(viewport={"width": 360, "height": 740})
    expect(page.locator("#preview")).to_contain_text(f"{ARTICLE}:10:", timeout=60_000)
    box = page.locator("#preview").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert box["height"] < 740 / 2
    page.locator("#preview summary").click()
    assert page.locator("#preview").bounding_box()["height"] < 740 / 5
