"""The questions that articles promise to answer, as `kb check` tests them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Run

COMING = "articles/security/coming.zh-Hans.md"
WORDS = "积分翻倍规则，见鲸鱼活动。\n"


def article(*keys: str) -> str:
    """An article with these lines in its front matter."""
    return "\n".join(["---", "title: 新活动", *keys, "---", "", WORDS])


@pytest.fixture
def checked(make_site: Callable[..., Path], run: Run) -> Callable[[str], list[str]]:
    """What is found to be wrong with the promises of a site with this article more."""

    def check(text: str) -> list[str]:
        site = make_site(changes={COMING: text})
        result = run("check", "--site", str(site), "--processes", "1")
        assert not (site / "var").exists()
        return [line for line in result.stdout.splitlines() if ": promise: " in line]

    return check


def test_promises_of_a_scheduled_article_are_tested_as_if_it_were_shown(checked: Callable[[str], list[str]]) -> None:
    """Those it keeps are no problem, although readers do not find it yet; those it breaks are told before its day."""
    (line,) = checked(article("publish_at: 2999-01-01", "questions: [鲸鱼活动的积分翻倍, 提现手续费是多少]"))
    assert line.startswith(f"{COMING}:4:")
    assert "提现手续费是多少" in line


@pytest.mark.parametrize("key", ["status: draft", "status: retired", "expire_at: 2001-01-01"])
def test_promises_of_what_is_not_to_be_shown_are_not_tested(checked: Callable[[str], list[str]], key: str) -> None:
    """Nobody can find it, now or on a day that is known."""
    assert checked(article(key, "questions: [提现手续费是多少]")) == []
