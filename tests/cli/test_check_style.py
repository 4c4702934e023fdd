"""`kb check --fix` and `--changed`."""

import subprocess
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

ZH = "articles/deposits/withdrawal-fees.zh-Hans.md"
EN = "articles/deposits/withdrawal-fees.en.md"


def git(root: Path, *arguments: str) -> None:
    """In the site's repository, as somebody."""
    who = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *who, "-C", str(root), *arguments], check=True, capture_output=True)


@pytest.fixture
def root(make_site) -> Path:  # type: ignore[no-untyped-def]
    """The small site, committed on main, with a branch for work."""
    made: Path = make_site()
    settings = made / "site.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + "\nchecks: {promise: off}\n", encoding="utf-8")
    git(made, "init", "-q")
    git(made, "add", "-A")
    git(made, "commit", "-qm", "a")
    git(made, "checkout", "-qb", "work")
    return made


def append(path: Path, text: str) -> None:
    """At the end of a file."""
    path.write_bytes(path.read_bytes() + text.encode("utf-8"))


def test_fix_mends_once_and_says_what_it_changed(root: Path, command: click.Group) -> None:
    """The second run changes nothing."""
    append(root / ZH, "\n用USDT提现,很快\n")
    first = CliRunner().invoke(command, ["check", "--site", str(root), "--fix"])
    assert "han-spacing: '用USDT提现,很' → '用 USDT提现,很'" in first.stderr
    assert "mended 1 file\n" in first.stderr
    assert (root / ZH).read_text(encoding="utf-8").endswith("\n用 USDT 提现，很快\n")
    assert "han-spacing" not in first.stdout
    before = (root / ZH).read_bytes()
    assert "mended 0 files" in CliRunner().invoke(command, ["check", "--site", str(root), "--fix"]).stderr
    assert (root / ZH).read_bytes() == before


def test_changed_shows_what_stands_in_changed_files_and_counts_the_rest(root: Path, command: click.Group) -> None:
    """Committed on the branch, in the work tree, or new; the exit code is that of the whole site."""
    append(root / EN, "\n[x](article:nowhere)\n")
    git(root, "checkout", "-q", "main")
    git(root, "commit", "-qam", "b")
    git(root, "checkout", "-q", "work")
    git(root, "merge", "-q", "main")
    nothing = CliRunner().invoke(command, ["check", "--site", str(root), "--changed"])
    assert (nothing.exit_code, nothing.stdout) == (1, "")
    assert "0 errors, 0 warnings\n2 errors in files that did not change" in nothing.stderr
    append(root / ZH, "\n用USDT\n")
    (root / "articles/deposits/new-one.zh-Hans.md").write_text("---\ntitle: 新\n---\n好\n", encoding="utf-8")
    shown = CliRunner().invoke(command, ["check", "--site", str(root), "--changed", "--github"])
    assert [line.split(",")[0] for line in shown.stdout.splitlines()] == [
        "::warning file=articles/deposits/new-one.zh-Hans.md",
        f"::warning file={ZH}",
    ]
    assert "article:nowhere" not in shown.stdout
    since = CliRunner().invoke(command, ["check", "--site", str(root), "--changed", "main~1"])
    assert "nowhere" in since.stdout


def test_changed_says_what_it_cannot_compare_with(root: Path, make_site, command: click.Group) -> None:  # type: ignore[no-untyped-def]
    """One line, before anything is mended."""
    append(root / ZH, "\n用USDT\n")
    failed = CliRunner().invoke(command, ["check", "--site", str(root), "--fix", "--changed", "nope"])
    assert "'nope' is not a revision of this repository" in str(failed.exception)
    assert (root / ZH).read_text(encoding="utf-8").endswith("用USDT\n")
