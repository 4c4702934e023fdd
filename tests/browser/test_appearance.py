"""Light and dark, paper, the colours and the calm that a reader's system asks for."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

Paths = Callable[[str], dict[str, str]]
MakePage = Callable[..., Page]

BACKGROUND = "() => getComputedStyle(document.documentElement).backgroundColor"

# Notes the background of every frame from the first one on, before any script of the page runs.
WATCH_FRAMES = """
  window.seen = [];
  const look = () => {
    if (document.body) seen.push(getComputedStyle(document.documentElement).backgroundColor);
    requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
"""


def is_dark(page: Page) -> bool:
    """Whether the page's ground is darker than its text."""
    values: list[list[float]] = page.evaluate(
        """() => [document.documentElement, document.body].map(each => getComputedStyle(each))
          .flatMap(style => [style.backgroundColor, style.color])
          .map(colour => colour.match(/[\\d.]+/g).map(Number))"""
    )
    ground = next(value for value in (values[2], values[0]) if len(value) < 4 or value[3])
    return sum(ground[:3]) < sum(values[3][:3])


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("has_scripts", [True, False])
def test_the_system_decides_first(make_page: MakePage, theme: str, has_scripts: bool) -> None:
    """With and without scripts."""
    page = make_page(color_scheme=theme, java_script_enabled=has_scripts)
    page.goto("/en/")
    assert is_dark(page) == (theme == "dark")


def test_a_choice_is_remembered_on_other_pages_and_can_be_taken_back(make_page: MakePage, paths_in: Paths) -> None:
    """The system's own choice is no choice of the reader: it follows the system again."""
    page = make_page(color_scheme="light")
    page.goto("/en/")
    switch = page.get_by_role("button", name="Dark appearance")
    switch.click()
    assert is_dark(page)
    page.goto(paths_in("ja")["article"])
    assert is_dark(page)
    page.goto("/en/")
    switch.click()
    assert not is_dark(page)
    page.emulate_media(color_scheme="dark")
    assert is_dark(page)
    page.goto("/en/")
    assert is_dark(page)


@pytest.mark.parametrize(("system", "chosen"), [("light", "dark"), ("dark", "light")])
def test_a_chosen_theme_does_not_flash(make_page: MakePage, paths_in: Paths, system: str, chosen: str) -> None:
    """From its first frame on, a page has the ground of the theme that the reader chose."""
    page = make_page(color_scheme=system)
    page.goto("/en/")
    page.get_by_role("button", name="Dark appearance").click()
    wanted = page.evaluate(BACKGROUND)
    page.context.add_init_script(WATCH_FRAMES)
    page.goto(paths_in("en")["article"])
    page.wait_for_function("() => seen.length > 5")
    assert set(page.evaluate("() => seen")) == {wanted}
    assert page.evaluate("() => document.documentElement.dataset.theme") == chosen


def test_storage_that_is_refused_breaks_nothing(make_page: MakePage) -> None:
    """Some in-app browsers refuse it; the choice then lasts as long as the page."""
    page = make_page(color_scheme="light")
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no'); } });")
    page.goto("/en/")
    page.get_by_role("button", name="Dark appearance").click()
    assert is_dark(page)


@pytest.mark.parametrize("kind", ["home", "article", "fallback"])
def test_paper_gets_the_text_and_nothing_to_press(make_page: MakePage, paths_in: Paths, kind: str) -> None:
    """Header tools, searches and menus stay away, also from a dark screen; answers are printed open."""
    page = make_page(color_scheme="dark")
    page.goto(paths_in("en")[kind])
    page.emulate_media(media="print")
    assert not is_dark(page)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.locator("button:visible, header input:visible, header summary:visible").count() == 0


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_forced_colours_keep_every_control_visible(make_page: MakePage, paths_in: Paths, theme: str) -> None:
    """Fields and buttons keep a border, icons the colour of the text beside them, and the focus its ring."""
    page = make_page(forced_colors="active", color_scheme=theme)
    page.goto(paths_in("en")["article"])
    controls = page.locator("form[role=search]:visible, a.button:visible")
    borders = controls.evaluate_all(
        """all => all.map(each => {
          const edge = [each, ...each.querySelectorAll("*")].map(part => getComputedStyle(part));
          return edge.some(style => parseFloat(style.borderTopWidth) > 0 && style.borderTopStyle !== "none");
        })"""
    )
    assert borders
    assert all(borders)
    page.keyboard.press("Tab")
    assert page.evaluate("() => getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_less_motion_is_no_motion(make_page: MakePage, paths_in: Paths) -> None:
    """Nothing moves or scrolls smoothly for readers who asked for less motion."""
    page = make_page(reduced_motion="reduce")
    for path in paths_in("en").values():
        page.goto(path)
        moving = page.evaluate(
            """() => [...document.querySelectorAll("*")].flatMap(each => {
              const style = getComputedStyle(each);
              const times = [...style.transitionDuration.split(","), ...style.animationDuration.split(",")];
              const moves = times.some(time => parseFloat(time) > 0.01) || style.scrollBehavior === "smooth";
              return moves ? [each.outerHTML.slice(0, 80)] : [];
            })"""
        )
        assert moving == [], path
