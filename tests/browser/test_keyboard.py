"""The whole site with a keyboard alone: everything is reached in the order of the page, and the focus is seen."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Paths = Callable[[str], dict[str, str]]

# Where the focus is, and whether it can be told by sight: by an outline, or by a border or shadow that it changes.
FOCUS = """() => {
  const focused = document.activeElement;
  const style = getComputedStyle(focused);
  const box = focused.getBoundingClientRect();
  const field = focused.closest("form");
  const isRinged = each => {
    const {outlineStyle, outlineWidth} = getComputedStyle(each);
    return outlineStyle !== "none" && parseFloat(outlineWidth) >= 2;
  };
  return {
    what: `${focused.tagName} ${focused.textContent.trim().slice(0, 40)}`,
    isSeen: isRinged(focused) || Boolean(field && isRinged(field)),
    isShown: box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight,
  };
}"""


@pytest.mark.parametrize("kind", ["home", "article", "results"])
def test_every_stop_of_the_focus_is_visible(page: Page, paths_in: Paths, kind: str) -> None:
    """Each press of the Tab key shows where it led, until the end of the page."""
    page.goto(paths_in("en")[kind])
    links = page.locator("a[href]:visible, button:visible, input:visible, summary:visible").count()
    stops = []
    for _ in range(links + 40):
        page.keyboard.press("Tab")
        if page.evaluate("() => document.activeElement === document.body"):
            break
        stops.append(page.evaluate(FOCUS))
    assert len(stops) > 20
    assert [stop["what"] for stop in stops if not (stop["isSeen"] and stop["isShown"])] == []


def test_the_first_stop_skips_to_the_content(page: Page, paths_in: Paths) -> None:
    """The link shows when it has the focus, and the next stop is in the content."""
    page.goto(paths_in("en")["article"])
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("() => document.querySelector('main').contains(document.activeElement)")


def test_a_search_is_typed_sent_and_followed_without_a_pointer(page: Page) -> None:
    """From the home page to the article that answers."""
    page.goto("/en/")
    field = page.get_by_role("search").first.locator("input[name=q]")
    field.focus()
    page.keyboard.type("deposit not arrived")
    page.keyboard.press("Enter")
    page.wait_for_url("**/en/search?**")
    first = page.get_by_role("main").get_by_role("heading", level=3).first.get_by_role("link")
    first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/deposits-withdrawals/deposit-not-arrived**")


def test_the_language_menu_opens_and_leads_elsewhere(page: Page, paths_in: Paths) -> None:
    """With Enter on the menu, then on a language."""
    page.goto(paths_in("en")["article"])
    menu = page.get_by_role("navigation", name="Contact, appearance and language").locator("summary")
    menu.focus()
    page.keyboard.press("Enter")
    spanish = page.get_by_role("link", name="español")
    expect(spanish).to_be_visible()
    spanish.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/es/deposits-withdrawals/deposit-not-arrived")


def test_an_answer_opens_with_the_keyboard(page: Page, paths_in: Paths) -> None:
    """Questions at the end of an article are buttons in all but name."""
    page.goto(paths_in("en")["article"])
    question = page.locator("main details.faq summary").first
    question.focus()
    page.keyboard.press("Enter")
    assert page.locator("main details.faq").first.get_attribute("open") is not None


def test_the_appearance_switch_says_its_state(page: Page) -> None:
    """A toggle button, pressed with the space bar."""
    page.goto("/en/")
    switch = page.get_by_role("button", name="Dark appearance")
    assert switch.get_attribute("aria-pressed") == "false"
    switch.focus()
    page.keyboard.press("Space")
    assert switch.get_attribute("aria-pressed") == "true"
