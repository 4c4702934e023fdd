"""The guide for translators, done word for word from an empty folder; and what it tells Weblate."""

import re
import shlex
import subprocess
from collections.abc import Callable
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/translating.md").read_text("utf-8")

ELSEWHERE = ("kb serve", "kb i18n export", "kb i18n import", "kb i18n extract")
"""Commands of the guide that are run by tests of their own."""

FENCE = re.compile(r"(?:^`(?P<path>[^`\n]+)`:\n\n)?^```(?P<kind>\w*)\n(?P<content>.*?)^```\n", re.MULTILINE | re.DOTALL)
EDIT = re.compile(r"`(?P<old>[^`]+)` becomes `(?P<new>[^`]+)`")

SOURCE = "articles/deposits/withdrawal-fees.zh-Hans.md"


def steps() -> list[re.Match[str]]:
    """What the guide asks for, in its order: files to write, commands to run, output to see, words to change."""
    return sorted([*FENCE.finditer(GUIDE), *EDIT.finditer(GUIDE)], key=re.Match.start)


@pytest.fixture
def run(command: click.Group, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Result | None]:
    """Runs one line of the guide in the folder of the site."""
    (tmp_path / "site").mkdir()
    monkeypatch.chdir(tmp_path / "site")

    def run_line(line: str) -> Result | None:
        words = shlex.split(line, comments=True)
        if words[0] == "git":
            names = ["-c", "user.name=Editor", "-c", "user.email=editor@help.example"]
            subprocess.run(["git", *names, *words[1:]], check=True, capture_output=True)
            return None
        assert words[0] == "kb", line
        if line.startswith(ELSEWHERE):
            return None
        result = CliRunner().invoke(command, words[1:])
        assert result.exit_code == 0, (line, result.output, result.exception)
        return result

    return run_line


def test_every_step_of_the_guide_works_from_an_empty_folder(run: Callable[[str], Result | None]) -> None:
    """With the files, commands and changes as they stand there, and the output it shows."""
    last, ran = "", set()
    for step in steps():
        if "old" in step.groupdict():
            text = Path(SOURCE).read_text("utf-8")
            assert step["old"] in text
            Path(SOURCE).write_text(text.replace(step["old"], step["new"]), encoding="utf-8")
        elif step["path"]:
            Path(step["path"]).parent.mkdir(parents=True, exist_ok=True)
            Path(step["path"]).write_text(step["content"], encoding="utf-8")
        elif step["kind"] == "text":
            assert step["content"] in re.sub(r"commit \w+ of [\d-]+", "commit … of …", last)
        elif not step["kind"]:
            for line in step["content"].splitlines():
                if result := run(line):
                    last = result.stdout
                ran.add(" ".join(line.split()[:3]))
    assert {f"kb i18n {name}" for name in ("status", "diff", "stamp", "init", "update", "compile", "pseudo")} <= ran
    status = run("kb i18n status -l fr")
    assert status is not None
    assert re.search(r"deposits +1 +0 +0 +0 +0\n", status.stdout)


KEPT = re.compile(
    r"articles/[^/]+/category\.yaml|articles/[^/]+/media/[^/]+\.svg|translations/(messages\.pot|[^/]+/stamps\.yaml)"
)
"""What no translator edits: categories travel as PO, drawings and the template hold for all, stamps are kept for them."""


def patterns() -> dict[str, re.Pattern[str]]:
    """The masks and regular expressions of the guide, by what the paths they match end in."""
    chapter = GUIDE[GUIDE.index("## Weblate") :]
    masks = re.findall(r"[Ff]ile mask (?:\| )?`([^`]+)`", chapter)
    found = [re.escape(mask).replace(r"\*", "[^/]*") for mask in masks]
    found += re.findall(r"`([^`]*\(\?P<language>[^`]*)`", chapter)
    return {pattern[pattern.rindex("/") :]: re.compile(pattern) for pattern in found}


def test_the_masks_for_weblate_match_every_file_of_a_language_and_no_other() -> None:
    """Each once, in the repository's own site."""
    expressions = list(patterns().values())
    assert len(expressions) == 6
    files = [
        path.relative_to(ROOT).as_posix()
        for folder in ("articles", "translations")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.is_file() and path.suffix not in (".py", ".pyc") and not path.name.startswith(".")
    ]
    assert len(files) > 300
    for file in files:
        matching = [each.pattern for each in expressions if each.fullmatch(file)]
        assert len(matching) == (0 if KEPT.fullmatch(file) else 1), (file, matching)


def test_the_languages_that_the_masks_find_are_those_of_the_site() -> None:
    """A slug or a category is never taken for a language."""
    from kb.settings_file import load_site

    tags = {locale.tag for locale in load_site(ROOT)[0].locales}
    for pattern in patterns().values():
        if "language" in pattern.groupindex and not pattern.pattern.startswith("po/"):
            found = [pattern.fullmatch(path.relative_to(ROOT).as_posix()) for path in (ROOT / "articles").rglob("*.*")]
            assert {match["language"] for match in found if match} == tags


def test_the_mask_for_exported_files_parts_language_and_component() -> None:
    """As `kb i18n export` names them."""
    pattern = next(each for each in patterns().values() if each.pattern.startswith("po/(?P"))
    for name, component in (("articles/deposits/fees.po", "articles/deposits/fees"), ("terms.po", "terms")):
        match = pattern.fullmatch(f"po/zh-Hant/{name}")
        assert match is not None
        assert (match["language"], match["component"]) == ("zh-Hant", component)
    assert pattern.fullmatch("po/fr/interface.po") is None
    assert pattern.fullmatch("po/fr/articles/contact/interface-of-po.po") is not None
