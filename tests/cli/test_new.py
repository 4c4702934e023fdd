"""`kb new`: the file of an article or a translation that is to be written."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from indexer.slugs import suggested_slug
from kb.loader import load
from kb.new_article import months_after

Run = Callable[..., Result]


@pytest.fixture
def run(command: click.Group) -> Run:
    """The command in this process."""
    return lambda *arguments, **options: CliRunner().invoke(command, arguments, **options)


@pytest.fixture
def site(make_site) -> Path:  # type: ignore[no-untyped-def]
    """The small library."""
    return make_site()  # type: ignore[no-any-return]


def test_a_new_article_is_a_draft_that_checks_accept(site: Path, run: Run) -> None:
    """Its path is printed; its slug is the title's pinyin. Only the summary is still to be written."""
    result = run("new", "怎么重置密码", "-c", "security", "--owner", "accounts", "--site", str(site))
    assert result.exit_code == 0, result.output
    path = "articles/security/chongzhi-mima.zh-Hans.md"
    assert result.stdout == f"{path}\n"
    assert "then: kb check" in result.stderr
    written = load(site).library.articles["chongzhi-mima"].translations["zh-Hans"]
    assert (written.title, written.owner, written.is_published) == ("怎么重置密码", "accounts", False)
    assert written.updated is not None
    assert written.review_by == months_after(written.updated, 6)
    assert [section.id for section in written.sections] == ["before-you-start", "steps", "if-it-fails"]
    checked = run("check", "--site", str(site))
    assert checked.exit_code == 0
    assert [line.split(": ")[1] for line in checked.stdout.splitlines() if path in line] == ["missing-summary"]


@pytest.mark.parametrize("kind", ["steps", "question", "concept"])
@pytest.mark.parametrize("tag", ["zh-Hans", "en", "ar"])
def test_every_kind_has_headings_in_the_language_of_the_article(site: Path, run: Run, kind: str, tag: str) -> None:
    """With the same ids in all."""
    result = run("new", "Withdraw: to #1", "-c", "deposits", "-l", tag, "--kind", kind, "--site", str(site))
    text = (site / result.stdout.strip()).read_text("utf-8")
    assert 'title: "Withdraw: to #1"\n' in text
    headings = [line for line in text.splitlines() if line.startswith("## ")]
    assert len(headings) >= 2
    assert all(heading.isascii() == (tag == "en") for heading in headings)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("提现手续费是多少", "tixian-shouxufei"),
        ("怎麼開啟雙重驗證？", "kaiqi-shuangchong-yanzheng"),
        ("USDT（TRC20）充值", "usdt-trc20-chongzhi"),
        ("How do I withdraw crypto to my own wallet, and how long does it take?", "withdraw-crypto-own-wallet-long"),
        ("¿Cómo retiro mi dinero?", "retiro-dinero"),
        ("入金が反映されない", ""),
        ("입금이 안 돼요", ""),
        ("الإيداع لم يصل", ""),
    ],
)
def test_slugs_are_suggested_where_the_script_can_be_read(title: str, slug: str) -> None:
    """Short, without the words every question has; nothing is made up of other scripts."""
    assert suggested_slug(title) == slug


def test_the_sites_own_terms_are_words_of_a_slug() -> None:
    """A dictionary may lack them."""
    assert suggested_slug("提币要多久", ["提币"]).startswith("tibi-")


def test_what_is_not_given_is_asked_for_on_a_terminal(site: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The slug suggested can be changed, or made of a title in English."""
    monkeypatch.setattr("cli.new.can_ask", lambda: True)
    result = run("new", "--site", str(site), input="security\nen\n출금하는 방법\nHow to withdraw crypto\n")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-1] == "articles/security/withdraw-crypto.en.md"
    result = run("new", "提现", "-c", "security", "-l", "zh-Hans", "--site", str(site), input="\n")
    assert "[tixian]" in result.stderr
    assert (site / "articles/security/tixian.zh-Hans.md").is_file()


def test_what_cannot_be_is_asked_for_again(site: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was answered before is not lost."""
    monkeypatch.setattr("cli.new.can_ask", lambda: True)
    answers = ["wallet", "security", "fr", "en", "  ", "How to withdraw", "withdrawal-fees", "withdraw"]
    result = run("new", "--site", str(site), input="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[-1] == "articles/security/withdraw.en.md"
    for said in ("'wallet' is not defined", "'fr' is not a locale", "the title is empty", "is taken by"):
        assert f"Error: {said}" in result.stderr or said in result.stderr


def test_a_title_is_one_line_of_what_can_be_read(site: Path, run: Run) -> None:
    """Whatever was pasted."""
    result = run("new", "怎么\n提现\t\x07?", "-c", "security", "--slug", "pasted", "--site", str(site))
    assert "title: 怎么 提现 ?\n" in (site / result.stdout.strip()).read_text("utf-8")


def test_a_translation_begins_in_the_words_of_its_source(site: Path, run: Run) -> None:
    """With its headings and ids, and nothing stamped."""
    result = run("new", "--translate", "fees", "-l", "ar", "--site", str(site))
    assert result.exit_code == 0, result.output
    assert result.stdout == "articles/deposits/withdrawal-fees.ar.md\n"
    articles = load(site).library.articles["withdrawal-fees"].translations
    assert articles["ar"].body == articles["zh-Hans"].body
    assert articles["ar"].source == {}
    assert not articles["ar"].is_published
    assert "keywords: []  # 出币费用\n" in (site / result.stdout.strip()).read_text("utf-8")
    assert "risk" not in articles["ar"].places
    assert run("check", "--site", str(site)).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["提现", "-c", "deposit"], "category 'deposit' is not defined (did you mean 'deposits'?)"),
        (["提现", "-c", "deposits", "-l", "fr"], "'fr' is not a locale of this site; it has zh-Hans, en, ar"),
        (["提现", "-c", "deposits", "--slug", "enable-2fa"], "is taken by articles/security/enable-2fa.zh-Hans.md"),
        (["提现", "-c", "deposits", "--slug", "fees"], "slug 'fees' redirects to 'withdrawal-fees'"),
        (["提现", "-c", "deposits", "--slug", "search"], "is an address of the site itself"),
        (["提现", "-c", "deposits", "--slug", "Ti_xian"], "must be lower-case ASCII letters"),
        (["入金が反映されない", "-c", "deposits"], "give one with --slug, like withdraw-crypto"),
        (["提现"], "--category is missing; known are deposits, security"),
        (["-c", "deposits"], "TITLE is missing"),
        (["--translate", "fees"], "name the language of the translation with --locale"),
        (["--translate", "fees", "-l", "en"], "withdrawal-fees.en.md is there already; nothing was written"),
        (["--translate", "withdrawal-fee", "-l", "ar"], "did you mean 'withdrawal-fees'?"),
        (["提现", "--translate", "fees", "-l", "ar"], "--translate takes only --locale"),
    ],
)
def test_a_mistake_is_one_clear_line_and_no_file(site: Path, run: Run, arguments: list[str], message: str) -> None:
    """Asking is for terminals only."""
    before = sorted(site.rglob("*"))
    result = run("new", *arguments, "--site", str(site))
    assert result.exit_code != 0
    assert message in f"{result.output}{result.exception}"
    assert sorted(site.rglob("*")) == before


def test_half_a_year_ends_on_the_last_day_of_a_short_month() -> None:
    """There is no 31 February."""
    assert months_after(date(2026, 8, 31), 6) == date(2027, 2, 28)
    assert months_after(date(2026, 6, 30), 6) == date(2026, 12, 30)
