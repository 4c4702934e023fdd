"""Checks: every problem of a site in one run, each at its place."""

import shutil
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from indexer.builds.publisher import publish
from indexer.builds.store import BuildStore
from kb.checks import CHECKS, SAFETY, STRUCTURAL, STYLE, as_configured, check_library
from kb.errors import ConfigError
from kb.loader import load
from kb.problems import Problem, Severity, SourceRef

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
    loaded = load(root)
    loaded = replace(loaded, library=loaded.library.at(datetime.combine(TODAY, time(12, tzinfo=UTC))))
    return [str(problem) for problem in check_library(loaded, TODAY)]


def source(name: str) -> str:
    """A file of the small site."""
    return (SMALL / name).read_text(encoding="utf-8")


def edited(name: str, old: str, new: str) -> dict[str, str]:
    """The file with one thing changed."""
    text = source(name)
    assert old in text
    return {name: text.replace(old, new, 1)}


TWOFA = "articles/security/enable-2fa.zh-Hans.md"
RETIRED = edited(TWOFA, "updated:", "status: retired\nupdated:")


def test_twenty_mistakes_give_twenty_lines_at_the_right_places(make_site) -> None:  # type: ignore[no-untyped-def]
    """In one run, each with what to do; the lines are kept beside the site for review."""
    expected = (SMALL.parent / "twenty_mistakes.txt").read_text(encoding="utf-8").splitlines()
    assert len(expected) == 20
    assert lines(make_site("twenty_mistakes")) == expected


def test_a_sound_site_has_only_what_is_known_to_be_missing(make_site) -> None:  # type: ignore[no-untyped-def]
    """The small site's English was never stamped; the engine's catalogs speak for its interface."""
    assert lines(make_site()) == [
        f"{EN}:2:1: stale-translation: never compared with {ZH}; once it says the same, "
        "run kb i18n stamp withdrawal-fees -l en (warning)"
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
    ("draft-link", {ZH: edited(ZH, "#steps)", "#steps) [x](article:secret-plan)")[ZH].replace(
        "risk:", "publish_at: 2999-01-01\nrisk:")}, f"{ZH}:16:67: draft-link: this published"),
    ("publication", edited(ZH, "risk:", "publish_at: 2026-12-02\nexpire_at: 2026-12-01T20:00:00Z\nrisk:"),
     f"{ZH}:9:12: publication: 'expire_at' is not after 'publish_at'"),
    ("publication", edited(ZH, "risk:", "redirect: enable-2fa\nrisk:"), f"{ZH}:8:11: publication: 'redirect' has no effect"),
    ("publication", edited(ZH, "risk:", "status: retired\nredirect: enable-2\nrisk:"),
     f"{ZH}:9:11: publication: there is no article 'enable-2' (did you mean 'enable-2fa'?)"),
    ("publication", edited(ZH, "risk:", "status: retired\nredirect: secret-plan\nrisk:"),
     f"{ZH}:9:11: publication: article 'secret-plan' is a draft; redirect to one readers see"),
    ("hidden-link", RETIRED, f"{ZH}:15:34: hidden-link: article 'enable-2fa' is retired, so this is no link any more"),
    ("hidden-link", {TWOFA: RETIRED[TWOFA].replace("status: retired", "status: retired\nredirect: withdrawal-fees")},
     f"{ZH}:15:34: hidden-link: article 'enable-2fa' is retired, so this leads to 'withdrawal-fees'"),
    ("broken-link", edited(TWOFA, "## ", "[费](article:fees)\n\n## "),
     f"{TWOFA}:8:1: broken-link: article 'fees' is called 'withdrawal-fees' now; write that"),
    ("hidden-link", {TWOFA: RETIRED[TWOFA].replace("status: retired", "publish_at: 2999-01-01T08:00:00+08:00")},
     f"{ZH}:15:34: hidden-link: article 'enable-2fa' is not shown before 2999-01-01 08:00:00+08:00"),
    ("site-settings", edited("site.yaml", "{zh-Hans: 小店帮助, en: Small Shop Help}", "{}"),
     "site.yaml:1:7: site-settings: the help centre has no name; give it one in its source's language: {zh-Hans: …}"),
    ("facts", {"facts.yaml": 'a: {text: {zh-Hans: 好, en: "", ar: " "}}\n'},
     "facts.yaml:1:4: facts: fact 'a' has no words for en, ar; add them"),
    ("site-settings", edited(ZH, "risk:", "expire_at: 2999-01-01\nrisk:"),
     "site.yaml:6:10: site-settings: article 'withdrawal-fees' has 'expire_at', after which this leads nowhere"),
    ("site-settings", edited(ZH, "risk:", "status: retired\nrisk:"),
     "site.yaml:6:10: site-settings: article 'withdrawal-fees' is retired, so readers do not see it"),
    ("front-matter", edited(EN, "updated:", "status: retired\nupdated:"),
     f"{EN}:6:9: front-matter: an article is retired in all languages"),
    ("front-matter", edited(ZH, "risk:", "publish_at: 2026-12-01 08:00\nrisk:"),
     f"{ZH}:8:13: front-matter: 'publish_at'"),
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
    ("site-settings", {"site.yaml": source("site.yaml") + "share_image: card.png\n"},
     "site.yaml:9:14: site-settings: there is no file 'card.png' in the site's folder"),
    ("site-settings", {"site.yaml": source("site.yaml") + "share_image: card.svg\n", "card.svg": "<svg/>"},
     "site.yaml:9:14: site-settings: 'card.svg' cannot be the image of shared links: chats show only gif, jpeg, jpg, p"),
    ("check-settings", {"site.yaml": source("site.yaml") + "checks: {unsafe-html: off}\n"},
     "site.yaml:9:23: check-settings: check 'unsafe-html' protects readers and cannot be lowered"),
    ("check-settings", {"site.yaml": source("site.yaml") + "checks: {brokn-link: off}\n"},
     "site.yaml:9:22: check-settings: there is no check 'brokn-link' (did you mean 'broken-link'?)"),
    ("terms", {"translations/en/terms.yaml": "- {id: a, term: fee, article: nope}\n- {id: b, term: Fee}\n"},
     "translations/en/terms.yaml:1:3: terms: term 'a': there is no article 'nope'"),
    ("stamps", {"translations/en/stamps.yaml": '<<<<<<< HEAD\n"term:a/term": "1"\n'},
     "translations/en/stamps.yaml:2:14: stamps: "),
    ("stamps", {"translations/en/stamps.yaml": "- term:a/term\n"}, "translations/en/stamps.yaml:1:1: stamps: "),
    ("catalog", {"translations/ar/LC_MESSAGES/messages.po": 'msgid ""\nmsgstr ""\n\nmsgid "x\n'},
     "translations/ar/LC_MESSAGES/messages.po:4:1: catalog: cannot be read:"),
]  # fmt: skip


@pytest.mark.parametrize(("check", "changes", "line"), CASES)
def test_each_check_names_the_place_and_the_remedy(make_site, check: str, changes, line: str) -> None:  # type: ignore[no-untyped-def]
    """One thing is changed in a sound site; the line that begins like this appears."""
    found = lines(make_site(changes=changes))
    assert any(each.startswith(line) for each in found), found


def test_every_check_is_seen_to_find_something() -> None:
    """The table of checks and these tests do not drift apart; the others have tests of their own."""
    expected = (SMALL.parent / "twenty_mistakes.txt").read_text(encoding="utf-8")
    seen = {check for check, _, _ in CASES} | {check.id for check in CHECKS if f" {check.id}: " in expected}
    assert {check.id for check in CHECKS} - seen - STYLE == {
        "promise",
        "stale-translation",
        "missing-catalog",
        "drawing-labels",
        "video",
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


def test_a_folder_without_settings_is_no_site(make_site) -> None:  # type: ignore[no-untyped-def]
    """One clear error, not a traceback."""
    with pytest.raises(ConfigError, match=r"no site\.yaml here; name the site's folder with --site DIR"):
        load(make_site(changes={"site.yaml": None}))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "1:1: site-settings: must be keys and values"),
        ("name: x: y\n", "1:8: site-settings: the YAML cannot be read:"),
        ("name: x\n", "1:7: site-settings: 'name' must be a mapping"),
        (
            "name: {en: x}\nbase_url: u\nsource_locale: zh-Hans\nlocales: [no]\n",
            "4:11: site-settings: 'locales[1]' must",
        ),
        (
            "name: {en: x}\nsource_locale: zh-Hans\nlocales: [english]\n",
            "3:11: site-settings: 'locales[1]': 'english' is",
        ),
    ],
)
def test_broken_settings_are_reported_with_everything_else(make_site, content: str, message: str) -> None:  # type: ignore[no-untyped-def]
    """What they leave open is taken from the articles, and what depends on them is not reported once more."""
    changes = {"site.yaml": content, **edited(ZH, "#steps)", "#steps) [x](article:nowhere)")}
    found = lines(make_site(changes=changes))
    assert any(line.startswith(f"site.yaml:{message}") for line in found), found
    assert f"{ZH}:15:67: broken-link: there is no article 'nowhere'" in "\n".join(found)
    assert not [line for line in found if "unknown-locale" in line or "missing-source" in line]


@pytest.mark.parametrize(
    ("broken", "status"), [("titel: x", ""), ("status: drfat", ""), ("kind: x", "status: published\n"), ("x: [", "")]
)
def test_an_article_with_wrong_front_matter_is_in_no_build(make_site, tmp_path, noon, broken, status) -> None:  # type: ignore[no-untyped-def]
    """Its status is not sure, so it is held back, and no setting lets it out."""
    secret = f"---\ntitle: 并购\n{status}{broken}\n---\n鲸鱼\n"
    site = source("site.yaml") + "checks: {front-matter: off}\n"
    root = make_site(changes={"articles/security/merger.zh-Hans.md": secret, "site.yaml": site})
    loaded = load(root)
    assert "merger" not in loaded.library.published().articles
    report = publish(loaded, BuildStore(tmp_path / "builds"), now=noon)
    assert report.manifest is None
    found = {(problem.check, problem.severity) for problem in report.problems}
    assert {("front-matter", Severity.ERROR), ("check-settings", Severity.ERROR)} <= found


def test_a_mistake_in_front_matter_is_one_problem_and_none_at_each_link(make_site) -> None:  # type: ignore[no-untyped-def]
    """The article is held back, but what links to it, or translates it, is not blamed."""
    found = lines(make_site(changes=edited(ZH, "risk:", "rsik:")))
    assert [line.split(": ")[1] for line in found] == ["stale-translation", "front-matter"]


@pytest.mark.parametrize("setting", ["off", "warning"])
@pytest.mark.parametrize("check", sorted(STRUCTURAL | SAFETY))
def test_what_is_always_on_cannot_be_lowered(make_site, check: str, setting: str) -> None:  # type: ignore[no-untyped-def]
    """An error stays an error, the setting is reported, and the documentation says so."""
    root = make_site(changes={"site.yaml": source("site.yaml") + f"checks: {{{check}: {setting}}}\n"})
    loaded = load(root)
    problem = Problem(check, Severity.ERROR, SourceRef("facts.yaml"), "x")
    assert as_configured([problem], loaded.library) == [problem]
    assert [each.source.path for each in check_library(loaded, TODAY) if each.check == "check-settings"] == [
        "site.yaml"
    ]
    documented = (Path(__file__).parents[2] / "docs" / "checks.md").read_text(encoding="utf-8").splitlines()
    assert [line.endswith("; always on |") for line in documented if line.startswith(f"| `{check}` |")] == [True]


def test_only_what_protects_readers_is_an_error_in_a_draft(make_site) -> None:  # type: ignore[no-untyped-def]
    """A draft is not built, so it need not be whole; raw HTML is looked after even there."""
    library = load(make_site()).library
    place = SourceRef("articles/security/secret-plan.zh-Hans.md")
    found = as_configured([Problem(check.id, Severity.ERROR, place, "x") for check in CHECKS], library)
    assert {each.check for each in found if each.severity is Severity.ERROR} == SAFETY


def test_a_missing_category_file_does_not_crash_what_comes_after(make_site, tmp_path, noon) -> None:  # type: ignore[no-untyped-def]
    """Whatever the settings say, the build stops with a problem."""
    site = source("site.yaml") + "checks: {category: warning}\n"
    root = make_site(changes={"articles/security/category.yaml": None, "site.yaml": site})
    assert publish(load(root), BuildStore(tmp_path / "builds"), now=noon).manifest is None


@pytest.mark.parametrize("kept", [False, True])
def test_a_site_without_articles_is_not_published(make_site, kept: bool) -> None:  # type: ignore[no-untyped-def]
    """It would replace the live one by nothing."""
    root = make_site()
    shutil.rmtree(root / "articles")
    if kept:
        (root / "articles").mkdir()
    assert "articles:1:1: category: there are no articles" in "\n".join(lines(root))


def test_files_without_effect_are_named(make_site) -> None:  # type: ignore[no-untyped-def]
    """Each with the name or place it should have."""
    term = "- {id: a, term: fee}\n"
    misplaced = {
        "translations/zh-Hans/terms.yaml": "translations/zh-Hans:1:1: file-name: the site does not read this folder; "
        "gettext writes it 'zh_Hans'",
        "translations/fr/terms.yaml": "translations/fr:1:1: file-name: 'fr' is not a locale of the site",
        "translations/terms.yaml": "translations/terms.yaml:1:1: file-name: the site does not read this file",
        "translations/en/terms.yml": "translations/en/terms.yml:1:1: file-name: the site does not read this file",
        "fact.yaml": "fact.yaml:1:1: file-name: the site does not read this file (did you mean 'facts.yaml'?)",
        "site.yml": "site.yml:1:1: file-name: the site does not read this file (did you mean 'site.yaml'?)",
        "mkdocs.yml": "",
    }
    found = [line for line in lines(make_site(changes=dict.fromkeys(misplaced, term))) if ": file-name: " in line]
    assert len(found) == 6
    for line in filter(None, misplaced.values()):
        assert any(each.startswith(line) for each in found), found


def test_facts_that_cannot_be_read_are_one_problem(make_site) -> None:  # type: ignore[no-untyped-def]
    """Not one more for each use; the same where facts.yaml is a folder, or one fact is wrong."""
    assert [line.split(": ")[0:2] for line in lines(make_site(changes={"facts.yaml": "a: b: c\n"}))][1:] == [
        ["facts.yaml:1:5", "facts"]
    ]


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("articles/security/category.yaml", "order: [\n", "category: the YAML cannot be read"),
        ("articles/security/category.yaml", "[" * 100_000, "category: lists and mappings are nested more than 50 deep"),
        (
            "facts.yaml",
            source("facts.yaml").replace("amount: 1", "amount: 1.0e+99999"),
            "facts: fact 'fee-usdt': 'amount' may have 18",
        ),
    ],
)
def test_a_file_that_cannot_be_used_is_one_problem(make_site, name: str, content: str, line: str) -> None:  # type: ignore[no-untyped-def]
    """And what refers to it is not blamed."""
    found = [each for each in lines(make_site(changes={name: content})) if "(warning)" not in each]
    assert len(found) == 1, found
    assert f": {line}" in found[0]


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        (edited(ZH, "aliases: [fees]", "aliases: [Fees!]"), f"{ZH}:9:11: alias: alias 'Fees!' must be lower-case"),
        (edited("site.yaml", "contact: withdrawal-fees", "contact: secret-plan"),
         "site.yaml:6:10: site-settings: article 'secret-plan' is a draft"),
        ({"site.yaml": source("site.yaml") + "emergencies: [secret-plan]\n"},
         "site.yaml:9:15: site-settings: article 'secret-plan' is a draft"),
        ({"site.yaml": source("site.yaml") + "incidents: [{message: {en: x}, article: secret-plan}]\n"},
         "site.yaml:9:41: site-settings: article 'secret-plan' is a draft"),
        (edited("articles/deposits/category.yaml", "icon: wallet", "icon: wallte"),
         "articles/deposits/category.yaml:2:7: category: 'icon': there is no icon 'wallte' (did you mean 'wallet'?)"),
        (edited("articles/deposits/category.yaml", "充值与提现", "' '"),
         "articles/deposits/category.yaml:3:19: category: 'zh-Hans' is empty; write it"),
        ({"translations/en/terms.yaml": "- {id: a, term: ''}\n- fee\n"},
         "translations/en/terms.yaml:1:17: terms: 'term' is empty; write it"),
        ({"translations/en/terms.yaml": "- {id: a, term: x}\n- fee\n"},
         "translations/en/terms.yaml:2:3: terms: 'terms[2]' must be a mapping of keys to values, not 'fee'"),
        ({"translations/en/terms.yaml": "- {id: a, term: fee, synonyms: [cost], everyday: [cost, price]}\n"},
         "translations/en/terms.yaml:1:57: terms: 'price' is neither the term nor one of its synonyms; "),
    ],
)  # fmt: skip
def test_what_readers_would_not_see_is_named(make_site, changes, line: str) -> None:  # type: ignore[no-untyped-def]
    """An address nobody can have, a link to a draft, an icon or word that is not there."""
    found = lines(make_site(changes=changes))
    assert any(each.startswith(line) for each in found), found
