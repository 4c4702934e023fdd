"""Checks: every problem of a site in one run, each at its place."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from kb.checks import CHECKS, check_library
from kb.errors import ConfigError
from kb.loader import load
from kb.problems import Severity

TODAY = date(2026, 11, 21)
ZH = "articles/deposits/withdrawal-fees.zh-Hans.md"
EN = "articles/deposits/withdrawal-fees.en.md"
SMALL = Path(__file__).parents[1] / "libraries" / "small"

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060000000050001a5f64540"
    "0000000049454e44ae426082"
)


def lines(root: Path) -> list[str]:
    """What `kb check` prints for a site."""
    return [str(problem) for problem in check_library(load(root), TODAY)]


def source(name: str) -> str:
    """A file of the small site."""
    return (SMALL / name).read_text(encoding="utf-8")


def edited(name: str, old: str, new: str) -> dict[str, str]:
    """The file with one thing changed."""
    text = source(name)
    assert old in text
    return {name: text.replace(old, new, 1)}


def test_twenty_mistakes_give_twenty_lines_at_the_right_places(make_site) -> None:  # type: ignore[no-untyped-def]
    """In one run, each with what to do; the lines are kept beside the site for review."""
    expected = (SMALL.parent / "twenty_mistakes.txt").read_text(encoding="utf-8").splitlines()
    assert len(expected) == 20
    assert lines(make_site("twenty_mistakes")) == expected


def test_a_sound_site_has_only_what_is_known_to_be_missing(make_site) -> None:  # type: ignore[no-untyped-def]
    """The small site's English was never stamped; the engine's catalogs speak for its interface."""
    assert lines(make_site()) == [
        f"{EN}:2:1: stale-translation: never compared with {ZH}; once it says the same, "
        "run kb i18n stamp withdrawal-fees en (warning)"
    ]


CASES: list[tuple[str, Mapping[str, str | bytes | None], str]] = [
    ("overdue-review", edited(ZH, "updated:", "review_by: 2026-01-31\nupdated:"), f"{ZH}:6:12: overdue-review: review was"),
    ("unknown-risk", edited(ZH, "risk: transfer", "risk: transfers"), f"{ZH}:8:7: unknown-risk: site.yaml defines no"),
    ("alias", edited(ZH, "aliases: [fees]", "aliases: [enable-2fa]"), f"{ZH}:9:11: alias: alias 'enable-2fa' is the slug"),
    ("image-text", {**edited(ZH, "手续费从", "![](media/a.png)\n\n手续费从"), "articles/deposits/media/a.png": PNG},
     f"{ZH}:11:1: image-text: image 'media/a.png' has no alternative text"),
    ("image-size", {**edited(ZH, "手续费从", "![图](media/a.png)\n\n手续费从"),
                    "articles/deposits/media/a.png": PNG + b"\0" * 600_000},
     f"{ZH}:11:1: image-size: image 'media/a.png' has 600 kB; the limit is 500 kB"),
    ("broken-image", edited(ZH, "手续费从", "![图](https://elsewhere.example/a.png)\n\n手续费从"),
     f"{ZH}:11:1: broken-image: image 'https://elsewhere.example/a.png' must lie in the category's media/ folder"),
    ("broken-image", edited(ZH, "手续费从", "![图](../../../site.yaml)\n\n手续费从"), f"{ZH}:11:1: broken-image: image"),
    ("broken-link", edited(ZH, "#steps)", "#steps) [x](category:nowhere)"), f"{ZH}:15:67: broken-link: category 'nowhere'"),
    ("broken-link", edited(ZH, "#steps)", "#steps) [x](#nowhere)"), f"{ZH}:15:67: broken-link: this article has no section"),
    ("broken-link", edited(ZH, "#steps)", "#steps) [x](javascript:alert)"), f"{ZH}:15:67: broken-link: 'javascript:alert' is"),
    ("unsafe-html", edited(ZH, "，与数量无关", "<b onclick='x()'>，</b>"), f"{ZH}:15:22: unsafe-html: attribute 'onclick' of <b>"),
    ("unsafe-html", edited(ZH, "，与数量无关", "<a href='javascript:x()'>，</a>"), f"{ZH}:15:22: unsafe-html: the address in <a>"),
    ("draft-leak", {**edited(ZH, "risk:", "status: draft\nrisk:")}, f"{EN}:1:1: draft-leak: this translation is published"),
    ("draft-link", edited(ZH, "#steps)", "#steps) [x](article:secret-plan)"), f"{ZH}:15:67: draft-link: this published"),
    ("heading-id", edited(ZH, "{#faq}", "{#how}"), f"{ZH}:21:1: heading-id: id 'how' is used twice in this article"),
    ("heading-id", edited(ZH, " {#refund}", ""), f"{ZH}:23:5: heading-id: this question has no id"),
    ("heading-id", edited(ZH, "## 怎么算", "# 怎么算"), f"{ZH}:13:1: heading-id: the title is the page's only first-level"),
    ("block", edited(ZH, "不可以。\n///", "不可以。"), f"{ZH}:23:1: block: block 'faq' is never closed; end it with a line ///"),
    ("fact-differs", edited(EN, "costs {{fact:fee-usdt}}, what", "costs 1 USDT, what"),
     f"{EN}:10:1: fact-differs: section 'how' writes out by hand {{{{fact:fee-usdt}}}}"),
    ("front-matter", edited(EN, "updated:", "related: [enable-2fa]\nupdated:"),
     f"{EN}:6:1: front-matter: 'related' holds for all languages and stands in withdrawal-fees.zh-Hans.md only"),
    ("link-differs", edited(EN, "(article:enable-2fa#steps)", "(article:enable-2fa)"),
     f"{EN}:10:1: link-differs: section 'how' lacks the link to 'article:enable-2fa#steps', which its source has"),
    ("number-differs", edited(EN, "whatever the amount", "up to 5,000 a day"),
     f"{EN}:10:1: number-differs: section 'how' has the number '5000', which its source has not (warning)"),
    ("code-differs", edited(EN, "whatever the amount", "see `feeRate`"),
     f"{EN}:10:1: code-differs: section 'how' has the name 'feeRate', which its source has not (warning)"),
    ("unknown-locale", {"articles/deposits/card.fr.md": "---\ntitle: Carte\n---\n"},
     "articles/deposits/card.fr.md:1:1: unknown-locale: 'fr' is not a locale of the site; known are ar, en, zh-Hans"),
    ("file-name", {"articles/deposits/notes.txt": "x"}, "articles/deposits/notes.txt:1:1: file-name: an article's file"),
    ("slug", {"articles/security/withdrawal-fees.zh-Hans.md": "---\ntitle: x\n---\n"},
     "articles/security/withdrawal-fees.zh-Hans.md:1:1: slug: slug 'withdrawal-fees' is already used by"),
    ("check-settings", {"site.yaml": source("site.yaml") + "checks: {unsafe-html: off}\n"},
     "site.yaml:9:23: check-settings: check 'unsafe-html' protects readers and cannot be lowered"),
    ("check-settings", {"site.yaml": source("site.yaml") + "checks: {brokn-link: off}\n"},
     "site.yaml:9:22: check-settings: there is no check 'brokn-link' (did you mean 'broken-link'?)"),
    ("terms", {"translations/en/terms.yaml": "- {id: a, term: fee, article: nope}\n- {id: b, term: Fee}\n"},
     "translations/en/terms.yaml:1:3: terms: term 'a': there is no article 'nope'"),
    ("catalog", {"translations/ar/LC_MESSAGES/messages.po": 'msgid ""\nmsgstr ""\n\nmsgid "x\n'},
     "translations/ar/LC_MESSAGES/messages.po:4:1: catalog: cannot be read:"),
]  # fmt: skip


@pytest.mark.parametrize(("check", "changes", "line"), CASES)
def test_each_check_names_the_place_and_the_remedy(make_site, check: str, changes, line: str) -> None:  # type: ignore[no-untyped-def]
    """One thing is changed in a sound site; the line that begins like this appears."""
    found = lines(make_site(changes=changes))
    assert any(each.startswith(line) for each in found), found


def test_every_check_is_seen_to_find_something() -> None:
    """The table of checks and these tests do not drift apart; promises and drawings have tests of their own."""
    expected = (SMALL.parent / "twenty_mistakes.txt").read_text(encoding="utf-8")
    seen = {check for check, _, _ in CASES} | {check.id for check in CHECKS if f" {check.id}: " in expected}
    assert {check.id for check in CHECKS} - seen == {
        "promise",
        "stale-translation",
        "missing-catalog",
        "drawing-labels",
    }


def test_a_site_may_lower_a_check_or_switch_it_off(make_site) -> None:  # type: ignore[no-untyped-def]
    """A bare `off` is understood although YAML reads it as false."""
    changes = {
        **edited("articles/security/enable-2fa.zh-Hans.md", "打开安全中心", "打开[安全中心](category:nowhere)"),
        "site.yaml": source("site.yaml")
        + "checks: {broken-link: warning, stale-translation: off, missing-catalog: off}\n",
    }
    problems = check_library(load(make_site(changes=changes)), TODAY)
    assert [(problem.check, problem.severity) for problem in problems] == [("broken-link", Severity.WARNING)]


def test_what_is_wrong_with_a_draft_never_stops_a_build_unless_it_is_unsafe(make_site) -> None:  # type: ignore[no-untyped-def]
    """Editors commit unfinished work."""
    draft = "articles/security/secret-plan.zh-Hans.md"
    problems = check_library(load(make_site(changes=edited(draft, "鲸鱼", "[x](article:nowhere) 鲸鱼"))), TODAY)
    assert {(each.check, each.severity) for each in problems if each.source.path == draft} == {
        ("broken-link", Severity.WARNING)
    }


def test_a_byte_order_mark_and_windows_line_ends_are_tolerated(make_site) -> None:  # type: ignore[no-untyped-def]
    """Editors on any system may save a file."""
    raw = b"\xef\xbb\xbf" + source(ZH).replace("\n", "\r\n").encode()
    root = make_site(changes={ZH: raw})
    assert not [line for line in lines(root) if ZH in line.split(": ")[0]]
    assert load(root).library.articles["withdrawal-fees"].translations["zh-Hans"].title == "提现手续费是多少"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "no site.yaml here; name the site's folder with --site DIR"),
        ("", "must be keys and values"),
        ("name: x\n", "'name' must be a mapping"),
        ("name: {en: x}\nbase_url: u\nsource_locale: en\nlocales: [no]\n", "'locales[1]' must"),
        ("name: {en: x}\nbase_url: u\nsource_locale: en\nlocales: [english]\n", "is not a BCP 47 language tag"),
    ],
)
def test_settings_that_cannot_be_used_at_all_are_one_clear_error(make_site, content, message: str) -> None:  # type: ignore[no-untyped-def]
    """Not a traceback."""
    with pytest.raises(ConfigError) as error:
        load(make_site(changes={"site.yaml": content}))
    assert message in str(error.value)
