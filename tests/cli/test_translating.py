"""`kb i18n status`, `diff` and `stamp --unchanged`: what there is to translate, what changed, what needs no work."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

SOURCE = "articles/deposits/withdrawal-fees.zh-Hans.md"
EN = "articles/deposits/withdrawal-fees.en.md"
AR = "articles/deposits/withdrawal-fees.ar.md"

Run = Callable[..., Result]


@pytest.fixture
def run(command: click.Group) -> Run:
    """The command in this process."""
    return lambda *arguments: CliRunner().invoke(command, ["i18n", *arguments])


def commit(root: Path, message: str = "Change") -> None:
    """What is in the folder, committed; the first time a repository is made."""
    for arguments in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", message]):
        names = ["-c", "user.name=Editor", "-c", "user.email=editor@help.example"]
        subprocess.run(["git", *names, *arguments], cwd=root, check=True, capture_output=True)


def edit(root: Path, old: str, new: str, path: str = SOURCE) -> None:
    """Change one text of a file as an editor would."""
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), encoding="utf-8", newline="")


@pytest.fixture
def site(make_site, run: Run) -> Path:  # type: ignore[no-untyped-def]
    """A site whose translation was stamped and committed."""
    root: Path = make_site()
    assert run("stamp", "--all", "--site", str(root)).exit_code == 0
    commit(root)
    return root


def status_of(run: Run, site: Path, *options: str) -> dict[str, object]:
    """The locales of `kb i18n status --json` by their tag."""
    result = run("status", "--json", "--site", str(site), *options)
    assert result.exit_code == 0, result.output
    return {each["locale"]: each for each in json.loads(result.stdout)["locales"]}


def test_status_counts_what_is_translated_stale_and_missing(site: Path, run: Run) -> None:
    """By locale and category, with what is to do of the source; drafts of the source are not asked for."""
    edit(site, "与数量无关", "多少都一样")
    english, arabic = (status_of(run, site)[tag] for tag in ("en", "ar"))
    assert english["categories"]["deposits"] == {"translated": 0, "stale": 1, "drafts": 0, "missing": 0, "amount": 31}
    assert english["categories"]["security"]["missing"] == 1
    assert arabic["counts"]["missing"] == 2
    assert english["articles"][0]["sections"] == ["how"]
    assert "secret-plan" not in json.dumps(english)
    assert arabic["without_words"]["settings"] == ["name", "disclaimers.transfer"]


def test_status_puts_first_what_readers_need_first(site: Path, run: Run) -> None:
    """Emergencies, then the article that leads to people, then the editors' order."""
    assert [each["slug"] for each in status_of(run, site)["ar"]["articles"]] == ["withdrawal-fees", "enable-2fa"]
    edit(site, "contact:", "emergencies: [enable-2fa]\ncontact:", "site.yaml")
    assert [each["slug"] for each in status_of(run, site)["ar"]["articles"]] == ["enable-2fa", "withdrawal-fees"]


def test_status_can_be_asked_of_one_locale_and_category(site: Path, run: Run) -> None:
    """The rest is not told."""
    found = status_of(run, site, "-l", "ar", "-c", "security")
    assert list(found) == ["ar"]
    assert [each["slug"] for each in found["ar"]["articles"]] == ["enable-2fa"]


def test_status_tells_people_what_to_do_next(site: Path, run: Run) -> None:
    """A file, what is wrong with it, and how much it is."""
    edit(site, "与数量无关", "多少都一样")
    said = run("status", "--site", str(site), "-l", "en").stdout
    assert f"    {EN} (changed since: how; 31 characters)\n" in said
    assert "    articles/security/enable-2fa.en.md (missing; " in said


def test_a_draft_and_a_translation_that_was_never_stamped_are_told_apart(site: Path, run: Run) -> None:
    """Neither is current."""
    text = (site / EN).read_text("utf-8")
    header, _, rest = text.partition("source:")
    (site / AR).write_text(header + "status: draft\nsource:" + rest, encoding="utf-8")
    (site / EN).write_text(header + rest[rest.index("---") :], encoding="utf-8")
    found = status_of(run, site, "-c", "deposits")
    assert [found[tag]["articles"][0]["state"] for tag in ("en", "ar")] == ["unstamped", "draft"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["status", "-l", "fr"], "'fr' is not a locale of this site"),
        (["status", "-c", "deposit"], "there is no category 'deposit' (did you mean 'deposits'?)"),
        (["diff", "withdrawal-fee", "en"], "there is no article 'withdrawal-fee' (did you mean 'withdrawal-fees'?)"),
        (["diff", "withdrawal-fees", "zh-Hans"], "zh-Hans is the source locale; name a translation of it"),
        (["diff", "enable-2fa", "en"], "'enable-2fa' is not translated to en yet"),
        (["stamp", "--unchanged", "withdrawal-fees", "--since", "never"], "'never' is not a revision"),
        (["stamp", "--unchanged", "withdrawal-fees", "--since", "--output=x"], "'--output=x' is not a revision"),
        (["stamp", "withdrawal-fees", "--since", "HEAD"], "--since goes with --unchanged"),
    ],
)
def test_a_mistake_is_one_clear_line(site: Path, run: Run, arguments: list[str], message: str) -> None:
    """And nothing is written."""
    before = (site / EN).read_bytes()
    result = run(*arguments, "--site", str(site))
    assert result.exit_code != 0
    assert message in f"{result.output}{result.exception}"
    assert (site / EN).read_bytes() == before


def test_diff_shows_the_changed_words_beside_the_translation(site: Path, run: Run) -> None:
    """Chinese in words; a section that did not change is left out."""
    edit(site, "与数量无关", "多少都一样")
    said = run("diff", "withdrawal-fees", "en", "--site", str(site)).stdout
    assert "每笔收 {{fact:fee-usdt}}，[-与数量无关-]{+多少都一样+}。" in said
    assert "#how 怎么算 (changed, since commit " in said
    assert "  | Each withdrawal costs {{fact:fee-usdt}}, whatever the amount." in said
    assert "不可以" not in said


def test_diff_finds_each_section_where_it_was_stamped(site: Path, run: Run) -> None:
    """In different commits, and under the name the file had then."""
    edit(site, "从提现数量里扣", "从到账数量里扣")
    commit(site)
    run("stamp", "withdrawal-fees", "--site", str(site))
    edit(site, "从到账数量里扣", "另外收取")
    edit(site, "不可以", "可以")
    commit(site)
    for path in (SOURCE, EN):
        (site / path).rename(site / path.replace("withdrawal-fees", "fees-of-withdrawals"))
    edit(
        site,
        "aliases: [fees]",
        "aliases: [fees, withdrawal-fees]",
        SOURCE.replace("withdrawal-fees", "fees-of-withdrawals"),
    )
    commit(site)
    said = json.loads(run("diff", "withdrawal-fees", "en", "--json", "--site", str(site)).stdout)
    old = {
        each["id"]: "".join(piece["text"] for piece in each["pieces"] if piece["change"] != "added")
        for each in said["sections"]
    }
    assert old["_intro"] == "手续费从到账数量里扣。"
    assert "不可以" in old["faq"]
    assert len({each["origin"] for each in said["sections"]}) == 1


def test_diff_takes_the_old_words_from_a_build_where_git_has_none(make_site, command: click.Group, run: Run) -> None:  # type: ignore[no-untyped-def]
    """Facts and links are written as in the source again, and the hash proves it."""
    root = make_site()
    run("stamp", "--all", "--site", str(root))
    assert CliRunner().invoke(command, ["build", "--site", str(root)]).exit_code == 0
    edit(root, "与数量无关", "多少都一样")
    result = run("diff", "withdrawal-fees", "en", "--site", str(root))
    assert (
        "每笔收 {{fact:fee-usdt}}，[-与数量无关-]{+多少都一样+}。安全设置见[双重验证](article:enable-2fa#steps)。"
        in result.stdout
    )
    assert "since build " in result.stdout


def test_diff_says_when_the_old_words_are_nowhere(make_site, run: Run) -> None:  # type: ignore[no-untyped-def]
    """And shows the section as it is now, never another version as the old one."""
    root = make_site()
    run("stamp", "--all", "--site", str(root))
    edit(root, "与数量无关", "多少都一样")
    result = run("diff", "withdrawal-fees", "en", "--site", str(root))
    assert "the old words are not known; the section is now:" in result.stdout
    assert "some old words were not found: " in result.stderr


def test_diff_of_a_current_translation_has_nothing_to_show(site: Path, run: Run) -> None:
    """It says so to people, and prints no data."""
    result = run("diff", "withdrawal-fees", "en", "--site", str(site))
    assert (result.exit_code, result.stdout) == (0, "")
    assert "there is nothing to do" in result.stderr


def test_a_change_without_meaning_keeps_translations_current(site: Path, run: Run) -> None:
    """Committed or not yet."""
    edit(site, "与数量无关", "同数量无关")
    assert "stamped 1 of 1" in run("stamp", "--unchanged", "withdrawal-fees", "--site", str(site)).stderr
    assert status_of(run, site)["en"]["articles"][0]["state"] == "current"
    edit(site, "不可以", "不行")
    commit(site)
    assert "stamped 1 of 1" in run("stamp", "--unchanged", "withdrawal-fees", "--site", str(site)).stderr
    assert status_of(run, site)["en"]["articles"][0]["state"] == "current"
    assert "stamped 0 of 1" in run("stamp", "--unchanged", "withdrawal-fees", "--site", str(site)).stderr


def test_what_was_stale_before_a_change_without_meaning_stays_stale(site: Path, run: Run) -> None:
    """Also in the same section, and so does a section that is new."""
    edit(site, "与数量无关", "多少都一样")
    commit(site)
    edit(site, "多少都一样", "多少全一样")
    edit(site, "不可以", "不行")
    edit(site, "## 常见问题", "## 新的 {#new}\n\n很新。\n\n## 常见问题")
    run("stamp", "--unchanged", "withdrawal-fees", "--site", str(site))
    assert status_of(run, site)["en"]["articles"][0]["sections"] == ["how", "new"]


def test_the_version_before_a_change_can_be_named(site: Path, run: Run) -> None:
    """For a change of several commits."""
    for words in ("与数目无关", "和数目无关"):
        edit(site, "与数量无关" if words[0] == "与" else "与数目无关", words)
        commit(site)
    run("stamp", "--unchanged", "withdrawal-fees", "--since", "HEAD~2", "--site", str(site))
    assert status_of(run, site)["en"]["articles"][0]["state"] == "current"


def test_without_a_history_nothing_is_stamped_as_unchanged(make_site, run: Run) -> None:  # type: ignore[no-untyped-def]
    """What the source said before is not known."""
    root = make_site()
    result = run("stamp", "--unchanged", "--all", "--site", str(root))
    assert result.exit_code != 0
    assert "git: not a git repository" in str(result.exception)
