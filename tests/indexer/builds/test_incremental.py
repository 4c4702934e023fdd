"""Building on the build before, and with several processes: sooner, and the same."""

import os
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.analyzers import analysis_for
from indexer.builds import workers
from indexer.builds.published import open_current
from indexer.builds.publisher import BuildReport, publish
from indexer.builds.store import BuildStore
from indexer.builds.workers import Task, Workers
from indexer.correction.counts import count_texts
from kb.errors import BuildError, IndexUnavailableError
from kb.loader import load
from kb.locales import Locale

FEES = "articles/deposits/withdrawal-fees"
TWO_FACTOR = Path("articles/security/enable-2fa.zh-Hans.md")
NEW = "---\ntitle: 到账时间\nsummary: 什么时候到账。\nkeywords: [没到账]\n---\n## 多久到账 {#when}\n充值确认后到账，等它到账，到账后会通知。\n"
SENTENCES = ("到账", "还没到账吗", "到账后会通知。", "提現手續費", "等它到账 USDT", "钓鱼网站很多", "充值 ① 确认", "")

MakeSite = Callable[..., Path]


def build(root: Path, now: datetime, *, force: bool = False, processes: int = 1) -> BuildReport:
    """Publish a site."""
    store = BuildStore(root / "var" / "builds")
    with store.lock(wait=1, on_wait=lambda _: None):
        return publish(load(root), store, now=now, force=force, processes=processes)


def live(root: Path) -> Path:
    """The folder of the live build."""
    directory = BuildStore(root / "var" / "builds").current()
    assert directory is not None
    return directory


def files(root: Path) -> dict[str, bytes]:
    """What the live build holds, but for the engine's own files and the manifest, which tells the time."""
    return {
        path.relative_to(live(root)).as_posix(): path.read_bytes()
        for path in live(root).rglob("*")
        if path.is_file() and "index" not in path.parts and path.name != "manifest.json"
    }


def _change(root: Path) -> None:
    path = root / TWO_FACTOR
    path.write_text(path.read_text("utf-8") + "\n手机丢了，先冻结账户，再冻结账户里的提现。\n", "utf-8")


def _rename(root: Path) -> None:
    for path in (root / "articles/deposits").glob("withdrawal-fees.*"):
        path.rename(path.with_name(path.name.replace("withdrawal-fees", "cost-of-withdrawals")))
    for path in (root / "site.yaml", *(root / "articles").rglob("*.md")):
        path.write_text(path.read_text("utf-8").replace("withdrawal-fees", "cost-of-withdrawals"), "utf-8")


def _remove(root: Path) -> None:
    (root / f"{FEES}.en.md").unlink()


def _add(root: Path) -> None:
    (root / "articles/deposits/arrival.zh-Hans.md").write_text(NEW, "utf-8")


def _change_keywords(root: Path) -> None:
    path = root / f"{FEES}.zh-Hans.md"
    path.write_text(path.read_text("utf-8").replace("title:", "owner: 财务\ntitle:", 1), "utf-8")
    path = root / TWO_FACTOR
    path.write_text(path.read_text("utf-8").replace("title:", "keywords: [谷歌验证器, 丢手机]\ntitle:", 1), "utf-8")


def _add_terms(root: Path) -> None:
    path = root / "translations/zh_Hans/terms.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("- {id: fee, term: 手续费, synonyms: [矿工费], definition: 提现的费用。}\n", "utf-8")


@pytest.mark.parametrize("edit", [_change, _rename, _remove, _add, _change_keywords, _add_terms])
def test_an_incremental_build_equals_a_full_one(
    make_site: MakeSite, noon: datetime, edit: Callable[[Path], None]
) -> None:
    """Byte for byte, after a change, a rename, a deletion, a new article, new keywords and new terms."""
    root = make_site(changes={"articles/deposits/again.zh-Hans.md": NEW})
    build(root, noon)
    edit(root)
    assert build(root, noon + timedelta(minutes=1)).manifest is not None
    incremental = files(root)
    assert build(root, noon + timedelta(minutes=2), force=True).manifest is not None
    assert files(root) == incremental


def test_several_processes_write_what_one_writes(
    make_site: MakeSite, noon: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Byte for byte, with the same problems in the same order."""
    root = make_site()
    path = root / TWO_FACTOR
    path.write_text(
        path.read_text("utf-8").replace("title:", "questions: [月亮是什么做的, 火星呢]\ntitle:", 1), "utf-8"
    )
    (root / "site.yaml").write_text((root / "site.yaml").read_text("utf-8") + "checks: {promise: warning}\n", "utf-8")
    alone = build(root, noon)
    written = files(root)
    monkeypatch.setattr(workers, "ENOUGH", 2)
    together = build(root, noon + timedelta(minutes=1), force=True, processes=2)
    assert files(root) == written
    assert together.problems == alone.problems
    assert [problem.check for problem in together.problems].count("promise") == 2


def test_what_is_unchanged_is_not_written_again(make_site: MakeSite, noon: datetime) -> None:
    """The next build's file is the same one, and stays when the earlier build goes."""
    root = make_site()
    build(root, noon)
    before = live(root) / "articles/en/withdrawal-fees.json"
    _change(root)
    build(root, noon + timedelta(minutes=1))
    assert before.samefile(live(root) / "articles/en/withdrawal-fees.json")
    for minute in (2, 3):
        build(root, noon + timedelta(minutes=minute), force=True)
    assert not before.exists()
    open_current(BuildStore(root / "var" / "builds")).close()


def test_a_damaged_record_spoils_no_lexicon(make_site: MakeSite, noon: datetime) -> None:
    """What is not known to have been counted is not taken away; all is counted again."""
    root = make_site()
    build(root, noon)
    (live(root) / f"articles/zh-Hans/{TWO_FACTOR.name.split('.')[0]}.json").write_text("nonsense")
    _change(root)
    build(root, noon + timedelta(minutes=1))
    incremental = files(root)
    build(root, noon + timedelta(minutes=2), force=True)
    assert files(root) == incremental


@given(
    before=st.sets(st.sampled_from(SENTENCES)),
    after=st.sets(st.sampled_from(SENTENCES)),
    tag=st.sampled_from(("zh-Hans", "ja", "ko", "en")),
)
def test_sums_do_not_depend_on_how_they_were_reached(before: set[str], after: set[str], tag: str) -> None:
    """What came is added, what went is taken away, and nothing tells that it was ever there."""
    locale = Locale(tag)
    count = partial(count_texts, locale, analysis=analysis_for(locale))
    assert count(before).changed(count(after - before), count(before - after)) == count(after)


def _fail() -> None:
    raise IndexUnavailableError("the disk is full")


def _die() -> None:
    os._exit(9)


def test_an_error_in_another_process_is_the_error_itself() -> None:
    """As it would be in this one."""
    with Workers(2, lambda _: None) as two, pytest.raises(IndexUnavailableError, match="the disk is full"):
        two.run([Task("a", _fail), Task("b", os.getpid)], 1000)


def test_a_process_that_dies_is_one_clear_error() -> None:
    """With what may help."""
    with Workers(2, lambda _: None) as two, pytest.raises(BuildError, match="--processes 1"):
        two.run([Task("a", _die), Task("b", _die)], 1000)


def test_little_work_starts_no_process() -> None:
    """It would be done before the processes were there."""
    with Workers(2, lambda _: None) as two:
        assert set(two.run([Task("a", os.getpid), Task("b", os.getpid)], 2)) == {os.getpid()}
