"""`kb show`: what the site knows of an article."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

Run = Callable[..., Result]

GUIDE = "---\ntitle: 新手\nrelated: [withdrawal-fees]\n---\n见[费用](article:withdrawal-fees#how)。\n"
OLD = "---\ntitle: 旧\nstatus: retired\nredirect: withdrawal-fees\n---\n"
TERMS = "- id: fee\n  term: 手续费\n  article: withdrawal-fees\n"


@pytest.fixture
def site(make_site) -> Path:  # type: ignore[no-untyped-def]
    """The small library, with everything that can name an article."""
    return make_site(  # type: ignore[no-any-return]
        changes={
            "articles/security/guide.zh-Hans.md": GUIDE,
            "articles/security/old.zh-Hans.md": OLD,
            "translations/zh_Hans/terms.yaml": TERMS,
        }
    )


def test_everything_that_is_known_of_an_article_is_told(site: Path, run: Run) -> None:
    """For programs; a former slug names it too."""
    run("i18n", "stamp", "--all", "--site", str(site))
    path = site / "articles/deposits/withdrawal-fees.zh-Hans.md"
    path.write_text(path.read_text("utf-8").replace("## 怎么算", "## 怎样算"), "utf-8")
    assert run("build", "--site", str(site)).exit_code == 0
    told = json.loads(run("show", "fees", "--json", "--site", str(site)).stdout)
    states = {each["locale"]: (each["state"], each["stale"]) for each in told["locales"]}
    assert states == {"zh-Hans": ("published", []), "en": ("stale", ["how"]), "ar": ("missing", [])}
    assert told["locales"][0]["questions"] == [{"question": "提一次币手续费怎么算", "place": 1, "holds": True}]
    assert told["links_here"] == [{"slug": "guide", "place": "articles/security/guide.zh-Hans.md:5:2"}]
    assert told["terms"] == [{"locale": "zh-Hans", "id": "fee", "term": "手续费"}]
    lists = ("links_to", "related", "related_from", "settings", "facts", "redirects_from")
    assert [told[name] for name in lists] == [
        ["enable-2fa"], ["enable-2fa"], ["guide"], ["contact"], ["fee-usdt"], ["fees", "old"]
    ]  # fmt: skip


def test_people_read_it_line_by_line(site: Path, run: Run) -> None:
    """Without a live build, questions are listed and not asked."""
    result = run("show", "withdrawal-fees", "--site", str(site))
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    assert lines[0] == "withdrawal-fees in deposits (充值与提现)"
    assert "zh-Hans  published  提现手续费是多少" in lines
    assert "ar       missing" in lines
    assert "  [not asked] how much does a withdrawal cost" in lines
    assert "there is no live build; run kb build" in result.stderr


@pytest.mark.parametrize("path", ["articles/deposits/fees.en.md", "articles\\deposits\\withdrawal-fees.zh-Hans.md"])
def test_the_path_of_a_file_names_its_article(site: Path, run: Run, path: str) -> None:
    """As a shell completes it, on any system."""
    assert run("show", path, "--site", str(site)).stdout.startswith("withdrawal-fees in ")


def test_in_a_folder_of_a_site_the_site_is_named(site: Path, run: Run) -> None:
    """With what leads there."""
    result = run("show", "fees", "--site", str(site / "articles" / "deposits"))
    assert f"there is one in {site}: go there, or say --site {site}" in str(result.exception)


def test_an_article_that_is_not_there_is_one_clear_line(site: Path, run: Run) -> None:
    """With the one that is."""
    result = run("show", "withdrawal-fee", "--site", str(site))
    assert result.exit_code != 0
    assert "did you mean 'withdrawal-fees'?" in str(result.exception)
