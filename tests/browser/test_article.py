"""Articles in a browser: pictures that open larger, addresses to copy, questions that open, videos, paper."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

CHART = "/zh-Hans/deposits-withdrawals/deposit-not-arrived"
SCREEN = "/en/account-security/enable-2fa"
MakePage = Callable[..., Page]


def computed(page: Page, selector: str, name: str) -> Any:
    """A computed style of the first element that matches."""
    return page.eval_on_selector(selector, f"element => getComputedStyle(element).{name}")


def test_a_drawing_is_named_and_its_words_can_be_selected(page: Page) -> None:
    """Screen readers hear the alternative text; everyone else reads and copies the words."""
    page.goto(CHART)
    assert page.get_by_role("img", name="充值没到账的判断流程").count() == 1
    words = page.evaluate(
        "() => { const text = document.querySelector('.drawing text'); getSelection().selectAllChildren(text);"
        " return getSelection().toString(); }"
    )
    assert words == "充值没到账"
    assert computed(page, ".drawing text", "fontFamily") == computed(page, ".prose", "fontFamily")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_drawing_follows_the_readers_theme(make_page: MakePage, theme: str) -> None:
    """Also where they chose another than the system's."""
    page = make_page(color_scheme="light" if theme == "dark" else "dark")
    page.goto(CHART)
    page.locator(".theme-switch").click()
    ink = page.evaluate("getComputedStyle(document.body).color")
    assert computed(page, ".drawing text", "fill") == ink


def test_a_drawing_opens_larger_and_gives_the_focus_back(page: Page) -> None:
    """By keyboard: the dialog is named by the caption, Escape closes it, and the drawing is where it was."""
    page.goto(SCREEN)
    link = page.locator(".enlarge").first
    link.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="The set-up page; circled numbers are the steps above")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("button", name="Close")).to_be_focused()
    assert dialog.locator("svg.drawing").bounding_box()["width"] > 348
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(link).to_be_focused()
    assert page.locator(".picture svg.drawing").count() == page.locator(".picture").count()


def test_a_drawing_larger_than_a_phone_can_be_panned(phone: Page) -> None:
    """In its own box, while the page behind it stays."""
    phone.goto(CHART)
    phone.locator(".enlarge").first.tap()
    view = phone.locator(".larger-view")
    assert view.evaluate("box => box.scrollWidth > box.clientWidth && getComputedStyle(box).overflowX") == "auto"
    assert phone.evaluate("document.documentElement.scrollWidth") == 360
    phone.get_by_role("button", name="关闭").tap()
    expect(phone.locator(".larger")).to_be_hidden()


def test_opening_larger_does_not_move_the_page(page: Page) -> None:
    """The place of the drawing is kept for it."""
    page.goto(SCREEN)
    height = page.evaluate("document.documentElement.scrollHeight")
    page.locator(".enlarge").first.click()
    assert page.evaluate("document.documentElement.scrollHeight") == height


def test_without_scripts_a_picture_is_a_link_to_its_file(make_page: MakePage) -> None:
    """And the dialog that nothing can open is not there."""
    page = make_page(java_script_enabled=False)
    page.goto(SCREEN)
    expect(page.locator(".larger")).to_be_hidden()
    page.locator(".enlarge").first.click()
    assert page.url.endswith(".svg")


def test_the_link_beside_a_heading_copies_its_address(make_page: MakePage) -> None:
    """The canonical one; it is said, and the page does not move."""
    page = make_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(SCREEN)
    heading = page.locator(".prose h2").first
    place = heading.get_attribute("id")
    page.get_by_role("link", name=f"Link to “{heading.inner_text()}”").click()
    expect(page.get_by_role("status").filter(has_text="Link copied")).to_be_attached()
    canonical = page.locator("link[rel=canonical]").get_attribute("href")
    assert page.evaluate("navigator.clipboard.readText()") == f"{canonical}#{place}"
    assert page.url.endswith(f"{SCREEN}#{place}")
    assert page.evaluate("scrollY") == 0


def test_where_nothing_can_be_copied_the_link_leads_to_its_section(make_page: MakePage) -> None:
    """Without scripts, or in a browser that keeps the clipboard to itself."""
    page = make_page()
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(SCREEN)
    page.locator(".heading .link-here").last.click()
    assert "#" in page.url
    assert page.evaluate("scrollY") > 0


def test_the_words_of_a_heading_stay_its_own(page: Page) -> None:
    """The link beside them is not part of its name."""
    page.goto(SCREEN)
    assert page.get_by_role("heading", name="Turn it on", exact=True).count() == 1


def test_links_beside_headings_show_with_the_pointer_or_the_focus_and_always_to_fingers(
    page: Page, phone: Page
) -> None:
    """They are large enough to be hit."""
    page.goto(SCREEN)
    link = page.locator(".heading .link-here").first
    expect(link).to_have_css("opacity", "0")
    page.locator(".prose h2").first.hover()
    expect(link).to_have_css("opacity", "1")
    phone.goto(SCREEN)
    touched = phone.locator(".heading .link-here").first
    expect(touched).to_have_css("opacity", "1")
    box = touched.bounding_box()
    assert box is not None
    assert min(box["width"], box["height"]) >= 24


def test_a_link_to_a_question_opens_it_each_time_it_is_followed(page: Page) -> None:
    """Also after the reader has closed it, and whatever the address ends with."""
    page.goto(SCREEN)
    name = page.locator(".faq").first.get_attribute("id")
    page.goto(f"{SCREEN}#{name}")
    answer = page.locator(f"#{name}")
    expect(answer).to_have_attribute("open", "")
    answer.locator("summary").click()
    page.evaluate(
        "name => { const link = document.createElement('a'); link.href = '#' + name; document.body.append(link);"
        " link.click(); }",
        name,
    )
    expect(answer).to_have_attribute("open", "")
    page.goto(f"{SCREEN}#%E0%A4%A")
    expect(page.locator("h1")).to_be_visible()


def test_steps_and_contents_are_lists(page: Page) -> None:
    """Safari needs to be told."""
    page.goto(SCREEN)
    for selector in (".steps", ".contents-folded ol"):
        assert page.locator(selector).first.get_attribute("role") == "list"


def test_paper_shows_answers_and_the_address_and_leaves_out_what_cannot_be_used(page: Page) -> None:
    """Printing opens every question and closes it again."""
    page.goto(SCREEN)
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".faq:not([open])").count() == 0
    expect(page.locator(".printed-address")).to_be_visible()
    for gone in (".link-here", ".enlarge", ".contents-beside", ".neighbours", ".site-header"):
        expect(page.locator(gone).first).to_be_hidden()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".faq[open]").count() == 0


def test_a_video_of_another_site_is_asked_for_only_when_it_is_started(page: Page, problems: list[str]) -> None:
    """By a button that says so; the policy of a page that lists no site forbids it even then."""
    page.route("**" + SCREEN, with_video)
    page.goto(SCREEN)
    play = page.get_by_role("button", name="Load and play from Vimeo")
    assert problems == []
    assert page.locator("iframe").count() == 0
    play.focus()
    page.keyboard.press("Space")
    player = page.locator("figure.video iframe")
    expect(player).to_have_attribute("title", "Two minutes")
    expect(player).to_have_attribute("src", "https://player.vimeo.com/video/76979871?autoplay=1&dnt=1")
    page.wait_for_timeout(100)
    assert any("frame-src" in each or "default-src" in each for each in problems)
    problems.clear()


def with_video(route: Any) -> None:
    """Puts a video where the text of an article begins, as rendering writes it."""
    answer = route.fetch()
    player = "https://player.vimeo.com/video/76979871?autoplay=1&amp;dnt=1"
    figure = (
        '<figure class="video"><a class="play" href="https://vimeo.com/76979871" '
        f'data-player="{player}"><span class="play-words">Load and play from Vimeo</span></a>'
        "<figcaption>Two minutes</figcaption></figure>"
    )
    route.fulfill(response=answer, body=answer.text().replace('<div class="prose">', f'<div class="prose">{figure}', 1))
