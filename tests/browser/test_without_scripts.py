"""With scripts off nothing is missing that a reader came for: reading, searching, filtering, changing the language."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Paths = Callable[[str], dict[str, str]]


@pytest.fixture
def plain(make_page: Callable[..., Page]) -> Page:
    """A page that runs no script."""
    return make_page(java_script_enabled=False)


def test_a_search_from_the_home_page_leads_to_the_answer(plain: Page) -> None:
    """Typed, sent with the button, answered with results, and followed to the section."""
    plain.goto("/zh-Hans/")
    plain.get_by_role("search").locator("input[name=q]").fill("充值未到账")
    plain.get_by_role("search").get_by_role("button").first.click()
    results = plain.get_by_role("main").get_by_role("heading", level=3).get_by_role("link")
    assert results.count() >= 3
    results.first.click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("充值没到账怎么办")


def test_results_are_limited_to_a_topic_and_the_query_stays(plain: Page, paths_in: Paths) -> None:
    """Filters are links."""
    plain.goto(paths_in("en")["results"])
    asked = plain.get_by_role("search").locator("input[name=q]").input_value()
    before = plain.get_by_role("main").get_by_role("heading", level=3).count()
    plain.get_by_role("navigation", name="Topic").get_by_role("link").nth(1).click()
    assert "category=" in plain.url
    assert plain.get_by_role("search").locator("input[name=q]").input_value() == asked
    assert 0 < plain.get_by_role("main").get_by_role("heading", level=3).count() <= before


def test_a_search_that_finds_nothing_offers_ways_on(plain: Page, paths_in: Paths) -> None:
    """Topics and people."""
    plain.goto(paths_in("en")["no results"])
    main = plain.get_by_role("main")
    expect(main.get_by_role("navigation", name="Start from a topic").get_by_role("link").first).to_be_visible()
    expect(main.get_by_role("link", name="Contact support").last).to_be_visible()


def test_the_language_menu_works(plain: Page, paths_in: Paths) -> None:
    """It opens, and leads to the same page in the other language."""
    plain.goto(paths_in("zh-Hans")["article"])
    plain.get_by_role("banner").locator("details summary").click()
    plain.get_by_role("banner").get_by_role("link", name="English").click()
    plain.wait_for_url("**/en/deposits-withdrawals/deposit-not-arrived")


def test_an_article_shows_all_of_itself(plain: Page, paths_in: Paths) -> None:
    """Its contents lead to sections, its answers open, its pictures are there."""
    plain.goto(paths_in("en")["article"])
    plain.get_by_role("navigation", name="On this page").get_by_role("link").nth(1).click()
    assert "#" in plain.url
    plain.locator("main details.faq summary").first.click()
    expect(plain.locator("main details.faq > :not(summary)").first).to_be_visible()
    assert plain.locator("main figure").count() > 0


@pytest.mark.parametrize("tag", ["zh-Hans", "ar"])
def test_nothing_is_shown_that_needs_a_script(plain: Page, paths_in: Paths, tag: str) -> None:
    """No button but those of forms."""
    for path in paths_in(tag).values():
        plain.goto(path)
        assert plain.locator("button:visible:not(form button)").count() == 0, path
