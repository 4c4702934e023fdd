"""What the tests of this folder rely on: a page that does wrong is noticed."""

import pytest
from playwright.sync_api import Error, Page


def test_a_clean_page_has_no_problems(page: Page, problems: list[str]) -> None:
    """The site's own requests are no problem."""
    page.goto("/en/")
    assert "Songyue" in page.title()
    assert problems == []


def test_a_missing_page_is_not_a_mistake(page: Page) -> None:
    """Chromium's console calls a 404 an error; for the page of that address it is none."""
    answer = page.goto("/en/no-such-page")
    assert answer is not None
    assert answer.status == 404


def test_what_a_page_does_wrong_is_noticed(page: Page, problems: list[str]) -> None:
    """An image from elsewhere, which the Content-Security-Policy refuses, and a script that fails."""
    page.goto("/en/")
    page.evaluate("() => { new Image().src = 'https://example.com/a.png'; }")
    with page.expect_event("pageerror"):
        page.evaluate("() => { setTimeout(() => { throw new Error('broken'); }); }")
    seen = "\n".join(problems)
    assert "Content Security Policy" in seen
    assert "a script failed: broken" in seen
    problems.clear()


def test_no_other_host_is_reached(page: Page, problems: list[str]) -> None:
    """Not even where a page would be allowed to ask one; that it asked is noticed."""
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto("https://example.com/")
    assert problems == ["another host was asked: https://example.com/"]
    problems.clear()
