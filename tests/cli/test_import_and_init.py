"""`kb init` and `kb import`: from nothing, or from what others wrote, to a site that builds."""

import json
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

import cli.main


@pytest.fixture
def run(command: click.Group, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):  # type: ignore[no-untyped-def]
    """Runs the command as a person would in an empty folder: exit code, standard output, standard error."""
    del command
    monkeypatch.chdir(tmp_path)

    def kb(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr("sys.argv", ["kb", *arguments])
        try:
            cli.main.main()
            code = 0
        except SystemExit as error:
            code = int(error.code or 0)
        out, err = capfd.readouterr()
        return code, out, err

    return kb


def write(name: str, text: str) -> None:
    """A file of a tree."""
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_an_empty_folder_becomes_a_site_that_builds(run) -> None:  # type: ignore[no-untyped-def]
    """And the commands that come next are printed, to be copied."""
    code, out, _ = run("init", "--name", "帮助", "--source-locale", "zh-Hans", "-l", "en", "-l", "pl")
    assert (code, out) == (0, "  kb check\n  kb build\n  kb serve\n")
    assert Path(".gitignore").read_text().endswith("var/\n")
    assert run("check")[0] == 0
    code, _, err = run("build")
    assert code == 0
    assert ": 1 article, 1 translation (1 rendered)" in err


@pytest.mark.parametrize("tag", ["zh-Hans", "zh-Hant", "en", "ja", "ko", "es", "ar", "fr"])
def test_the_first_article_is_in_the_source_language_and_without_mistakes(run, tag: str) -> None:  # type: ignore[no-untyped-def]
    """In English where there is none."""
    assert run("init", "site", "--source-locale", tag)[0] == 0
    code, out, _ = run("check", "--site", "site", "--json")
    assert code == 0
    assert {problem["check"] for problem in json.loads(out)} <= {"missing-catalog"}


def test_init_asks_for_nothing_that_an_option_says(run) -> None:  # type: ignore[no-untyped-def]
    """And takes the folder's name where nobody answers."""
    assert run("init", "My Help", "--base-url", "https://help.example/")[0] == 0
    settings = Path("My Help/site.yaml").read_text(encoding="utf-8")
    assert 'en: "My Help"' in settings
    assert 'base_url: "https://help.example"\n' in settings


def test_init_asks_a_person(command: click.Group, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Name, language, further languages, address; again for what cannot be."""
    monkeypatch.setattr("cli.init.can_ask", lambda: True)
    answers = "Aid\nxx\nja\nen, tlh\nen, ko\nhelp\n\n"
    result: Result = CliRunner().invoke(command, ["init", str(tmp_path / "new")], input=answers)
    assert result.exit_code == 0, result.output
    settings = (tmp_path / "new/site.yaml").read_text(encoding="utf-8")
    assert 'ja: "Aid"' in settings
    assert "locales: [ja, en, ko]" in settings
    for said in ("'xx' is not a language", "'tlh' is not a language", "base URL 'help' is not an address"):
        assert f"Error: {said}" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["init", "full"], "kb: full: this folder has a site.yaml already; choose another folder\n"),
        (["init", "file"], "kb: file: this is a file; name a folder\n"),
        (["init", "new", "--source-locale", "xx-yy"], "kb: 'xx-yy' is not a language CLDR knows"),
        (["init", "new", "--base-url", "ftp://x"], "kb: base URL 'ftp://x' is not an address like"),
        (["import", "gone", "--to", "new"], "kb: gone: there is no such folder to import from\n"),
        (
            ["import", "none", "--to", "new"],
            "kb: none: there is no Markdown here; name the folder that holds the pages\n",
        ),
        (["import", "tree", "--to", "full"], "kb: full: there is something already; name a folder that is empty"),
        (["import", "tree", "--to", "tree/new"], "kb: tree/new: the new site cannot lie in the tree it is made from"),
        (
            ["import", "tree", "--to", "new", "--source-locale", "de"],
            "kb: tree: no page is in de; name the source locale",
        ),
        (
            ["import", "tree", "--to", "new", "--report", "no/x.txt"],
            "kb: no/x.txt: there is no folder no; make it first\n",
        ),
        (["import", "tree", "--to", "new", "--base-url", "x"], "kb: base URL 'x' is not an address like"),
    ],
)
def test_a_mistake_is_one_clear_line(run, arguments: list[str], message: str) -> None:  # type: ignore[no-untyped-def]
    """Exit code 2, and nothing is written."""
    write("full/site.yaml", "x")
    write("file", "x")
    write("none/x.txt", "x")
    write("tree/en/a/x.md", "# X\n")
    code, out, err = run(*arguments)
    assert (code, out) == (2, "")
    assert err.startswith(message)
    assert err.count("\n") == 1
    assert not Path("new").exists()
    assert Path("full/site.yaml").read_text() == "x"


def test_an_imported_tree_is_checked_built_and_counted(run) -> None:  # type: ignore[no-untyped-def]
    """The report says where every file went; the counts say that nothing is lost."""
    write("tree/en/guide/start.md", "# Start\n\n## One\n\n[x](more.md#a)\n\n```\ncode\n```\n")
    write("tree/en/guide/more.md", "# More\n\n## A\n\n![gone](gone.png)\n")
    write("tree/ko/guide/start.md", "# 시작\n\n## 하나\n\n[x](more.md#a)\n\n```\ncode\n```\n")
    write("tree/en/notes.txt", "x")
    code, out, err = run("import", "tree", "--to", "site", "--verify", "--json", "--report", "report.txt")
    assert code == 0, err
    report = json.loads(out)
    assert report["files"] == {"found": 4, "brought": 3, "left": 1}
    assert report["articles"]["ko/guide/start.md"] == "articles/guide/start.ko.md"
    assert report["left"][0]["path"] == "en/notes.txt"
    assert report["lowered_checks"] == {"broken-link": 1}
    assert report["counts"]["totals"]["links"] == {"tree": 3, "served": 3, "shown": 3, "noted": 0}
    assert report["counts"]["missing"] == {}
    assert "the image gone.png is not in the tree" in Path("report.txt").read_text(encoding="utf-8")
    assert err.startswith("layout folders: 3 pages in en, ko\n")
    assert run("build", "--site", "site")[0] == 0


def test_a_layout_that_is_named_is_taken(run) -> None:  # type: ignore[no-untyped-def]
    """Also where another would be found."""
    write("tree/en/x.md", "# X\n")
    code, _, err = run("import", "tree", "--to", "site", "--layout", "single")
    assert code == 0
    assert err.startswith("layout single: 1 page in en\n")
    assert Path("site/articles/en/x.en.md").is_file()
