"""Every page of the built site is valid HTML; the validator is html-validate, see docs/decisions/."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from werkzeug.test import Client

from kb.settings_file import load_site
from web.live import LiveSite

Paths = Callable[[str], dict[str, str]]
Validate = Callable[[dict[str, str]], list[str]]

ROOT = Path(__file__).parents[2]

# The standard's own rules. What is only a matter of taste is left to the templates.
RULES = {"root": True, "extends": ["html-validate:standard"]}


@pytest.fixture
def validate(node_modules: Path, node: Path, tmp_path: Path) -> Validate:
    """Finds the mistakes of pages, given by the name to report them under, in one run of the validator."""

    def run(pages: dict[str, str]) -> list[str]:
        names = {f"{number}.html": name for number, name in enumerate(pages)}
        for file, name in names.items():
            (tmp_path / file).write_text(pages[name], "utf-8")
        (tmp_path / "rules.json").write_text(json.dumps(RULES), "ascii")
        program = node_modules / "html-validate" / "bin" / "html-validate.mjs"
        command = [node, program, "--config", tmp_path / "rules.json", "--formatter", "json", tmp_path]
        finished = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
        assert finished.stdout.startswith("["), finished.stderr
        return [
            f"{names[Path(file['filePath']).name]}:{each['line']}: {each['ruleId']}: {each['message']}"
            for file in json.loads(finished.stdout)
            for each in file["messages"]
        ]

    return run


def test_every_page_is_valid_html(live: LiveSite, paths_in: Paths, validate: Validate) -> None:
    """Of every kind, and every category and article, in every locale, those in another language included."""
    client, (site, _, _) = Client(live), load_site(ROOT)
    folders = {path.parent.name for path in (ROOT / "articles").glob("*/category.yaml")}
    articles = {f"{path.parent.name}/{path.name.split('.')[0]}" for path in (ROOT / "articles").glob("*/*.md")}
    paths = {f"/{locale.tag}/{path}" for locale in site.locales for path in articles | {f"{name}/" for name in folders}}
    paths |= {path for locale in site.locales for path in paths_in(locale.tag).values()}
    answers = {path: client.get(path, buffered=True) for path in sorted(paths)}
    assert {path: answer.status_code for path, answer in answers.items() if answer.mimetype != "text/html"} == {}
    assert validate({path: answer.text for path, answer in answers.items()}) == []


def test_the_validator_notices_a_mistake(validate: Validate) -> None:
    """Else its silence about the site would mean nothing."""
    mistakes = validate({"bad page": "<!doctype html><title>x</title><p><div></p>"})
    assert any(mistake.startswith("bad page:1: close-order: ") for mistake in mistakes)
