"""Publishing: beside the live build, switched at once, and nothing changed when it fails."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from indexer.builds.published import PublishedBuild, open_build, open_current
from indexer.builds.publisher import BuildReport, publish
from indexer.builds.store import BuildStore
from indexer.model import SearchRequest
from kb.errors import BuildError, IndexUnavailableError, StaleIndexError
from kb.loader import load
from kb.locales import Locale
from kb.rendering.links import LOCALE_MARK

ZH, EN, AR = Locale("zh-Hans"), Locale("en"), Locale("ar")
FEES_EN = "articles/deposits/withdrawal-fees.en.md"
ROOT = Path(__file__).parents[3]


def store_of(root: Path) -> BuildStore:
    """The builds of a test site."""
    return BuildStore(root / "var" / "builds")


def build(root: Path, now: datetime, **options: bool) -> BuildReport:
    """Publish a site."""
    store = store_of(root)
    with store.lock(wait=1, on_wait=lambda _: None):
        return publish(load(root), store, now=now, **options)


def found(opened: PublishedBuild, text: str, locale: Locale = ZH) -> list[str]:
    """The slugs that a search finds."""
    return [hit.slug for hit in opened.searcher.search(SearchRequest(text, locale)).hits]


def edit(root: Path, name: str, old: str, new: str) -> None:
    """Change one thing in a file of the site."""
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_published_site_can_be_searched_and_read(make_site, noon) -> None:  # type: ignore[no-untyped-def]
    """In every locale, by fallback where nothing is translated."""
    root = make_site()
    report = build(root, noon)
    assert report.manifest is not None
    assert report.manifest.counts["articles"] == 2
    opened = open_current(store_of(root))
    assert found(opened, "提现手续费")[0] == "withdrawal-fees"
    assert found(opened, "提現手續費")[0] == "withdrawal-fees"
    assert found(opened, "withdrawal costs", AR)[0] == "withdrawal-fees"
    article = opened.library.articles["withdrawal-fees"]
    shown = opened.library.shown(article, AR)
    assert shown is not None
    assert shown.locale == EN
    assert f"/{LOCALE_MARK}/security/enable-2fa#steps" in opened.body(shown)
    assert "1&nbsp;USDT" in opened.body(shown)
    opened.close()


PNG = (ROOT / "media" / "share.png").read_bytes()


@pytest.mark.parametrize(
    ("settings", "shared"),
    [
        ("share_image: card.png\nlogo: logo.svg\n", "card."),
        ("logo: logo.png\n", "logo."),
        ("logo: logo.svg\n", None),
        ("", None),
    ],
)
def test_the_image_of_shared_links(make_site, noon, settings: str, shared: str | None) -> None:  # type: ignore[no-untyped-def]
    """The site's own, else its logo where chats can show that; its file is published and its size known."""
    site = (ROOT / "tests" / "libraries" / "small" / "site.yaml").read_text(encoding="utf-8")
    svg = '<svg xmlns="http://www.w3.org/2000/svg"/>'
    root = make_site(changes={"site.yaml": site + settings, "card.png": PNG, "logo.png": PNG, "logo.svg": svg})
    assert build(root, noon).manifest is not None
    opened = open_current(store_of(root))
    image = opened.library.share_image
    assert (image is None) is (shared is None)
    if image and shared:
        assert image.name.startswith(shared)
        assert (image.width, image.height) == (1200, 630)
        assert (opened.media / image.name).read_bytes() == PNG
    opened.close()


def test_articles_keep_the_editors_order(make_site, noon) -> None:  # type: ignore[no-untyped-def]
    """Within their category, not that of the alphabet."""
    pages = {name: f"articles/security/{name}.zh-Hans.md" for name in ("alpha", "beta", "gamma")}
    orders = {"alpha": 3, "beta": 1, "gamma": 2}
    root = make_site(
        changes={path: f"---\ntitle: 安全{name}\norder: {orders[name]}\n---\n正文\n" for name, path in pages.items()}
    )
    build(root, noon)
    opened = open_current(store_of(root))
    assert [article.slug for article in opened.library.in_category("security")] == [
        "enable-2fa",
        "beta",
        "gamma",
        "alpha",
    ]
    opened.close()


def test_drafts_are_nowhere_in_a_build(make_site, noon) -> None:  # type: ignore[no-untyped-def]
    """Not in the library, a record, an index or any other file."""
    root = make_site()
    build(root, noon)
    opened = open_current(store_of(root))
    assert "secret-plan" not in opened.library.articles
    assert found(opened, "zebrafish 鲸鱼暗号") == []
    opened.close()
    for path in opened.directory.rglob("*"):
        assert "secret-plan" not in path.name
        assert not path.is_file() or b"zebrafish" not in path.read_bytes()


def test_promised_questions_are_not_indexed(make_site, noon) -> None:  # type: ignore[no-untyped-def]
    """Else every promise would keep itself."""
    root = make_site()
    edit(root, "articles/security/enable-2fa.zh-Hans.md", "updated:", "questions: [xyzzyplugh]\nupdated:")
    report = build(root, noon)
    assert [(problem.check, problem.source.line) for problem in report.problems if problem.check == "promise"] == [
        ("promise", 4)
    ]
    assert report.manifest is None


def test_a_site_with_errors_is_not_published_and_the_live_build_stays(make_site, noon) -> None:  # type: ignore[no-untyped-def]
    """A failed build leaves nothing behind."""
    root = make_site()
    build(root, noon)
    before = store_of(root).pointer()
    edit(root, "articles/security/enable-2fa.zh-Hans.md", "打开安全中心", "打开[安全中心](article:nowhere)")
    report = build(root, noon + timedelta(minutes=1))
    assert report.manifest is None
    assert [problem.check for problem in report.problems if problem.severity == "error"] == ["broken-link"]
    assert store_of(root).pointer() == before
    assert sorted(path.name for path in (root / "var/builds").iterdir() if path.is_dir()) == [before.build_id]


def test_nothing_is_built_when_nothing_changed(make_site, noon) -> None:  # type: ignore[no-untyped-def]
    """A second run is told so."""
    root = make_site()
    first = build(root, noon)
    second = build(root, noon + timedelta(hours=1))
    assert second.was_current
    assert second.manifest == first.manifest


def test_only_changed_articles_are_rendered_again(make_site, noon) -> None:  # type: ignore[no-untyped-def]
    """A changed fact renders those that insert it; a moved article those that link to it."""
    root = make_site()
    assert build(root, noon).rendered == 3
    edit(root, FEES_EN, "Can I get the fee back?", "Will the fee be refunded?")
    assert build(root, noon + timedelta(minutes=1)).rendered == 1
    edit(root, "facts.yaml", "amount: 1", "amount: 2")
    assert build(root, noon + timedelta(minutes=2)).rendered == 2
    opened = open_current(store_of(root))
    shown = opened.library.articles["withdrawal-fees"].translations["en"]
    assert "2&nbsp;USDT" in opened.body(shown)
    opened.close()


def test_rollback_returns_to_the_build_before_and_forth(make_site, noon) -> None:  # type: ignore[no-untyped-def]
    """Twice is back where one was; only two builds are kept."""
    root = make_site()
    ids = []
    for minute, price in enumerate((1, 3, 5)):
        (root / "facts.yaml").write_text(
            f"fee-usdt: {{amount: {price}, currency: USDT}}\nreview-time: {{from: 1, to: 3, unit: day}}\n"
        )
        manifest = build(root, noon + timedelta(minutes=minute)).manifest
        assert manifest is not None
        ids.append(manifest.build_id)
    store = store_of(root)
    assert store.rollback() == ids[1]
    assert open_current(store).manifest.build_id == ids[1]
    assert store.rollback() == ids[2]
    assert sorted(path.name for path in store.directory.iterdir() if path.is_dir()) == sorted(ids[1:])


def test_without_an_earlier_build_rollback_says_so(make_site, noon) -> None:  # type: ignore[no-untyped-def]
    """And changes nothing."""
    root = make_site()
    build(root, noon)
    with pytest.raises(BuildError, match="no earlier build"):
        store_of(root).rollback()


def test_a_build_by_other_analyzers_or_of_another_format_is_refused(make_site, noon) -> None:  # type: ignore[no-untyped-def]
    """With the command that mends it."""
    root = make_site()
    build(root, noon)
    directory = store_of(root).current()
    assert directory is not None
    manifest = json.loads((directory / "manifest.json").read_text())
    manifest["analyzer_fingerprints"]["en"] = "0" * 16
    (directory / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(StaleIndexError, match=r"indexed for en by analyzer 0+, this version has .*run 'kb build'"):
        open_build(directory)
    manifest["format_version"] = 0
    (directory / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(StaleIndexError, match="format 0"):
        open_build(directory)


@pytest.mark.parametrize("content", ["", "{}", "nonsense", "[]", '{"build_id": "gone"}'])
def test_a_damaged_pointer_is_one_clear_error_and_the_next_build_mends_it(make_site, noon, content: str) -> None:  # type: ignore[no-untyped-def]
    """Never a traceback."""
    root = make_site()
    build(root, noon)
    (root / "var/builds/current.json").write_text(content)
    with pytest.raises(IndexUnavailableError, match="run 'kb build'"):
        open_current(store_of(root))
    assert build(root, noon + timedelta(minutes=1)).manifest is not None
    open_current(store_of(root)).close()


def test_a_second_build_waits_and_then_says_who_holds_the_lock(make_site) -> None:  # type: ignore[no-untyped-def]
    """By process id."""
    store = store_of(make_site())
    waited: list[str] = []
    with store.lock(wait=0.1, on_wait=waited.append):
        other = BuildStore(store.directory)
        with (
            pytest.raises(BuildError, match=f"process {os.getpid()} is still building"),
            other.lock(wait=0.1, on_wait=waited.append),
        ):
            pass
    assert waited == [f"process {os.getpid()}"]


def test_a_build_killed_in_the_middle_leaves_the_live_site_and_the_next_build_works(make_site, noon) -> None:  # type: ignore[no-untyped-def]
    """At whatever moment the process dies."""
    root = make_site()
    build(root, noon)
    before = store_of(root).pointer()
    edit(root, FEES_EN, "Can I get the fee back?", "Will the fee be refunded?")
    for moment in ("articles", "index", "manifest.json"):
        _kill_when(root, moment)
        assert store_of(root).pointer() == before
        open_current(store_of(root)).close()
    report = build(root, noon + timedelta(minutes=1))
    assert report.manifest is not None
    assert not list((root / "var/builds").glob(".staging-*"))


def _kill_when(root: Path, written: str) -> None:
    """Build in another process and kill it once its staging folder holds `written`; it stops there and waits."""
    code = (
        "import sys, time, pathlib\n"
        "from indexer.builds import publisher\n"
        "def halt(*_, **__):\n    print('reached', flush=True); time.sleep(60)\n"
        f"moment = {written!r}\n"
        "target = {'articles': 'write_catalogs', 'index': 'verify', 'manifest.json': 'verify'}[moment]\n"
        "setattr(publisher, target, halt)\n"
        "from cli.main import main\n"
        f"sys.argv = ['kb', 'build', '--site', {str(root)!r}]\n"
        "main()\n"
    )
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stdout.readline() == b"reached\n"
    assert list((root / "var/builds").glob(f".staging-*/{written}"))
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    time.sleep(0.05)


def test_an_article_without_text_is_found_by_its_title_and_summary(make_site, noon) -> None:  # type: ignore[no-untyped-def]
    """And does not keep the site from being published."""
    root = make_site(
        changes={"articles/security/alpha.zh-Hans.md": "---\ntitle: 设备丢失\nsummary: 马上冻结账户。\n---\n"}
    )
    assert build(root, noon).manifest is not None
    opened = open_current(store_of(root))
    assert found(opened, "设备丢失")[0] == "alpha"
    opened.close()


@pytest.mark.parametrize("damage", ["index/en", "library.json", "index/zh-Hans/words-keys.npy", "suggestions/en.json"])
def test_building_again_mends_a_damaged_build(make_site, noon, damage: str) -> None:  # type: ignore[no-untyped-def]
    """As every message about damage advises."""
    root = make_site()
    build(root, noon)
    broken = store_of(root).current() / damage  # type: ignore[operator]
    shutil.rmtree(broken) if broken.is_dir() else broken.unlink()
    assert build(root, noon + timedelta(minutes=1)).manifest is not None
    opened = open_current(store_of(root))
    assert found(opened, "提现手续费")[0] == "withdrawal-fees"
    assert (opened.directory / damage).exists()
    opened.close()


def test_changed_promises_are_tested_although_nothing_is_rendered_again(make_site, noon) -> None:  # type: ignore[no-untyped-def]
    """A question is a promise from the moment it is written."""
    root = make_site()
    build(root, noon)
    edit(root, FEES_EN, "how much does a withdrawal cost", "is the moon made of cheese")
    report = build(root, noon + timedelta(minutes=1))
    assert [problem.check for problem in report.problems if problem.severity == "error"] == ["promise"]
    assert report.manifest is None


def test_a_misspelt_question_is_answered_as_it_was_meant_and_says_so(make_site, noon) -> None:  # type: ignore[no-untyped-def]
    """In Chinese from pinyin, in English by letters; what is spelt well is not corrected."""
    root = make_site()
    build(root, noon)
    opened = open_current(store_of(root))
    for text, locale, meant in (("tixian shouxufei", ZH, "提现手续费"), ("withdrwal", EN, "withdrawal")):
        results = opened.searcher.search(SearchRequest(text, locale))
        assert (results.corrected_query, results.hits[0].slug) == (meant, "withdrawal-fees")
    assert opened.searcher.search(SearchRequest("提现手续费", ZH)).corrected_query is None
    opened.close()
