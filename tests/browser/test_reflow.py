"""Zoomed, narrowed and spaced out, every page stays readable without scrolling sideways (WCAG 1.4.10, 1.4.12)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

Paths = Callable[[str], dict[str, str]]

LOCALES = ("zh-Hans", "zh-Hant", "en", "ja", "ko", "es", "ar")

# The page itself must not scroll; a table may, in its own box, which the keyboard can reach.
TOO_WIDE = """() => {
  const root = document.documentElement;
  if (root.scrollWidth <= root.clientWidth) return [];
  const isOutside = box => box.right > root.clientWidth + 1 || box.left < -1;
  const outside = [...document.body.querySelectorAll("*")].filter(each => isOutside(each.getBoundingClientRect()));
  return [`${root.scrollWidth} px`, ...outside.slice(0, 5).map(each => each.outerHTML.slice(0, 100))];
}"""

# The distances of WCAG 1.4.12, in a sheet that the Content-Security-Policy lets scripts make.
SPACE_OUT = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
    p { margin-block-end: 2em !important }`);
  document.adoptedStyleSheets = [sheet];
}"""

# Text that its own box cuts off. What is hidden from sight on purpose is a pixel in size; an excerpt of a page that its
# link leads to may end after some lines.
CUT_OFF = """() => [...document.body.querySelectorAll("a, button, p, li, h1, h2, h3, td, th, label, summary, span")]
  .filter(each => {
    const style = getComputedStyle(each);
    const hides = style.overflowX === "hidden" || style.overflowY === "hidden" || style.overflowX === "clip";
    const isTooLarge = each.scrollWidth > each.clientWidth + 1 || each.scrollHeight > each.clientHeight + 1;
    const isExcerpt = style.webkitLineClamp !== "none";
    return hides && isTooLarge && !isExcerpt && each.clientWidth > 2 && each.clientHeight > 2 && each.checkVisibility();
  })
  .map(each => each.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("tag", LOCALES)
def test_at_four_hundred_per_cent_nothing_scrolls_sideways(
    make_page: Callable[..., Page], paths_in: Paths, tag: str
) -> None:
    """1280 pixels zoomed to 400 % are 320 by 256, also with the distances between letters, words and lines that
    readers may set.
    """
    page = make_page(viewport={"width": 320, "height": 256})
    found = {}
    for kind, path in paths_in(tag).items():
        page.goto(path)
        found[kind] = page.evaluate(TOO_WIDE)
        page.evaluate(SPACE_OUT)
        found[f"{kind}, spaced out"] = page.evaluate(TOO_WIDE) + page.evaluate(CUT_OFF)
    assert {kind: each for kind, each in found.items() if each} == {}


@pytest.mark.parametrize("width", [360, 768, 1280])
@pytest.mark.parametrize("tag", ["zh-Hans", "es", "ar"])
def test_no_page_scrolls_sideways_at_usual_widths(
    make_page: Callable[..., Page], paths_in: Paths, tag: str, width: int
) -> None:
    """On a phone, a tablet and a desktop."""
    page = make_page(viewport={"width": width, "height": 800})
    found = {}
    for kind, path in paths_in(tag).items():
        page.goto(path)
        found[kind] = page.evaluate(TOO_WIDE) + page.evaluate(CUT_OFF)
    assert {kind: each for kind, each in found.items() if each} == {}


@pytest.mark.parametrize("tag", ["zh-Hans", "ar"])
def test_what_scrolls_in_its_own_box_is_reached_by_keyboard(phone: Page, paths_in: Paths, tag: str) -> None:
    """A wide table on a phone takes the focus, and has a name."""
    phone.goto(paths_in(tag)["fallback"])
    scrolling = phone.evaluate(
        """() => [...document.querySelectorAll("main *")]
          .filter(each => each.scrollWidth > each.clientWidth + 1 && getComputedStyle(each).overflowX === "auto")
          .map(each => [each.tabIndex, each.getAttribute("aria-label") || each.getAttribute("aria-labelledby")])"""
    )
    assert scrolling
    assert all(index == 0 for index, _ in scrolling)
