"""What can be tested of WCAG 2.2 AA by a program, with axe: roles, names, contrast, sizes of targets, landmarks."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

Paths = Callable[[str], dict[str, str]]

RUN = """() => axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  rules: {"target-size": {enabled: true}},
  resultTypes: ["violations"],
})"""


@pytest.fixture(scope="module")
def axe(node_modules: Path) -> str:
    """The program of axe."""
    return (node_modules / "axe-core" / "axe.min.js").read_text("utf-8")


def violations(page: Page, axe: str) -> list[str]:
    """What axe finds on the page as it is shown: the rule, where, and why."""
    page.evaluate(axe)
    found: dict[str, Any] = page.evaluate(RUN)
    return [
        f"{rule['id']}: {node['target'][0]}: {node['failureSummary']}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("tag", ["zh-Hans", "en", "ja", "ar"])
def test_no_kind_of_page_has_a_violation(
    make_page: Callable[..., Page], paths_in: Paths, axe: str, tag: str, theme: str
) -> None:
    """In both themes."""
    page = make_page(color_scheme=theme)
    found = {}
    for kind, path in paths_in(tag).items():
        page.goto(path)
        found[kind] = violations(page, axe)
    assert {kind: each for kind, each in found.items() if each} == {}


@pytest.mark.parametrize("tag", ["zh-Hans", "ar"])
def test_no_kind_of_page_has_a_violation_on_a_phone(phone: Page, paths_in: Paths, axe: str, tag: str) -> None:
    """With everything open that can be opened."""
    found = {}
    for kind, path in paths_in(tag).items():
        phone.goto(path)
        phone.evaluate("() => document.querySelectorAll('main details').forEach(each => { each.open = true; })")
        found[kind] = violations(phone, axe)
    assert {kind: each for kind, each in found.items() if each} == {}
