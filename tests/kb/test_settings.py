"""Settings: impossible values are named at their place in site.yaml, and everything else is still read."""

from pathlib import Path

import pytest

from kb.settings_file import load_site

GOOD = """name: {en: Help}
base_url: https://help.example
locales: [en, ar]
source_locale: en
"""


def settings(root: Path, text: str) -> tuple[list[str], str]:
    """What is wrong with a site.yaml, and the base URL that was read."""
    (root / "site.yaml").write_text(text, encoding="utf-8")
    site, problems, _ = load_site(root)
    return [str(problem) for problem in problems], site.base_url


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (
            "incidents: [{message: {en: x}, start: 2026-11-21T08:00:00}]",
            "5:39: site-settings: 'start' has no time zone",
        ),
        ("incidents: [{message: {en: x}, start: 2026-11-21}]", "5:39: site-settings: 'start' has no time zone"),
        ("incidents: [{message: {en: x}, end: 0}]", "5:37: site-settings: 'end' must be a date like"),
        ("limits: {results_per_page: 0}", "5:28: site-settings: 'results_per_page' must be 1 or more, not '0'"),
        ("limits: {image_bytes: -5}", "5:23: site-settings: 'image_bytes' must be 1 or more, not '-5'"),
        ("limits: {image_bytes: 1.5}", "5:23: site-settings: 'image_bytes' must be a whole number, not '1.5'"),
        (
            "limits: {result_per_page: 5}",
            "5:10: site-settings: unknown key 'result_per_page' (did you mean 'results_per",
        ),
        ("incidents: [{mesage: {en: x}}]", "5:14: site-settings: unknown key 'mesage' (did you mean 'message'?)"),
        ("trusted_proxies: yes", "5:18: site-settings: 'trusted_proxies' must be a whole number, not the truth value"),
        ("trusted_proxies: -1", "5:18: site-settings: 'trusted_proxies' must be 0 or more, not '-1'"),
        (
            "legal_links: [{titles: {en: x}, url: 'javascript:x()'}]",
            "5:38: site-settings: 'url': 'javascript:x()' cannot",
        ),
        ("social_links: [{titles: {en: x}, url: /terms}]", "5:39: site-settings: 'url': '/terms' cannot be linked to"),
        (
            "edit_url: https://git.example/edit/",
            "5:11: site-settings: 'edit_url': 'https://git.example/edit/' is not an",
        ),
        (
            "edit_url: 'https://git.example/{path}/{ref}'",
            "5:11: site-settings: 'edit_url': 'https://git.example/{path}/{",
        ),
        ("edit_url: 'javascript:{path}'", "5:11: site-settings: 'edit_url': 'javascript:{path}' is not an address"),
        ("checks: {alias: of}", "5:17: site-settings: 'alias' must be 'error', 'warning' or 'off', not 'of'"),
    ],
)
def test_an_impossible_value_is_one_line_at_its_place(tmp_path: Path, line: str, message: str) -> None:
    """With what to write instead; the other settings are kept."""
    problems, address = settings(tmp_path, GOOD + line + "\n")
    assert len(problems) == 1, problems
    assert problems[0].startswith(f"site.yaml:{message}")
    assert address == "https://help.example"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[en, ar]", "[]", "3:10: site-settings: 'locales': the list is empty; name at least the source locale"),
        ("[en, ar]", "[en, ar, EN]", "3:10: site-settings: 'locales': 'en' is given twice; keep one"),
        ("https://help.example", "help.example", "2:11: site-settings: 'base_url': 'help.example' is not an address"),
        ("https://help.example", "ftp://help.example", "2:11: site-settings: 'base_url': 'ftp://help.example' is not"),
        ("https://help.example", "https://a.example/?x", "2:11: site-settings: 'base_url': 'https://a.example/?x' is"),
        ("https://help.example", "https://[a", "2:11: site-settings: 'base_url':"),
    ],
)
def test_a_required_setting_that_is_impossible_is_one_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    """A stand-in takes its place."""
    problems, _ = settings(tmp_path, GOOD.replace(old, new))
    assert len(problems) == 1, problems
    assert problems[0].startswith(f"site.yaml:{message}")


def test_what_can_be_meant_is_read(tmp_path: Path) -> None:
    """A slash at the end of the address is dropped; times have offsets; the footer links to people and articles."""
    links = ", ".join(f"{{titles: {{en: x}}, url: '{url}'}}" for url in ("mailto:a@b.example", "tel:+1", "article:a#b"))
    incident = "{message: {en: x}, start: 2026-11-21T08:00:00Z, end: 2026-11-21T18:00:00+08:00}"
    text = GOOD.replace(".example", ".example/help/") + f"legal_links: [{links}]\nincidents: [{incident}]\n"
    assert settings(tmp_path, text) == ([], "https://help.example/help")
