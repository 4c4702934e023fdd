"""The guide for editors, done word for word from an empty folder."""

import re
import shlex
import subprocess
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from kb.loader import load

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/writing.md").read_text("utf-8").partition("## From an empty folder")[2].partition("\n## Front")[0]

FENCE = re.compile(r"(?:^`(?P<path>[^`\n]+)`:\n\n)?^```\w*\n(?P<content>.*?)^```\n", re.MULTILINE | re.DOTALL)


def test_every_step_of_the_guide_works_from_an_empty_folder(
    command: click.Group, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the files and commands as they stand there."""
    monkeypatch.chdir(tmp_path)
    ran = set()
    for step in FENCE.finditer(GUIDE):
        if step["path"]:
            assert Path(step["path"]).is_file(), "a command before this has begun it"
            Path(step["path"]).write_text(step["content"], encoding="utf-8")
            continue
        for line in step["content"].splitlines():
            program, *words = shlex.split(line)
            if program == "git":
                names = ["-c", "user.name=Editor", "-c", "user.email=editor@help.example"]
                subprocess.run(["git", *names, *words], check=True, capture_output=True)
                continue
            assert program == "kb"
            result = CliRunner().invoke(command, words)
            assert result.exit_code == 0, (line, result.output, result.exception)
            ran.add(words[0])
            if line == "kb show tixian-shouxufei":
                assert "[found: 1] 提一次币要扣多少钱" in result.stdout
    assert ran == {"init", "new", "check", "build", "show", "rename"}
    article = load(tmp_path).library.articles["withdrawal-fees"]
    assert set(article.translations) == {"zh-Hans", "en"}
    assert article.aliases == ("tixian-shouxufei",)
