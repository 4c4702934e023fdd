"""Definitions beside their words: by mouse, keyboard and finger, and without scripts."""

from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("playwright")

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

ARTICLES = ("/zh-Hans/deposits-withdrawals/deposit-not-arrived", "/ar/deposits-withdrawals/deposit-not-arrived")
NOTE = ".term-note"


def box(element: "Locator") -> dict[str, float]:
    """Where an element lies in the viewport."""
    found = element.bounding_box()
    assert found is not None
    return dict(found)


def assert_beside(word: "Locator", note: "Locator", width: float) -> None:
    """The note lies in the viewport and not over its word."""
    around, own = box(word), box(note)
    assert own["x"] >= 0
    assert own["x"] + own["width"] <= width
    assert own["y"] >= around["y"] + around["height"] or own["y"] + own["height"] <= around["y"]


@pytest.mark.parametrize("path", ARTICLES)
@pytest.mark.parametrize("width", [320, 1280])
def test_focus_shows_the_definition_and_escape_hides_it(page: "Page", site_url: str, path: str, width: int) -> None:
    """Beside the word, whole, in either direction; the focus stays where it was."""
    page.set_viewport_size({"width": width, "height": 740})
    page.goto(f"{site_url}{path}")
    for word in page.locator("a.term").all()[:4]:
        word.focus()
        note = page.locator(NOTE)
        assert note.is_visible()
        assert_beside(word, note, width)
        page.keyboard.press("Escape")
        assert note.count() == 0
        assert word.evaluate("element => element === document.activeElement")


def test_the_tab_key_goes_on_into_the_note(page: "Page", site_url: str) -> None:
    """Its link follows the word, Escape returns to the word, and what comes next follows as before."""
    page.goto(f"{site_url}{ARTICLES[0]}")
    word = page.locator("a.term").first
    word.focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.term-note') !== null")
    page.keyboard.press("Escape")
    assert word.evaluate("element => element === document.activeElement")
    word.blur()
    word.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    assert page.locator(NOTE).count() == 0 or page.evaluate("document.activeElement.matches('.term')")


def test_enter_leads_to_the_entry_in_the_list(page: "Page", site_url: str) -> None:
    """The list opens, and its entry leads to the glossary's."""
    page.goto(f"{site_url}{ARTICLES[0]}")
    word = page.locator("a.term").first
    target = word.get_attribute("href")
    word.focus()
    page.keyboard.press("Enter")
    entry = page.locator(str(target))
    entry.wait_for(state="visible")
    entry.locator(".term-links a").first.click()
    page.wait_for_url("**/glossary#*")
    assert page.locator(f"#{page.url.split('#')[1]}").is_visible()


def test_the_mouse_can_rest_on_word_and_note(page: "Page", site_url: str) -> None:
    """The note stays while either is under the pointer, and goes when neither is."""
    page.goto(f"{site_url}{ARTICLES[0]}")
    page.locator("a.term").first.hover()
    note = page.locator(NOTE)
    note.wait_for(state="visible")
    note.hover()
    page.wait_for_timeout(500)
    assert note.is_visible()
    page.locator("h1").first.hover()
    note.wait_for(state="detached")


def test_a_tap_shows_and_a_tap_elsewhere_hides(phone: "Page", site_url: str) -> None:
    """The page does not move; a second tap on the word hides it too."""
    phone.goto(f"{site_url}{ARTICLES[0]}")
    word = phone.locator("a.term").first
    word.tap()
    note = phone.locator(NOTE)
    assert note.is_visible()
    assert "#" not in phone.url
    assert_beside(word, note, 360)
    word.tap()
    assert note.count() == 0
    word.tap()
    assert note.is_visible()
    phone.locator(".article-head h1").dispatch_event("pointerdown", {"pointerType": "touch"})
    assert note.count() == 0


def test_paper_holds_the_definitions(page: "Page", site_url: str) -> None:
    """The list is open on it, without the links that paper cannot follow."""
    page.goto(f"{site_url}{ARTICLES[0]}")
    page.emulate_media(media="print")
    heights = "all => all.map(each => each.getBoundingClientRect().height)"
    assert min(page.locator(".terms dd > p:first-child").evaluate_all(heights)) > 0
    assert max(page.locator(".terms .term-links").evaluate_all(heights)) == 0


def test_without_scripts_a_term_leads_to_its_definition(page: "Page", site_url: str) -> None:
    """The browser opens the list by itself."""
    browser: Any = page.context.browser
    context = browser.new_context(java_script_enabled=False, viewport={"width": 360, "height": 740})
    bare = context.new_page()
    bare.goto(f"{site_url}{ARTICLES[0]}")
    word = bare.locator("a.term").first
    target = word.get_attribute("href")
    word.click()
    assert bare.locator(str(target)).is_visible()
    context.close()
