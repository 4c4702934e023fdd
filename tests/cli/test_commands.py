"""The `kb` command, run as people run it: exit codes, output, and no traceback for a mistake."""

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
EN = "articles/deposits/withdrawal-fees.en.md"


def kb(*arguments: str) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    command = [sys.executable, "-m", "cli", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)


def test_a_site_is_checked_built_and_searched(make_site) -> None:  # type: ignore[no-untyped-def]
    """The whole way."""
    site = str(make_site())
    assert kb("check", "--site", site).returncode == 0
    built = kb("build", "--site", site, "--json")
    assert (built.returncode, json.loads(built.stdout)["articles"]) == (0, 2)
    found = kb("search", "--site", site, "提现手续费", "--json")
    assert json.loads(found.stdout)["hits"][0]["slug"] == "withdrawal-fees"


def test_twenty_mistakes_give_twenty_lines_and_exit_code_one(make_site) -> None:  # type: ignore[no-untyped-def]
    """And no traceback; the same from check and from build."""
    site = str(make_site("twenty_mistakes"))
    expected = (ROOT / "tests/libraries/twenty_mistakes.txt").read_text(encoding="utf-8")
    for command in ("check", "build"):
        result = kb(command, "--site", site)
        assert (result.returncode, result.stdout) == (1, expected), command
        assert "Traceback" not in result.stderr


def test_problems_come_as_json_and_as_annotations(make_site) -> None:  # type: ignore[no-untyped-def]
    """For programs and for code review."""
    site = str(make_site("twenty_mistakes"))
    problems = json.loads(kb("check", "--site", site, "--json").stdout)
    assert len(problems) == 20
    assert problems[1] == {
        "check": "front-matter",
        "severity": "error",
        "path": EN,
        "line": 2,
        "column": 1,
        "message": "unknown key 'titel' (did you mean 'title'?)",
    }
    line = kb("check", "--site", site, "--github").stdout.splitlines()[1]
    assert line == f"::error file={EN},line=2,col=1,title=front-matter::unknown key 'titel' (did you mean 'title'?)"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["build", "--site", "{empty}"], "no site.yaml here"),
        (["build", "--site", "{empty}/nowhere"], "no site.yaml here"),
        (["search", "--site", "{empty}", "x"], "nothing is published yet; run 'kb build'"),
        (["serve", "--site", "{empty}"], "no site.yaml here; name the site's folder with --site DIR"),
        (["build", "--site", "{site}", "--rollback"], "no earlier build"),
        (["i18n", "stamp", "--site", "{site}", "nowhere"], "there is no article 'nowhere'"),
        (["check", "--site", "{site}", "--json", "--github"], "--json and --github are two ways to print the same"),
        (["i18n", "stamp", "--site", "{site}"], "name what to stamp, or use --all"),
        (["i18n", "stamp", "--site", "{site}", "--all", "withdrawal-fees"], "or use --all, not both"),
        (["i18n", "stamp", "--site", "{site}", "--all", "-l", "fr"], "'fr' is not a locale of this site"),
        (["i18n", "stamp", "--site", "{site}", "--all", "-l", "zh-Hans"], "zh-Hans is the source locale"),
        (["publish"], "No such command 'publish'"),
        (["build", "--colour"], "No such option"),
    ],
)
def test_a_users_mistake_is_one_clear_message_and_exit_code_two(make_site, tmp_path, arguments, message) -> None:  # type: ignore[no-untyped-def]
    """One line, and never a traceback."""
    site = str(make_site())
    empty = tmp_path / "empty"
    empty.mkdir()
    result = kb(*(argument.format(site=site, empty=empty) for argument in arguments))
    assert result.returncode == 2
    line, *more = result.stderr.splitlines()
    assert (line[:4], more) == ("kb: ", [])
    assert message in line
    assert list(empty.iterdir()) == []


def test_stamping_makes_a_translation_current_and_editing_the_source_makes_it_stale(make_site) -> None:  # type: ignore[no-untyped-def]
    """By section, at its line."""
    root: Path = make_site()
    assert "stamped 1 of 1" in kb("i18n", "stamp", "--site", str(root), "withdrawal-fees").stderr
    assert "stale-translation" not in kb("check", "--site", str(root)).stdout
    source = root / "articles/deposits/withdrawal-fees.zh-Hans.md"
    source.write_text(source.read_text(encoding="utf-8").replace("与数量无关", "多少都一样"), encoding="utf-8")
    lines = kb("check", "--site", str(root)).stdout.splitlines()
    number = (root / EN).read_text(encoding="utf-8").splitlines().index("## How it works {#how}") + 1
    assert [line for line in lines if "stale" in line] == [
        f"{EN}:{number}:1: stale-translation: 'how' changed in articles/deposits/withdrawal-fees.zh-Hans.md since; "
        "translate the change, then run kb i18n stamp withdrawal-fees -l en (warning)"
    ]
    kb("i18n", "stamp", "--site", str(root), "--all")
    assert "stamped 0 of 1" in kb("i18n", "stamp", "--site", str(root), "--all").stderr


def test_the_command_in_a_message_about_a_stale_translation_makes_it_current(make_site) -> None:  # type: ignore[no-untyped-def]
    """Copied as it is printed."""
    site = str(make_site())
    line = next(line for line in kb("check", "--site", site).stdout.splitlines() if "stale-translation" in line)
    _, _, command = line.removesuffix(" (warning)").partition("run kb ")
    assert kb(*shlex.split(command), "--site", site).returncode == 0
    assert "stale-translation" not in kb("check", "--site", site).stdout


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda raw: raw.replace(b"---", b"***"), "there is no front matter to stamp"),
        (lambda raw: raw.replace(b"whatever", b"what\xffever"), "byte 0xff is not UTF-8"),
        (lambda raw: raw.replace(b"title: ", b"title: '"), "the YAML cannot be read"),
    ],
)
def test_a_file_that_cannot_be_stamped_is_named_and_stays_as_it_is(make_site, change, message) -> None:  # type: ignore[no-untyped-def]
    """Not emptied."""
    root = make_site()
    content = change((root / EN).read_bytes())
    (root / EN).write_bytes(content)
    result = kb("i18n", "stamp", "--site", str(root), "--all")
    assert (result.returncode, (root / EN).read_bytes()) == (2, content)
    assert result.stderr.startswith(f"kb: {EN}:")
    assert message in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_translation_is_not_stamped_from_a_source_that_cannot_be_read_whole(make_site) -> None:  # type: ignore[no-untyped-def]
    """Its hashes would be those of half a text."""
    root = make_site()
    source = root / "articles/deposits/withdrawal-fees.zh-Hans.md"
    source.write_bytes(source.read_bytes().replace(b"title:", b"titel:"))
    before = (root / EN).read_bytes()
    result = kb("i18n", "stamp", "--site", str(root), "--all")
    assert (result.returncode, (root / EN).read_bytes()) == (2, before)
    assert "unknown key 'titel'" in result.stderr


def test_stamping_keeps_a_byte_order_mark_and_the_line_ends(make_site) -> None:  # type: ignore[no-untyped-def]
    """As the translator's editor wrote them."""
    root = make_site()
    (root / EN).write_bytes(b"\xef\xbb\xbf" + (root / EN).read_bytes().replace(b"\n", b"\r\n"))
    assert "stamped 1 of 1" in kb("i18n", "stamp", "--site", str(root), "withdrawal-fees").stderr
    raw = (root / EN).read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf---\r\n")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert "stamped 0 of 1" in kb("i18n", "stamp", "--site", str(root), "withdrawal-fees").stderr


def test_the_checks_are_listed() -> None:
    """With what each finds."""
    result = kb("check", "--list")
    assert result.returncode == 0
    assert "unsafe-html" in result.stdout


def test_search_is_measured_on_a_site_and_on_texts(make_site, tmp_path) -> None:  # type: ignore[no-untyped-def]
    """With a file of questions whose answers are known."""
    site = str(make_site())
    kb("build", "--site", site)
    questions = tmp_path / "questions.jsonl"
    questions.write_text(
        '{"id": 1, "locale": "zh-Hans", "text": "提现手续费", "relevant": {"withdrawal-fees": 2}}\n', encoding="utf-8"
    )
    assert "hit@1 best 1.000" in kb("eval", str(questions), "--site", site).stdout
    corpus = tmp_path / "corpus.jsonl"
    corpus.write_text('{"id": "a", "locale": "en", "title": "Fees", "body": "What it costs."}\n', encoding="utf-8")
    questions.write_text('{"id": 1, "locale": "en", "text": "costs", "relevant": ["a"]}\n', encoding="utf-8")
    assert "mrr 1.000" in kb("eval", str(questions), "--corpus", str(corpus)).stdout


def test_a_search_can_be_explained(make_site) -> None:  # type: ignore[no-untyped-def]
    """What was asked, what was tried, and each hit's score in parts; for programs too."""
    site = str(make_site())
    kb("build", "--site", site)
    told = kb("search", "提现手续费", "--explain", "--site", site).stdout
    assert "asked:" in told
    assert "typed [zh-Hans] '提现手续费': support" in told
    assert re.search(r"1\. \[zh-Hans\] withdrawal-fees\S*: score \d", told)
    found = json.loads(kb("search", "提现手续费", "--explain", "--json", "--site", site).stdout)
    explanation = found["explanation"]
    assert {"words", "title"} <= {part["field"] for part in explanation["hits"][0]["parts"]}
    assert explanation["tried"][0]["support"] >= explanation["tried"][0]["needed"]
    assert "explanation" not in json.loads(kb("search", "提现手续费", "--json", "--site", site).stdout)
