"""Changing the language, and a right-to-left page."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Paths = Callable[[str], dict[str, str]]


def choose(page: Page, language: str) -> None:
    """Chooses a language from the menu."""
    page.get_by_role("banner").locator("details summary").click()
    page.get_by_role("banner").get_by_role("link", name=language).click()


@pytest.mark.parametrize("kind", ["home", "category", "article", "long article"])
def test_a_change_of_language_keeps_the_page(page: Page, paths_in: Paths, kind: str) -> None:
    """The reader stays where they were."""
    page.goto(paths_in("zh-Hans")[kind])
    choose(page, "日本語")
    page.wait_for_url(f"**{paths_in('ja')[kind]}")
    assert page.locator("html").get_attribute("lang") == "ja"


def test_a_change_of_language_keeps_the_search(page: Page, paths_in: Paths) -> None:
    """What was typed is asked in the other language."""
    page.goto(paths_in("en")["results"])
    asked = page.get_by_role("search").locator("input[name=q]").input_value()
    choose(page, "español")
    page.wait_for_url("**/es/search?**")
    assert page.get_by_role("search").locator("input[name=q]").input_value() == asked


@pytest.mark.parametrize(
    ("spoken", "tag"), [("zh-CN", "zh-Hans"), ("zh-HK", "zh-Hant"), ("ja-JP", "ja"), ("fr", "zh-Hans")]
)
def test_a_browser_gets_its_language_first(make_page: Callable[..., Page], spoken: str, tag: str) -> None:
    """The site's source where it has none of theirs."""
    page = make_page(locale=spoken)
    page.goto("/")
    page.wait_for_url(f"**/{tag}/")


def test_a_chosen_language_is_remembered(make_page: Callable[..., Page]) -> None:
    """The next visit begins in it, whatever the browser asks for."""
    page = make_page(locale="zh-CN")
    page.goto("/")
    choose(page, "한국어")
    page.wait_for_url("**/ko/")
    page.goto("/")
    page.wait_for_url("**/ko/")


def test_arabic_is_a_mirror_image(page: Page, paths_in: Paths) -> None:
    """The name of the site, the title and the contents stand in Arabic where they stand in English, seen in a mirror."""

    def places(tag: str) -> dict[str, bool]:
        page.goto(paths_in(tag)["article"])
        contents = page.get_by_role("main").get_by_role("navigation").filter(has=page.locator("a[href^='#']"))
        parts = {
            "name": page.get_by_role("banner").get_by_role("link").first,
            "path": page.get_by_role("main").get_by_role("navigation").first.get_by_role("link").first,
            "contents": contents.get_by_role("link").first,
        }
        boxes = {name: part.bounding_box() for name, part in parts.items()}
        return {name: box["x"] + box["width"] / 2 < 640 for name, box in boxes.items() if box}

    assert places("en") == {"name": True, "path": True, "contents": False}
    assert page.evaluate("() => getComputedStyle(document.body).direction") == "ltr"
    assert places("ar") == {"name": False, "path": False, "contents": True}
    assert page.evaluate("() => getComputedStyle(document.body).direction") == "rtl"


def test_words_in_another_language_keep_their_own_direction(page: Page, paths_in: Paths) -> None:
    """An article that has no Arabic is read in English from the left, within a page from the right."""
    page.goto(paths_in("ar")["fallback"])
    article = page.get_by_role("article")
    assert (article.get_attribute("lang"), article.get_attribute("dir")) == ("en", "ltr")
    notice = article.locator("[lang=ar]").first
    expect(notice).to_be_visible()
    assert notice.evaluate("each => getComputedStyle(each).direction") == "rtl"
    assert article.locator("pre").first.evaluate("each => getComputedStyle(each).direction") == "ltr"
