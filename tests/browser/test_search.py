"""Searching in a real browser: suggestions, keys, input methods, recent searches, and no script at all."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, Request, Route, expect

MakePage = Callable[..., Page]

HOME, ARTICLE = "/zh-Hans/", "/zh-Hans/deposits-withdrawals/withdrawal-fees"


def field(page: Page) -> Locator:
    """The page's one search field."""
    return page.locator("form.search input[name=q]")


def options(page: Page) -> Locator:
    """What the open list offers."""
    return page.get_by_role("option")


def type_into(page: Page, text: str) -> None:
    """Type into the field, and wait for what is suggested."""
    field(page).focus()
    page.keyboard.type(text)
    expect(options(page).last).to_contain_text(text)


def press(page: Page, key: str, target: str = "form.search input[name=q]", **details: object) -> bool:
    """Report a key as a browser does while or after an input method composes; whether its effect was left to it."""
    return page.locator(target).evaluate(
        "(target, event) => target.dispatchEvent(new KeyboardEvent('keydown', event))",
        {"key": key, "bubbles": True, "cancelable": True, **details},
    )


def active(page: Page) -> Locator:
    """The option that the field names as its active one."""
    return page.locator(f"#{field(page).get_attribute('aria-activedescendant')}")


def test_suggestions(page: Page) -> None:
    """What is typed in pinyin suggests articles and terms, says which is which, marks it, and counts them aloud."""
    page.goto(HOME)
    expect(field(page)).to_have_role("combobox")
    expect(field(page)).to_have_attribute("aria-expanded", "false")
    type_into(page, "tixian")
    expect(field(page)).to_have_attribute("aria-expanded", "true")
    expect(page.get_by_role("listbox", name="搜索建议")).to_be_visible()
    count = options(page).count() - 1
    expect(page.locator("form.search [role=status]")).to_have_text(f"有 {count} 条建议")
    assert set(options(page).locator("small").all_text_contents()) == {"文章", "术语"}
    assert set(options(page).locator("mark").all_text_contents()) == {"提现"}
    expect(options(page).last).to_have_text("搜索“tixian”")


def test_the_first_suggestions_cost_two_kilobytes_at_most(page: Page) -> None:
    """One request a pause in typing, none before anything is typed, and none again for what was asked before."""
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if "/suggest" in request.url else None)
    page.goto(HOME)
    field(page).focus()
    assert asked == []
    with page.expect_response("**/suggest?*") as answered:
        type_into(page, "提现")
    assert len(answered.value.body()) <= 2_048
    page.keyboard.press("Backspace")
    expect(options(page).last).to_contain_text("“提”")
    before = len(asked)
    page.keyboard.type("现")
    expect(options(page).last).to_contain_text("“提现”")
    assert len(asked) == before


def test_arrows_choose_and_enter_follows(page: Page) -> None:
    """Arrow keys, Home and End move among the options and leave what was typed alone; Enter follows the chosen one."""
    page.goto(HOME)
    type_into(page, "提现")
    page.keyboard.press("ArrowUp")
    expect(active(page)).to_have_text("搜索“提现”")
    page.keyboard.press("ArrowDown")
    expect(field(page)).not_to_have_attribute("aria-activedescendant", re.compile("."))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("End")
    expect(active(page)).to_have_text("搜索“提现”")
    page.keyboard.press("Home")
    expect(active(page)).to_have_attribute("aria-selected", "true")
    expect(page.locator("[role=option][aria-selected]")).to_have_count(1)
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("提现")
    address = active(page).get_attribute("href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}")


def test_arrows_in_the_text_leave_the_list(page: Page) -> None:
    """To the side, they move the cursor in the text, and nothing is chosen any more."""
    page.goto(HOME)
    type_into(page, "提现")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    expect(field(page)).not_to_have_attribute("aria-activedescendant", re.compile("."))
    assert field(page).evaluate("field => field.selectionStart") == 1


def test_enter_without_a_choice_searches(page: Page) -> None:
    """For what was typed, as the form does without a script; the last option does the same."""
    page.goto(HOME)
    type_into(page, "提现手续费")
    page.keyboard.press("Enter")
    page.wait_for_url("**/zh-Hans/search?q=*")
    expect(field(page)).to_have_value("提现手续费")
    field(page).fill("")
    type_into(page, "充值")
    options(page).last.click()
    page.wait_for_url("**/search?q=%E5%85%85%E5%80%BC")


def test_escape_closes_then_clears(page: Page) -> None:
    """And the focus stays in the field; the arrow key opens the list again."""
    page.goto(HOME)
    type_into(page, "提现")
    page.keyboard.press("Escape")
    expect(field(page)).to_have_attribute("aria-expanded", "false")
    expect(field(page)).to_have_value("提现")
    page.keyboard.press("ArrowDown")
    expect(field(page)).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(field(page)).to_have_value("")
    expect(field(page)).to_be_focused()


def test_tab_leaves(page: Page) -> None:
    """The list closes and the focus goes on; options are no stops of their own."""
    page.goto(ARTICLE)
    type_into(page, "提现")
    page.keyboard.press("Tab")
    expect(page.locator(".options")).to_be_hidden()
    expect(page.locator(".slash")).to_be_focused()


def test_hovering_chooses_nothing(page: Page) -> None:
    """A mouse that rests on an option changes neither focus nor choice; a click follows it."""
    page.goto(HOME)
    type_into(page, "提现")
    options(page).nth(1).hover()
    expect(field(page)).to_be_focused()
    expect(field(page)).not_to_have_attribute("aria-activedescendant", re.compile("."))
    address = options(page).nth(1).get_attribute("href")
    options(page).nth(1).click()
    page.wait_for_url(f"**{address}")


def test_a_tap_follows(phone: Page) -> None:
    """On a phone the list is as wide as the field, and a tap is enough."""
    phone.goto(HOME)
    field(phone).tap()
    phone.keyboard.type("充值没到")
    expect(options(phone).last).to_contain_text("充值没到")
    assert options(phone).first.bounding_box()["height"] >= 44
    options(phone).first.tap()
    phone.wait_for_url("**/deposit-not-arrived")


MOVED = """
window.moved = [];
new PerformanceObserver(list => {
  for (const { node } of list.getEntries().flatMap(each => each.sources)) {
    const element = node?.nodeType === 1 ? node : node?.parentElement;
    if (element && !element.closest(".options")) moved.push(element.outerHTML);
  }
}).observe({type: "layout-shift"});
"""
"""Notes what moves on a page; within the list, what is suggested next may stand elsewhere."""


@pytest.mark.parametrize("path", ["/zh-Hans/", "/ar/", "/en/deposits-withdrawals/withdrawal-fees"])
@pytest.mark.parametrize("size", [(320, 256), (1280, 800)])
def test_the_list_lies_over_the_page(make_page: MakePage, path: str, size: tuple[int, int]) -> None:
    """It moves nothing, stays within the page's width at 400 % zoom and from right to left, and scrolls by itself."""
    page = make_page(viewport={"width": size[0], "height": size[1]})
    page.goto(path)
    page.evaluate(MOVED)
    place = page.locator("main").bounding_box()
    type_into(page, "k")
    page.keyboard.press("End")
    page.keyboard.press("ArrowUp")
    assert page.locator("main").bounding_box()["height"] == place["height"]
    assert page.evaluate("moved") == []
    box = page.locator(".options").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= size[0]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(active(page)).to_be_in_viewport()


def test_older_answers_do_not_overwrite_newer_ones(page: Page) -> None:
    """An answer that comes late is dropped."""
    waiting: list[Route] = []
    page.goto(HOME)
    page.route(re.compile(r"suggest\?locale=zh-Hans&q=%E6%8F%90$"), lambda route: waiting.append(route))  # noqa: PLW0108  (Playwright marks its handlers)
    field(page).focus()
    page.keyboard.type("提")
    page.wait_for_timeout(300)
    assert len(waiting) == 1
    page.keyboard.type("现")
    expect(options(page).last).to_have_text("搜索“提现”")
    waiting[0].continue_()
    page.wait_for_timeout(200)
    expect(options(page).last).to_have_text("搜索“提现”")


def test_without_a_network_the_field_stays_a_field(page: Page, problems: list[str]) -> None:
    """Suggestions that do not come are not missed: nothing is shown, and typing goes on."""
    page.goto(HOME)
    page.context.set_offline(True)
    field(page).focus()
    page.keyboard.type("提现")
    page.wait_for_timeout(400)
    expect(field(page)).to_have_attribute("aria-expanded", "false")
    expect(field(page)).to_have_value("提现")
    assert all("ERR_INTERNET_DISCONNECTED" in each for each in problems)
    problems.clear()


def test_composing_pinyin(page: Page) -> None:
    """While an input method composes, its pinyin suggests, but no key chooses, closes or searches."""
    page.goto(HOME)
    field(page).focus()
    composer = page.context.new_cdp_session(page)
    composer.send("Input.imeSetComposition", {"text": "ti'xian", "selectionStart": 7, "selectionEnd": 7})
    expect(options(page).first).to_contain_text("提现")
    for key in ("ArrowDown", "Escape", "Enter"):
        press(page, key, isComposing=True)
    expect(field(page)).not_to_have_attribute("aria-activedescendant", re.compile("."))
    expect(field(page)).to_have_attribute("aria-expanded", "true")
    composer.send("Input.insertText", {"text": "提现"})
    expect(options(page).last).to_have_text("搜索“提现”")
    assert page.url.endswith(HOME)


def test_the_key_that_ends_a_composition_does_nothing_else(page: Page) -> None:
    """Safari reports it after the end, when only its code tells; Enter must neither follow nor search."""
    page.goto(HOME)
    type_into(page, "提现")
    page.keyboard.press("ArrowDown")
    is_refused = not press(page, "Enter", keyCode=229)
    assert is_refused
    page.wait_for_timeout(200)
    assert page.url.endswith(HOME)


def test_keys_lead_to_the_field(page: Page) -> None:
    """The slash where nobody types, Ctrl or Command with K everywhere; not while an input method composes."""
    page.goto(ARTICLE)
    expect(field(page)).to_have_attribute("aria-keyshortcuts", "/ Control+K Meta+K")
    page.keyboard.press("/")
    expect(field(page)).to_be_focused()
    page.keyboard.type("a/b")
    expect(field(page)).to_have_value("a/b")
    page.keyboard.press("Control+k")
    assert field(page).evaluate("field => field.selectionEnd - field.selectionStart") == 3
    for shortcut in ("Control+k", "Meta+k"):
        page.locator("main").focus()
        page.keyboard.press(shortcut)
        expect(field(page)).to_be_focused()
    page.locator("main").focus()
    press(page, "/", "body", keyCode=229)
    expect(field(page)).not_to_be_focused()


def test_the_slash_can_be_switched_off(page: Page, phone: Page) -> None:
    """For readers whose software types what it hears; the browser remembers. Without keys there is no such switch."""
    page.goto(HOME)
    switch = page.get_by_role("button", name="按 / 键开始搜索")
    switch.click()
    expect(switch).to_have_attribute("aria-pressed", "false")
    page.reload()
    expect(field(page)).to_have_attribute("aria-keyshortcuts", "Control+K Meta+K")
    page.keyboard.press("/")
    expect(field(page)).not_to_be_focused()
    phone.goto(HOME)
    expect(phone.locator(".slash")).to_be_hidden()


def test_recent_searches(page: Page) -> None:
    """The last five, newest first, are offered in the empty field, never sent anywhere, and can be cleared."""
    for query in ("一", "提币", "账户被锁", "提币", "KYC 认证", "手续费", "充值没到"):
        page.goto(f"{HOME}search?q={query}")
    page.goto(HOME)
    asked: list[Request] = []
    page.on("request", lambda request: asked.append(request) if "/api/" in request.url else None)
    field(page).focus()
    assert options(page).all_text_contents() == ["充值没到", "手续费", "KYC 认证", "提币", "账户被锁", "清除最近搜索"]
    expect(page.locator("form.search [role=status]")).to_have_text("最近搜过 5 条")
    assert asked == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search?q=*")
    expect(field(page)).to_have_value("充值没到")
    page.goto(HOME)
    field(page).focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("form.search [role=status]")).to_have_text("已清除最近搜索")
    page.reload()
    field(page).focus()
    expect(field(page)).to_have_attribute("aria-expanded", "false")


def test_a_browser_that_keeps_nothing(page: Page) -> None:
    """Some in-app browsers refuse storage; everything else works."""
    page.add_init_script("Object.defineProperty(window, 'localStorage', {get() { throw new Error('refused') }})")
    page.goto(f"{HOME}search?q=提币")
    page.goto(HOME)
    type_into(page, "手续费")
    expect(field(page)).to_have_attribute("aria-expanded", "true")


def test_without_scripts(make_page: MakePage) -> None:
    """The form searches, filters filter, and nothing is offered that would do nothing."""
    page = make_page(java_script_enabled=False)
    page.goto(HOME)
    expect(page.locator(".slash")).to_be_hidden()
    assert field(page).get_attribute("role") is None
    field(page).fill("提币")
    field(page).press("Enter")
    page.wait_for_url("**/search?q=*")
    expect(page.get_by_text("“提币”在这里叫“提现”")).to_have_count(1)
    page.locator(".filters a").nth(1).click()
    expect(page.locator(".filters a[aria-current]")).to_have_count(1)
    assert "category=" in page.url


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("tag", ["zh-Hans", "ar"])
def test_the_open_list_is_accessible(make_page: MakePage, node_modules: Path, tag: str, scheme: str) -> None:
    """By axe's rules, with suggestions and with recent searches, in both themes."""
    page = make_page(color_scheme=scheme)
    axe = (node_modules / "axe-core" / "axe.min.js").read_text(encoding="utf-8")
    page.goto(f"/{tag}/search?q=USDT")
    for typed in ("", "USDT"):
        page.goto(f"/{tag}/")
        field(page).focus()
        page.keyboard.type(typed)
        expect(options(page).last).to_be_visible()
        page.keyboard.press("ArrowDown")
        page.evaluate(axe)
        found = page.evaluate("async () => (await axe.run()).violations")
        assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []
