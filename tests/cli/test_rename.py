"""`kb rename` and `kb move`: an article goes elsewhere, and everything that leads to it follows."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from kb.loader import load

Run = Callable[..., Result]

FEES = "articles/deposits/withdrawal-fees"
GUIDE = (
    "---\r\n# Ours\r\ntitle: 新手\r\nrelated:\r\n  - enable-2fa\r\n  - withdrawal-fees  # money\r\n---\r\n"
    '见[费用](article:withdrawal-fees#how)和[这里](<article:withdrawal-fees> "费")，'
    "`[代码](article:withdrawal-fees)`。\r\n\r\n## 一 {#one}\r\n\r\n"
    "[文件](../deposits/withdrawal-fees.zh-Hans.md#how)\r\n"
)
GUIDE_IN_ENGLISH = (
    "---\ntitle: Start\n---\nSee [fees](article:withdrawal-fees#how), [here](article:withdrawal-fees).\n\n"
    "## One {#one}\n\n[File](../deposits/withdrawal-fees.zh-Hans.md#how)\n"
)
SETTINGS = """# Ours
name: {zh-Hans: 小店帮助, en: Small Shop Help}
base_url: https://help.example
locales: [zh-Hans, en, ar]
source_locale: zh-Hans
fallbacks: {en: [zh-Hans], ar: [en, zh-Hans]}
contact: withdrawal-fees  # people
emergencies:
  # first
  - withdrawal-fees
  - enable-2fa
incidents:
  - message: {zh-Hans: 维护}
    article: withdrawal-fees
legal_links: [{titles: {en: Fees}, url: "article:withdrawal-fees#how"}]
disclaimers:
  transfer: {zh-Hans: 链上转账无法撤销。, en: Transfers cannot be undone.}
"""
TERMS = "- id: fee\n  term: 手续费\n  article: withdrawal-fees\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>{{label:a}}</text></svg>'


@pytest.fixture
def site(make_site) -> Path:  # type: ignore[no-untyped-def]
    """The small library, with everything that can name an article."""
    return make_site(  # type: ignore[no-any-return]
        changes={
            "site.yaml": SETTINGS,
            "articles/security/guide.zh-Hans.md": GUIDE,
            "articles/security/guide.en.md": GUIDE_IN_ENGLISH,
            "translations/zh_Hans/terms.yaml": TERMS,
        }
    )


def files(root: Path) -> dict[str, bytes]:
    """Every file below a folder, by path."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and ".git" not in path.parts
    }


def test_everything_that_names_the_article_follows_and_nothing_else_changes(site: Path, run: Run) -> None:
    """Comments, order, line ends and code stay; the old slug becomes an alias."""
    before = files(site)
    result = run("rename", "withdrawal-fees", "fees-explained", "--site", str(site))
    assert result.exit_code == 0, result.output
    now = files(site)
    for tag in ("zh-Hans", "en"):
        assert f"{FEES}.{tag}.md" not in now
        before[f"articles/deposits/fees-explained.{tag}.md"] = before.pop(f"{FEES}.{tag}.md")
    assert set(now) == set(before)
    own = "articles/deposits/fees-explained.zh-Hans.md"
    assert now[own] == before[own].replace(b"aliases: [fees]", b"aliases: [fees, withdrawal-fees]")
    guide = now["articles/security/guide.zh-Hans.md"].decode()
    code = "`[代码](article:withdrawal-fees)`"
    assert guide.replace(code, "") == GUIDE.replace(code, "").replace("withdrawal-fees", "fees-explained")
    assert code in guide
    assert now["site.yaml"].decode() == SETTINGS.replace("withdrawal-fees", "fees-explained")
    assert now["translations/zh_Hans/terms.yaml"].decode() == TERMS.replace("withdrawal-fees", "fees-explained")
    checked = run("check", "--site", str(site))
    assert checked.exit_code == 0, checked.output
    assert load(site).library.articles["fees-explained"].aliases == ("fees", "withdrawal-fees")


def test_an_article_can_go_back_to_its_former_slug(site: Path, run: Run) -> None:
    """Its aliases never hold its own slug."""
    before = files(site)
    run("rename", "withdrawal-fees", "costs", "--site", str(site))
    assert run("rename", "costs", "withdrawal-fees", "--site", str(site)).exit_code == 0
    assert load(site).library.articles["withdrawal-fees"].aliases == ("fees", "costs")
    run("rename", "costs", "fees", "--site", str(site))
    assert load(site).library.articles["fees"].aliases == ("costs", "withdrawal-fees")
    assert set(files(site)) == {path.replace("withdrawal-fees", "fees") for path in before}


def test_translations_that_were_current_stay_current(site: Path, run: Run) -> None:
    """A link that follows is no change of words; what was stale stays stale."""
    assert run("i18n", "stamp", "--all", "--site", str(site)).exit_code == 0
    stale = site / "articles/security/guide.zh-Hans.md"
    stale.write_bytes(stale.read_bytes().replace("## 一".encode(), "## 二".encode()))
    assert run("rename", "withdrawal-fees", "costs", "--site", str(site)).exit_code == 0
    checked = run("check", "--site", str(site)).stdout
    assert re.findall(r"stale-translation: '(\w+)'", checked) == ["one"]


def test_a_dry_run_lists_what_would_change_and_writes_nothing(site: Path, run: Run) -> None:
    """In the words of the real run."""
    before = files(site)
    told = run("rename", "withdrawal-fees", "costs", "--dry-run", "--site", str(site))
    assert files(site) == before
    assert "nothing was written" in told.stderr
    assert told.stdout == run("rename", "withdrawal-fees", "costs", "--site", str(site)).stdout
    assert f"move {FEES}.en.md -> articles/deposits/costs.en.md\n" in told.stdout
    assert "edit site.yaml\n" in told.stdout


def test_an_article_moves_with_what_only_it_shows(site: Path, run: Run) -> None:
    """Drawings take their words along; what another article shows is copied."""
    media = site / "articles/deposits/media"
    media.mkdir()
    for name, content in {
        "own.svg": SVG,
        "own.zh-Hans.yaml": "a: 甲\n",
        "own.en.yaml": "a: A\n",
        "shared.svg": SVG.replace("{{label:a}}", "x"),
    }.items():
        (media / name).write_text(content, "utf-8")
    for tag, words in (("zh-Hans", "图"), ("en", "drawing")):
        path = site / f"{FEES}.{tag}.md"
        text = f"{path.read_text('utf-8')}\n![{words}](media/own.svg)\n\n![{words}](media/shared.svg)\n"
        path.write_text(f"{text}\n[x](../security/enable-2fa.zh-Hans.md)\n", "utf-8")
    other = "---\ntitle: 充值\n---\n![图](media/shared.svg)\n\n[费](withdrawal-fees.zh-Hans.md)\n"
    (site / "articles/deposits/top-up.zh-Hans.md").write_text(other, "utf-8")
    result = run("move", "fees", "security", "--site", str(site))
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in media.iterdir()) == ["shared.svg"]
    moved = {path.name for path in (site / "articles/security/media").iterdir()}
    assert moved == {"own.svg", "own.zh-Hans.yaml", "own.en.yaml", "shared.svg"}
    own = (site / "articles/security/withdrawal-fees.en.md").read_text("utf-8")
    assert "![drawing](media/own.svg)" in own
    assert "[x](enable-2fa.zh-Hans.md)" in own
    assert "[费](../security/withdrawal-fees.zh-Hans.md)" in (site / "articles/deposits/top-up.zh-Hans.md").read_text(
        "utf-8"
    )
    assert "[文件](withdrawal-fees.zh-Hans.md#how)" in (site / "articles/security/guide.zh-Hans.md").read_text("utf-8")
    checked = run("check", "--site", str(site))
    assert checked.exit_code == 0, checked.output


def test_another_file_of_the_same_name_stops_a_move(site: Path, run: Run) -> None:
    """Nothing is overwritten."""
    for shelf, content in (("deposits", SVG), ("security", SVG.replace("9", "8"))):
        (site / f"articles/{shelf}/media").mkdir()
        (site / f"articles/{shelf}/media/a.svg").write_text(content.replace("{{label:a}}", "x"), "utf-8")
    path = site / f"{FEES}.zh-Hans.md"
    path.write_text(f"{path.read_text('utf-8')}\n![图](media/a.svg)\n", "utf-8")
    before = files(site)
    result = run("move", "withdrawal-fees", "security", "--site", str(site))
    assert "articles/security/media/a.svg is another file" in str(result.exception)
    assert files(site) == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["rename", "withdrawal-fee", "costs"], "did you mean 'withdrawal-fees'?"),
        (["rename", "withdrawal-fees", "enable-2fa"], "is taken by articles/security/enable-2fa.zh-Hans.md"),
        (["rename", "enable-2fa", "fees"], "slug 'fees' redirects to 'withdrawal-fees'"),
        (["rename", "withdrawal-fees", "Costs"], "must be lower-case ASCII letters"),
        (["rename", "withdrawal-fees", "withdrawal-fees"], "is the slug already"),
        (["move", "withdrawal-fees", "securty"], "category 'securty' is not defined (did you mean 'security'?)"),
        (["move", "withdrawal-fees", "deposits"], "is in 'deposits' already"),
    ],
)
def test_a_mistake_is_one_clear_line_and_changes_nothing(
    site: Path, run: Run, arguments: list[str], message: str
) -> None:
    """The site is as it was."""
    before = files(site)
    result = run(*arguments, "--site", str(site))
    assert result.exit_code != 0
    assert message in f"{result.output}{result.exception}"
    assert files(site) == before


def test_a_site_that_cannot_be_read_whole_is_refused(site: Path, run: Run) -> None:
    """A list that is not read could name the article."""
    (site / "articles/security/guide.zh-Hans.md").write_text("---\ntitle: [\n---\n", "utf-8")
    before = files(site)
    result = run("rename", "withdrawal-fees", "costs", "--site", str(site))
    assert "guide.zh-Hans.md:3:1" in str(result.exception)
    assert "mend it first, nothing was written" in str(result.exception)
    assert files(site) == before


def test_what_git_could_not_undo_is_refused_unless_forced(site: Path, run: Run) -> None:
    """Only files that would change count."""

    def git(*words: str) -> None:
        names = ["-c", "user.name=Editor", "-c", "user.email=editor@help.example"]
        subprocess.run(["git", *names, *words], cwd=site, check=True, capture_output=True)

    git("init")
    git("add", ".")
    git("commit", "-m", "Start")
    (site / "note.txt").write_text("mine", "utf-8")
    (site / "site.yaml").write_text(f"{SETTINGS}# later\n", "utf-8")
    before = files(site)
    result = run("rename", "withdrawal-fees", "costs", "--site", str(site))
    assert "site.yaml: not committed; commit first, so that git can undo this, or use --force" in str(result.exception)
    assert files(site) == before
    assert run("rename", "withdrawal-fees", "costs", "--force", "--site", str(site)).exit_code == 0
    git("add", ".")
    git("commit", "-m", "Rename")
    assert run("rename", "costs", "charges", "--site", str(site)).exit_code == 0


def test_a_failure_half_way_leaves_the_site_as_it_was(site: Path, run: Run, full_disk: Callable[[bytes], None]) -> None:
    """A full disk, in the middle of the files."""
    before = files(site)
    full_disk(b"costs")
    assert run("rename", "withdrawal-fees", "costs", "--site", str(site)).exit_code != 0
    assert files(site) == before
